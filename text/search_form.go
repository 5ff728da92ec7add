package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// SearchForm returns a text as the search compares it: in lower case, without accents, vowel signs of Arabic and
// points of Hebrew, with the plain form of letters such as ł, ø and ة, without invisible characters, and with
// each character of a script without spaces, and each Korean syllable, as a word of its own. Signs stay.
// PostgreSQL's function searched_text does the same.
func SearchForm(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/4)
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch plain, ok := plainLetters[r]; {
		case isSearchMark(r):
		case ok:
			b.WriteString(plain)
		default:
			b.WriteRune(r)
		}
	}
	folded := norm.NFC.String(b.String()) // puts Korean syllables together again
	if !strings.ContainsFunc(folded, isSearchedAlone) {
		return folded
	}
	b.Reset()
	for _, r := range folded {
		if isSearchedAlone(r) {
			b.WriteByte(' ')
			b.WriteRune(r)
			b.WriteByte(' ')
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plainLetters are letters that a reader who searches may write in another way.
var plainLetters = map[rune]string{
	'ł': "l", 'đ': "d", 'ð': "d", 'ø': "o", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ŧ': "t", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th",
	'ς': "σ", 'ى': "ي", 'ی': "ي", 'ک': "ك", 'ة': "ه", 'ٱ': "ا",
	'٠': "0", '١': "1", '٢': "2", '٣': "3", '٤': "4", '٥': "5", '٦': "6", '٧': "7", '٨': "8", '٩': "9",
	'۰': "0", '۱': "1", '۲': "2", '۳': "3", '۴': "4", '۵': "5", '۶': "6", '۷': "7", '۸': "8", '۹': "9",
}

// isSearchMark reports whether a character is not searched: an accent, a vowel sign of Arabic, a point of
// Hebrew, or an invisible one such as the soft hyphen. Vowel signs of Indic scripts are letters to a reader.
func isSearchMark(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F, r >= 0x0591 && r <= 0x05BD, r == 0x05BF, r >= 0x05C1 && r <= 0x05C7,
		r >= 0x0610 && r <= 0x061A, r == 0x0640, r >= 0x064B && r <= 0x065F, r == 0x0670, r >= 0x06D6 && r <= 0x06ED,
		r == 0x00AD, r >= 0x200B && r <= 0x200F, r >= 0x2060 && r <= 0x2064, r == 0xFEFF, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return false
}

// isSearchedAlone reports whether a character is a word to the search.
func isSearchedAlone(r rune) bool {
	return r >= 0x0E00 && (r <= 0x0EFF || r >= 0x1000 && r <= 0x109F || r >= 0x1780 && r <= 0x17FF || r >= 0x3040 && r <= 0x30FF ||
		r >= 0x3400 && r <= 0x4DBF || r >= 0x4E00 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7A3 || r >= 0xF900 && r <= 0xFAFF ||
		r >= 0x20000 && r <= 0x3FFFF) && !unicode.IsPunct(r)
}
