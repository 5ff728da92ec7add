package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// atBullet ends the current sentence before a bullet if the paragraph began with the same bullet or
// contains a list.
func (c *segmenter) atBullet(s string, i int, bullet rune) {
	if first, _ := runeAt(s, c.para.start); (first == bullet || c.listed) && i > c.sentenceStart {
		c.closeAndStart(trimEnd(s, i), i)
	}
}

// atLead examines a non-ASCII character, which may be a terminator.
func (c *segmenter) atLead(s string, i int) int {
	learnt := c.words.weights != nil && isAfterBlank(s, i)
	if !learnt && (i+1 == len(s) || c.words.secondBytes[s[i]]>>(s[i+1]&63)&1 == 0) {
		return i + 1
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case c.words.isStop(r):
		return c.atStop(s, i)
	case r == '•' || r == '⁃':
		c.atBullet(s, i, r)
	case r == '‘' && i > c.sentenceStart:
		c.quoteStart = i
	case learnt && !unicode.IsLower(r) && !unicode.IsSpace(r):
		c.weighBlank(s, i)
	}
	return i + size
}

// atSemicolon: a capital after a semicolon shows that a sentence begins there, as often in lists. The word
// has to be a sentence opener, because names follow semicolons too.
func (c *segmenter) atSemicolon(s string, i int) int {
	if next := skipSpace(s, i+1); next > i+1 && c.words.kindOf(wordAfter(s, next))&starterWord != 0 && startsWithCapital(s[next:]) {
		c.closeAndStart(i+1, next)
	}
	return i + 1
}

func startsWithCapital(t string) bool {
	c, _ := utf8.DecodeRuneInString(t)
	return unicode.IsUpper(c)
}

// atEdge lets the weights decide about white space next to a capital, a figure or a sign. There headings,
// addresses, signatures and texts without punctuation begin a new sentence.
func (c *segmenter) atEdge(s string, i int) int {
	if c.words.weights == nil {
		return i + 1
	}
	switch {
	case isAfterBlank(s, i):
		c.weighBlank(s, i)
	case s[i] == '@', s[i] == ':' && i+2 < len(s) && s[i+1] == '/' && s[i+2] == '/':
		c.weighBlank(s, i-len(tokenBefore(s, c.sentenceStart, i))) // a web address in lower case begins a line
	}
	if i+2 < len(s) && s[i+1] == ' ' && s[i+2] >= 'a' && s[i+2] <= 'z' && (!isLetterOrDigit(s[i]) || isMeridiemEnd(s, i)) {
		c.weighBlank(s, i+2)
	}
	return i + 1
}

// weighBlank lets the weights decide whether a sentence ends at the white space before next.
func (c *segmenter) weighBlank(s string, next int) {
	if next <= c.examinedUntil || next <= c.sentenceStart {
		return
	}
	after := next - 1
	if s[after] != ' ' || isBlank(s[after-1]) || s[after-1] >= utf8.RuneSelf {
		after = trimEnd(s, next)
	}
	if after <= c.sentenceStart || after == next {
		return
	}
	if c.training == nil && (!c.words.weights.passesPrefilter(s, c.sentenceStart, after, next) || c.isInDateline(next)) {
		return
	}
	g := &c.gap
	*g = gap{s: s, start: c.sentenceStart, firstStop: after, stopsEnd: after, after: after, next: next}
	g.nextRune, _ = runeAt(s, next)
	c.examinedUntil = next
	if commaFollows(g, c.words).ok || c.words.byteClasses[s[next]] == stopByte || isSpacedBracket(s, next) || g.isLabel() || joinsWords(s[next]) {
		return
	}
	if c.decideByWeights(g, noRule, noOpinion) {
		c.closeAndStart(g.after, g.next)
		c.context.previousEnd = 2
	}
}

// joinsWords matches signs that join two parts of a sentence. No sentence begins with one of them.
func joinsWords(c byte) bool { return c == '&' || c == '+' || c == '=' }

// isBehindColon: a sentence mostly goes on behind a colon, except before a quotation and a list.
func (g *gap) isBehindColon() bool {
	if g.s[g.after-1] != ':' || strings.HasPrefix(g.s[g.next:], "http") || strings.IndexByte(g.s[g.start:g.after], ' ') < 0 {
		return false
	}
	return !isAmbiguousQuote(g.nextRune) && g.nextRune != '„' && !isBulletOnly(tokenAfter(g.s, g.next)) &&
		g.nextRune != '(' && !unicode.IsDigit(g.nextRune)
}

// isSpacedBracket: "400 yd ( 365.8 m )" comes from a program and continues the sentence.
func isSpacedBracket(s string, i int) bool {
	in := skipSpace(s, i+1)
	return s[i] == '(' && in > i+1 && in < len(s) && s[in] >= '0' && s[in] <= '9'
}

// isMeridiemEnd: "09:40 AM" is the head of a letter.
func isMeridiemEnd(s string, i int) bool {
	return i > 1 && s[i] == 'M' && (s[i-1] == 'A' || s[i-1] == 'P') && s[i-2] == ' '
}

func isAfterBlank(s string, i int) bool {
	return i > 0 && (isBlank(s[i-1]) || s[i-1] == 0xA0 && i > 1 && s[i-2] == 0xC2)
}

func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	return unicode.IsSpace(r)
}
