package text

import (
	"unicode"
	"unicode/utf8"
)

// HasVisibleWord reports whether something can be read in s: at least one letter or digit that is seen. Blanks, format characters,
// marks without
// a letter, fillers, punctuation, symbols and emoji are no words.
func HasVisibleWord(s string) bool {
	for _, r := range s {
		if isWordCharacter(r) {
			return true
		}
	}
	return false
}

// HasVisible reports whether anything at all is seen in s: also a question mark or an emoji, but no blank, hidden character or lone mark.
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

// isWordCharacter holds for the letters and digits of a word. Modifier letters (a lone accent, the stroke that lengthens Arabic
// letters) make no word alone.
func isWordCharacter(r rune) bool {
	if unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || isBlankSign(r) { // the fillers of Hangul count as letters
		return false
	}
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r)
}

// isBlankSign holds for the letters of Unicode that are drawn as nothing: the full and the half blank of Egyptian.
func isBlankSign(r rune) bool { return r == 0x13441 || r == 0x13442 }
