package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns a string for the comparison of words: in the compatibility form NFKC and in lower case.
func Fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

// SameWords reports whether two strings differ at most in case, white space and Unicode form.
func SameWords(a, b string) bool {
	return a == b || strings.Join(strings.Fields(Fold(a)), " ") == strings.Join(strings.Fields(Fold(b)), " ")
}

// LettersAndDigits returns the folded letters and digits of a string. Two headlines with equal results say
// the same.
func LettersAndDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, Fold(s))
}
