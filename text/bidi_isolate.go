package text

import "strings"

// The characters that isolate text from the direction of its surroundings, and those that begin an isolate
// or an embedding inside it.
const (
	firstStrongIsolate    = '\u2068'
	popDirectionalIsolate = '\u2069'
	bidiControls          = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

// Isolate returns one line of user text so that it cannot reorder the words around it. A line with
// bidirectional controls is put between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE; any other is
// returned unchanged. Open isolates are closed, and surplus closing characters are removed.
func Isolate(line string) string {
	if !strings.ContainsAny(line, bidiControls) {
		return line
	}
	var b strings.Builder
	b.WriteRune(firstStrongIsolate)
	open := 0
	for _, r := range line {
		switch r {
		case '\u2066', '\u2067', firstStrongIsolate:
			open++
		case popDirectionalIsolate:
			if open == 0 {
				continue
			}
			open--
		}
		b.WriteRune(r)
	}
	for range open + 1 {
		b.WriteRune(popDirectionalIsolate)
	}
	return b.String()
}
