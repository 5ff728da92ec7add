package models

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Before is a claim of another article that is like one at hand and has been checked.
type Before struct {
	Claim     ClaimRow
	CheckedAt time.Time // when somebody last said something of it
	Alike     float64   // how much of the words both have in common, 0 to 1
	Numbers   []string  // that stand in it
	Same      bool      // the same numbers as in the claim at hand
	Evidence  []Shown
}

// Days is for how many whole days nobody has looked at it.
func (b Before) Days(now time.Time) int { return max(0, int(now.Sub(b.CheckedAt)/(24*time.Hour))) }

// CheckedBefore is what was checked before that is like one claim.
type CheckedBefore struct {
	Claim   ClaimRow
	Numbers []string
	Rows    []Before // the likest first
	May     bool     // copy evidence over
	At      time.Time
}

var (
	digits    = regexp.MustCompile(`\p{Nd}+(?:[.,]\p{Nd}+)*`)
	thousands = regexp.MustCompile(`,(\p{Nd}{3})`)
)

// NumbersOf are the numbers that a text has in digits, without the commas between thousands, in order.
func NumbersOf(s string) []string {
	list := digits.FindAllString(s, -1)
	for i, n := range list {
		list[i] = thousands.ReplaceAllString(n, "$1")
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// WordsBesideNumbers are the words of a text that have no digit.
func WordsBesideNumbers(s string) []string {
	return slices.DeleteFunc(PlainWords(s), func(w string) bool { return strings.ContainsFunc(w, unicode.IsNumber) })
}
