package models

import (
	"slices"
	"time"

	"linecheck/text"
	"linecheck/text/claim"
)

// PreviousCheck is a checked claim of another article that is similar to a given claim.
type PreviousCheck struct {
	Claim       ClaimRow
	CheckedAt   time.Time // when its newest verdict was given
	Similarity  float64   // the share of words in common, 0 to 1
	Numbers     []Number  // the numbers in it
	SameNumbers bool      // it has the same numbers as the given claim
	Evidence    []VisibleEvidence
}

// DaysSinceCheck is the number of whole days since its newest verdict.
func (b PreviousCheck) DaysSinceCheck(now time.Time) int {
	return max(0, int(now.Sub(b.CheckedAt)/(24*time.Hour)))
}

// PreviousChecks lists the checked claims that are similar to one claim.
type PreviousChecks struct {
	Claim   ClaimRow
	Numbers []Number
	Rows    []PreviousCheck // the most similar first
	CanCopy bool            // the reader may copy evidence
	At      time.Time
}

// Number is a number as it is written, and in a form for comparison.
type Number struct{ Exact, Value string }

// ExtractNumbers returns the numbers of a text in order, in figures or in words, with sign, currency and per
// cent. "54 to 46" differs from "46 to 54", and 70 from 70 %, but "seventy" equals 70.
func ExtractNumbers(s, language string) []Number {
	var list []Number
	x := text.NewIndex(s)
	for _, f := range claim.Figures(s, language) {
		exact, _ := x.Slice(f.Span) // a figure's span is always inside its text
		list = append(list, Number{exact, f.Normalized})
	}
	return list
}

// SameNumbers reports whether two texts have the same numbers in the same order.
func SameNumbers(a, b []Number) bool {
	return slices.EqualFunc(a, b, func(x, y Number) bool { return x.Value == y.Value })
}

// WordsWithoutNumbers returns the words of a text that are not part of a number.
func WordsWithoutNumbers(s, language string) []string {
	letters := []rune(s)
	for _, f := range claim.Figures(s, language) {
		for i := f.Start; i < f.End; i++ {
			letters[i] = ' '
		}
	}
	return PlainWords(string(letters))
}
