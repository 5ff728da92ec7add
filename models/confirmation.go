package models

import (
	"slices"

	"linecheck/text"
)

// Ticked is what somebody ticks when they confirm a sentence whose words changed. The zero value ticks the claims whose own words did not
// change, and no evidence: theirs counts still.
type Ticked struct {
	Some     bool          // only what is listed
	Claims   []int64       // their verdicts hold for the new words
	Evidence []int64       // it says of the new words what it said of the former ones
	Supports []int64       // it supports the new words, whatever it said of the former ones
	Versions map[int64]int // of claims, as they were read; one that is not listed is taken as it is
	Covered  []text.Span   // the words of the text that claims covered when the sentence was read
}

// Claim reports whether a claim's verdict was ticked. same says whether the claim's own words are those of its verdicts.
func (t Ticked) Claim(id int64, same bool) bool {
	return !t.Some && same || slices.Contains(t.Claims, id)
}

// Stance is what a piece of evidence says of the new words; "" where it was not ticked.
func (t Ticked) Stance(id int64, was Stance) Stance {
	switch {
	case slices.Contains(t.Evidence, id):
		return was
	case slices.Contains(t.Supports, id):
		return Supports
	}
	return ""
}

// Stale reports whether a claim has changed since it was read.
func (t Ticked) Stale(id int64, version int) bool {
	read, known := t.Versions[id]
	return known && read != version
}

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
