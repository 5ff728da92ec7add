package models_test

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"linecheck/models"
)

func TestLocateQuote(t *testing.T) {
	const text = "🚲 ab aba ab"
	for _, c := range []struct {
		quote, prefix, suffix string
		start, end            int // 0, 0: refused
	}{
		{"ab", "🚲 ", "", 2, 4},
		{"aba", "", "", 5, 8},
		{"ab", "a ", "", 9, 11},
		{"🚲", "", "", 0, 1},
		{"ab", "", "", 0, 0},
		{"ba", "a", " a", 6, 8},
		{"aba", "x", "", 0, 0},
		{"x", "", "", 0, 0},
		{" ", "", "", 0, 0},
		{"", "", "", 0, 0},
	} {
		sel, err := models.Selection{Quote: c.quote, Prefix: c.prefix, Suffix: c.suffix}.LocateQuote(text)
		if models.IsValidationError(err) != (c.end == 0) || sel.Start != c.start || sel.End != c.end {
			t.Errorf("%+v: %d to %d, %v", c, sel.Start, sel.End, err)
		}
	}
	if _, err := (models.Selection{Quote: "aa"}).LocateQuote("aaa"); !models.IsValidationError(err) {
		t.Error("two overlapping matches were counted as one")
	}
}

// Any quote from a text is found at its place, or refused if it occurs twice.
func TestLocatedQuoteIsTheQuote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.SliceOfN(rapid.SampledFrom([]rune("aab 🚲é")), 1, 20).Draw(t, "text")
		from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(runes)).Draw(t, "to")
		sel, err := models.Selection{
			Quote:  string(runes[from:to]),
			Prefix: string(runes[:from]),
			Suffix: string(runes[to:]),
		}.LocateQuote(
			string(runes),
		)
		if models.IsValidationError(err) {
			return // white space alone
		}
		if sel.Start != from || sel.End != to || utf8.RuneCountInString(sel.Quote) != to-from {
			t.Fatalf("%q from %d to %d: %+v", string(runes), from, to, sel)
		}
	})
}
