package models

import (
	"slices"

	"linecheck/text"
)

// ConfirmationInput is what a user ticks to confirm a sentence whose words changed. The zero value ticks the
// claims whose own words are unchanged. It ticks no evidence, because evidence for unchanged words still
// counts.
type ConfirmationInput struct {
	OnlyListed bool          // confirm only what is listed
	Claims     []int64       // their verdicts also apply to the new words
	Evidence   []int64       // it keeps its stance for the new words
	Supports   []int64       // it supports the new words, independent of its former stance
	Versions   map[int64]int // of claims, as they were read; unlisted claims are not checked
	Covered    []text.Span   // the words that claims covered when the sentence was read
}

// IncludesClaim reports whether a claim's verdict was ticked. same means that the claim's own words are
// unchanged since its verdicts.
func (t ConfirmationInput) IncludesClaim(id int64, same bool) bool {
	return !t.OnlyListed && same || slices.Contains(t.Claims, id)
}

// EvidenceStance returns the stance of a piece of evidence for the new words; "" if it was not ticked.
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

// ClaimsToConfirm lists the claims of a sentence that need a confirmation: their verdicts are for former
// words, or their place is unconfirmed.
func (f SentenceFacts) ClaimsToConfirm() []int64 {
	var ids []int64
	for _, c := range f.Claims {
		if (c.Moved || c.Lapsed) && c.Status == Unchecked && !slices.Contains(ids, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// SameWords reports whether two strings have the same words. They may differ in letter case, white space and
// Unicode form.
func SameWords(a, b string) bool { return text.SameWords(a, b) }

// CountedEvidence returns the evidence that counts for a claim: given for its current words, and not
// imported.
func CountedEvidence(cited []CitedEvidence, exact string) []CitedEvidence {
	return slices.DeleteFunc(slices.Clone(cited), func(c CitedEvidence) bool { return c.Imported || !text.SameCharacters(c.Exact, exact) })
}
