package anchor

import (
	"unicode"
	"unicode/utf8"
)

// splitsGrapheme holds where a cut at byte at of s would part what a reader takes for one character or word, though tokens part it there:
// a base from its marks, the halves of a flag, emoji that are joined, and what stands on either side of a character that only
// steers the text, which nobody would see alone. from is where the token before begins.
func splitsGrapheme(s string, from, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[from:at])
	after, _ := utf8.DecodeRuneInString(s[at:])
	if isIndicator(after) && countTrailingIndicators(s[from:at])%2 == 1 {
		return true
	}
	return extendsGrapheme(after) || unicode.Is(unicode.Cf, before) || unicode.Is(unicode.Cf, after) && !unicode.IsSpace(before)
}

// joinedSpaceLen is how many bytes of white space behind a word make one character with its end: signs that stand over a number bind what
// comes, even a blank.
func joinedSpaceLen(s string, end int) int {
	if before, _ := utf8.DecodeLastRuneInString(s[:end]); !unicode.Is(unicode.Prepended_Concatenation_Mark, before) || end == len(s) {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[end:])
	return size
}

const (
	zeroWidthJoiner = '\u200D'
	firstIndicator  = 0x1F1E6 // REGIONAL INDICATOR SYMBOL LETTER A; two of them make one flag
	lastIndicator   = 0x1F1FF
	firstTone       = 0x1F3FB // emoji skin tones
	lastTone        = 0x1F3FF
	thaiAm          = '\u0E33' // these two vowels make one character with the letter before, though they are no marks
	laoAm           = '\u0EB3'
)

func isIndicator(c rune) bool { return c >= firstIndicator && c <= lastIndicator }

// countTrailingIndicators is how many of them stand at the end of s.
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

// extendsGrapheme holds for what belongs to the character before it.
func extendsGrapheme(c rune) bool {
	return unicode.In(c, unicode.M, unicode.Other_Grapheme_Extend) || c == zeroWidthJoiner || c >= firstTone && c <= lastTone ||
		c == thaiAm ||
		c == laoAm
}
