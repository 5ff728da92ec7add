package text

import (
	"unicode"
	"unicode/utf8"
)

// HasVisibleWord reports whether s contains at least one visible letter or digit. Spaces, format
// characters, marks without a letter, fillers, punctuation, symbols and emoji do not count.
func HasVisibleWord(s string) bool {
	for _, r := range s {
		if isWordCharacter(r) {
			return true
		}
	}
	return false
}

// HasVisible reports whether s contains anything visible. A question mark or an emoji counts; spaces,
// hidden characters and lone marks do not.
func HasVisible(s string) bool {
	for _, r := range s {
		if _, hidden := HiddenName(r); !hidden && !unicode.IsSpace(r) && !unicode.In(r, unicode.M, unicode.Cc, unicode.Co) &&
			r != utf8.RuneError &&
			!isBlankSign(r) {
			return true
		}
	}
	return false
}

// isWordCharacter reports whether r is a letter or digit of a word. Modifier letters (a lone accent, the
// stroke that lengthens Arabic letters) do not form words alone.
func isWordCharacter(r rune) bool {
	if unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || isBlankSign(r) { // the Hangul fillers are letters in Unicode
		return false
	}
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r)
}

// isBlankSign reports whether r is a letter that is drawn blank: the full and the half blank of Egyptian.
func isBlankSign(r rune) bool { return r == 0x13441 || r == 0x13442 }
