package sentence

import (
	"unicode"

	"linecheck/text"
)

// gap is a place where a sentence may end: a run of stops with the quotes and brackets that close behind it.
type gap struct {
	r     []rune
	para  text.Span
	start int // where the sentence that may end here began
	stop  int // the first stop of the run
	stops int // the end of that run
	after int // behind the stops and what closes with them: the sentence would end here
	next  int // the first character that is no white space, where the next sentence would begin

	before string // the word before the stop, with its inner stops: "U.S", "p.m", "2021"
	follow string // the word that follows, without the quotes and brackets that open before it
}

// cutter cuts paragraphs of one text by the words of one language.
type cutter struct {
	r     []rune
	words *vocabulary
}

// cut goes once over the gaps of a paragraph and asks for each whether a sentence ends there.
func (c *cutter) cut(p para) []text.Span {
	var out []text.Span
	start := p.Start
	for i := p.Start; i < p.End; {
		if !isStop(c.r[i]) {
			i++
			continue
		}
		g := c.gapAt(p.Span, start, i)
		if g.next < p.End && decide(&g, c.words).split {
			out = append(out, text.Span{Start: start, End: g.after})
			start = g.next
		}
		i = g.next
	}
	return append(out, text.Span{Start: start, End: p.End})
}

// gapAt measures the gap whose first stop is at i.
func (c *cutter) gapAt(p text.Span, start, i int) gap {
	g := gap{r: c.r, para: p, start: start, stop: i}
	g.stops = skipStops(c.r, p, i)
	g.after = c.skipClosers(p, g.stops)
	g.next = g.after
	for g.next < p.End && unicode.IsSpace(c.r[g.next]) {
		g.next++
	}
	g.before = wordBefore(c.r, start, i)
	g.follow = wordAfter(c.r, g.next, p.End)
	return g
}

// skipStops passes a run of stops; full stops set apart by single blanks (". . .") are one run.
func skipStops(r []rune, p text.Span, i int) int {
	for i++; i < p.End; i++ {
		spaced := i+1 < p.End && r[i] == ' ' && r[i-1] == '.' && r[i+1] == '.'
		if !spaced && !isStop(r[i]) {
			break
		}
	}
	return i
}

// skipClosers passes the quotes and brackets that close with the sentence, and stops among them.
func (c *cutter) skipClosers(p text.Span, i int) int {
	for i < p.End {
		switch {
		case isCloser(c.r[i]) || isStop(c.r[i]):
			i++
		case eitherWay(c.r[i]) && (i+1 == p.End || !opensWord(c.r[i+1])):
			i++
		case c.words.blankInQuotes && c.r[i] != '\t' && unicode.IsSpace(c.r[i]) && i+1 < p.End && c.r[i+1] == '»':
			i += 2
		case isEmoji(c.r[i]) || c.r[i] == ' ' && i+1 < p.End && isEmoji(c.r[i+1]):
			i++ // a picture behind the stop colours the sentence that it follows
		case c.r[i] == '[' && footnote(c.r, i, p.End) > 0:
			i += footnote(c.r, i, p.End)
		default:
			return i
		}
	}
	return i
}

// footnote is the length of a footnote's mark such as "[12]" that belongs to the sentence before it, or 0.
func footnote(r []rune, i, end int) int {
	for n := 1; n <= 4 && i+n < end; n++ {
		if c := r[i+n]; c == ']' && n > 1 {
			return n + 1
		} else if c < '0' || c > '9' {
			return 0
		}
	}
	return 0
}

// reach is how many characters of a neighbouring word are read: longer than any abbreviation, short enough for
// a text without blanks to be read in linear time.
const reach = 24

// wordBefore is the word that ends at i, no further back than the sentence's start.
func wordBefore(r []rune, start, i int) string {
	from := i
	for from > start && i-from < reach && (isWordRune(r[from-1]) || r[from-1] == '.' && from-1 > start && isWordRune(r[from-2])) {
		from--
	}
	return string(r[from:i])
}

// wordAfter is the first word at or behind i, looking through what opens before it and the blank behind a dash.
func wordAfter(r []rune, i, end int) string {
	for n := 0; i < end && n < reach && (isOpener(r[i]) || n > 0 && r[i] == ' ' && isDash(r[i-1])); n++ {
		i++
	}
	to := i
	for to < end && to-i < reach && isWordRune(r[to]) {
		to++
	}
	return string(r[i:to])
}

// isWordRune: hyphens and apostrophes hold a word together, so that "I'm" is not "I".
func isWordRune(c rune) bool {
	if c < 0x80 {
		return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '\'' || c == '-' || c == '&'
	}
	return c == '’' || c == '°' || c == '№' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c)
}
