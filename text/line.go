package text

import (
	"strings"
	"unicode"
)

// IsOneLine reports whether s is one line: without line breaks and control characters except the tab.
func IsOneLine(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '\t' && unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) })
}

// HasBidiControl reports whether s has a character that changes the direction of the text around it.
func HasBidiControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) })
}
