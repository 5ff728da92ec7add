package store_test

import (
	"slices"

	"linecheck/models"
)

// checkBlind checks the invariants of a blind reader. A claim is sealed until they have annotated it, a sealed claim shows nothing of
// other users, and the counters match what the reader sees.
func (h *history) checkBlind() {
	blind := h.fixture.SecondReviewer
	blind.Desks = slices.Clone(blind.Desks)
	for i := range blind.Desks {
		blind.Desks[i].Blind = true
	}
	page, err := h.s.ArticlePage(ctx, blind, h.article.ID)
	h.ok(err)
	said := map[int64]bool{} // by claim: whether they have annotated it
	for _, c := range h.cards() {
		said[c.Claim.ID] = slices.ContainsFunc(c.Annotations, func(a models.NamedAnnotation) bool {
			return a.ReviewerID == blind.UserID && a.WithdrawnAt == nil && h.countsForClaim(c, a)
		})
	}
	counts, seen := models.Counts{QueriesOpen: page.QueriesOpen}, map[int64]bool{}
	for _, s := range page.AllSentences() {
		counts.AddSentence(s.State, 1)
		for _, m := range s.ClaimSpans {
			if (m.Status == models.Sealed) == said[m.ClaimID] {
				h.t.Fatalf("claim %d is %s for the blind reader; they have given a verdict: %v", m.ClaimID, m.Status, said[m.ClaimID])
			}
			if m.Status == models.Sealed && (s.State == models.Done || m.Disagree || m.Resolution != models.Unresolved) {
				h.t.Fatalf("sealed claim %d in sentence %d, which is %s: %+v", m.ClaimID, s.Ordinal, s.State, m)
			}
			if !seen[m.ClaimID] {
				seen[m.ClaimID] = true
				counts.AddClaim(m.ClaimStatus, 1)
			}
		}
	}
	for _, c := range h.cards() { // a lost claim is in no sentence
		if c.Occurrence.Placement == models.Lost && !seen[c.Claim.ID] {
			standing := models.ClaimStatus{Status: c.Status, Disagree: c.Disagree}
			if !said[c.Claim.ID] {
				standing = models.ClaimStatus{Status: models.Sealed}
			}
			counts.AddClaim(standing, 1)
		}
	}
	if counts != page.Counts {
		h.t.Fatalf("the blind reader sees %+v, and the counters are %+v", counts, page.Counts)
	}
}
