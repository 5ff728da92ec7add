package sentence

import (
	"unicode"
	"unicode/utf8"
)

// atBullet ends the sentence in hand before a bullet, where the paragraph began with the same one or holds a list.
func (c *cutter) atBullet(s string, i int, bullet rune) {
	if first, _ := runeAt(s, c.para.start); (first == bullet || c.listed) && i > c.start {
		c.endAt(trimEnd(s, i), i)
	}
}

// atLead reads a character beyond ASCII, which may be a stop.
func (c *cutter) atLead(s string, i int) int {
	learnt := c.words.weights != nil && blankBefore(s, i)
	if !learnt && (i+1 == len(s) || c.words.second[s[i]]>>(s[i+1]&63)&1 == 0) {
		return i + 1
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case c.words.stops(r):
		return c.atStop(s, i)
	case r == '•' || r == '⁃':
		c.atBullet(s, i, r)
	case r == '‘' && i > c.start:
		c.quoted = i
	case learnt && !unicode.IsLower(r) && !unicode.IsSpace(r):
		c.askBlank(s, i)
	}
	return i + size
}

// atSemicolon: a capital shows that the writer lets a sentence begin behind a semicolon, as lists often do. It has to be
// a word that begins sentences: names follow semicolons as well.
func (c *cutter) atSemicolon(s string, i int) int {
	if next := skipSpace(s, i+1); next > i+1 && c.words.kindOf(wordAfter(s, next))&starter != 0 {
		c.endAt(i+1, next)
	}
	return i + 1
}

// atEdge asks the weights about white space beside a capital, a figure or a sign: that is where headings, addresses,
// signatures and whoever uses no stops begin anew.
func (c *cutter) atEdge(s string, i int) int {
	if c.words.weights == nil {
		return i + 1
	}
	switch {
	case blankBefore(s, i):
		c.askBlank(s, i)
	case s[i] == '@', s[i] == ':' && i+2 < len(s) && s[i+1] == '/' && s[i+2] == '/':
		c.askBlank(s, i-len(tokenBefore(s, c.start, i))) // an address begins a line, in small letters
	}
	if i+2 < len(s) && s[i+1] == ' ' && s[i+2] >= 'a' && s[i+2] <= 'z' && (!isLetterOrDigit(s[i]) || endsHour(s, i)) {
		c.askBlank(s, i+2)
	}
	return i + 1
}

// askBlank asks the weights whether a sentence ends at the white space before next.
func (c *cutter) askBlank(s string, next int) {
	if next <= c.asked || next <= c.start {
		return
	}
	after := next - 1
	if s[after] != ' ' || blank(s[after-1]) || s[after-1] >= utf8.RuneSelf {
		after = trimEnd(s, next)
	}
	if after <= c.start || after == next {
		return
	}
	if c.truth == nil && !c.words.weights.glance(s, c.start, after, next) {
		return
	}
	g := &c.gap
	*g = gap{s: s, start: c.start, stop: after, stops: after, after: after, next: next}
	g.head, _ = runeAt(s, next)
	c.asked = next
	if commaFollows(g, c.words).ok || c.words.class[s[next]] == endStop || spacedBracket(s, next) || g.isLabel() {
		return
	}
	if c.weigh(g, noRule, pass) {
		c.endAt(g.after, g.next)
		c.sense.ended = 2
	}
}

// spacedBracket: "400 yd ( 365.8 m )" is typed by a machine and goes on.
func spacedBracket(s string, i int) bool {
	in := skipSpace(s, i+1)
	return s[i] == '(' && in > i+1 && in < len(s) && s[in] >= '0' && s[in] <= '9'
}

// endsHour: "09:40 AM" heads a letter.
func endsHour(s string, i int) bool {
	return i > 1 && s[i] == 'M' && (s[i-1] == 'A' || s[i-1] == 'P') && s[i-2] == ' '
}

func blankBefore(s string, i int) bool {
	return i > 0 && (blank(s[i-1]) || s[i-1] == 0xA0 && i > 1 && s[i-2] == 0xC2)
}

func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	return unicode.IsSpace(r)
}
