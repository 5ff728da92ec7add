package models

import (
	"strings"

	"linecheck/text/anchor"
)

// SimilarityIndex finds, among sentences that an article had, those that say mostly the same as another one.
type SimilarityIndex struct {
	provenances     []string         // how each came in
	wordCounts      []int            // how many different words each has
	sentencesByWord map[string][]int // by word: the sentences that have it
}

// Two sentences say mostly the same where they share at least so many different words, and two thirds of those of the shorter one.
const (
	minSharedWords        = 4
	similarityDenominator = 3
	similarityNumerator   = 2
)

// NewSimilarityIndex lists sentences, reduced to their words as anchor.WordsOnly does, with how they came in.
func NewSimilarityIndex(sentences map[string]string) *SimilarityIndex {
	a := &SimilarityIndex{sentencesByWord: map[string][]int{}}
	for words, typed := range sentences {
		set := wordSet(words)
		for word := range set {
			a.sentencesByWord[word] = append(a.sentencesByWord[word], len(a.provenances))
		}
		a.provenances, a.wordCounts = append(a.provenances, typed), append(a.wordCounts, len(set))
	}
	return a
}

// Provenance says how the words of the sentences came in that say mostly the same as this one.
func (a *SimilarityIndex) Provenance(sentence string) string {
	set := wordSet(anchor.WordsOnly(sentence))
	shared := map[int]int{}
	for word := range set {
		for _, i := range a.sentencesByWord[word] {
			shared[i]++
		}
	}
	var typed []string
	for i, n := range shared {
		if n >= minSharedWords && n*similarityDenominator >= min(len(set), a.wordCounts[i])*similarityNumerator {
			typed = append(typed, a.provenances[i])
		}
	}
	return JoinProvenance(typed...)
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}
