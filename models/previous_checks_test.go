package models

import (
	"slices"
	"testing"
)

// Words and numbers of a claim are compared separately, independently of how the numbers are written.
func TestExtractNumbersAndWords(t *testing.T) {
	for _, c := range []struct {
		a, b          string
		numbers, word bool // are equal
	}{
		{"held 70 districts", "held seventy districts", true, true},
		{"held 70 districts", "held 72 districts", false, true},
		{"cost €12 million", "cost 12 million euros", true, true},
		{"cost €12 million", "cost €12 thousand", false, true},
		{"cost €12 million", "cost $12 million", false, true},
		{"3,200 people fled", "some 3200 people fled", true, false},
		{"won 54–46", "won 46–54", false, true},
		{"70% of them", "70 of them", false, true},
		{"fell by 5", "fell by -5", false, true},
		{"the same words", "the same words", true, true},
	} {
		if got := SameNumbers(ExtractNumbers(c.a, "en"), ExtractNumbers(c.b, "en")); got != c.numbers {
			t.Errorf("%q, %q: the same numbers: %v", c.a, c.b, got)
		}
		if got := slices.Equal(WordsWithoutNumbers(c.a, "en"), WordsWithoutNumbers(c.b, "en")); got != c.word {
			t.Errorf("%q, %q: the same words: %v (%q, %q)", c.a, c.b, got, WordsWithoutNumbers(c.a, "en"), WordsWithoutNumbers(c.b, "en"))
		}
	}
	if got := ExtractNumbers("seventy, of 5 of them", "en"); len(got) != 2 || got[0] != (Number{"seventy", "70"}) {
		t.Errorf("written %+v", got)
	}
}
