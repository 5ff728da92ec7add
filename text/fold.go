package text

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Fold returns a string for the comparison of words: in the compatibility form NFKC and in lower case.
func Fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

// SameWords reports whether two strings differ at most in case, white space and Unicode form.
func SameWords(a, b string) bool {
	return a == b || strings.Join(strings.Fields(Fold(a)), " ") == strings.Join(strings.Fields(Fold(b)), " ")
}
