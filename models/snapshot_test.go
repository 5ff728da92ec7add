package models

import "testing"

func TestFindQuote(t *testing.T) {
	const page = "The council — as it\nsaid — “paid €12 million” for repairs.  Nobody's count was higher than 4,112 a day, the report says."
	for quote, want := range map[string]QuoteAnswer{
		"paid €12 million":                  QuoteThere,
		"as it said - \"paid €12 million\"": QuoteThere,
		"Nobody’s count was higher":         QuoteThere,
		"THE COUNCIL … 4,112 a day":         QuoteThere,
		"the council [...] the report":      QuoteThere,
		"4,112 a day ... the council":       QuoteMissing, // in the other order
		"paid €13 million":                  QuoteMissing,
		"":                                  QuoteThere,
	} {
		if got := FindQuote(page, quote); got != want {
			t.Errorf("%q is %s, want %s", quote, got, want)
		}
	}
	if got := FindQuote(" \n", "anything"); got != QuoteUnreadable {
		t.Errorf("in a picture: %s", got)
	}
}
