package anchor

import (
	"unicode"
	"unicode/utf8"
)

// splitsGrapheme reports whether a cut at byte at of s would split what a reader sees as one character or
// word although two tokens meet there: a base and its marks, the halves of a flag, joined emoji, or the
// text on either side of an invisible control character. from is where the token before begins.
func splitsGrapheme(s string, from, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[from:at])
	after, _ := utf8.DecodeRuneInString(s[at:])
	if isIndicator(after) && countTrailingIndicators(s[from:at])%2 == 1 {
		return true
	}
	return extendsGrapheme(after) || unicode.Is(unicode.Cf, before) || unicode.Is(unicode.Cf, after) && !unicode.IsSpace(before)
}

// joinedSpaceLen returns how many bytes of white space after a word form one character with its end: Arabic
// number signs bind the following character, even a space.
func joinedSpaceLen(s string, end int) int {
	if before, _ := utf8.DecodeLastRuneInString(s[:end]); !unicode.Is(unicode.Prepended_Concatenation_Mark, before) || end == len(s) {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[end:])
	return size
}

const (
	zeroWidthJoiner = '\u200D'
	firstIndicator  = 0x1F1E6 // REGIONAL INDICATOR SYMBOL LETTER A; two indicators form a flag
	lastIndicator   = 0x1F1FF
	firstTone       = 0x1F3FB // emoji skin tones
	lastTone        = 0x1F3FF
	thaiAm          = '\u0E33' // the Thai and Lao vowels AM form one character with the letter before, although they are not marks
	laoAm           = '\u0EB3'
)

func isIndicator(c rune) bool { return c >= firstIndicator && c <= lastIndicator }

// countTrailingIndicators counts the regional indicators at the end of s.
func countTrailingIndicators(s string) (n int) {
	for {
		c, size := utf8.DecodeLastRuneInString(s)
		if !isIndicator(c) {
			return n
		}
		n++
		s = s[:len(s)-size]
	}
}

// extendsGrapheme reports whether c belongs to the character before it.
func extendsGrapheme(c rune) bool {
	return unicode.In(c, unicode.M, unicode.Other_Grapheme_Extend) || c == zeroWidthJoiner || c >= firstTone && c <= lastTone ||
		c == thaiAm ||
		c == laoAm
}
