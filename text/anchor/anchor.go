// Package anchor finds the words of one draft again in the next: where each claim went, and which sentence
// became which. It is pure and deterministic. Offsets are code points, half open.
//
// Both texts are split into words (tokens.go). Unchanged sentences are aligned first, then the text between
// them (diff.go). Runs of words that changed places are matched separately (moved_runs.go). A claim follows
// its words (placement.go, local_alignment.go), a sentence follows most of its words (sentences.go), and a
// boundary between sentences follows the words on either side (boundary.go). A match is certain only if the
// whole sentence is unchanged (certain_match.go). differences.go compares two sentences for display.
package anchor

import (
	"strings"
	"unicode/utf8"

	"linecheck/text"
)

// Alignment is the alignment of two texts. It is not safe for concurrent use.
type Alignment struct {
	old, new                   string // in NFC, so that canonically equivalent characters compare equal
	oldForm, newForm           text.Composed
	oldIndex, newIndex         *text.Index
	oldSentences, newSentences []sentenceRange
	*pairing
	certainMatch []int              // for each old sentence, the new sentence that is certainly the same, or none
	newBigrams   map[[2]int32][]int // positions of pairs of new tokens, at least one of them unmatched
}

// Align aligns two texts. Each is passed with its sentences, in order and with only white space and
// separators between them.
func Align(old, new string, oldSentences, newSentences []text.Span) *Alignment {
	numbers := map[string]int32{}
	a := &Alignment{oldForm: text.Compose(old), newForm: text.Compose(new)}
	a.old, a.new = a.oldForm.Text, a.newForm.Text
	a.oldIndex, a.newIndex = text.NewIndex(a.old), text.NewIndex(a.new)
	p := newPairing(tokenize(a.old, numbers), tokenize(a.new, numbers))
	a.pairing = p
	a.oldSentences, a.newSentences = sentenceRanges(
		a.oldIndex,
		p.old,
		spansToNFC(a.oldForm, oldSentences),
	), sentenceRanges(
		a.newIndex,
		p.new,
		spansToNFC(a.newForm, newSentences),
	)
	p.pairAroundSentences(p.matchUnchanged(a.oldSentences, a.newSentences))
	p.dropChancePairs()
	p.pairMovedRuns()
	a.certainMatch = a.certainMatches()
	return a
}

func spansToNFC(form text.Composed, spans []text.Span) []text.Span {
	list := make([]text.Span, len(spans))
	for i, s := range spans {
		list[i] = form.ToNFC(s)
	}
	return list
}

// sentenceRange is a sentence as a half-open range of tokens, with its text.
type sentenceRange struct {
	first, last    int
	text           string
	opensParagraph bool // first sentence of a paragraph: preceded by an empty line or by nothing
	terminated     bool // ends with a sentence terminator, which headings and captions mostly lack
}

func sentenceRanges(x *text.Index, of []token, sentences []text.Span) []sentenceRange {
	all, at, behind := make([]sentenceRange, 0, len(sentences)), 0, 0
	for _, s := range sentences {
		words, _ := x.Slice(s)
		end := x.Byte(s.End)
		between, _ := x.Slice(text.Span{Start: behind, End: max(behind, s.Start)})
		p := sentenceRange{
			text:           words,
			opensParagraph: behind == 0 || strings.Count(between, "\n") > 1,
			terminated:     endsWithTerminator(words),
		}
		behind = s.End
		for start := x.Byte(s.Start); at < len(of) && of[at].start < start; {
			at++ // a separator between the sentences
		}
		p.first = at
		for at < len(of) && of[at].start < end {
			at++
		}
		p.last = at
		all = append(all, p)
	}
	return all
}

// endsWithTerminator reports whether a sentence ends with a terminator, possibly followed by quotation
// marks.
func endsWithTerminator(sentence string) bool {
	c, _ := utf8.DecodeLastRuneInString(strings.TrimRight(sentence, "\"'”’“»«」』)] \u00a0"))
	return strings.ContainsRune(".!?…。！？؟۔।", c)
}
