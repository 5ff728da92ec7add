package text

import (
	"strings"
	"unicode"
)

// IsOneLine reports whether s is one line: it has no line break and no control character but the tab.
func IsOneLine(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '\t' && unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) })
}

// HasBidiControl reports whether s has a character that changes the direction in which text around it is read.
func HasBidiControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) })
}
