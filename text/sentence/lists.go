package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// markerStyle is the style of a list's markers.
type markerStyle uint8

const (
	noMarker    markerStyle = iota
	bulletStyle             // • or -
	numberStyle             // 1. 1) (1) ① 一、
	letterStyle             // a) (a) iv) (iv)
	dottedStyle             // A. IV. 1-: initials, ordinals and scores look the same
	dashStyle               // –: direct speech may begin the same way
)

// marker is the beginning of a list item. A letter may be a Roman numeral, so both values are stored: "i"
// follows "h" or is 1.
type marker struct {
	style  markerStyle
	number int // 1 for "1", "①" and "一", 2 for "b"
	roman  int // 4 for "iv"
}

// startsItem reports whether a line begins a list item, regardless of its neighbours.
func startsItem(t string) bool {
	m := parseMarker(t)
	return m.style != noMarker && m.style < dottedStyle
}

// isItem reports whether paragraph i is a list item. A bullet is enough. A number, letter or long dash
// needs a neighbouring item, because "1. FC Union won" and "A. Smith said" are sentences.
func (a *regionPass) isItem(i int) bool {
	m, above := parseMarker(a.text(i)), a.previousMarker
	a.previousMarker = m
	switch m.style {
	case noMarker:
		return false
	case bulletStyle:
		return true
	}
	if i > 0 && a.paras[i-1].region == List && (above.isFollowedBy(m) || above.style == bulletStyle && m.style != dashStyle) {
		return true
	}
	below := parseMarker(a.text(i + 1))
	return m.isFollowedBy(below) || below.style == bulletStyle && m.style < dottedStyle
}

// isFollowedBy reports whether n marks the item that follows m's.
func (m marker) isFollowedBy(n marker) bool {
	return m.style == n.style && (m.style == dashStyle || m.number > 0 && m.number+1 == n.number || m.roman > 0 && m.roman+1 == n.roman)
}

// parseMarker parses the marker at the beginning of t.
func parseMarker(t string) marker {
	if t == "" || startsPlainly(t) {
		return marker{}
	}
	c, size := utf8.DecodeRuneInString(t)
	switch {
	case isBullet(c):
		return parseBullet(c, t[size:])
	case c == '–':
		return parseDash(t, t[size:])
	case c >= '①' && c <= '⑳' && hasWord(t[size:]):
		return marker{style: numberStyle, number: int(c-'①') + 1}
	case c == '(' || c == '（':
		return parseEnumerator(t[size:], true)
	}
	return parseEnumerator(t, false)
}

// startsPlainly is a quick test that most paragraphs pass: a letter without a full stop or bracket soon
// after it, or a quote.
func startsPlainly(t string) bool {
	if len(t) < 3 {
		return len(t) < 2
	}
	switch c := t[0]; {
	case c >= 0xC2 && c <= 0xD8: // Greek, Cyrillic, most Arabic letters: neither digits nor bullets
		return true
	case c == 0xE2 && t[1] == 0x80:
		return t[2] >= 0x98 && t[2] <= 0x9F // “ ” ‘ ’ „
	case !isLatin(c) || t[1] == '.' || t[1] == ')':
		return false
	default:
		return strings.IndexByte("ivxIVX", c) < 0 || strings.IndexByte("ivxIVX.)", t[1]) < 0
	}
}

func isBullet(c rune) bool {
	return c == '-' || c == '*' || c >= 0x80 && strings.ContainsRune("•‣⁃◦▪●■▶►➤∙◆", c)
}

// parseBullet parses a bullet. Characters with other uses need a space after them. A dash also opens direct
// speech: "- Никто, - сказал он.", with a second one after the comma.
func parseBullet(c rune, rest string) marker {
	if c < 0x80 && (!strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "\t") && !strings.HasPrefix(rest, "\u00a0")) || !hasWord(rest) {
		return marker{}
	}
	if c == '-' {
		if i := strings.Index(rest, " - "); i > 0 && strings.IndexByte(",.!?", rest[i-1]) >= 0 {
			return marker{}
		}
	}
	return marker{style: bulletStyle}
}

// parseDash parses a dash. A list item is not a sentence; direct speech is.
func parseDash(t, rest string) marker {
	if !strings.HasPrefix(rest, " ") || endsInStop(t) || !hasWord(rest) {
		return marker{}
	}
	return marker{style: dashStyle}
}

// parseEnumerator parses a number or letter and its closing character. inBrackets means that a bracket was
// opened before it.
func parseEnumerator(t string, inBrackets bool) marker {
	m, n := parseNumeral(t)
	if n == 0 || n >= len(t) {
		return marker{}
	}
	closer, rest := parseCloser(t[n:])
	if closer == "" || inBrackets && closer != ")" && closer != "）" || !hasWord(rest) {
		return marker{}
	}
	if first, _ := utf8.DecodeRuneInString(rest); !unicode.IsSpace(first) && closer != "、" && closer != "）" {
		return marker{}
	}
	if m.style == letterStyle && unicode.IsUpper(rune(t[0])) && isInitial(rest) {
		return marker{}
	}
	if closer == "-" || closer == "." && m.style == letterStyle && unicode.IsUpper(rune(t[0])) {
		m.style = dottedStyle
	}
	return m
}

// isInitial: "A. B. Clark" is a person.
func isInitial(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return len(rest) > 1 && rest[0] >= 'A' && rest[0] <= 'Z' && rest[1] == '.'
}

func parseCloser(t string) (closer, rest string) {
	for _, c := range [...]string{".)", ".）", ")", ".", "）", "、", "．", "-"} {
		if rest, found := strings.CutPrefix(t, c); found {
			return c, rest
		}
	}
	return "", ""
}

// parseNumeral parses up to three digits of any script, one letter, a Roman numeral, or a Chinese one up to
// ten.
func parseNumeral(t string) (m marker, size int) {
	count := 0
	for size < len(t) && count < 4 {
		c, n := utf8.DecodeRuneInString(t[size:])
		d := digitValue(c)
		if d < 0 {
			break
		}
		m.number, size, count = 10*m.number+d, size+n, count+1
	}
	if count > 0 {
		m.style = numberStyle
		if count > 3 {
			return marker{}, 0
		}
		return m, size
	}
	if c, n := utf8.DecodeRuneInString(t); c >= 0x80 {
		if i := strings.IndexRune("一二三四五六七八九十", c); i >= 0 {
			return marker{style: numberStyle, number: i/n + 1}, n
		}
		return marker{}, 0
	}
	return parseLetters(t)
}

// parseLetters parses one Latin letter or a Roman numeral up to 39.
func parseLetters(t string) (marker, int) {
	roman, last, n := 0, 0, 0
	for ; n < len(t) && n < 7; n++ {
		value := 0
		switch t[n] | 0x20 {
		case 'i':
			value = 1
		case 'v':
			value = 5
		case 'x':
			value = 10
		}
		if value == 0 {
			break
		}
		if value > last {
			roman -= 2 * last
		}
		roman, last = roman+value, value
	}
	m := marker{style: letterStyle, roman: roman}
	if c := t[0] | 0x20; n <= 1 && c >= 'a' && c <= 'z' {
		m.number, n = int(c-'a')+1, 1
	}
	return m, n
}

// digitValue returns the value of a decimal digit of any script that the desk reads, or -1.
func digitValue(c rune) int {
	for _, zero := range [...]rune{'0', '٠', '۰', '०', '０'} {
		if c >= zero && c <= zero+9 {
			return int(c - zero)
		}
	}
	return -1
}

// hasWord reports whether a letter or figure follows; "* * *" only separates parts of the text.
func hasWord(t string) bool {
	for _, c := range t {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return true
		}
	}
	return false
}
