package write

import (
	"strings"

	"linecheck/text"
)

// The paragraphs of a Word file that are not the article's hold the program's own words with typed ones among them. Typed words
// stand between these
// two, which no Word file can hold, so nobody can type them; run takes them out and writes what lies between in the style Typed.
const (
	typedStart = '\uFFFE'
	typedEnd   = '\uFFFF'
)

// typedLineBreak stands before every line of typed text after its first: the program's own lines never begin so.
const typedLineBreak = "│ "

// lineBreaksTyped makes one line end of each kind that a reader may break a line at.
var lineBreaksTyped = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// markTyped is text that a person typed, to stand among the program's words.
func (d *document) markTyped(s string) string {
	d.hasPlaceholders = d.hasPlaceholders || replaceInvalid(s) != s
	lines := strings.Split(lineBreaksTyped.Replace(replaceInvalid(s)), "\n")
	for i, line := range lines {
		lines[i] = string(typedStart) + text.Isolate(line) + string(typedEnd)
	}
	return strings.Join(lines, "\n"+typedLineBreak)
}

// markTypedLines is typed text that begins a line.
func (d *document) markTypedLines(s string) string { return typedLineBreak + d.markTyped(s) }

// splitTyped hands on the parts of a text in turn, each with whether it was typed.
func splitTyped(words string, do func(piece string, typed bool)) {
	for typed := false; words != ""; typed = !typed {
		mark := typedStart
		if typed {
			mark = typedEnd
		}
		piece, rest, _ := strings.Cut(words, string(mark))
		if piece != "" {
			do(piece, typed)
		}
		words = rest
	}
}
