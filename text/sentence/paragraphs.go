package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraph is a half-open range of bytes that no sentence crosses. It is never empty and has no white
// space around it.
type paragraph struct {
	start, end int
	region     Region
}

const (
	// mailWidth is beyond the line width of any program that wraps text. A longer line is a whole
	// paragraph, and so are its neighbours.
	mailWidth = 100
	// wrapWidth is the shortest width, in columns, to which text is wrapped. Shorter lines are short for
	// another reason.
	wrapWidth = 40
)

// paragraphs appends the paragraphs of s to into. It splits at blank lines, and at line ends unless the
// lines were wrapped. It appends each line as it comes; when a group ends, it joins the lines that belong
// together in place.
func paragraphs(s string, into []paragraph) []paragraph {
	only := onlyNewlines(s)
	group := len(into)
	for at := 0; at < len(s); {
		end, next := lineEnd(s, at, only)
		if start, stop := trimRange(s, at, end); start < stop {
			into = append(into, paragraph{start: start, end: stop})
		} else {
			into = joinLines(s, into, group)
			group = len(into)
		}
		at = next
	}
	return joinLines(s, into, group)
}

// onlyNewlines reports whether \n is the only line end in s, as in nearly every text. Then lines are found
// with a fast byte search.
func onlyNewlines(s string) bool {
	for _, first := range [...]byte{'\r', '\v', '\f', 0xC2, 0xE2} { // the last two also begin other characters, such as quotes
		for at := 0; at < len(s); at++ {
			n := strings.IndexByte(s[at:], first)
			if n < 0 {
				break
			}
			if at += n; lineEndLen(s, at) > 0 {
				return false
			}
		}
	}
	return true
}

// lineEnd returns the position of the next line end, and the start of the next line. CRLF is one line end.
func lineEnd(s string, at int, onlyNewlines bool) (end, next int) {
	if onlyNewlines {
		n := strings.IndexByte(s[at:], '\n')
		if n < 0 {
			return len(s), len(s)
		}
		return at + n, at + n + 1
	}
	for i := at; i < len(s); i++ {
		if n := lineEndLen(s, i); n > 0 {
			return i, i + n
		}
	}
	return len(s), len(s)
}

// lineEndLen returns the length in bytes of the line end at i, or 0.
func lineEndLen(s string, i int) int {
	switch c := s[i]; {
	case c == '\r' && i+1 < len(s) && s[i+1] == '\n':
		return 2
	case c >= '\n' && c <= '\r':
		return 1
	case c == 0xC2 && strings.HasPrefix(s[i:], "\u0085"):
		return 2
	case c == 0xE2 && (strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029")):
		return 3
	}
	return 0
}

// joinLines joins the consecutive lines from first on into paragraphs, in place.
func joinLines(s string, paras []paragraph, first int) []paragraph {
	lines := paras[first:]
	if len(lines) < 2 {
		return paras
	}
	b := measureGroup(s, lines)
	kept := first
	for i := 1; i < len(lines); i++ {
		here := lines[i]
		if isSeparator(s[here.start:here.end]) || isSeparator(s[lines[i-1].start:lines[i-1].end]) {
			kept++
			paras[kept] = here
			continue
		}
		if startsWithStrayStop(s[here.start:here.end]) || b.continuesParagraph(s, lines[i-1], here) && !startsItem(s[here.start:here.end]) {
			paras[kept].end = here.end
			continue
		}
		kept++
		paras[kept] = here
	}
	return paras[:kept+1]
}

// startsWithStrayStop reports whether a line begins with the full stop or comma of the line above.
func startsWithStrayStop(line string) bool {
	return (line[0] == '.' || line[0] == ',') && (len(line) == 1 || line[1] == ' ')
}

// lineGroup describes a group of consecutive lines.
type lineGroup struct {
	withinMailWidth bool // no line is longer than a line of mail
	evenlyFilled    bool // each line is as full as the longest allows, which does not happen by chance three times in a row
	softWrapped     bool // every line but the last ends with a space and only the last closes a sentence: wrapped lines copied from a page
	endsSentence    bool // the last line ends like a sentence, unlike a list of keywords
}

func measureGroup(s string, lines []paragraph) lineGroup {
	last := lines[len(lines)-1]
	b := lineGroup{withinMailWidth: true, endsSentence: endsInStop(s[last.start:last.end])}
	width := 0
	for _, l := range lines {
		if l.end-l.start <= width {
			continue // has fewer bytes than the longest has columns
		}
		if width = max(width, displayWidth(s[l.start:l.end], mailWidth)); width > mailWidth {
			return lineGroup{endsSentence: b.endsSentence}
		}
	}
	b.evenlyFilled = width >= wrapWidth && len(lines) >= 3
	b.softWrapped = b.evenlyFilled && b.endsSentence
	lower := false
	for i := 0; i+1 < len(lines) && (b.evenlyFilled || b.softWrapped); i++ {
		l, next := s[lines[i].start:lines[i].end], s[lines[i+1].start:lines[i+1].end]
		b.evenlyFilled = b.evenlyFilled && displayWidth(l, mailWidth)+1+firstWordWidth(next) > width
		b.softWrapped = b.softWrapped && isSoft(s, lines[i]) && !endsInStop(l)
		lower = lower || startsInLowerCase(next)
	}
	b.softWrapped = b.softWrapped && lower
	return b
}

// firstWordWidth returns the width of the first word of t. In scripts without spaces a line may end after
// any character.
func firstWordWidth(t string) int {
	for i, c := range t {
		if unicode.IsSpace(c) || isWide(c) {
			return displayWidth(t[:i], mailWidth)
		}
	}
	return displayWidth(t, mailWidth)
}

// continuesParagraph reports whether a line continues the paragraph of the line above.
func (b lineGroup) continuesParagraph(s string, above, here paragraph) bool {
	if b.evenlyFilled || b.softWrapped {
		return true
	}
	up, t := s[above.start:above.end], s[here.start:here.end]
	switch soft := isSoft(s, above); {
	case !startsInLowerCase(t) && !(soft && continuesInBrackets(t)), endsInStop(up), up[len(up)-1] == ':':
		return false // a sentence continues in lower case, after a line that did not end one
	case soft:
		return true
	default:
		return b.withinMailWidth && (b.endsSentence || displayWidth(up, wrapWidth) >= wrapWidth)
	}
}

// isSoft reports whether there is a space before the line end, as in wrapped text.
func isSoft(s string, l paragraph) bool { return l.end < len(s) && lineEndLen(s, l.end) == 0 }

// continuesInBrackets matches "( 365.8 m )." and "(see below)", but no photo credit such as "(Photo: X)".
func continuesInBrackets(t string) bool {
	if t[0] != '(' {
		return false
	}
	inner := strings.TrimLeft(t[1:min(len(t), 8)], " ")
	return inner != "" && (inner[0] >= '0' && inner[0] <= '9' || startsInLowerCase(inner))
}

func startsInLowerCase(t string) bool {
	if t[0] < utf8.RuneSelf {
		return t[0] >= 'a' && t[0] <= 'z'
	}
	c, _ := utf8.DecodeRuneInString(t)
	return unicode.IsLower(c)
}

// endsInStop reports whether the text ends like a sentence.
func endsInStop(t string) bool {
	for t != "" {
		c, size := utf8.DecodeLastRuneInString(t)
		if isStop(c) {
			return true
		}
		if !isCloser(c) && !isAmbiguousQuote(c) || len(t) == size {
			return false
		}
		t = t[:len(t)-size]
	}
	return false
}

// displayWidth returns the width of t in columns. East Asian wide characters count twice. It stops counting
// just above limit.
func displayWidth(t string, limit int) int {
	n := 0
	for i := 0; i < len(t) && n <= limit; i++ {
		switch b := t[i]; {
		case b&0xC0 == 0x80: // continuation byte
		case b < 0xE2: // first byte of a character below the wide ones
			n++
		default:
			n++
			if c, _ := utf8.DecodeRuneInString(t[i:]); isWide(c) {
				n++
			}
		}
	}
	return n
}

func isWide(c rune) bool {
	return c >= 0x2E80 && c <= 0xD7FF || c >= 0xF900 && c <= 0xFAFF || c >= 0xFF00 && c <= 0xFF60 || c >= 0x20000
}

// trimRange narrows [start, end) by its outer white space.
func trimRange(s string, start, end int) (int, int) {
	for start < end {
		c, size := rune(s[start]), 1
		if c > ' ' && c < utf8.RuneSelf {
			break
		}
		if c, size = utf8.DecodeRuneInString(s[start:end]); !unicode.IsSpace(c) {
			break
		}
		start += size
	}
	for start < end {
		c, size := rune(s[end-1]), 1
		if c > ' ' && c < utf8.RuneSelf {
			break
		}
		if c, size = utf8.DecodeLastRuneInString(s[start:end]); !unicode.IsSpace(c) {
			break
		}
		end -= size
	}
	return start, end
}
