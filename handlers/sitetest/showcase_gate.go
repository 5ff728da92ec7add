package sitetest

import (
	"context"
	"fmt"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// addSignedArticles adds an article that is signed twice, and one that is ready, for the pages.
func (o *Showcase) addSignedArticles(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	sign := func(a models.Article) {
		page, err := o.Store.GatePage(ctx, n.Editor, a.ID)
		must(err)
		must(o.Store.SignOff(ctx, n.Editor, a.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes}))
	}
	override := func(a models.Article) {
		storetest.AddClaim(t, o.Store, n.SecondReviewer, a, "€12 million")
		_, err := o.Store.OverrideGate(
			ctx,
			n.Editor,
			a.ID,
			models.OverrideInput{
				Code:   "open",
				Count:  1,
				Reason: "The minister <confirmed> it on air, which cannot be linked to before tomorrow.",
			},
		)
		must(err)
	}
	o.Signed, o.Ready = NewSettledArticle(t, o.Store, n), NewSettledArticle(t, o.Store, n)
	sign(o.Signed)
	override(o.Signed)
	sign(o.Signed)
	page, err := o.Store.GatePage(ctx, n.Editor, o.Signed.ID)
	must(err)
	_, err = o.Store.WithdrawOverride(ctx, n.Editor, page.Gate.Reasons[0].Override.ID)
	must(err)
	_, err = o.Store.OverrideGate(ctx, n.Editor, o.Signed.ID, models.OverrideInput{Code: "open", Count: 1, Reason: "Again."})
	must(err)
	sign(o.Signed)
	override(o.Ready)
	read, err := o.Store.ArticlePage(ctx, n.Admin, o.Ready.ID)
	must(err)
	_, err = o.Store.UnmarkRead(ctx, n.Reviewer, read.Sentences[0].ID)
	must(err)
	_, err = o.Store.MarkRead(ctx, n.Admin, read.Sentences[0].ID)
	must(err)
}

// GatePath returns the path of an article's gate.
func GatePath(a models.Article) string { return fmt.Sprintf("/articles/%d/gate", a.ID) }

// NewSettledArticle returns an article by the desk's writer that the reviewer has checked completely: its
// gate is open.
func NewSettledArticle(t testing.TB, s *store.Store, n storetest.Fixture) models.Article {
	t.Helper()
	ctx := context.Background()
	a, err := s.CreateArticle(ctx, n.Writer, models.NewArticle{Title: "Bridge closes", Text: storetest.Text, DeskID: n.Desk.ID})
	if err != nil {
		t.Fatal(err)
	}
	readAll := func(who models.Reader) {
		page, err := s.ArticlePage(ctx, n.Auditor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, sentence := range page.AllSentences() {
			if _, err := s.MarkRead(ctx, who, sentence.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	readAll(n.Reviewer)
	GiveVerdict(t, s, n.Reviewer, storetest.AddClaim(t, s, n.Reviewer, a, "1911"), "sourced")
	return a
}
