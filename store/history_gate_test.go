package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"pgregory.net/rapid"

	"linecheck/models"
)

// shownSignOff is a valid sign-off with the state that it covers.
type shownSignOff struct {
	id    int64
	pages string
}

// sign signs the article off as a user read it. It must fail while the gate is closed, or if they may not
// sign.
func (h *history) sign(*rapid.T) {
	who := h.anyReader()
	page, err := h.s.GatePage(ctx, h.fixture.Auditor, h.article.ID)
	h.ok(err)
	read := models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes - rapid.IntRange(0, 3).Draw(h.t, "behind")/3}
	err = h.runDecision(func() error { return h.s.SignOff(ctx, who, h.article.ID, read) })
	if err == nil && (!page.Gate.Open() || !h.isOpenTo(who) || page.Gate.SignOff != nil || read.Changes != page.Changes) {
		h.t.Fatalf("%s signed while the gate was %+v", who.Name, page.Gate)
	}
}

// override overrides a reason of the gate. Sometimes it names a wrong number of things, which must be refused.
func (h *history) override(*rapid.T) {
	who, reasons := h.anyReader(), h.reasons()
	if len(reasons) == 0 {
		return
	}
	r := rapid.SampledFrom(reasons).Draw(h.t, "reason")
	count := r.Count + rapid.IntRange(0, 3).Draw(h.t, "more")/3
	err := h.runDecision(func() error {
		_, err := h.s.OverrideGate(ctx, who, h.article.ID, models.OverrideInput{Code: string(r.Code), Count: count, Reason: "because"})
		return err
	})
	if err == nil && (count != r.Count || r.Override != nil) {
		h.t.Fatalf("%d of %+v were overridden", count, r)
	}
}

// overrideAndSign overrides all open reasons and signs. Without it, hardly any random history would reach a sign-off.
func (h *history) overrideAndSign(*rapid.T) {
	who := rapid.SampledFrom([]models.Reader{h.fixture.Editor, h.fixture.Admin}).Draw(h.t, "who pushes")
	if h.closedAccounts[who.UserID] {
		return
	}
	for _, c := range h.cards() {
		for _, k := range c.Corrections {
			if k.State == models.CorrectionAccepted {
				_, err := h.s.DecideCorrection(
					ctx,
					who,
					k.ID,
					models.CorrectionDecision{State: "declined", Reason: "It is not needed.", Version: k.Version},
				)
				h.ok(err)
			}
		}
	}
	gate, err := h.s.GatePage(ctx, who, h.article.ID)
	h.ok(err)
	for _, r := range gate.Gate.OpenReasons() {
		err := h.runDecision(func() error {
			_, err := h.s.OverrideGate(ctx, who, h.article.ID, models.OverrideInput{Code: string(r.Code), Count: r.Count, Reason: "because"})
			return err
		})
		if h.smallDesk && err != nil {
			h.t.Fatalf("%s is not overridden at a small desk: %v", r.Code, err)
		}
	}
	page := h.page()
	_ = h.runDecision(func() error {
		return h.s.SignOff(ctx, who, h.article.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes})
	})
}

// withdrawDecision withdraws the valid sign-off, or an override.
func (h *history) withdrawDecision(*rapid.T) {
	who := h.anyReader()
	gate, why := h.page().Gate, rapid.SampledFrom([]string{"", "because"}).Draw(h.t, "why")
	if gate.SignOff != nil && rapid.Bool().Draw(h.t, "the sign-off") {
		_ = h.runDecision(func() error {
			_, err := h.s.WithdrawSignOff(ctx, who, gate.SignOff.ID, why)
			return err
		})
		return
	}
	for _, r := range gate.Reasons {
		if len(r.Overrides) > 0 {
			_ = h.runDecision(func() error {
				_, err := h.s.WithdrawOverride(ctx, who, r.Overrides[0].ID)
				return err
			})
			return
		}
	}
}

func (h *history) reasons() []models.GateReason { return h.page().Gate.Reasons }

// runDecision makes a decision about the gate. If the decision is refused, the error must be a known one, and no event may be written.
func (h *history) runDecision(how func() error) error {
	before, err := h.length(), how()
	var invalid models.ValidationErrors
	switch {
	case err == nil:
		return nil
	case h.tally.refuse(err) && !errors.As(err, &invalid) && !errors.Is(err, models.ErrForbidden) && !errors.Is(err, models.ErrNotFound) &&
		!errors.Is(err, models.ErrStale):
		h.t.Fatalf("an error without a name: %v", err)
	case h.length() != before:
		h.t.Fatalf("a refused decision wrote %d events", h.length()-before)
	}
	return err
}

// isUnanswered reports whether a primary source contradicts a claim that was called sourced before, and no ruling has answered it since.
func isUnanswered(c models.ClaimCard, e models.VisibleEvidence) bool {
	if e.Stance != models.Contradicts || e.Class != models.Primary || !e.WhyNot.IsZero() {
		return false
	}
	before := func(a models.NamedAnnotation) bool {
		return a.At.Before(e.CreatedAt) || a.At.Equal(e.CreatedAt) && a.ReviewerID != *e.CreatedBy
	}
	asked := false
	for _, a := range c.Annotations {
		counts := a.WithdrawnAt == nil && !a.Imported && a.Exact == c.Claim.Exact && a.Context == c.Claim.Context
		if a.Ruling && counts && !before(a) {
			return false
		}
		asked = asked || a.Live && a.Status == models.Sourced && before(a)
	}
	return asked
}

// checkGate checks docs/invariants.md#gate and docs/invariants.md#sign-off. The gate's reasons must match a separate count of what the
// pages show. A valid sign-off must cover the current state.
func (h *history) checkGate(page models.ArticlePage) {
	want := map[models.GateCode]int{models.GateQueries: page.QueriesOpen}
	for _, c := range h.cards() {
		if c.Occurrence.Placement == models.Lost && c.Resolution != "cut" {
			want[models.GateLost]++
		}
		if c.Status == models.Sourced && !c.CanBeSourced {
			want[models.GateProof]++
		}
		if c.Status == models.Sourced && slices.ContainsFunc(c.Evidence, func(e models.VisibleEvidence) bool { return isUnanswered(c, e) }) {
			want[models.GateContradiction]++
		}
		if slices.ContainsFunc(c.Corrections, func(k models.NamedCorrection) bool { return k.State == models.CorrectionAccepted }) {
			want[models.GateCorrections]++
		}
	}
	states := map[models.SentenceState]models.GateCode{
		models.Unread:  models.GateUnread,
		models.Open:    models.GateOpen,
		models.Recheck: models.GateRecheck,
	}
	saw := fmt.Sprintln(page.Title, page.Language, page.Revision.SHA256)
	for _, s := range page.AllSentences() {
		if code, counts := states[s.State]; counts {
			want[code]++
		}
		p := h.sentence(s.Ordinal)
		saw += fmt.Sprintln(s.ID, s.Text)
		for _, c := range p.Claims {
			if c.Occurrence.Placement == models.Lost {
				continue
			}
			saw += fmt.Sprintln(c.Claim.ID, c.Status, c.Kind, c.Risk, c.Resolution, len(c.Evidence))
			for _, a := range c.Annotations {
				saw += fmt.Sprintln(a.Annotation.ID, a.WithdrawnAt)
			}
		}
	}
	got := map[models.GateCode]int{}
	for _, r := range page.Gate.Reasons {
		got[r.Code] = r.Count
	}
	delete(got, models.GateIndependence) // these two are checked separately
	delete(got, models.GateSecondReader)
	if n := got[models.GateLeaning]; n > 0 {
		got[models.GateRecheck] += n
		delete(got, models.GateLeaning)
	}
	maps.DeleteFunc(want, func(_ models.GateCode, n int) bool { return n == 0 })
	if !maps.Equal(got, want) {
		h.t.Fatalf("the gate counts %v, the pages %v", got, want)
	}
	h.checkSignature(page, saw)
}

// isOpenTo reports whether the gate was open for a user as the signer, given that the valid sign-off is theirs.
func (h *history) isOpenTo(who models.Reader) bool {
	gate, err := h.s.GatePage(ctx, who, h.article.ID)
	h.ok(err)
	return gate.Gate.Open()
}

// countsForClaim reports whether an annotation is for a claim's current words, even if the same user has a
// newer one.
func (h *history) countsForClaim(c models.ClaimCard, a models.NamedAnnotation) bool {
	return slices.ContainsFunc(c.Annotations, func(x models.NamedAnnotation) bool { return x.Live && x.ReviewerID == a.ReviewerID })
}

func (h *history) checkSignature(page models.ArticlePage, saw string) {
	s := page.Gate.SignOff
	if (s != nil) != (page.State == models.Signed) {
		h.t.Fatalf("the article is %s, and its sign-off %+v", page.State, s)
	}
	if s == nil {
		h.signed = shownSignOff{}
		return
	}
	if !page.Gate.Open() && h.replay.signature != nil && h.replay.signature.rules == h.replay.rules || s.SHA256 != page.Revision.SHA256 {
		h.t.Fatalf("%+v is valid while the gate is %+v", s, page.Gate.Reasons)
	}
	if h.signed.id == s.ID && h.signed.pages != saw {
		h.t.Fatalf("the sign-off is valid, but covers\n%s\nand not\n%s", h.signed.pages, saw)
	}
	h.signed = shownSignOff{s.ID, saw}
}
