package models

import (
	"slices"

	"linecheck/text"
)

// Ticked is what somebody ticks when they confirm a sentence whose words changed. The zero value ticks everything.
type Ticked struct {
	Some     bool    // only what is listed, and not everything
	Claims   []int64 // their verdicts hold for the new words
	Evidence []int64 // it proves the new words too
}

// Claim reports whether a claim's verdict was ticked.
func (t Ticked) Claim(id int64) bool { return !t.Some || slices.Contains(t.Claims, id) }

// Piece reports whether a piece of evidence was ticked.
func (t Ticked) Piece(id int64) bool { return !t.Some || slices.Contains(t.Evidence, id) }

// Waiting lists the claims of a sentence that wait for a confirmation: their verdicts are of former words, or nobody has confirmed their place.
func (f SentenceFacts) Waiting() []int64 {
	var ids []int64
	for _, c := range f.Claims {
		if (c.Moved || c.Lapsed) && c.Status == Unchecked && !slices.Contains(ids, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// SameWords reports whether two strings say the same words: they differ in letter case, white space and Unicode form at most.
func SameWords(a, b string) bool { return text.SameWords(a, b) }

// CountedEvidence is the evidence that counts for a claim: given for its words as they stand, by a person here.
func CountedEvidence(cited []Cited, exact string) []Cited {
	return slices.DeleteFunc(slices.Clone(cited), func(c Cited) bool { return c.Imported || !text.SameCharacters(c.Exact, exact) })
}
