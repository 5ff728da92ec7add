package sentence

import "unicode/utf8"

// gap is a place where a sentence may end: a run of terminators with the closing quotes and brackets after
// it or, if firstStop and stopsEnd are equal, white space. All offsets are bytes of s, which ends with the
// paragraph.
type gap struct {
	s         string
	start     int // start of the sentence that may end here
	firstStop int // the first terminator of the run
	stopsEnd  int // the end of that run
	after     int // end of the terminators and closers, where the sentence would end
	next      int // the first character after the white space, where the next sentence would begin

	wordBefore     string   // the word before the terminator, with inner full stops: "U.S", "p.m", "2021"
	wordAfter      string   // the next word, without opening quotes and brackets
	beforeKinds    wordKind // the kinds of wordBefore in the vocabulary
	hasNoteNumber  bool     // a footnote number follows the terminator
	nextRune       rune     // the character at next
	inSingleQuotes bool     // single quotes opened in this sentence
	kinds          gapKind  // the kinds of this gap
}

// segmenter splits the paragraphs of one text with the vocabulary of one language.
type segmenter struct {
	s     string
	words *vocabulary
	*scratch

	para          paragraph
	sentenceStart int // start of the current sentence
	quoteStart    int // where single quotes last opened in a sentence
	opening       int // the end of the dateline that opens the paragraph; negative until it is asked for
	examinedUntil int // position after the last gap that was examined: no gap is examined twice
	context       paragraphContext
	training      *trainingRun
}

// segmentParagraph visits the gaps of a paragraph once and decides for each whether a sentence ends there.
func (c *segmenter) segmentParagraph(p paragraph) {
	c.para, c.sentenceStart, c.examinedUntil, c.quoteStart, c.opening = p, p.start, p.start, 0, -1
	c.context = paragraphContext{sentenceStart: -1}
	if c.listed || c.lookedAhead {
		c.items, c.listed, c.lookedAhead = listState{}, false, false
	}
	s, classes := c.s[:p.end], c.words.byteClasses
	for i := p.start; i < len(s); {
		switch classes[s[i]] {
		case innerByte:
			for i++; i+8 <= len(s) && isLowerOrBlank8(load8(s[i:])); i += 8 {
			}
			for i < len(s) && classes[s[i]] == innerByte {
				i++
			}
		case stopByte:
			i = c.atStop(s, i)
		case closingByte:
			if next, ok := c.atLabel(s, i); ok {
				i = next
				continue
			}
			i = c.atEdge(s, i)
		case edgeByte:
			i = c.atEdge(s, i)
		case semicolonByte:
			i = c.atSemicolon(s, i)
		case tailByte:
			if i > p.start && c.words.secondBytes[s[i-1]]>>(s[i]&63)&1 == 1 {
				i = c.atStop(s, i-1)
			} else {
				i++
			}
		case leadByte:
			if c.words.weights == nil && i+1 < len(s) && c.words.secondBytes[s[i]]>>(s[i+1]&63)&1 == 0 {
				i += 2
				continue
			}
			i = c.atLead(s, i)
		}
	}
	c.closeSentence(len(s))
}

// isLowerOrBlank8 reports whether each of eight bytes is a space or in the range from ` to DEL, which
// includes a to z. Most of a text is skipped this way.
func isLowerOrBlank8(x uint64) bool {
	const ones = 0x0101010101010101
	letters := x >> 6 & (x >> 5) &^ (x >> 7) // the low bit of each byte in 0x60 to 0x7F
	y := x ^ 0x20*ones                       // spaces are zero now
	blanks := ^((y&(0x7F*ones) + 0x7F*ones) | y) >> 7
	return (letters|blanks)&ones == ones
}

// closeSentence ends the current sentence at byte i.
func (c *segmenter) closeSentence(i int) {
	c.pieces = append(c.pieces, byteSentence{c.sentenceStart, i, c.para.region})
}

// closeAndStart ends the current sentence at one byte and begins the next at another.
func (c *segmenter) closeAndStart(after, next int) {
	c.closeSentence(after)
	c.sentenceStart = next
}

// atStop decides whether a sentence ends at the terminator at i, and returns where to continue.
func (c *segmenter) atStop(s string, i int) int {
	if i+1 < len(s) && i > c.sentenceStart && s[i] == '.' &&
		(byteKinds[s[i+1]] == lowerByte || byteKinds[s[i+1]] == digitByte && byteKinds[s[i-1]] == digitByte) {
		return i + 1 // "example.org", "2.5"
	}
	if next, ok := c.plainBoundary(s, i); ok && c.training == nil {
		c.closeAndStart(i+1, next)
		c.examinedUntil, c.context.previousEnd = next, 1
		return next
	}
	if next, ok := c.atLabel(s, i); ok {
		return next
	}
	g := c.measureGap(s, i)
	c.examinedUntil = g.next
	if g.next < len(s) && c.isBoundary(g) && !c.isInDateline(g.next) {
		c.closeAndStart(g.after, g.next)
		c.context.previousEnd = 1
	}
	return g.next
}

// isBoundary applies the rules to a gap and, if they are not certain, the weights.
func (c *segmenter) isBoundary(g *gap) bool {
	said, rule := applyRules(g, c.words)
	if c.training != nil || said.soft && c.words.weights != nil {
		return c.decideByWeights(g, rule, said)
	}
	return said.split
}

// plainBoundary is a fast path for the most common gap: a whole word in lower case, a full stop, a space, a
// capitalised word. The rule "whole word" would decide the same.
func (c *segmenter) plainBoundary(s string, i int) (next int, ok bool) {
	if i+3 >= len(s) || c.quoteStart > c.sentenceStart || s[i] != '.' || s[i+1] != ' ' || byteKinds[s[i+2]] != upperByte ||
		byteKinds[s[i+3]] != lowerByte {
		return 0, false
	}
	at := i
	for at > c.sentenceStart && i-at < maxWordReach && byteKinds[s[at-1]] == lowerByte {
		at--
	}
	if i-at < 4 || at > c.sentenceStart && s[at-1] != ' ' || c.words.kindOf(s[at:i]) != 0 {
		return 0, false
	}
	return i + 2, true
}

// measureGap measures the gap whose first terminator is at i.
func (c *segmenter) measureGap(s string, i int) *gap {
	g := &c.gap
	*g = gap{s: s, start: c.sentenceStart, firstStop: i, inSingleQuotes: c.quoteStart > c.sentenceStart}
	g.stopsEnd = c.skipStops(s, i)
	firm := s[i] >= utf8.RuneSelf && g.endsInFirmStop(c.words)
	if !firm { // no rule examines the words around a firm terminator
		g.wordBefore = wordBefore(s, c.sentenceStart, i)
		g.beforeKinds = c.words.kindsBefore(g)
	}
	g.after = c.skipClosers(s, g)
	g.next = skipSpace(s, g.after)
	if !firm {
		g.wordAfter = wordAfter(s, g.next)
	}
	g.nextRune, _ = runeAt(s, g.next)
	g.kinds = anyGap
	if g.after > g.stopsEnd {
		g.kinds |= closedGap
	}
	switch last, _ := runeBefore(s, g.stopsEnd); {
	case last != '.' && last != '…':
		g.kinds |= questionGap
	case g.after-g.firstStop != 1:
	case g.beforeKinds != 0:
		g.kinds |= singleStopGap | knownWordGap
	default:
		g.kinds |= singleStopGap
	}
	return g
}

func (g *gap) hasKind(w gapKind) bool { return g.kinds&w != 0 }

func (g *gap) endsInFirmStop(v *vocabulary) bool {
	r, _ := runeBefore(g.s, g.stopsEnd)
	return v.isFirmStop(r)
}
