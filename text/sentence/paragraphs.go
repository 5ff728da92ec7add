package sentence

import (
	"unicode"

	"linecheck/text"
)

// para is a stretch of text that no sentence reaches across, without the white space around it.
type para struct {
	text.Span
	region Region
}

// line is one line without the white space around it. soft says that blanks stood before the line end, as text that
// was cut to a width often has them.
type line struct {
	text.Span
	soft bool
}

const (
	// mailWidth is beyond what any program that cuts lines to a width has made of them: a line longer than this
	// is a whole paragraph, and so are its neighbours.
	mailWidth = 100
	// wrapWidth is the shortest measure that text is cut to in columns; shorter lines are short for another reason.
	wrapWidth = 40
)

// paragraphs cuts the text at blank lines, and at line ends unless the lines were cut to a width.
func paragraphs(r []rune) []para {
	var paras []para
	var group []line
	flush := func() {
		paras = append(paras, join(r, group)...)
		group = group[:0]
	}
	for at := 0; at < len(r); {
		end := lineEnd(r, at)
		l := line{Span: trim(r, at, end)}
		if l.Empty() {
			flush()
		} else {
			l.soft = l.End < end
			group = append(group, l)
		}
		at = end + lineBreak(r, end)
	}
	flush()
	return paras
}

// lineEnd is the place of the next character that ends a line, or the end of the text.
func lineEnd(r []rune, at int) int {
	for at < len(r) && !endsLine(r[at]) {
		at++
	}
	return at
}

// lineBreak is the length of the line end at this place: CRLF is one, and at the end of the text there is none.
func lineBreak(r []rune, at int) int {
	switch {
	case at >= len(r):
		return 0
	case r[at] == '\r' && at+1 < len(r) && r[at+1] == '\n':
		return 2
	}
	return 1
}

func endsLine(c rune) bool {
	return c >= '\n' && c <= '\r' || c == 0x85 || c == 0x2028 || c == 0x2029
}

// join makes paragraphs of lines that follow each other without a blank one.
func join(r []rune, lines []line) []para {
	var paras []para
	filled, narrow := measured(r, lines)
	for i, l := range lines {
		last := len(paras) - 1
		if i > 0 && !startsItem(r, l.Span) && (filled || narrow && runsOn(r, lines, i)) {
			paras[last].End = l.End
			continue
		}
		paras = append(paras, para{Span: l.Span})
	}
	return paras
}

// measured looks at the lines together. narrow: none is longer than a mail's. filled: each took as many words as the
// longest allows, which lines of their own never do three times running.
func measured(r []rune, lines []line) (filled, narrow bool) {
	width := 0
	for _, l := range lines {
		width = max(width, l.Len())
	}
	narrow = width <= mailWidth
	filled = narrow && width >= wrapWidth && len(lines) >= 3
	for i := 0; filled && i+1 < len(lines); i++ {
		filled = lines[i].Len()+1+firstWord(r, lines[i+1].Span) > width
	}
	return filled, narrow
}

func firstWord(r []rune, sp text.Span) int {
	n := 0
	for sp.Start+n < sp.End && !unicode.IsSpace(r[sp.Start+n]) {
		n++
	}
	return n
}

// runsOn reports whether line i goes on with the sentence of the line above: that one does not close it, this one
// begins in lower case. Short lines count only where the block as a whole ends as a sentence does: a list of
// catchwords does not.
func runsOn(r []rune, lines []line, i int) bool {
	above, here := lines[i-1], lines[i]
	if !unicode.IsLower(r[here.Start]) || closed(r, above.Span) || r[above.End-1] == ':' {
		return false
	}
	return above.soft || above.Len() >= wrapWidth || closed(r, lines[len(lines)-1].Span)
}

// closed reports whether the stretch ends as a sentence does.
func closed(r []rune, sp text.Span) bool {
	i := sp.End - 1
	for i > sp.Start && isCloser(r[i]) {
		i--
	}
	return i >= sp.Start && isStop(r[i])
}
