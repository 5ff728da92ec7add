// Package anchor finds the words of one draft again in the next: where each claim went, and which sentence became which. It is
// pure and deterministic. Offsets are code points, half open.
//
// Both texts are cut into words (tokens.go). Sentences that stand unchanged are laid beside each other first, then what lies
// between them (diff.go); runs of words that changed places are found apart (moved_runs.go). A claim goes where its words went
// (placement.go, local_alignment.go), a sentence where most of its words did (sentences.go), its beginning where the words on
// either side did
// (boundary.go). Nothing is certain whose sentence is not the same (certain_match.go). Two sentences are compared for a person in
// differences.go.
package anchor

import (
	"strings"
	"unicode/utf8"

	"linecheck/text"
)

// Alignment is two texts laid beside each other. It may be asked by one goroutine at a time.
type Alignment struct {
	old, new                   string // in NFC: the same characters are the same words in whatever form they came
	oldForm, newForm           text.Composed
	oldIndex, newIndex         *text.Index
	oldSentences, newSentences []sentenceRange
	*pairing
	certainMatch []int              // by old sentence: the new one that is certain to be the same, or none
	newBigrams   map[[2]int32][]int // of new tokens, at least one of which came from nowhere: where they stand
}

// Align lays two texts beside each other. Each comes with its sentences: in order, only white space between them.
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

// sentenceRange is a sentence as a range of tokens, half open, with its text.
type sentenceRange struct {
	first, last    int
	text           string
	opensParagraph bool // a paragraph: an empty line stands before it, or nothing
	terminated     bool // with a sign that ends a sentence, as headings and captions mostly do not
}

func sentenceRanges(x *text.Index, of []token, sentences []text.Span) []sentenceRange {
	all, at, behind := make([]sentenceRange, 0, len(sentences)), 0, 0
	for _, s := range sentences {
		words, _ := x.Slice(s)
		end := x.Byte(s.End)
		between, _ := x.Slice(text.Span{Start: behind, End: max(behind, s.Start)})
		p := sentenceRange{
			first:          at,
			text:           words,
			opensParagraph: behind == 0 || strings.Count(between, "\n") > 1,
			terminated:     endsWithTerminator(words),
		}
		behind = s.End
		for at < len(of) && of[at].start < end {
			at++
		}
		p.last = at
		all = append(all, p)
	}
	return all
}

// endsWithTerminator holds where a sentence ends with a stop, behind which quotation marks may stand.
func endsWithTerminator(sentence string) bool {
	c, _ := utf8.DecodeLastRuneInString(strings.TrimRight(sentence, "\"'”’“»«」』)] \u00a0"))
	return strings.ContainsRune(".!?…。！？؟۔।", c)
}
