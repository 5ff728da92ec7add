package sentence

import "unicode"

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
	case '。', '！', '？', '｡', '︒', // Chinese, Japanese
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

// eitherWay holds for quotes that open in one text and close in another: only the neighbour tells.
func eitherWay(c rune) bool {
	return c == '"' || c == '\'' || c == '“' || c == '‘' || c == '«' || c == '‹' || c == '*' || c == '_'
}

// isOpener holds for what may stand before the first word of a sentence.
func isOpener(c rune) bool {
	return eitherWay(c) || c == '(' || c == '[' || c == '{' || c == '»' || c == '›' ||
		c >= 0x80 && unicode.In(c, unicode.Ps, unicode.Pi) || c == '¿' || c == '¡' || isDash(c)
}

func isDash(c rune) bool { return c == '-' || c == '–' || c == '—' }

// isEmoji holds for pictographs and for what builds them: joiner, style mark, skin tone.
func isEmoji(c rune) bool {
	return c >= 0x1F300 && c <= 0x1FAFF || c >= 0x2600 && c <= 0x27BF || c == 0x200D || c == 0xFE0F
}

// opensWord holds for what, directly behind a quote, shows that the quote opens.
func opensWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
