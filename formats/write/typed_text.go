package write

import (
	"strings"

	"linecheck/text"
)

// Paragraphs of a Word file that are not the article's contain the program's own words with user text among
// them. User text is put between these two noncharacters, which no Word file can contain, so nobody can
// type them. writeOwn removes them and writes the text between them in the style Typed.
const (
	typedStart = '\uFFFE'
	typedEnd   = '\uFFFF'
)

// typedLineBreak precedes every line of user text after its first. The program's own lines never begin like
// this.
const typedLineBreak = "│ "

// lineBreaksTyped normalises every kind of line break that readers recognise.
var lineBreaksTyped = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// markTyped marks text as user text among the program's own words.
func (d *document) markTyped(s string) string {
	d.hasPlaceholders = d.hasPlaceholders || replaceInvalid(s) != s
	lines := strings.Split(lineBreaksTyped.Replace(replaceInvalid(s)), "\n")
	for i, line := range lines {
		lines[i] = string(typedStart) + text.Isolate(line) + string(typedEnd)
	}
	return strings.Join(lines, "\n"+typedLineBreak)
}

// markTypedLines marks user text that begins a line.
func (d *document) markTypedLines(s string) string { return typedLineBreak + d.markTyped(s) }

// splitTyped calls do with each part of a text in order, and with whether it is user text.
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
