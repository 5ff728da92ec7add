package models

import (
	"maps"
	"slices"
)

// Sealed is the status that a reviewer who checks blind sees on a claim, until they have given their own verdict. It is never stored. It
// hides whether anybody has annotated the claim: all claims that the reviewer has not annotated look the same.
const Sealed Status = "sealed"

// ChecksBlind reports whether the reader checks blind at a desk. At a blind desk, users who check but may not
// rule see no verdict on a claim before they have given their own.
func (r Reader) ChecksBlind(deskID int64) bool {
	for _, d := range r.Desks {
		if d.DeskID == deskID {
			return d.Blind && d.Role.Allows(ActCheck) && !d.Role.Allows(ActRule)
		}
	}
	return false
}

// BlindDesks lists the desks at which the reader checks blind.
func (r Reader) BlindDesks() []int64 {
	var ids []int64
	for _, d := range r.Desks {
		if r.ChecksBlind(d.DeskID) {
			ids = append(ids, d.DeskID)
		}
	}
	return ids
}

// neutralClaimActions are the actions on a sealed claim that reveal no verdict.
var neutralClaimActions = map[string]bool{
	"claim made":            true,
	"claim withdrawn":       true,
	"claim edited":          true,
	"claim assigned":        true,
	"occurrence added":      true,
	"occurrence taken away": true,
	"claim moved":           true,
	"claim lost":            true,
	"occurrence lost":       true,
	"claim placed":          true,
	"claim retired":         true,
}

// neutralArticleActions are the actions that concern no claim's verdict.
var neutralArticleActions = []string{
	"article made",
	"article imported",
	"article edited",
	"article trashed",
	"article restored",
	"article assigned",
	"article unassigned",
	"reading made",
	"reading withdrawn",
	"sentence split",
	"sentences merged",
	"revision made",
	"revision withdrawn",
	"second look settled",
}

// NeutralActions lists the actions that may be shown to a user who checks blind, for any claim.
func NeutralActions() []string {
	return append(slices.Sorted(maps.Keys(neutralClaimActions)), neutralArticleActions...)
}

// IsVisibleWhenBlind reports whether an event of a sealed claim may be shown to a user: it is their own, or
// it reveals no verdict.
func (e Event) IsVisibleWhenBlind(user int64) bool {
	return neutralClaimActions[e.Action] || e.ActorID != nil && *e.ActorID == user
}

// HideVerdicts returns the card as a user sees it before they have given their own verdict. It copies only
// the fields that are known to reveal nothing. The missing evidence must already be computed from the user's
// own evidence.
func (c ClaimCard) HideVerdicts(user int64) ClaimCard {
	sealed := ClaimCard{
		Claim:           c.Claim,
		Occurrence:      c.Occurrence,
		Locations:       c.Locations,
		ByName:          c.ByName,
		MissingEvidence: c.MissingEvidence,
		CanBeSourced:    c.MissingEvidence.IsZero(),
	}
	sealed.Status, sealed.Disagree, sealed.Resolution = Sealed, false, Unresolved
	sealed.ResolvedBy, sealed.ResolvedAt = nil, nil
	for _, a := range c.Annotations {
		if a.ReviewerID == user {
			sealed.Annotations = append(sealed.Annotations, a)
		}
	}
	for _, e := range c.Evidence {
		if e.CreatedBy != nil && *e.CreatedBy == user {
			sealed.Evidence = append(sealed.Evidence, e)
		}
	}
	for _, e := range c.History {
		if e.IsVisibleWhenBlind(user) {
			sealed.History = append(sealed.History, e)
		}
	}
	return sealed
}
