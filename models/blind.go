package models

import (
	"maps"
	"slices"
)

// Sealed is how a claim looks to a reviewer who checks blind, until their own verdict is in. It is never a claim's status, and it
// says nothing of whether anybody has annotated it: every claim that the reviewer has not annotated looks the same.
const Sealed Status = "sealed"

// ChecksBlind reports whether the reader checks blind within a desk: there, who checks but does not rule sees nobody's verdict on a
// claim before
// their own is in.
func (r Reader) ChecksBlind(deskID int64) bool {
	for _, d := range r.Desks {
		if d.DeskID == deskID {
			return d.Blind && d.Role.Allows(ActCheck) && !d.Role.Allows(ActRule)
		}
	}
	return false
}

// BlindDesks lists the desks in which the reader checks blind.
func (r Reader) BlindDesks() []int64 {
	var ids []int64
	for _, d := range r.Desks {
		if r.ChecksBlind(d.DeskID) {
			ids = append(ids, d.DeskID)
		}
	}
	return ids
}

// neutralClaimActions are the events of a sealed claim that say nothing of what anybody found.
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

// neutralArticleActions are the events that concern no claim's verdict.
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

// NeutralActions lists the acts that may be shown to who checks blind, whatever claim they were done to.
func NeutralActions() []string {
	return append(slices.Sorted(maps.Keys(neutralClaimActions)), neutralArticleActions...)
}

// IsVisibleWhenBlind reports whether an event of a sealed claim may be shown to a user: their own, and those that say nothing of a verdict.
func (e Event) IsVisibleWhenBlind(user int64) bool {
	return neutralClaimActions[e.Action] || e.ActorID != nil && *e.ActorID == user
}

// HideVerdicts is the card as a user sees it before their own verdict is in: what is not known to tell nothing is left out. What
// the claim lacks has to be
// what it lacks on the user's own evidence.
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
