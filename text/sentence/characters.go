package sentence

import (
	"unicode"
	"unicode/utf8"
)

// isStop holds for every character that can end a sentence.
func isStop(c rune) bool {
	if c < 0x80 {
		return c == '.' || c == '!' || c == '?'
	}
	return c == '…' || c == '‼' || c >= '⁇' && c <= '⁉' || isFirmStop(c)
}

// isFirmStop holds for stops that do nothing else: no abbreviation or number contains them, and in these scripts
// no capital marks the next sentence.
func isFirmStop(c rune) bool {
	switch c {
	case '。', '！', '？', '．', '｡', '︒', // Chinese, Japanese
		'؟', '۔', '।', '॥', '։', // Arabic, Urdu, Devanagari and neighbours, Armenian
		'።', '፧', '፨', '။', '៕', '។', '᙮', '꓿', '܀', '܁', '܂': // Ethiopic, Myanmar, Khmer, Canadian syllabics, Lisu, Syriac
		return true
	}
	return false
}

// isCloser holds for quotes and brackets that only ever close, where they stand directly behind a stop.
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

// isAmbiguousQuote holds for quotes that open in one text and close in another: only the neighbour tells.
func isAmbiguousQuote(c rune) bool {
	switch c {
	case '"', '\'', '“', '‘', '«', '‹', '*', '_':
		return true
	}
	return false
}

// isOpener holds for what may stand before the first word of a sentence.
func isOpener(c rune) bool {
	if c < 0x80 {
		return c == '"' || c == '\'' || c == '(' || c == '[' || c == '{' || c == '-' || c == '*' || c == '_'
	}
	return isAmbiguousQuote(c) || isDash(c) || c == '»' || c == '›' || c == '¿' || c == '¡' || unicode.In(c, unicode.Ps, unicode.Pi)
}

func isDash(c rune) bool { return c == '-' || c == '–' || c == '—' }

// isEmoji holds for pictographs and for what builds them: joiner, style mark, skin tone.
func isEmoji(c rune) bool {
	return c >= 0x1F300 && c <= 0x1FAFF || c >= 0x2600 && c <= 0x27BF || c == 0x200D || c == 0xFE0F
}

// startsWord holds for what, directly behind a quote, shows that the quote opens.
func startsWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// isWordRune: hyphens and apostrophes hold a word together, so that "I'm" is not "I".
func isWordRune(c rune) bool {
	if c < 0x80 {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '\'' || c == '-' || c == '&'
	}
	switch {
	case c >= 0x400 && c <= 0x481, c >= 0x620 && c <= 0x669, c >= 0x66E && c <= 0x6D3, c >= 0x4E00 && c <= 0x9FFF, c >= 0xAC00 && c <= 0xD7A3:
		return true // Cyrillic, Arabic, Han, Hangul: told at once
	}
	return c == '’' || c == '°' || c == '№' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c)
}

// runeAt is the character at byte i, with its length; at the end of s it is 0, 0.
func runeAt(s string, i int) (rune, int) {
	if i >= len(s) {
		return 0, 0
	}
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}

// runeBefore is the character that ends before byte i, with its length; at the beginning of s it is 0, 0.
func runeBefore(s string, i int) (rune, int) {
	if i <= 0 {
		return 0, 0
	}
	if c := s[i-1]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeLastRuneInString(s[:i])
}

// skipSpace is the first byte at or behind i that begins no white space.
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
