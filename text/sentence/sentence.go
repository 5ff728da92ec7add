// Package sentence splits a text into the sentences that a reviewer ticks off one by one, and returns the
// region of the article that each belongs to. It is pure.
//
// The text is split into paragraphs (paragraphs.go), and each gets its region (regions.go). Within a
// paragraph every gap where a sentence may end is measured (gaps.go, stops.go, inline_lists.go), and the
// rules are applied to it (rules.go, vocabulary.go). Where the rules are not certain, and where there is no
// terminator at all (edges.go), trained weights decide if the language has them (features.go, tokens.go,
// weights.go). The program in train makes them from labelled texts (training_examples.go).
package sentence

import (
	"math/bits"
	"sync"

	"linecheck/text"
)

// Sentence is one unit to check: its span in code points, and its region.
type Sentence struct {
	text.Span
	Region Region
}

// Split splits s into sentences, in order and not empty, with only white space and separators around them (see
// IsBetween). lang is a BCP
// 47 tag such as "en" or "pt-BR"; for an unknown language the rules common to all languages apply. s has to
// be valid UTF-8. It takes time linear in the length of s for any input.
func Split(s, lang string) []Sentence {
	d := scratchPool.Get().(*scratch)
	defer scratchPool.Put(d)
	return d.segment(s, vocabularyOf(lang))
}

// scratch holds the buffers of a call. They are reused, so only the result is allocated.
type scratch struct {
	paras         []paragraph
	pieces        []byteSentence
	items         listState
	listed        bool // whether items has entries
	lookedAhead   bool // whether the search ahead has cached results
	gap           gap
	activeBuckets [featureCount]uint32
}

var scratchPool = sync.Pool{New: func() any { return new(scratch) }}

func (d *scratch) segment(s string, words *vocabulary) []Sentence {
	d.paras, d.pieces = paragraphs(s, d.paras[:0]), d.pieces[:0]
	classifyRegions(s, d.paras)
	c := segmenter{s: s, words: words, scratch: d}
	for _, p := range d.paras {
		if !isSeparator(s[p.start:p.end]) {
			c.segmentParagraph(p)
		}
	}
	if len(d.pieces) == 0 { // a text of nothing but separators
		for _, p := range d.paras {
			c.segmentParagraph(p)
		}
	}
	return toCodePoints(s, d.pieces)
}

// byteSentence is a sentence with offsets in bytes.
type byteSentence struct {
	start, end int
	region     Region
}

// toCodePoints converts the pieces to code points.
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

// countCodePoints counts the bytes that are not continuation bytes (10xxxxxx), eight at a time.
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

// load8 reads eight bytes as one number. The compiler makes it a single load.
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
