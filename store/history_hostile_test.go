package store_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// retitle changes the title: to other words, to the same words with other blanks or letter case, or to the words of a headline.
func (h *history) retitle(*rapid.T) {
	a := h.page().Article
	titles := []string{"History", "HISTORY", "History!", "His story", "A bridge fell", "Ten of 4,000 fell"}
	title := rapid.SampledFrom(titles).Draw(h.t, "title")
	who := h.anyReader()
	err := h.runDecision(func() error {
		return h.s.EditArticle(ctx, who, a.ID, models.ArticleEdit{Title: title, Language: a.Language, DueAt: a.DueAt, URL: a.URL,
			WriterID: a.WriterID, Version: a.Version - rapid.IntRange(0, 4).Draw(h.t, "behind")/4})
	})
	if err == nil && rapid.Bool().Draw(h.t, "and read it") {
		_ = h.runDecision(func() error {
			_, err := h.s.MarkRead(ctx, who, h.page().TitleSentence.ID)
			return err
		})
	}
}

// policy changes the desk's policy as a random user, who may lack the right.
func (h *history) policy(*rapid.T) {
	desks, err := h.s.Desks(ctx, h.fixture.Admin)
	h.ok(err)
	who, version := h.anyReader(), desks[0].Version
	for _, d := range desks {
		if d.ID == h.fixture.Desk.ID {
			version = d.Version
		}
	}
	if rapid.Bool().Draw(h.t, "second reader") {
		second := rapid.IntRange(0, 2).Draw(h.t, "asked for") == 0
		_ = h.doOutsideArticle(func() error { return h.s.SetSecondReader(ctx, who, h.fixture.Desk.ID, second, false, version) })
		return
	}
	small := rapid.Bool().Draw(h.t, "small desk")
	err = h.doOutsideArticle(func() error {
		secondaries := rapid.SampledFrom([]string{"2", "3"}).Draw(h.t, "secondaries")
		return h.s.SetPolicy(ctx, who, h.fixture.Desk.ID, models.DeskPolicy{Secondaries: secondaries, SmallDesk: small, Version: version})
	})
	if err == nil {
		h.smallDesk = small
	}
}

// closeAccount closes an account, or opens it again.
func (h *history) closeAccount(*rapid.T) {
	who := rapid.SampledFrom([]models.Reader{h.fixture.SecondReviewer, h.fixture.Editor, h.fixture.Writer}).Draw(h.t, "whose")
	by := rapid.SampledFrom([]models.Reader{h.fixture.Admin, h.fixture.Admin, h.fixture.Reviewer}).Draw(h.t, "by")
	err := h.doOutsideArticle(func() error {
		if h.closedAccounts[who.UserID] {
			return h.s.EnableUser(ctx, by, who.UserID)
		}
		return h.s.DisableUser(ctx, by, who.UserID)
	})
	if err == nil {
		h.closedAccounts[who.UserID] = !h.closedAccounts[who.UserID]
	}
}

// reopenAccounts opens every account again, for the next history.
func (h *history) reopenAccounts() {
	for id, closed := range h.closedAccounts {
		if closed {
			_ = h.s.EnableUser(ctx, h.fixture.Admin, id)
		}
	}
}

// claimAtOtherDesk creates a claim in an article of another desk.
func claimAtOtherDesk(t *testing.T, s *store.Store, news storetest.Fixture) models.Location {
	t.Helper()
	n := models.NewArticle{Title: "Elsewhere", Text: "Ten of 4,000 fell. He said so.", DeskID: news.OtherDesk.ID}
	a := must(s.CreateArticle(ctx, news.OtherDeskReviewer, n))(t)
	return must(s.CreateClaim(ctx, news.OtherDeskReviewer, a.ID, models.Selection{Start: 0, End: 3}))(t)
}

// actAsOutsider tries every action with ids of another desk, in both directions: all must be ErrNotFound.
func (h *history) actAsOutsider(*rapid.T) {
	sentences, cards := h.page().Sentences, h.cards()
	who, sentence, claim := h.fixture.OtherDeskReviewer, rapid.SampledFrom(sentences).Draw(h.t, "sentence").ID, int64(0)
	if len(cards) > 0 {
		claim = rapid.SampledFrom(cards).Draw(h.t, "claim").Claim.ID
	}
	if rapid.Bool().Draw(h.t, "the other way") {
		who, claim = rapid.SampledFrom([]models.Reader{h.fixture.Reviewer, h.fixture.Editor, h.fixture.Admin}).
			Draw(h.t, "who"),
			h.otherDeskClaim.ClaimID
		page, err := h.s.ArticlePage(ctx, h.fixture.OtherDeskReviewer, h.otherDeskClaim.ArticleID)
		h.ok(err)
		sentence = page.Sentences[0].ID
	}
	for name, try := range map[string]func() error{
		"read": func() error { _, err := h.s.MarkRead(ctx, who, sentence); return err },
		"confirm": func() error {
			_, err := h.s.ConfirmSentence(ctx, who, sentence, models.ConfirmationInput{})
			return err
		},
		"merge": func() error { _, err := h.s.MergeSentence(ctx, who, sentence); return err },
		"annotate": func() error {
			_, err := h.s.Annotate(ctx, who, claim, models.AnnotationInput{Version: 1, Status: "disputed", Note: "Not so."})
			return err
		},
		"withdraw": func() error { _, err := h.s.WithdrawClaim(ctx, who, claim); return err },
		"resolve": func() error {
			_, err := h.s.Resolve(ctx, who, claim, models.OutcomeInput{Resolution: "stands", Reason: "So it is.", Version: 1})
			return err
		},
	} {
		if err := h.runDecision(try); err == nil || !errors.Is(err, models.ErrNotFound) {
			h.t.Fatalf("somebody of another desk tries to %s: %v", name, err)
		}
	}
}

// ownCorrection lets one user dispute a claim, propose other words, accept them, add them, and mark all of it
// as checked.
func (h *history) ownCorrection(*rapid.T) {
	c, ok := h.anyClaim()
	if !ok || c.Occurrence.Placement == models.Lost {
		return
	}
	who := rapid.SampledFrom([]models.Reader{h.fixture.Editor, h.fixture.Admin, h.fixture.SecondReviewer}).Draw(h.t, "who")
	from, to := c.Occurrence.Exact, rapid.SampledFrom([]string{"Nine", "Nine of 5,000", "ten of 4,000"}).Draw(h.t, "to")
	version := c.Version
	for _, try := range []func() error{
		func() error {
			_, err := h.s.Annotate(ctx, who, c.Claim.ID, models.AnnotationInput{Version: version, Status: "disputed", Note: "Not so."})
			return err
		},
		func() error {
			w, err := h.s.ClaimDetail(ctx, who, c.Claim.ID)
			if err == nil {
				_, err = h.s.ProposeCorrection(ctx, who, c.Claim.ID, models.NewCorrection{From: from, To: to, Version: w.Version})
			}
			return err
		},
		func() error {
			w, err := h.s.ClaimDetail(ctx, who, c.Claim.ID)
			if err != nil || len(w.Corrections) == 0 {
				return err
			}
			k := w.Corrections[len(w.Corrections)-1]
			_, err = h.s.DecideCorrection(ctx, who, k.ID, models.CorrectionDecision{State: "accepted", Version: k.Version})
			return err
		},
	} {
		if rapid.IntRange(0, 5).Draw(h.t, "skip") > 0 {
			_ = h.runDecision(try)
		}
	}
	page := h.page()
	text := strings.Replace(page.Revision.Text, from, to, 1)
	if h.bringDraft(who, page, text) {
		h.confirmAndSource(who, c.Claim.ID)
	}
}

// bringDraft adds a draft.
func (h *history) bringDraft(who models.Reader, was models.ArticlePage, text string) bool {
	return h.runDecision(func() error {
		_, err := h.s.ReviseArticle(ctx, who, h.article.ID, models.NewRevision{Text: text, Base: was.Revision.Number})
		return err
	}) == nil
}

// confirmAndSource lets one user confirm and read every sentence, and call a claim sourced.
func (h *history) confirmAndSource(who models.Reader, claim int64) {
	for _, s := range h.page().AllSentences() {
		_ = h.runDecision(func() error {
			_, err := h.s.ConfirmSentence(ctx, who, s.ID, storetest.FullConfirmation(h.sentence(s.Ordinal)))
			return err
		})
		_ = h.runDecision(func() error {
			_, err := h.s.MarkRead(ctx, who, s.ID)
			return err
		})
	}
	if claim != 0 && rapid.Bool().Draw(h.t, "sourced") {
		_ = h.runDecision(func() error { return h.annotateSourced(who, claim) })
	}
}

// reviseAndRead lets one user add a draft and read all of it at once.
func (h *history) reviseAndRead(*rapid.T) {
	who := rapid.SampledFrom([]models.Reader{h.fixture.SecondReviewer, h.fixture.Editor, h.fixture.Reviewer, h.fixture.Admin}).
		Draw(h.t, "who")
	page := h.page()
	if h.bringDraft(who, page, h.editedText(page)) {
		h.confirmAndSource(who, 0)
	}
}

// sendForgedRequests sends requests that no page offers: for places with other words, for items behind no
// reason, for a text that nobody read.
func (h *history) sendForgedRequests(*rapid.T) {
	page, who := h.page(), h.anyReader()
	s := rapid.SampledFrom(page.Sentences).Draw(h.t, "sentence")
	switch rapid.IntRange(0, 3).Draw(h.t, "what") {
	case 0:
		if c, ok := h.anyClaim(); ok && len(c.Locations) > 0 {
			at := rapid.IntRange(s.Start, s.End-1).Draw(h.t, "at")
			_ = h.runDecision(func() error {
				words := models.Selection{Start: at, End: min(at+len([]rune(c.Exact)), s.End)}
				_, err := h.s.AddSelectedOccurrences(ctx, who, c.Claim.ID, c.Version, c.Locations[0].SentenceID, []models.Selection{words})
				return err
			})
		}
	case 1:
		code := rapid.SampledFrom(models.GateCodes).Draw(h.t, "code")
		kind := rapid.SampledFrom([]models.GateItemKind{models.SentenceItem, models.ClaimItem, models.QueryItem}).Draw(h.t, "kind")
		_ = h.runDecision(func() error {
			wish := models.OverrideInput{Code: string(code), Reason: "because", Items: []models.GateItem{{Kind: kind, ID: s.ID}}}
			_, err := h.s.OverrideGate(ctx, who, h.article.ID, wish)
			return err
		})
	case 2:
		err := h.runDecision(func() error {
			return h.s.SignOff(ctx, who, h.article.ID, models.SignOffInput{SHA256: sha("another text"), Changes: page.Changes})
		})
		if err == nil {
			h.t.Fatal("another text was signed")
		}
	case 3:
		if c, ok := h.anyClaim(); ok && len(c.Corrections) > 0 {
			k := c.Corrections[0]
			err := h.runDecision(func() error {
				_, err := h.s.DecideCorrection(ctx, who, k.ID, models.CorrectionDecision{State: "made", Version: k.Version - 1})
				return err
			})
			if err == nil {
				h.t.Fatal("a correction was decided on a version that nobody read")
			}
		}
	}
}

// useReadOnlyToken acts through a read-only API token.
func (h *history) useReadOnlyToken(*rapid.T) {
	who := rapid.SampledFrom([]models.Reader{h.fixture.Reviewer, h.fixture.Admin}).Draw(h.t, "who")
	who.TokenID, who.ReadOnly = 1, true
	page := h.page()
	s := rapid.SampledFrom(page.Sentences).Draw(h.t, "sentence")
	for name, try := range map[string]func() error{
		"read": func() error { _, err := h.s.MarkRead(ctx, who, s.ID); return err },
		"sign": func() error {
			return h.s.SignOff(ctx, who, h.article.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes})
		},
		"undo": func() error { _, err := h.s.Undo(ctx, who, h.article.ID); return err },
		"revise": func() error {
			_, err := h.s.ReviseArticle(ctx, who, h.article.ID, models.NewRevision{Text: page.Revision.Text + " More.", Base: page.Revision.Number})
			return err
		},
	} {
		if err := h.runDecision(try); !errors.Is(err, models.ErrForbidden) {
			h.t.Fatalf("a token that may only read is used to %s: %v", name, err)
		}
	}
}
