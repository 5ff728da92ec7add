package handlers_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// getUnseen returns the list of what a user has not looked at: its count, and the facts of each sentence by
// number.
func getUnseen(v sitetest.Caller, a models.Article) (figure string, sentences map[string]string) {
	v.T.Helper()
	page := v.Page(fmt.Sprintf("/articles/%d/unseen", a.ID))
	sentences = map[string]string{}
	page.Find("[data-ordinal]").Each(func(_ int, row *goquery.Selection) {
		sentences[row.AttrOr("data-ordinal", "")] = sitetest.VisibleText(row.Find(".facts"))
	})
	return sitetest.VisibleText(page.Find("#unseen-figure")), sentences
}

// A second reader has looked at a sentence when they gave their own verdict on each claim and read the rest.
// The author of the words is not a second reader.
func TestWhatASecondReaderHasNotLookedAt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n, ctx := storetest.Newsroom(t, s), context.Background()
		a := sitetest.NewSettledArticle(t, s, n)
		second := sitetest.VisitAs(t, s, n.SecondReviewer)
		if figure, _ := getUnseen(sitetest.VisitAs(t, s, n.Reviewer), a); figure != "0 of 11 sentences not looked at by me" {
			t.Errorf("who looked at everything: %q", figure)
		}
		figure, list := getUnseen(second, a)
		if figure != "11 of 11 sentences not looked at by me" || list["7"] != "Sentence 7 your verdict on “\u20681911\u2069” the rest" {
			t.Errorf("who looked at nothing: %q, of sentence 7 %q", figure, list["7"])
		}
		page, err := s.ArticlePage(ctx, n.SecondReviewer, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.MarkRead(ctx, n.SecondReviewer, page.Sentences[6].ID); err != nil {
			t.Fatal(err)
		}
		if _, list := getUnseen(second, a); list["7"] != "Sentence 7 your verdict on “\u20681911\u2069”" {
			t.Errorf("with the rest read, of sentence 7 %q is left", list["7"])
		}
		sitetest.GiveVerdict(
			t,
			s,
			n.SecondReviewer,
			models.Location{ArticleID: a.ID, Ordinal: 7, ClaimID: page.Sentences[6].ClaimSpans[0].ClaimID},
			"sourced",
		)
		if _, list := getUnseen(second, a); list["7"] != "" || len(list) != 10 {
			t.Errorf("with a verdict of their own %d are left, and of sentence 7 %q", len(list), list["7"])
		}
		own := sitetest.CreateArticle(t, s, n.SecondReviewer, n.Desk, "Mine", "I wrote this. All of it.")
		if figure, list := getUnseen(second, own); figure != "All words count as mine" || len(list) != 0 {
			t.Errorf("of their own words: %q, %d sentences", figure, len(list))
		}
	})
}
