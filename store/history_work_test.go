package store_test

import (
	"slices"

	"pgregory.net/rapid"

	"linecheck/models"
	"linecheck/store/storetest"
)

// people returns all users by id.
func (h *history) people() map[int64]models.Reader {
	n, by := h.fixture, map[int64]models.Reader{}
	for _, who := range []models.Reader{n.Reviewer, n.SecondReviewer, n.Editor, n.Admin, n.Writer, n.Auditor, n.OtherDeskReviewer} {
		by[who.UserID] = who
	}
	return by
}

// doOutsideArticle runs an action that writes to the audit log without changing the article.
func (h *history) doOutsideArticle(do func() error) error {
	err := h.runDecision(do)
	page, e := h.s.ArticlePage(ctx, h.fixture.Auditor, h.article.ID)
	h.ok(e)
	h.article, h.events, h.checked = page.Article, h.length(), false
	return err
}

// finishArticle lets an honest desk do what the gate requires, one user after the other, and signs.
func (h *history) finishArticle(*rapid.T) {
	n := h.fixture
	signer := rapid.SampledFrom([]models.Reader{n.Editor, n.Editor, n.Admin}).Draw(h.t, "signer")
	readers := []models.Reader{n.SecondReviewer, n.Reviewer, n.Admin, n.Editor}
	readers = slices.DeleteFunc(readers, func(r models.Reader) bool { return r.UserID == signer.UserID })
	h.settleOpenItems(signer)
	for _, reader := range readers {
		gate, err := h.s.GatePage(ctx, signer, h.article.ID)
		if err != nil || gate.Gate.Open() {
			break
		}
		h.checkAll(reader, gate)
	}
	h.rule(signer)
	page := h.page()
	_ = h.runDecision(func() error {
		return h.s.SignOff(ctx, signer, h.article.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes})
	})
}

// settleOpenItems settles everything except reading: queries by their raisers, corrections and lost claims by
// the editor.
func (h *history) settleOpenItems(editor models.Reader) {
	for _, q := range h.queries() {
		if q.State.Unsettled() {
			_ = h.runDecision(func() error {
				_, err := h.s.AdvanceQuery(
					ctx,
					h.people()[q.RaisedBy],
					q.ID,
					models.QueryActionInput{Action: models.SettleQuery, Version: q.Version},
				)
				return err
			})
		}
	}
	for _, c := range h.cards() {
		for _, k := range c.Corrections {
			if k.State == models.CorrectionAccepted {
				_ = h.runDecision(func() error {
					_, err := h.s.DecideCorrection(
						ctx,
						editor,
						k.ID,
						models.CorrectionDecision{State: "declined", Reason: "It is not needed.", Version: k.Version},
					)
					return err
				})
			}
		}
		if c.Occurrence.Placement == models.Lost && c.Resolution != "cut" {
			_ = h.runDecision(func() error {
				w, err := h.s.ClaimDetail(ctx, editor, c.Claim.ID)
				if err != nil {
					return err
				}
				_, err = h.s.Resolve(
					ctx,
					editor,
					c.Claim.ID,
					models.OutcomeInput{Resolution: "cut", Reason: "It is gone.", Version: w.Version},
				)
				return err
			})
		}
	}
}

// checkAll lets one reader check everything that the gate requires.
func (h *history) checkAll(reader models.Reader, gate models.GatePage) {
	claims := map[int64]bool{}
	for _, r := range gate.Gate.OpenReasons() {
		for _, thing := range r.Items {
			for _, id := range thing.Claims {
				claims[id] = true
			}
			if thing.Kind == models.ClaimItem && r.Code == models.GateProof {
				claims[thing.ID] = true
			}
			if r.Code == models.GateSecondReader && thing.Ordinal > 0 {
				for _, c := range h.sentence(thing.Ordinal).Claims {
					claims[c.Claim.ID] = true
				}
			}
		}
	}
	for _, s := range h.page().Sentences {
		if s.State == models.Recheck {
			_ = h.runDecision(func() error {
				_, err := h.s.ConfirmSentence(ctx, reader, s.ID, storetest.FullConfirmation(h.sentence(s.Ordinal)))
				return err
			})
		}
	}
	for _, c := range h.cards() {
		if claims[c.Claim.ID] && c.Occurrence.Placement != models.Lost {
			_ = h.runDecision(func() error { return h.annotateSourced(reader, c.Claim.ID) })
		}
	}
	for _, s := range h.page().AllSentences() {
		_ = h.runDecision(func() error {
			_, err := h.s.MarkRead(ctx, reader, s.ID)
			return err
		})
	}
}

// annotateSourced calls a claim sourced with a document as evidence.
func (h *history) annotateSourced(who models.Reader, claim int64) error {
	w, err := h.s.ClaimDetail(ctx, who, claim)
	if err != nil {
		return err
	}
	_, err = h.s.Annotate(ctx, who, claim, models.AnnotationInput{Version: w.Version, Status: "sourced",
		Evidence: []models.NewEvidence{{Title: "A paper", Class: "primary", Kind: "document", Locator: "p. 1"}}})
	return err
}

// rule lets the editor rule on disagreements, and set outcomes of disputed claims.
func (h *history) rule(editor models.Reader) {
	for _, c := range h.cards() {
		if c.Disagree && c.Status != models.Unchecked {
			_ = h.runDecision(func() error {
				_, err := h.s.Annotate(ctx, editor, c.Claim.ID, models.AnnotationInput{Version: c.Version, Status: "sourced", Ruling: true,
					Note: "The paper says so.", Evidence: []models.NewEvidence{{Title: "A paper", Class: "primary",
						Kind: "document", Locator: "p. 1"}}})
				return err
			})
		}
	}
	for _, c := range h.cards() {
		if (c.Contested || c.Status == models.Disputed || c.Status == models.Unverified) && !c.Disagree &&
			c.Resolution == models.Unresolved {
			_ = h.runDecision(func() error {
				_, err := h.s.Resolve(
					ctx,
					editor,
					c.Claim.ID,
					models.OutcomeInput{Resolution: "stands", Reason: "The paper says so.", Version: c.Version},
				)
				return err
			})
		}
	}
}
