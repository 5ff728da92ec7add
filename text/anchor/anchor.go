// Package anchor finds the words of one draft again in the next: where each claim went, and which sentence became which. It is
// pure and deterministic. Offsets are code points, half open.
//
// Both texts are cut into words (tokens.go). Sentences that stand unchanged are laid beside each other first, then what lies
// between them (diff.go); runs of words that changed places are found apart (moves.go). A claim goes where its words went
// (place.go, local.go), a sentence where most of its words did (sentences.go), its beginning where the words on either side did
// (boundary.go). Nothing is certain whose sentence is not the same (standing.go). Two sentences are compared for a person in
// differences.go.
package anchor

import (
	"strings"
	"unicode/utf8"

	"linecheck/text"
)

// Alignment is two texts laid beside each other. It may be asked by one goroutine at a time.
type Alignment struct {
	old, new           string // in NFC: the same characters are the same words in whatever form they came
	oldForm, newForm   text.Composed
	oldAt, newAt       *text.Index
	oldParts, newParts []part
	*pairing
	stands []int              // by old sentence: the new one that is certain to be the same, or none
	pairs  map[[2]int32][]int // of new tokens, at least one of which came from nowhere: where they stand
}

// Align lays two texts beside each other. Each comes with its sentences: in order, only white space between them.
func Align(old, new string, oldSentences, newSentences []text.Span) *Alignment {
	numbers := map[string]int32{}
	a := &Alignment{oldForm: text.Compose(old), newForm: text.Compose(new)}
	a.old, a.new = a.oldForm.Text, a.newForm.Text
	a.oldAt, a.newAt = text.NewIndex(a.old), text.NewIndex(a.new)
	p := newPairing(tokens(a.old, numbers), tokens(a.new, numbers))
	a.pairing = p
	a.oldParts, a.newParts = parts(a.oldAt, p.old, inNFC(a.oldForm, oldSentences)), parts(a.newAt, p.new, inNFC(a.newForm, newSentences))
	p.lay(p.unchanged(a.oldParts, a.newParts))
	p.clean()
	p.moves()
	a.stands = a.standing()
	return a
}

func inNFC(form text.Composed, spans []text.Span) []text.Span {
	list := make([]text.Span, len(spans))
	for i, s := range spans {
		list[i] = form.ToNFC(s)
	}
	return list
}

// part is a sentence as a range of tokens, half open, with its text.
type part struct {
	first, last int
	text        string
	opens       bool // a paragraph: an empty line stands before it, or nothing
	stops       bool // with a sign that ends a sentence, as headings and captions mostly do not
}

func parts(x *text.Index, of []token, sentences []text.Span) []part {
	all, at, behind := make([]part, 0, len(sentences)), 0, 0
	for _, s := range sentences {
		words, _ := x.Slice(s)
		end := x.Byte(s.End)
		between, _ := x.Slice(text.Span{Start: behind, End: max(behind, s.Start)})
		p := part{first: at, text: words, opens: behind == 0 || strings.Count(between, "\n") > 1, stops: stops(words)}
		behind = s.End
		for at < len(of) && of[at].start < end {
			at++
		}
		p.last = at
		all = append(all, p)
	}
	return all
}

// stops holds where a sentence ends with a stop, behind which quotation marks may stand.
func stops(sentence string) bool {
	c, _ := utf8.DecodeLastRuneInString(strings.TrimRight(sentence, "\"'”’“»«」』)] \u00a0"))
	return strings.ContainsRune(".!?…。！？؟۔।", c)
}
