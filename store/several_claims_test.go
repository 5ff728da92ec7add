package store_test

import (
	"errors"
	"slices"
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

// An editor who only reviews at another desk decides the claims of their own desk. Those of the other desk, and those that they cannot see,
// are left out.
func TestSeveralClaimsOfDesksWithOtherRoles(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, _, places, seen := severalFixture(t, s)
		night := must(s.CreateDesk(ctx, news.Admin, "Night desk"))(t)
		admin := must(s.ReaderByEmail(ctx, news.Admin.Email))(t)
		editor := storetest.JoinDesk(t, s, admin, news.Editor, models.Reviewer, night)
		there := must(s.CreateArticle(ctx, admin, models.NewArticle{Title: "Night", Text: "The bridge was built in 1911.", DeskID: night.ID}))(t)
		foreign := storetest.AddClaim(t, s, admin, there, "1911")
		annotate(t, s, admin, foreign.ClaimID, 1, "unverified")
		elsewhere := must(s.CreateArticle(ctx, news.OtherDeskReviewer,
			models.NewArticle{Title: "Elsewhere", Text: "It is theirs.", DeskID: news.OtherDesk.ID}))(t)
		hidden := storetest.AddClaim(t, s, news.OtherDeskReviewer, elsewhere, "theirs")
		withdrawn := places[2].ClaimID
		must(s.WithdrawClaim(ctx, news.Reviewer, withdrawn))(t)
		seen = []models.SeenClaim{
			{ID: foreign.ClaimID, Version: 2},
			{ID: hidden.ClaimID, Version: 1},
			{ID: withdrawn, Version: 1},
			seen[0],
			seen[1],
		}

		act := func(seen []models.SeenClaim) (models.ClaimsResult, error) {
			return s.ResolveClaims(ctx, editor, seen, models.OutcomeInput{Resolution: "on author"})
		}
		result := must(act(seen))(t)
		testutil.Len(t, "changed", result.Changed, 2)
		testutil.Len(t, "left out", result.LeftOut, 3)
		for i, want := range []models.ChangedClaim{
			{Exact: "1911", Reason: models.ErrForbidden},
			{Reason: models.ErrNotFound},
			{Reason: models.ErrNotFound},
		} {
			if got := result.LeftOut[i]; got.Exact != want.Exact || !errors.Is(got.Reason, want.Reason) {
				t.Errorf("left out %+v, want %+v", got, want)
			}
		}
		if _, err := act(seen[:1]); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("a claim of the other desk alone: %v, want ErrForbidden", err)
		}
		if _, err := act(seen[1:3]); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("invisible claims alone: %v, want ErrNotFound", err)
		}
		testutil.Equal(t, "outcome at the other desk", card(t, s, admin, foreign).Resolution, models.Unresolved)
		result = must(s.AskAboutClaims(ctx, editor, seen, models.NewQuery{To: "editor", Body: "Who counted?"}))(t)
		testutil.Len(t, "asked about, at both desks", result.Changed, 1) // the others have new versions
		testutil.Equal(t, "asked about", result.Changed[0].Exact, "1911")
		verify(t, s)
	})
}

// An auditor and a read-only token change nothing. An outcome of several claims is taken back like that of one.
func TestSeveralClaimsKeepToTheRules(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, article, places, seen := severalFixture(t, s)
		question := models.NewQuery{To: "editor", Body: "Who counted?"}
		if _, err := s.AskAboutClaims(ctx, news.Auditor, seen, question); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("an auditor: %v, want ErrForbidden", err)
		}
		readOnly := news.Editor
		readOnly.ReadOnly = true
		if _, err := s.ResolveClaims(ctx, readOnly, seen, models.OutcomeInput{Resolution: "stands"}); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("a read-only token: %v, want ErrForbidden", err)
		}
		before := must(s.Article(ctx, news.Editor, article.ID))(t)
		for _, end := range []string{"stands", "none"} {
			must(s.ResolveClaims(ctx, news.Editor, currentVersions(t, s, news.Editor, seen[:2]), models.OutcomeInput{Resolution: end}))(t)
			for _, p := range places[:2] {
				testutil.Equal(t, "outcome", card(t, s, news.Editor, p).Resolution, models.Resolution(end))
			}
		}
		after := must(s.Article(ctx, news.Editor, article.ID))(t)
		testutil.Equal(t, "counts", after.Counts, before.Counts)
		if _, err := s.Undo(ctx, news.Editor, article.ID); !models.IsValidationError(err) {
			t.Errorf("undo: %v, want that the editor has no step to undo", err)
		}
		verify(t, s)
	})
}

// currentVersions returns claims with the versions they have now. Claims that the reader cannot see keep theirs.
func currentVersions(t *testing.T, s *store.Store, r models.Reader, seen []models.SeenClaim) []models.SeenClaim {
	t.Helper()
	rows, _, _, err := s.Claims(ctx, r, models.Filter{}, models.Page{})
	if err != nil {
		t.Fatal(err)
	}
	now := slices.Clone(seen)
	for i := range now {
		for _, row := range rows {
			if row.ID == now[i].ID {
				now[i].Version = row.Version
			}
		}
	}
	return now
}
