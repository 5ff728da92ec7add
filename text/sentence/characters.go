package sentence

import (
	"unicode"
	"unicode/utf8"
)

// isStop reports whether a character can end a sentence.
func isStop(c rune) bool {
	if c < 0x80 {
		return c == '.' || c == '!' || c == '?'
	}
	return c == '…' || c == '‼' || c >= '⁇' && c <= '⁉' || isFirmStop(c)
}

// isFirmStop reports whether a terminator has no other use: no abbreviation or number contains it, and its
// script has no capitals that could mark the next sentence.
func isFirmStop(c rune) bool {
	switch c {
	case '。', '！', '？', '．', '｡', '︒', // Chinese, Japanese
		'؟', '۔', '।', '॥', '։', // Arabic, Urdu, Devanagari and neighbours, Armenian
		'።', '፧', '፨', '။', '៕', '។', '᙮', '꓿', '܀', '܁', '܂': // Ethiopic, Myanmar, Khmer, Canadian syllabics, Lisu, Syriac
		return true
	}
	return false
}

// isCloser reports whether a quote or bracket directly after a terminator always closes.
func isCloser(c rune) bool {
	if c < 0x80 {
		return c == ')' || c == ']' || c == '}'
	}
	switch c {
	case '”', '’', '»', '›', '」', '』', '】', '〉', '》', '）', '］', '｝', '〕':
		return true
	}
	return false
}

// isAmbiguousQuote reports whether a quote opens in some texts and closes in others, so that its neighbours
// decide.
func isAmbiguousQuote(c rune) bool {
	switch c {
	case '"', '\'', '“', '‘', '«', '‹', '*', '_':
		return true
	}
	return false
}

// isOpener reports whether a character may precede the first word of a sentence.
func isOpener(c rune) bool {
	if c < 0x80 {
		return c == '"' || c == '\'' || c == '(' || c == '[' || c == '{' || c == '-' || c == '*' || c == '_'
	}
	return isAmbiguousQuote(c) || isDash(c) || c == '»' || c == '›' || c == '”' ||
		c == '¿' || c == '¡' || unicode.In(c, unicode.Ps, unicode.Pi)
}

func isDash(c rune) bool { return c == '-' || c == '–' || c == '—' }

// isEmoji reports whether a character is a pictograph or part of one: joiner, variation selector, skin
// tone.
func isEmoji(c rune) bool {
	return c >= 0x1F300 && c <= 0x1FAFF || c >= 0x2600 && c <= 0x27BF || c == 0x200D || c == 0xFE0F
}

// startsWord reports whether a character directly after a quote shows that the quote opens.
func startsWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// isWordRune reports whether a character is part of a word. Hyphens and apostrophes are, so that "I'm" is
// not "I".
func isWordRune(c rune) bool {
	if c < 0x80 {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '\'' || c == '-' || c == '&'
	}
	switch {
	case c >= 0x400 && c <= 0x481, c >= 0x620 && c <= 0x669, c >= 0x66E && c <= 0x6D3, c >= 0x4E00 && c <= 0x9FFF, c >= 0xAC00 && c <= 0xD7A3:
		return true // fast path for Cyrillic, Arabic, Han, Hangul
	}
	return c == '’' || c == '°' || c == '№' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c)
}

// runeAt returns the character at byte i and its length, or 0, 0 at the end of s.
func runeAt(s string, i int) (rune, int) {
	if i >= len(s) {
		return 0, 0
	}
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}

// runeBefore returns the character that ends before byte i and its length, or 0, 0 at the beginning of s.
func runeBefore(s string, i int) (rune, int) {
	if i <= 0 {
		return 0, 0
	}
	if c := s[i-1]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeLastRuneInString(s[:i])
}

// skipSpace returns the first byte from i on that begins no white space.
func skipSpace(s string, i int) int {
	for i < len(s) {
		c, size := runeAt(s, i)
		if !isSpace(c) {
			break
		}
		i += size
	}
	return i
}
