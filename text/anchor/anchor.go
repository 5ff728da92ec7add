// Package anchor finds the words of one draft again in the next: where each claim went, and which sentence became which. It is
// pure and deterministic. Offsets are code points, half open.
//
// Both texts are cut into words (tokens.go). Sentences that stand unchanged are laid beside each other first, then what lies
// between them (diff.go); runs of words that changed places are found apart (moves.go). A claim goes where its words went
// (place.go, local.go), a sentence where most of its words did (sentences.go). Nothing is certain whose text is not the same.
package anchor

import "linecheck/text"

// Alignment is two texts laid beside each other. It may be asked by one goroutine at a time.
type Alignment struct {
	old, new           string
	oldAt, newAt       *text.Index
	oldParts, newParts []part
	*pairing
	pairs map[[2]int32][]int // of new tokens, at least one of which came from nowhere: where they stand
}

// Align lays two texts beside each other. Each comes with its sentences: in order, only white space between them.
func Align(old, new string, oldSentences, newSentences []text.Span) *Alignment {
	numbers := map[string]int32{}
	a := &Alignment{old: old, new: new, oldAt: text.NewIndex(old), newAt: text.NewIndex(new)}
	p := newPairing(tokens(old, numbers), tokens(new, numbers))
	a.pairing = p
	a.oldParts, a.newParts = parts(a.oldAt, p.old, oldSentences), parts(a.newAt, p.new, newSentences)
	p.lay(p.unchanged(a.oldParts, a.newParts))
	p.clean()
	p.moves()
	return a
}

// part is a sentence as a range of tokens, half open, with its text.
type part struct {
	first, last int
	text        string
}

func parts(x *text.Index, of []token, sentences []text.Span) []part {
	all, at := make([]part, 0, len(sentences)), 0
	for _, s := range sentences {
		words, _ := x.Slice(s)
		end := x.Byte(s.End)
		p := part{first: at, text: words}
		for at < len(of) && of[at].start < end {
			at++
		}
		p.last = at
		all = append(all, p)
	}
	return all
}
