package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraph is a stretch of text that no sentence reaches across: bytes, half open, without the white space around it and
// never empty.
type paragraph struct {
	start, end int
	region     Region
}

const (
	// mailWidth is beyond what any program that cuts lines to a width has made of them: a line longer than this
	// is a whole paragraph, and so are its neighbours.
	mailWidth = 100
	// wrapWidth is the shortest measure that text is cut to in columns; shorter lines are short for another reason.
	wrapWidth = 40
)

// paragraphs appends the paragraphs of s to into: cut at blank lines, and at line ends unless the lines were cut to a width.
// Each line is appended as it comes; when its group ends, the lines that belong together become one in place.
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

// onlyNewlines reports whether \n is the one line end in s, as in nearly every text: its lines are then found at the
// speed of memory.
func onlyNewlines(s string) bool {
	for _, first := range [...]byte{'\r', '\v', '\f', 0xC2, 0xE2} { // the last two begin other characters as well, such as quotes
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

// lineEnd is the place of the next line end, and where the line behind it begins: CRLF is one line end.
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

// lineEndLen is the length in bytes of the line end at i, or 0.
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

// joinLines makes paragraphs, in place, of the lines from first on, which follow each other without a blank one.
func joinLines(s string, paras []paragraph, first int) []paragraph {
	lines := paras[first:]
	if len(lines) < 2 {
		return paras
	}
	b := measureGroup(s, lines)
	kept := first
	for i := 1; i < len(lines); i++ {
		here := lines[i]
		if startsWithStrayStop(s[here.start:here.end]) || b.continuesParagraph(s, lines[i-1], here) && !startsItem(s[here.start:here.end]) {
			paras[kept].end = here.end
			continue
		}
		kept++
		paras[kept] = here
	}
	return paras[:kept+1]
}

// startsWithStrayStop holds for a line that begins with the stop of the line above.
func startsWithStrayStop(line string) bool {
	return (line[0] == '.' || line[0] == ',') && (len(line) == 1 || line[1] == ' ')
}

// lineGroup is what the lines of a group have in common.
type lineGroup struct {
	withinMailWidth bool // none is longer than a mail's
	evenlyFilled    bool // each took as many words as the longest allows, which lines of their own never do three times running
	softWrapped     bool // a blank stands before every line end and no line but the last closes a sentence: a page's lines, copied
	endsSentence    bool // the last line ends as a sentence does: a list of catchwords does not
}

func measureGroup(s string, lines []paragraph) lineGroup {
	last := lines[len(lines)-1]
	b := lineGroup{withinMailWidth: true, endsSentence: endsInStop(s[last.start:last.end])}
	width := 0
	for _, l := range lines {
		if l.end-l.start <= width {
			continue // fewer bytes than the longest has columns
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

// firstWordWidth is the width of the word that t begins with; in scripts without blanks a line may end behind any character.
func firstWordWidth(t string) int {
	for i, c := range t {
		if unicode.IsSpace(c) || isWide(c) {
			return displayWidth(t[:i], mailWidth)
		}
	}
	return displayWidth(t, mailWidth)
}

// continuesParagraph reports whether a line goes on with the paragraph of the line above.
func (b lineGroup) continuesParagraph(s string, above, here paragraph) bool {
	if b.evenlyFilled || b.softWrapped {
		return true
	}
	up, t := s[above.start:above.end], s[here.start:here.end]
	switch soft := isSoft(s, above); {
	case !startsInLowerCase(t) && !(soft && continuesInBrackets(t)), endsInStop(up), up[len(up)-1] == ':':
		return false // a sentence that goes on does so in lower case, behind something that did not end
	case soft:
		return true
	default:
		return b.withinMailWidth && (b.endsSentence || displayWidth(up, wrapWidth) >= wrapWidth)
	}
}

// isSoft reports whether a blank stands between the line and its end, as in text that was cut to a width.
func isSoft(s string, l paragraph) bool { return l.end < len(s) && lineEndLen(s, l.end) == 0 }

// continuesInBrackets: "( 365.8 m )." and "(see below)", and no credit of a photograph such as "(Photo: X)".
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

// endsInStop reports whether the stretch ends as a sentence does.
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

// displayWidth is the width of t as a newspaper sees it, code points with the broad ones of East Asia counted twice; it counts
// no further than just above limit.
func displayWidth(t string, limit int) int {
	n := 0
	for i := 0; i < len(t) && n <= limit; i++ {
		switch b := t[i]; {
		case b&0xC0 == 0x80: // goes on with a character
		case b < 0xE2: // begins one before the broad ones
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

// trimRange narrows [start, end) to what lies between its outer white space.
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
