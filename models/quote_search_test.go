package models

import (
	"testing"

	"pgregory.net/rapid"
)

func TestFindQuote(t *testing.T) {
	const page = "The council — as it\nsaid — “paid €12 million” for repairs.  Nobody's count was higher than 4,112 a day, the report says."
	for quote, want := range map[string]QuoteAnswer{
		"paid €12 million":                  QuoteFound,
		"as it said - \"paid €12 million\"": QuoteFound,
		"Nobody’s count was higher":         QuoteFound,
		"THE COUNCIL … 4,112 a day":         QuoteFound,
		"the council [...] the report":      QuoteFound,
		"4,112 a day ... the council":       QuoteMissing, // in another order
		"paid €13 million":                  QuoteMissing,
		"":                                  QuoteFound,
	} {
		if got := FindQuote(page, quote); got != want {
			t.Errorf("%q is %s, want %s", quote, got, want)
		}
	}
	if got := FindQuote(" \n", "anything"); got != QuoteUnreadable {
		t.Errorf("in a picture: %s", got)
	}
}

// Changes by typesetting and encoding do not matter.
func TestFindQuoteInTypesetWords(t *testing.T) {
	for _, c := range []struct{ page, quote string }{
		{"Zu\u0308rich paid", "Zürich paid"},                                         // NFD
		{"Zürich paid", "Zu\u0308rich paid"},                                         // NFC
		{"the o\uFB03ce \uFB01le", "the office file"},                                // ligatures
		{"the repre\u00ADsenta\u00ADtive said", "the representative said"},           // soft hyphens
		{"the repre-\nsentative said", "the representative said"},                    // a hyphen from a line break
		{"a well-\r\nknown report", "a well-known report"},                           // a hyphen of the word
		{"a well-\nknown repre-\n  sentative", "a well-known representative"},        // both
		{"ze\u200Bro wi\u200Ddth\uFEFF", "zero width"},                               // zero width characters
		{"he said ‘no’ and „yes“ and «maybe»", `he said 'no' and "yes" and "maybe"`}, // quotation marks
		{"２０２６ was", "2026 was"},                                                     // wide digits
		{"5\u00A0million", "5 million"},                                              // a no-break space
		{"pages 5–9", "pages 5-9"},                                                   // dashes
		{"这是真的吗", "真的"},                                                              // a script without spaces between words
	} {
		if got := FindQuote(c.page, c.quote); got != QuoteFound {
			t.Errorf("%q in %q is %s", c.quote, c.page, got)
		}
	}
	for _, c := range []struct{ page, quote string }{
		{"11 million", "1 million"},
		{"1,000,000", "000"},
		{"3.5 million", "5 million"},
		{"unpaid bills", "paid bills"},
		{"paid bills", "paid bill"},
		{"12 million", "12 millions"},
		{"a well-known report", "a wellknown report"},
		{"unre-\nported", "reported"},
	} {
		if got := FindQuote(c.page, c.quote); got != QuoteMissing {
			t.Errorf("%q in %q is %s", c.quote, c.page, got)
		}
	}
}

// Words that are in a text are found in it.
func TestFindQuoteFindsEveryPart(t *testing.T) {
	word := rapid.SampledFrom([]string{"the", "12", "1,000", "well-known", "“no”", "Zürich", "Zu\u0308rich", "ﬁle", "…", "说", "a\u00ADb", "!"})
	join := rapid.SampledFrom([]string{" ", "\n", "  \n "})
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 1, 12).Draw(t, "words")
		from := rapid.IntRange(0, len(words)-1).Draw(t, "from")
		to := rapid.IntRange(from, len(words)-1).Draw(t, "to")
		page, quote := "", ""
		for i, w := range words {
			page += w + join.Draw(t, "join")
			if i >= from && i <= to {
				quote += w + join.Draw(t, "join")
			}
		}
		if got := FindQuote(page, quote); got != QuoteFound {
			t.Fatalf("%q in %q is %s", quote, page, got)
		}
	})
}
