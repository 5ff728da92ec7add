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
	digits    = regexp.MustCompile(`(^|[\s(])?([-−+]?[$€£¥]?)(\p{Nd}+(?:[.,]\p{Nd}+)*)(\s?(?:%|percent\b|per cent\b))?`)
	thousands = regexp.MustCompile(`,(\p{Nd}{3})`)
)

// NumbersOf are the numbers that a text has in digits, in their order, with sign, currency and per cent, without the commas between thousands: "54 to 46"
// is not "46 to 54", and 70 is not 70 %.
func NumbersOf(s string) []string {
	var list []string
	for _, n := range digits.FindAllStringSubmatchIndex(s, -1) {
		number := thousands.ReplaceAllString(s[n[6]:n[7]], "$1")
		sign := s[n[4]:n[5]]
		if n[2] < 0 { // a stroke within a word or between two numbers is no sign
			sign = strings.TrimLeft(sign, "-−+")
		}
		if n[8] >= 0 {
			number += " %"
		}
		list = append(list, strings.Replace(sign, "-", "−", 1)+number)
	}
	return list
}

// WordsBesideNumbers are the words of a text that have no digit.
func WordsBesideNumbers(s string) []string {
	return slices.DeleteFunc(PlainWords(s), func(w string) bool { return strings.ContainsFunc(w, unicode.IsNumber) })
}
