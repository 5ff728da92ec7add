package text

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// HiddenCharacter is a hidden character in a text: its span in code points and its short name.
type HiddenCharacter struct {
	Span
	Name string
}

// hiddenNames names characters that are invisible or that reorder text. HiddenName names controls, tags,
// variation selectors and the remaining format characters and spaces by rule.
var hiddenNames = map[rune]string{
	0x00AD: "SHY", 0x034F: "CGJ", 0x061C: "ALM", 0x115F: "HANGUL FILLER", 0x1160: "HANGUL FILLER", 0x1680: "OGHAM SPACE",
	0x17B4: "KHMER INHERENT", 0x17B5: "KHMER INHERENT", 0x180E: "MVS",
	0x00A0: "NBSP", 0x2000: "NQSP", 0x2001: "MQSP", 0x2002: "ENSP", 0x2003: "EMSP", 0x2004: "3/EMSP", 0x2005: "4/EMSP",
	0x2006: "6/EMSP", 0x2007: "FIGURE SPACE", 0x2008: "PUNCTUATION SPACE", 0x2009: "THIN SPACE", 0x200A: "HAIR SPACE",
	0x202F: "NNBSP", 0x205F: "MMSP", 0x3000: "IDEOGRAPHIC SPACE", 0x2028: "LINE SEPARATOR", 0x2029: "PARAGRAPH SEPARATOR",
	0x200B: "ZWSP", zwnj: "ZWNJ", zwj: "ZWJ", 0x200E: "LRM", 0x200F: "RLM",
	0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
	0x2060: "WJ", 0x2061: "FUNCTION", 0x2062: "TIMES", 0x2063: "SEPARATOR", 0x2064: "PLUS",
	0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
	0x2800: "BLANK BRAILLE", 0x3164: "HANGUL FILLER", 0xFEFF: "BOM", 0xFFA0: "HANGUL FILLER",
	0x7F: "DEL", 0x85: "NEL", 0x0B: "VT", 0x0C: "FF",
}

// HiddenName returns the short name of a character that is invisible or reorders text. Space, tab and line
// ends are ordinary. Some hidden characters are ordinary next to certain others: see HiddenCharacters.
func HiddenName(r rune) (name string, ok bool) {
	if r >= ' ' && r < 0x7F || r == '\t' || r == '\n' || r == '\r' {
		return "", false
	}
	if name, ok = hiddenNames[r]; ok {
		return name, true
	}
	switch {
	case isTag(r) || r == 0xE0001:
		return "TAG", true
	case isVariationSelector(r):
		return "VARIATION SELECTOR", true
	case isPrepended(r):
		return "", false
	case unicode.In(r, unicode.Cc, unicode.Cf):
		return fmt.Sprintf("U+%04X", r), true
	}
	return "", false
}

// isPrepended reports whether r is a format character that is drawn: number and verse signs of Arabic,
// Syriac and Kaithi, which enclose the following figures.
func isPrepended(r rune) bool { return unicode.Is(unicode.Prepended_Concatenation_Mark, r) }

func isTag(r rune) bool               { return r >= firstTag && r <= lastTag }
func isVariationSelector(r rune) bool { return unicode.Is(unicode.Variation_Selector, r) }

// HiddenCharacters lists the hidden characters of s in order, except in ordinary use: joiners between emoji
// and between letters of joining scripts, variation selectors of emoji and ideographs, and tags that spell
// a flag.
func HiddenCharacters(s string) []HiddenCharacter {
	var marks []HiddenCharacter
	var prev rune // the last base character
	var last rune // the last character
	flag := false // inside the tags of a flag
	at := 0
	for i, r := range s {
		if name, ok := HiddenName(r); ok {
			next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
			flag = isTag(r) && (flag || last == blackFlag)
			if !flag && !isOrdinaryUse(r, prev, last, next) {
				marks = append(marks, HiddenCharacter{Span{at, at + 1}, name})
			}
		} else if flag = false; !extendsGrapheme(r) {
			prev = r
		}
		last = r
		at++
	}
	return marks
}

// isOrdinaryUse reports whether a hidden character is in ordinary use between these neighbours.
func isOrdinaryUse(r, prev, last, next rune) bool {
	switch {
	case r == zwj:
		return isEmoji(prev) && isEmoji(next) || isJoiningLetter(prev) && isJoiningLetter(next) && last != zwj && last != zwnj
	case r == zwnj:
		return isJoiningLetter(prev) && isJoiningLetter(next) && last != zwj && last != zwnj
	case r == textPresentation || r == emojiPresentation:
		return last == prev && (isEmoji(last) || last == '#' || last == '*' || last >= '0' && last <= '9')
	case isVariationSelector(r):
		return last == prev && unicode.In(last, unicode.Han, unicode.Mongolian)
	}
	return false
}

// isJoiningLetter reports whether r is a letter of a script in which a joiner or non-joiner changes the
// shape of a word.
func isJoiningLetter(r rune) bool {
	return r >= 0x600 && unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Mandaic,
		unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
		unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar)
}
