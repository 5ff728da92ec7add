package models

import (
	"slices"

	"linecheck/text"
)

// ConfirmationInput is what somebody ticks when they confirm a sentence whose words changed. The zero value ticks the claims whose
// own words did not
// change, and no evidence: theirs counts still.
type ConfirmationInput struct {
	OnlyListed bool          // only what is listed
	Claims     []int64       // their verdicts hold for the new words
	Evidence   []int64       // it says of the new words what it said of the former ones
	Supports   []int64       // it supports the new words, whatever it said of the former ones
	Versions   map[int64]int // of claims, as they were read; one that is not listed is taken as it is
	Covered    []text.Span   // the words of the text that claims covered when the sentence was read
}

// IncludesClaim reports whether a claim's verdict was ticked. same says whether the claim's own words are those of its verdicts.
func (t ConfirmationInput) IncludesClaim(id int64, same bool) bool {
	return !t.OnlyListed && same || slices.Contains(t.Claims, id)
}

// EvidenceStance is what a piece of evidence says of the new words; "" where it was not ticked.
func (t ConfirmationInput) EvidenceStance(id int64, was Stance) Stance {
	switch {
	case slices.Contains(t.Evidence, id):
		return was
	case slices.Contains(t.Supports, id):
		return Supports
	}
	return ""
}

// IsClaimStale reports whether a claim has changed since it was read.
func (t ConfirmationInput) IsClaimStale(id int64, version int) bool {
	read, known := t.Versions[id]
	return known && read != version
}

// ClaimsToConfirm lists the claims of a sentence that wait for a confirmation: their verdicts are of former words, or nobody has
// confirmed their place.
func (f SentenceFacts) ClaimsToConfirm() []int64 {
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
func CountedEvidence(cited []CitedEvidence, exact string) []CitedEvidence {
	return slices.DeleteFunc(slices.Clone(cited), func(c CitedEvidence) bool { return c.Imported || !text.SameCharacters(c.Exact, exact) })
}
