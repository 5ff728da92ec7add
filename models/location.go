package models

import (
	"slices"
)

// Location is where a user is redirected after a change.
type Location struct {
	ArticleID     int64
	Ordinal       int   // the sentence's number in the current revision
	ClaimID       int64 // 0 for no claim
	OtherOrdinals []int // the numbers of other sentences that the change touched

	CorrectionID  int64        // the proposed correction; 0: none
	AlreadyExists bool         // the claim to be made already existed
	UndoneEventID int64        // the event that was undone; 0: none
	Range         *RangeResult // what the act on a range did; nil: it was another act
}

// SeenFrom returns the location relative to one of its sentences, as a claim can be in several.
func (p Location) SeenFrom(ordinal int) Location {
	others := slices.DeleteFunc(append([]int{p.Ordinal}, p.OtherOrdinals...), func(n int) bool { return n == ordinal })
	p.Ordinal, p.OtherOrdinals = ordinal, slices.Compact(slices.Sorted(slices.Values(others)))
	return p
}
