package text

import "unicode"

// Cut moves code point at of s to where s can be cut in two for the second part to begin there: behind the white space that
// stands at that place, and before the quotation marks and brackets that open what follows. A place beyond either end is
// taken as that end.
func Cut(s string, at int) int {
	r := []rune(s)
	at = min(max(at, 0), len(r))
	for at < len(r) && unicode.IsSpace(r[at]) {
		at++
	}
	for at > 0 && at < len(r) && opens(r, at-1) {
		at--
	}
	return at
}

// opens holds for what belongs to the words behind it: brackets and quotation marks that open, signs that stand before a
// sentence, and the characters that only steer the text and hang on nothing before them. A straight quotation mark opens after white space.
func opens(r []rune, i int) bool {
	switch c := r[i]; {
	case c == '"' || c == '\'':
		return i == 0 || unicode.IsSpace(r[i-1]) || opens(r, i-1)
	case c == '¿' || c == '¡':
		return true
	default:
		return unicode.In(c, unicode.Ps, unicode.Pi) || unicode.Is(unicode.Cf, c) && !extends(c)
	}
}

// BeginsCharacter reports whether what a reader takes for one character begins at code point cp of s, or s ends there.
func BeginsCharacter(s string, cp int) bool {
	w := walker{s: s}
	for w.s != "" && w.at < cp {
		w.next()
	}
	return w.at == cp
}
