package text

import (
	"unicode"
	"unicode/utf8"
)

const (
	zwnj              = '\u200C'
	zwj               = '\u200D'
	firstIndicator    = 0x1F1E6 // REGIONAL INDICATOR SYMBOL LETTER A; two indicators form a flag
	lastIndicator     = 0x1F1FF
	firstTag          = 0xE0020
	lastTag           = 0xE007F
	firstTone         = 0x1F3FB // emoji skin tones
	lastTone          = 0x1F3FF
	blackFlag         = 0x1F3F4 // begins flags that are spelt with tag characters
	keycap            = '\u20E3'
	textPresentation  = '\uFE0E'
	emojiPresentation = '\uFE0F'
	cancelTag         = lastTag
)

// graphemeLen returns the length in bytes of the first character of s as a reader sees it: a base with its
// combining marks, joiners, skin tone and tags, two regional indicators, or joined emoji. The rule is
// simplified: it never separates a mark from its base, but does not combine Hangul jamo.
func graphemeLen(s string) int {
	base, n := utf8.DecodeRuneInString(s)
	if isIndicator(base) {
		if r, size := utf8.DecodeRuneInString(s[n:]); isIndicator(r) {
			n += size
		}
	}
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !extendsGrapheme(r) {
			return n
		}
		n += size
		if r == zwj {
			if next, size := utf8.DecodeRuneInString(s[n:]); isEmoji(next) {
				n += size
			}
		}
	}
	return n
}

// extendsGrapheme reports whether r belongs to the character before it.
func extendsGrapheme(r rune) bool {
	if r < 0x300 { // there are no lower marks: fast path for Latin text
		return false
	}
	return r == zwj || r == zwnj || unicode.Is(unicode.M, r) ||
		r >= firstTone && r <= lastTone || r >= firstTag && r <= lastTag
}

func isIndicator(r rune) bool { return r >= firstIndicator && r <= lastIndicator }

// isEmoji is a broad test for symbols and pictographs that a joiner or a variation selector may follow.
func isEmoji(r rune) bool {
	switch {
	case r >= 0x1F000 && r <= 0x1FAFF, r >= 0x2190 && r <= 0x2BFF, r >= 0x3030 && r <= 0x303D, r == 0x3297, r == 0x3299:
		return true
	}
	return r == '©' || r == '®' || r == '‼' || r == '⁉' || r == '™' || r == 'ℹ'
}
