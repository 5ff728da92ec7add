// Package sentence cuts a text into the sentences that a reviewer ticks off one by one, and names the region of the
// article that each stands in. It is pure: a string goes in, spans come out.
//
// The text is cut into paragraphs (paragraphs.go), each of which gets its region (regions.go). Within a paragraph every
// gap where a sentence may end is measured (gaps.go, stops.go, inline_lists.go) and put to the rules (rules.go, vocabulary.go). Where
// these cannot be sure, and where no stop stands at all (edges.go), the weights decide if the language has learnt ones
// (features.go, tokens.go, weights.go). They are made by the program in train from marked texts (training_examples.go).
package sentence

import (
	"math/bits"
	"sync"

	"linecheck/text"
)

// Sentence is one unit to check: its place in the text, in code points, and the region it stands in.
type Sentence struct {
	text.Span
	Region Region
}

// Split cuts s into sentences, in order and none empty; only white space lies between them, before the first and
// after the last. lang is a BCP 47 tag such as "en" or "pt-BR"; an unknown one is cut by the rules all languages share.
// s has to be valid UTF-8. It takes time linear in the length of s, whatever s holds.
func Split(s, lang string) []Sentence {
	d := scratchPool.Get().(*scratch)
	defer scratchPool.Put(d)
	return d.segment(s, vocabularyOf(lang))
}

// scratch is the room a call works in, kept for the next one: only the answer is allocated anew.
type scratch struct {
	paras         []paragraph
	pieces        []byteSentence
	items         listState
	listed        bool // whether items holds anything
	lookedAhead   bool // whether it holds what was looked for ahead
	gap           gap
	activeBuckets [featureCount]uint32
}

var scratchPool = sync.Pool{New: func() any { return new(scratch) }}

func (d *scratch) segment(s string, words *vocabulary) []Sentence {
	d.paras, d.pieces = paragraphs(s, d.paras[:0]), d.pieces[:0]
	classifyRegions(s, d.paras)
	c := segmenter{s: s, words: words, scratch: d}
	for _, p := range d.paras {
		c.segmentParagraph(p)
	}
	return toCodePoints(s, d.pieces)
}

// byteSentence is a sentence in bytes.
type byteSentence struct {
	start, end int
	region     Region
}

// toCodePoints gives the pieces in code points.
func toCodePoints(s string, pieces []byteSentence) []Sentence {
	if len(pieces) == 0 {
		return nil
	}
	out := make([]Sentence, len(pieces))
	at, n := 0, 0
	for i, p := range pieces {
		start := n + countCodePoints(s[at:p.start])
		n = start + countCodePoints(s[p.start:p.end])
		out[i], at = Sentence{text.Span{Start: start, End: n}, p.region}, p.end
	}
	return out
}

// countCodePoints counts, eight bytes at a time, the bytes that do not go on with a character (10xxxxxx).
func countCodePoints(s string) int {
	n := len(s)
	for ; len(s) >= 8; s = s[8:] {
		x := load8(s)
		n -= bits.OnesCount64(x >> 7 & (^x >> 6) & 0x0101010101010101)
	}
	for i := range len(s) {
		if s[i]&0xC0 == 0x80 {
			n--
		}
	}
	return n
}

// load8 reads eight bytes as one number; the compiler makes one load of it.
func load8(s string) uint64 {
	return uint64(
		s[0],
	) | uint64(
		s[1],
	)<<8 | uint64(
		s[2],
	)<<16 | uint64(
		s[3],
	)<<24 | uint64(
		s[4],
	)<<32 | uint64(
		s[5],
	)<<40 | uint64(
		s[6],
	)<<48 | uint64(
		s[7],
	)<<56
}
