package sentence

import "unicode/utf8"

// gap is a place where a sentence may end: a run of stops with the quotes and brackets that close behind it, or, where
// stop and stops are equal, bare white space. All offsets are bytes of s, which ends with the paragraph.
type gap struct {
	s     string
	start int // where the sentence that may end here began
	stop  int // the first stop of the run
	stops int // the end of that run
	after int // behind the stops and what closes with them: the sentence would end here
	next  int // the first character that is no white space, where the next sentence would begin

	before string // the word before the stop, with its inner stops: "U.S", "p.m", "2021"
	follow string // the word that follows, without the quotes and brackets that open before it
	known  kind   // what the vocabulary says of before
	noted  bool   // a note's number stands behind the stop
	head   rune   // the character at next
	quoted bool   // single quotes opened within the sentence
	when   when   // what kind of gap it is
}

// cutter cuts the paragraphs of one text by the words of one language.
type cutter struct {
	s     string
	words *vocabulary
	*desk

	para   para
	start  int // where the sentence in hand began
	quoted int // where single quotes last opened within a sentence
	asked  int // the next character behind the last gap that was asked: no gap is asked twice
	sense  sense
	truth  *truth
}

// cut goes once over the gaps of a paragraph and asks for each whether a sentence ends there.
func (c *cutter) cut(p para) {
	c.para, c.start, c.asked, c.quoted = p, p.start, p.start, 0
	c.sense = sense{sentence: -1}
	if c.listed || c.looked {
		c.items, c.listed, c.looked = items{}, false, false
	}
	s, classes := c.s[:p.end], c.words.class
	for i := p.start; i < len(s); {
		switch classes[s[i]] {
		case inner:
			for i++; i+8 <= len(s) && allSmall(load8(s[i:])); i += 8 {
			}
			for i < len(s) && classes[s[i]] == inner {
				i++
			}
		case endStop:
			i = c.atStop(s, i)
		case closing:
			if next, ok := c.atLabel(s, i); ok {
				i = next
				continue
			}
			i = c.atEdge(s, i)
		case edge:
			i = c.atEdge(s, i)
		case semicolon:
			i = c.atSemicolon(s, i)
		case tail:
			if i > p.start && c.words.second[s[i-1]]>>(s[i]&63)&1 == 1 {
				i = c.atStop(s, i-1)
			} else {
				i++
			}
		case lead:
			if c.words.weights == nil && i+1 < len(s) && c.words.second[s[i]]>>(s[i+1]&63)&1 == 0 {
				i += 2
				continue
			}
			i = c.atLead(s, i)
		}
	}
	c.end(len(s))
}

// allSmall holds where each of eight bytes is a blank or lies from ` to DEL, as a to z do: most of a text goes by so.
func allSmall(x uint64) bool {
	const ones = 0x0101010101010101
	letters := x >> 6 & (x >> 5) &^ (x >> 7) // the low bit of each byte in 0x60 to 0x7F
	y := x ^ 0x20*ones                       // blanks are zero now
	blanks := ^((y&(0x7F*ones) + 0x7F*ones) | y) >> 7
	return (letters|blanks)&ones == ones
}

// end closes the sentence in hand at byte i.
func (c *cutter) end(i int) {
	c.pieces = append(c.pieces, piece{c.start, i, c.para.region})
}

// endAt closes the sentence in hand at one byte and begins the next at another.
func (c *cutter) endAt(after, next int) {
	c.end(after)
	c.start = next
}

// atStop asks whether a sentence ends at the stop at i, and says where to go on.
func (c *cutter) atStop(s string, i int) int {
	if i+1 < len(s) && i > c.start && s[i] == '.' && (sortOf[s[i+1]] == lower || sortOf[s[i+1]] == figure && sortOf[s[i-1]] == figure) {
		return i + 1 // "example.org", "2.5"
	}
	if next, ok := c.plainEnd(s, i); ok && c.truth == nil {
		c.endAt(i+1, next)
		c.asked, c.sense.ended = next, 1
		return next
	}
	if next, ok := c.atLabel(s, i); ok {
		return next
	}
	g := c.gapAt(s, i)
	c.asked = g.next
	if g.next < len(s) && c.ends(g) {
		c.endAt(g.after, g.next)
		c.sense.ended = 1
	}
	return g.next
}

// ends puts a gap to the rules, and where these are not sure to the weights.
func (c *cutter) ends(g *gap) bool {
	said, rule := judge(g, c.words)
	if c.truth != nil || said.soft && c.words.weights != nil {
		return c.weigh(g, rule, said)
	}
	return said.split
}

// plainEnd knows the most common gap at a glance, before it is measured: a whole word in small letters, a full stop, a
// blank, a capitalised word. The rule "whole word" would say the same.
func (c *cutter) plainEnd(s string, i int) (next int, ok bool) {
	if i+3 >= len(s) || c.quoted > c.start || s[i] != '.' || s[i+1] != ' ' || sortOf[s[i+2]] != upper || sortOf[s[i+3]] != lower {
		return 0, false
	}
	at := i
	for at > c.start && i-at < reach && sortOf[s[at-1]] == lower {
		at--
	}
	if i-at < 4 || at > c.start && s[at-1] != ' ' || c.words.kindOf(s[at:i]) != 0 {
		return 0, false
	}
	return i + 2, true
}

// gapAt measures the gap whose first stop is at i.
func (c *cutter) gapAt(s string, i int) *gap {
	g := &c.gap
	*g = gap{s: s, start: c.start, stop: i, quoted: c.quoted > c.start}
	g.stops = c.skipStops(s, i)
	firm := s[i] >= utf8.RuneSelf && g.endsFirm(c.words)
	if !firm { // no rule asks for the words around a firm stop
		g.before = wordBefore(s, c.start, i)
		g.known = c.words.kindOf(g.before)
	}
	g.after = c.skipClosers(s, g)
	g.next = skipSpace(s, g.after)
	if !firm {
		g.follow = wordAfter(s, g.next)
	}
	g.head, _ = runeAt(s, g.next)
	g.when = always
	if g.after > g.stops {
		g.when |= enclosed
	}
	switch last, _ := runeBefore(s, g.stops); {
	case last != '.' && last != '…':
		g.when |= asking
	case g.after-g.stop != 1:
	case g.known != 0:
		g.when |= lone | known
	default:
		g.when |= lone
	}
	return g
}

func (g *gap) is(w when) bool { return g.when&w != 0 }

func (g *gap) endsFirm(v *vocabulary) bool {
	r, _ := runeBefore(g.s, g.stops)
	return v.firm(r)
}
