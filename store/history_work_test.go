package store_test

import (
	"slices"

	"pgregory.net/rapid"

	"linecheck/models"
	"linecheck/store/storetest"
)

// people are all of the desk, by their ids.
func (h *history) people() map[int64]models.Reader {
	n, by := h.news, map[int64]models.Reader{}
	for _, who := range []models.Reader{n.Reviewer, n.Second, n.Editor, n.Admin, n.Writer, n.Auditor, n.Stranger} {
		by[who.UserID] = who
	}
	return by
}

// beside does something that writes to the audit log and is no change of the article.
func (h *history) beside(do func() error) error {
	err := h.decide(do)
	page, e := h.s.ArticlePage(ctx, h.news.Auditor, h.article.ID)
	h.ok(e)
	h.article, h.events, h.looked = page.Article, h.length(), false
	return err
}

// work has an honest desk do what the gate asks for, one person after the other, and sign.
func (h *history) work(*rapid.T) {
	n := h.news
	signer := rapid.SampledFrom([]models.Reader{n.Editor, n.Editor, n.Admin}).Draw(h.t, "signer")
	readers := []models.Reader{n.Second, n.Reviewer, n.Admin, n.Editor}
	readers = slices.DeleteFunc(readers, func(r models.Reader) bool { return r.UserID == signer.UserID })
	h.clear(signer)
	for _, reader := range readers {
		gate, err := h.s.GatePage(ctx, signer, h.article.ID)
		if err != nil || gate.Gate.Open() {
			break
		}
		h.checkAll(reader, gate)
	}
	h.rule(signer)
	page := h.page()
	_ = h.decide(func() error {
		return h.s.SignOff(ctx, signer, h.article.ID, models.Signing{SHA256: page.Revision.SHA256, Changes: page.Changes})
	})
}

// clear settles what is no reading: queries by their raisers, corrections and lost claims by the editor.
func (h *history) clear(editor models.Reader) {
	for _, q := range h.queries() {
		if q.State.Unsettled() {
			_ = h.decide(func() error {
				_, err := h.s.StepQuery(ctx, h.people()[q.RaisedBy], q.ID, models.QueryStep{Act: models.SettleQuery, Version: q.Version})
				return err
			})
		}
	}
	for _, c := range h.cards() {
		for _, k := range c.Corrections {
			if k.State == models.CorrectionAccepted {
				_ = h.decide(func() error {
					_, err := h.s.DecideCorrection(ctx, editor, k.ID, models.Deciding{State: "declined", Reason: "It is not needed.", Version: k.Version})
					return err
				})
			}
		}
		if c.Occurrence.Placement == models.Lost && c.Resolution != "cut" {
			_ = h.decide(func() error {
				w, err := h.s.WholeClaim(ctx, editor, c.Claim.ID)
				if err != nil {
					return err
				}
				_, err = h.s.Resolve(ctx, editor, c.Claim.ID, models.Ending{Resolution: "cut", Reason: "It is gone.", Version: w.Version})
				return err
			})
		}
	}
}

// checkAll has one reader look at everything that the gate asks for.
func (h *history) checkAll(reader models.Reader, gate models.GatePage) {
	claims := map[int64]bool{}
	for _, r := range gate.Gate.Standing() {
		for _, thing := range r.Things {
			for _, id := range thing.Claims {
				claims[id] = true
			}
			if thing.Kind == models.ClaimThing && r.Code == models.GateProof {
				claims[thing.ID] = true
			}
			if r.Code == models.GateSecond && thing.Ordinal > 0 {
				for _, c := range h.sentence(thing.Ordinal).Claims {
					claims[c.Claim.ID] = true
				}
			}
		}
	}
	for _, s := range h.page().Sentences {
		if s.State == models.Recheck {
			_ = h.decide(func() error {
				_, err := h.s.ConfirmSentence(ctx, reader, s.ID, storetest.Ticked(h.sentence(s.Ordinal)))
				return err
			})
		}
	}
	for _, c := range h.cards() {
		if claims[c.Claim.ID] && c.Occurrence.Placement != models.Lost {
			_ = h.decide(func() error { return h.source(reader, c.Claim.ID) })
		}
	}
	for _, s := range h.page().AllSentences() {
		_ = h.decide(func() error {
			_, err := h.s.MarkRead(ctx, reader, s.ID)
			return err
		})
	}
}

// source has somebody find a claim sourced, on a paper.
func (h *history) source(who models.Reader, claim int64) error {
	w, err := h.s.WholeClaim(ctx, who, claim)
	if err != nil {
		return err
	}
	_, err = h.s.Annotate(ctx, who, claim, models.Tag{Version: w.Version, Status: "sourced",
		Evidence: []models.NewEvidence{{Title: "A paper", Class: "primary", Kind: "document", Locator: "p. 1"}}})
	return err
}

// rule has the editor rule on disagreements, and say how claims ended that are disputed.
func (h *history) rule(editor models.Reader) {
	for _, c := range h.cards() {
		if c.Disagree && c.Status != models.Unchecked {
			_ = h.decide(func() error {
				_, err := h.s.Annotate(ctx, editor, c.Claim.ID, models.Tag{Version: c.Version, Status: "sourced", Ruling: true,
					Note: "The paper says so.", Evidence: []models.NewEvidence{{Title: "A paper", Class: "primary",
						Kind: "document", Locator: "p. 1"}}})
				return err
			})
		}
	}
	for _, c := range h.cards() {
		if (c.Contested || c.Status == models.Disputed || c.Status == models.Unverified) && !c.Disagree && c.Resolution == models.Unresolved {
			_ = h.decide(func() error {
				_, err := h.s.Resolve(ctx, editor, c.Claim.ID, models.Ending{Resolution: "stands", Reason: "The paper says so.", Version: c.Version})
				return err
			})
		}
	}
}
