package models

import (
	"strings"

	"linecheck/text/anchor"
)

// Alike finds, among sentences that an article had, those that say mostly the same as another one.
type Alike struct {
	typed   []string         // how each came in
	words   []int            // how many different words each has
	holding map[string][]int // by word: the sentences that have it
}

// Two sentences say mostly the same where they share at least so many different words, and two thirds of those of the shorter one.
const (
	leastAlike = 4
	alikeParts = 3
	alikeOf    = 2
)

// NewAlike lists sentences, reduced to their words as anchor.WordsOnly does, with how they came in.
func NewAlike(sentences map[string]string) *Alike {
	a := &Alike{holding: map[string][]int{}}
	for words, typed := range sentences {
		set := wordSet(words)
		for word := range set {
			a.holding[word] = append(a.holding[word], len(a.typed))
		}
		a.typed, a.words = append(a.typed, typed), append(a.words, len(set))
	}
	return a
}

// Typed says how the words of the sentences came in that say mostly the same as this one.
func (a *Alike) Typed(sentence string) string {
	set := wordSet(anchor.WordsOnly(sentence))
	shared := map[int]int{}
	for word := range set {
		for _, i := range a.holding[word] {
			shared[i]++
		}
	}
	var typed []string
	for i, n := range shared {
		if n >= leastAlike && n*alikeParts >= min(len(set), a.words[i])*alikeOf {
			typed = append(typed, a.typed[i])
		}
	}
	return JoinTyped(typed...)
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}
