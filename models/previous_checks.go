package models

import (
	"slices"
	"time"

	"linecheck/text"
	"linecheck/text/claim"
)

// PreviousCheck is a claim of another article that is like one at hand and has been checked.
type PreviousCheck struct {
	Claim       ClaimRow
	CheckedAt   time.Time // when somebody last said something of it
	Similarity  float64   // how much of the words both have in common, 0 to 1
	Numbers     []Number  // that stand in it
	SameNumbers bool      // the same numbers as in the claim at hand
	Evidence    []VisibleEvidence
}

// DaysSinceCheck is for how many whole days nobody has looked at it.
func (b PreviousCheck) DaysSinceCheck(now time.Time) int {
	return max(0, int(now.Sub(b.CheckedAt)/(24*time.Hour)))
}

// PreviousChecks is what was checked before that is like one claim.
type PreviousChecks struct {
	Claim   ClaimRow
	Numbers []Number
	Rows    []PreviousCheck // the likest first
	CanCopy bool            // copy evidence over
	At      time.Time
}

// Number is a number as it is written, and as it can be compared.
type Number struct{ Exact, Value string }

// ExtractNumbers are the numbers of a text in their order, in figures or in words, with sign, currency and per cent: "54 to 46" is
// not "46 to 54", 70 is not
// 70 %, and "seventy" is 70.
func ExtractNumbers(s, language string) []Number {
	var list []Number
	x := text.NewIndex(s)
	for _, f := range claim.Figures(s, language) {
		exact, _ := x.Slice(f.Span) // a figure stands in its text
		list = append(list, Number{exact, f.Normalized})
	}
	return list
}

// SameNumbers reports whether two texts say the same numbers, in the same order.
func SameNumbers(a, b []Number) bool {
	return slices.EqualFunc(a, b, func(x, y Number) bool { return x.Value == y.Value })
}

// WordsWithoutNumbers are the words of a text that are no number and part of none.
func WordsWithoutNumbers(s, language string) []string {
	letters := []rune(s)
	for _, f := range claim.Figures(s, language) {
		for i := f.Start; i < f.End; i++ {
			letters[i] = ' '
		}
	}
	return PlainWords(string(letters))
}
