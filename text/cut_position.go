package text

import "unicode"

// CutPosition moves code point at of s to a position where s can be split: after the white space at that
// place, and before quotation marks and brackets that open the second part. An offset out of range is moved
// to the nearer end.
func CutPosition(s string, at int) int {
	r := []rune(s)
	at = min(max(at, 0), len(r))
	for at < len(r) && unicode.IsSpace(r[at]) {
		at++
	}
	for at > 0 && at < len(r) && isOpening(r, at-1) {
		at--
	}
	return at
}

// isOpening reports whether a character belongs to the words after it: opening brackets and quotation
// marks, signs that precede a sentence, and invisible control characters that are not attached to the text
// before them. A straight quotation mark opens after white space.
func isOpening(r []rune, i int) bool {
	switch c := r[i]; {
	case c == '"' || c == '\'':
		return i == 0 || unicode.IsSpace(r[i-1]) || isOpening(r, i-1)
	case c == '¿' || c == '¡':
		return true
	default:
		return unicode.In(c, unicode.Ps, unicode.Pi) || unicode.Is(unicode.Cf, c) && !extendsGrapheme(c)
	}
}

// StartsCharacter reports whether a grapheme begins at code point cp of s, or s ends there.
func StartsCharacter(s string, cp int) bool {
	w := graphemeScanner{s: s}
	for w.s != "" && w.at < cp {
		w.next()
	}
	return w.at == cp
}
