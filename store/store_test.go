package store_test

import (
	"context"
	"errors"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

var ctx = context.Background()

func TestAnnotate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		place := storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people")

		primary := models.NewEvidence{Title: "Traffic count", URL: "https://city.example/count", Class: "primary"}
		annotate(t, s, news.Reviewer, place.ClaimID, 1, "sourced", primary)
		got := card(t, s, news.Reviewer, place)
		testutil.Equal(t, "after sourced: got.Status", got.Status, models.Sourced)
		testutil.Equal(t, "after sourced: got.Version", got.Version, 2)
		testutil.Len(t, "after sourced: got.Evidence", got.Evidence, 1)
		testutil.Len(t, "after sourced: got.History", got.History, 3)
		_, err := s.Annotate(ctx, news.SecondReviewer, place.ClaimID, models.AnnotationInput{Status: "disputed", Version: 1, Note: "Not so."})
		if !errors.Is(err, models.ErrStale) {
			t.Errorf("a stale version: %v, want ErrStale", err)
		}
		annotate(t, s, news.SecondReviewer, place.ClaimID, 2, "disputed")
		if got := card(t, s, news.Reviewer, place); got.Status != models.Disputed || !got.Disagree {
			t.Errorf("two different verdicts: %s, disagree %v", got.Status, got.Disagree)
		}
		if _, err := s.Undo(ctx, news.SecondReviewer, article.ID); err != nil {
			t.Fatal(err)
		}
		if got := card(t, s, news.Reviewer, place); got.Status != models.Sourced || got.Disagree {
			t.Errorf("after the undo: %s, disagree %v", got.Status, got.Disagree)
		}
		verify(t, s)
	})
}

func annotate(t *testing.T, s *store.Store, r models.Reader, claim int64, version int, status string, evidence ...models.NewEvidence) {
	t.Helper()
	tag := models.AnnotationInput{Status: status, Note: "As I see it.", Version: version, Evidence: evidence}
	if _, err := s.Annotate(ctx, r, claim, tag); err != nil {
		t.Fatal(err)
	}
}

func card(t *testing.T, s *store.Store, r models.Reader, p models.Location) models.ClaimCard {
	t.Helper()
	page, err := s.SentencePage(ctx, r, p.ArticleID, p.Ordinal)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range page.Claims {
		if c.Claim.ID == p.ClaimID {
			return c
		}
	}
	t.Fatalf("claim %d is not on the page of sentence %d", p.ClaimID, p.Ordinal)
	return models.ClaimCard{}
}

func verify(t *testing.T, s *store.Store) models.Verification {
	t.Helper()
	v, err := s.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if v.Break != "" {
		t.Fatalf("verify: %s", v.Break)
	}
	return v
}
