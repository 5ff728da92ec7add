package sitetest

import (
	"context"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// addArticles adds articles and works on them.
func (o *Showcase) addArticles(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	o.Article = storetest.AddArticle(t, o.Store, n)
	o.persianArticle = CreateArticle(
		t,
		o.Store,
		n.Reviewer,
		n.Desk,
		"پل بسته می\u200cشود",
		"پل قدیمی در ۳ مارس بسته می\u200cشود. هر روز 4,000 نفر از آن می\u200cگذرند.",
	)
	o.splitAndMergeBack(t, n.Reviewer)
	o.Trashed = CreateArticle(t, o.Store, n.Editor, n.Desk, "Thrown away", "A sentence. Another one.")
	if err := o.Store.TrashArticle(ctx, n.Editor, o.Trashed.ID); err != nil {
		t.Fatal(err)
	}
	o.Claim = storetest.AddClaim(t, o.Store, n.Reviewer, o.Article, "More than 4,000 people").ClaimID
	storetest.AddClaim(t, o.Store, n.SecondReviewer, o.Article, "every day")
	proof := []models.NewEvidence{
		{
			Title:     "Traffic count",
			URL:       "https://city.example/count",
			Publisher: "City",
			Class:     "primary",
			Quote:     "4,112 a day",
			Locator:   "p. 3",
		},
	}
	tag := func(who models.Reader, tag models.AnnotationInput) {
		t.Helper()
		if _, err := o.Store.Annotate(ctx, who, o.Claim, tag); err != nil {
			t.Fatal(err)
		}
	}
	tag(n.Reviewer, models.AnnotationInput{Status: "sourced", Version: 1, Evidence: proof})
	tag(n.SecondReviewer, models.AnnotationInput{Status: "disputed", Version: 2, Note: "The count is of 2019."})
	page, err := o.Store.ArticlePage(ctx, n.Reviewer, o.Article.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Store.MarkRead(ctx, n.Reviewer, page.Sentences[0].ID); err != nil {
		t.Fatal(err)
	}
}

// addDuplicates adds an article of identical sentences, some of them settled.
func (o *Showcase) addDuplicates(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o.Duplicates = CreateArticle(
		t,
		o.Store,
		n.Reviewer,
		n.Desk,
		"Echoes",
		strings.Repeat("The bell rang at noon.\n\nNobody came.\n\n", 3)+"The bell rang at noon.",
	)
	page, err := o.Store.ArticlePage(ctx, n.Reviewer, o.Duplicates.ID)
	must(nil, err)
	claim := func(who models.Reader, ordinal int) int64 {
		place, err := o.Store.CreateClaim(
			ctx,
			who,
			o.Duplicates.ID,
			models.Selection{Sentence: page.Sentences[ordinal-1].ID, FirstWord: 5, LastWord: 5},
		)
		must(nil, err)
		return place.ClaimID
	}
	o.DuplicateClaim = claim(n.Reviewer, 1)
	claim(n.SecondReviewer, 5)
	must(o.Store.AddOccurrences(ctx, n.Reviewer, o.DuplicateClaim, 1, page.Sentences[0].ID, []int64{page.Sentences[2].ID}))
	must(o.Store.MarkRead(ctx, n.Reviewer, page.Sentences[1].ID))
}

// addSettledArticle adds an article whose claim has a confidential source, less evidence than required, an
// outcome and corrections.
func (o *Showcase) addSettledArticle(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	o.settledArticle = CreateArticle(t, o.Store, n.Reviewer, n.Desk, "Settled", "Fifty ports were closed.")
	o.settledClaim = storetest.AddClaim(t, o.Store, n.Reviewer, o.settledArticle, "Fifty ports").ClaimID
	inside := models.NewEvidence{
		Title:        "A clerk",
		Kind:         "person",
		Contact:      "by the gate",
		Confidential: true,
		Class:        "secondary",
		Quote:        "Forty-nine.",
		Locator:      "notes, p. 2",
		AccessedOn:   "2026-01-02",
	}
	must(o.Store.AddEvidence(ctx, n.Reviewer, o.settledClaim, inside))
	must(o.Store.EditClaim(ctx, n.Reviewer, o.settledClaim, models.ClaimEdit{Kind: "number", Risk: "legal", Version: 2}))
	must(
		o.Store.Annotate(
			ctx,
			n.Editor,
			o.settledClaim,
			models.AnnotationInput{Status: "sourced", Version: 3, Override: "I saw the list myself."},
		),
	)
	must(
		o.Store.Resolve(
			ctx,
			n.Editor,
			o.settledClaim,
			models.OutcomeInput{Resolution: "stands", Reason: "The desk has decided so.", Version: 4},
		),
	)
	must(
		o.Store.ProposeCorrection(
			ctx,
			n.Reviewer,
			o.settledClaim,
			models.NewCorrection{From: "Fifty", To: "Forty-nine", Reason: "The clerk says so.", Version: 5},
		),
	)
	must(o.Store.ProposeCorrection(ctx, n.Reviewer, o.settledClaim, models.NewCorrection{From: "Fifty", Version: 6}))
	page, err := o.Store.SentencePage(ctx, n.Editor, o.settledArticle.ID, 1)
	must(nil, err)
	o.Correction = page.Claims[0].Corrections[0].ID
	must(
		o.Store.DecideCorrection(
			ctx,
			n.Editor,
			page.Claims[0].Corrections[1].ID,
			models.CorrectionDecision{State: "declined", Reason: "It is not needed.", Version: 1},
		),
	)
}

// importSettledArticle exports the settled article and imports it again.
func (o *Showcase) importSettledArticle(t testing.TB, n storetest.Fixture) {
	t.Helper()
	ctx := context.Background()
	file, err := o.Store.ArticleFile(ctx, n.Auditor, o.settledArticle.ID)
	if err != nil {
		t.Fatal(err)
	}
	file.Article.Title = "Settled elsewhere"
	if o.Imported, err = o.Store.ImportArticle(ctx, n.Editor, n.Desk.ID, "settled.json", []byte(JSON(t, file))); err != nil {
		t.Fatal(err)
	}
}
