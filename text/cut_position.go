package text

import "unicode"

// CutPosition moves code point at of s to where s can be cut in two for the second part to begin there: behind the white space that
// stands at that place, and before the quotation marks and brackets that open what follows. A place beyond either end is
// taken as that end.
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

// isOpening holds for what belongs to the words behind it: brackets and quotation marks that open, signs that stand before a
// sentence, and the characters that only steer the text and hang on nothing before them. A straight quotation mark opens after white space.
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

// StartsCharacter reports whether what a reader takes for one character begins at code point cp of s, or s ends there.
func StartsCharacter(s string, cp int) bool {
	w := graphemeScanner{s: s}
	for w.s != "" && w.at < cp {
		w.next()
	}
	return w.at == cp
}
