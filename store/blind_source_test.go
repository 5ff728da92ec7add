package store_test

import (
	"errors"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A reviewer who checks blind does not find the source that a colleague gave for a claim that is sealed to them.
func TestBlindReadersDoNotSeeNewSources(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		if err := s.SetSecondReader(ctx, news.Admin, news.Desk.ID, true, true, news.Desk.Version); err != nil {
			t.Fatal(err)
		}
		first, second := must(s.ReaderByEmail(ctx, news.Reviewer.Email))(t), must(s.ReaderByEmail(ctx, news.SecondReviewer.Email))(t)
		article := must(s.CreateArticle(ctx, first, models.NewArticle{Title: "T", Text: "Forty trams cross it.", DeskID: news.Desk.ID}))(t)
		detail := must(s.ArticleDetail(ctx, first, article.ID))(t)
		at := must(
			s.CreateClaim(
				ctx,
				first,
				article.ID,
				models.Selection{Sentence: detail.Sentences[0].ID, FirstWord: 1, LastWord: 2, Kind: "number"},
			),
		)(
			t,
		)
		must(s.Annotate(ctx, first, at.ClaimID, models.AnnotationInput{Status: "sourced", Version: 1, Evidence: []models.NewEvidence{{
			Title: "Tram list", URL: "https://trams.example/list", Kind: "web page", Class: "primary", Stance: "supports"}}}))(t)
		found := func(who models.Reader) int { return len(must(s.Sources(ctx, who, news.Desk.ID, "tram"))(t)) }
		if n := found(first); n != 1 {
			t.Fatalf("who gave the source finds %d", n)
		}
		id := must(s.Sources(ctx, first, news.Desk.ID, "tram"))(t)[0].ID()
		if n := found(second); n != 0 {
			t.Errorf("the colleague finds %d sources before their own verdict", n)
		}
		if _, err := s.SourcePage(ctx, second, id); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("its page: %v, want not found", err)
		}
		must(s.Annotate(ctx, second, at.ClaimID, models.AnnotationInput{Status: "unverified", Note: "Not yet.", Version: 2}))(t)
		if n := found(second); n != 1 {
			t.Errorf("the colleague finds %d sources after their own verdict, want 1", n)
		}
	})
}
