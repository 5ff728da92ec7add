package models

import (
	"strings"

	"linecheck/text/anchor"
)

// SimilarityIndex finds the sentences of an article that are similar to another one.
type SimilarityIndex struct {
	provenances     []string         // provenance tokens of each sentence
	wordCounts      []int            // number of different words of each sentence
	sentencesByWord map[string][]int // by word: the sentences that contain it
}

// Two sentences are similar if they share at least this number of different words, and two thirds of those of
// the shorter one.
const (
	minSharedWords        = 4
	similarityDenominator = 3
	similarityNumerator   = 2
)

// NewSimilarityIndex indexes sentences, in the form of anchor.WordsOnly, with their provenance tokens.
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

// Provenance returns the provenance tokens of the sentences that are similar to this one.
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
