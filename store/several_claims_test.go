package store_test

import (
	"errors"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// severalFixture has two claims that were checked, and one that nobody has checked.
func severalFixture(t *testing.T, s *store.Store) (storetest.Fixture, models.Article, []models.Location, []models.SeenClaim) {
	t.Helper()
	news := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, news)
	var places []models.Location
	for _, words := range []string{"More than 4,000 people", "4,000", "people"} {
		places = append(places, storetest.AddClaim(t, s, news.Reviewer, article, words))
	}
	for _, p := range places[:2] {
		annotate(t, s, news.Reviewer, p.ClaimID, 1, "unverified")
	}
	return news, article, places, []models.SeenClaim{{ID: places[0].ClaimID, Version: 2}, {ID: places[1].ClaimID, Version: 2},
		{ID: places[2].ClaimID, Version: 1}}
}

func TestOneOutcomeForSeveralClaims(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, _, places, seen := severalFixture(t, s)
		read := card(t, s, news.Editor, places[0]).Status
		seen[1].Version = 1 // somebody gave a verdict since
		outcome := models.OutcomeInput{Resolution: "on author", Reason: "The writer was there."}
		if _, err := s.ResolveClaims(ctx, news.Reviewer, seen, outcome); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("a reviewer: %v, want ErrForbidden", err)
		}
		result, err := s.ResolveClaims(ctx, news.Editor, seen, outcome)
		if err != nil {
			t.Fatal(err)
		}
		testutil.Len(t, "changed", result.Changed, 1)
		testutil.Len(t, "left out", result.LeftOut, 2)
		if stale, unchecked := result.LeftOut[0], result.LeftOut[1]; stale.Exact != "4,000" || !errors.Is(stale.Reason, models.ErrStale) ||
			unchecked.Exact != "people" || !models.IsValidationError(unchecked.Reason) {
			t.Errorf("left out: %+v", result.LeftOut)
		}
		got := card(t, s, news.Editor, places[0])
		testutil.Equal(t, "outcome", got.Resolution, models.Resolution("on author"))
		testutil.Equal(t, "status", got.Status, read)
		testutil.Equal(t, "outcome of the claim that changed", card(t, s, news.Editor, places[1]).Resolution, models.Unresolved)
		if _, err := s.ResolveClaims(ctx, news.Editor, seen, outcome); !errors.Is(err, models.ErrStale) {
			t.Errorf("sent twice: %v, want ErrStale", err)
		}
		verify(t, s)
	})
}

func TestSeveralClaimsAreAssignedAndAskedAbout(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, article, places, seen := severalFixture(t, s)
		question := models.NewQuery{To: "writer", Body: "Who counted?"}
		for i, want := range []int{3, 0} { // the second time it is asked already
			result, err := s.AskAboutClaims(ctx, news.Reviewer, seen, question)
			testutil.Len(t, "asked about", result.Changed, want)
			if (err != nil) != (i == 1) {
				t.Errorf("asked %d times: %v", i+1, err)
			}
		}
		rows, _, err := s.Queries(ctx, news.Reviewer, models.QueryFilter{ArticleID: article.ID}, models.Page{})
		if err != nil {
			t.Fatal(err)
		}
		testutil.Len(t, "queries", rows, 3)
		result, err := s.AssignClaims(ctx, news.Editor, seen, models.NewAssignment{Person: news.SecondReviewer.UserID})
		if err != nil {
			t.Fatal(err)
		}
		testutil.Len(t, "assigned", result.Changed, 3)
		if who := card(t, s, news.Editor, places[2]).AssigneeID; who == nil || *who != news.SecondReviewer.UserID {
			t.Errorf("the third claim is assigned to %v", who)
		}
		for _, none := range [][]models.SeenClaim{nil, {seen[0], seen[0]}} {
			if _, err := s.AssignClaims(ctx, news.Editor, none, models.NewAssignment{}); !models.IsValidationError(err) {
				t.Errorf("%v: %v, want a validation error", none, err)
			}
		}
		verify(t, s)
	})
}
