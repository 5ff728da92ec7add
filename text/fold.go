package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is a string as its words are compared: in the compatibility form NFKC and in small letters, whatever form it was typed in.
func Fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

// SameWords reports whether two strings say the same words: they differ in letter case, white space and Unicode form at most.
func SameWords(a, b string) bool {
	return a == b || strings.Join(strings.Fields(Fold(a)), " ") == strings.Join(strings.Fields(Fold(b)), " ")
}

// LettersAndDigits is a string reduced to its folded letters and digits: two headlines with equal letters and digits say the same.
func LettersAndDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, Fold(s))
}
