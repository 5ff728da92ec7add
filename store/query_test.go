package store_test

import (
	"errors"
	"fmt"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// raiseQuery raises a query to the writer about the claim or the sentence.
func raiseQuery(t *testing.T, s *store.Store, who models.Reader, n models.NewQuery) int64 {
	t.Helper()
	id, place, err := s.RaiseQuery(ctx, who, n)
	if err != nil || place.ArticleID == 0 {
		t.Fatal(place, err)
	}
	return id
}

// advanceQueryTo does an action on the current version of a query.
func advanceQueryTo(t *testing.T, s *store.Store, who models.Reader, id int64, act models.QueryAction, body string) error {
	t.Helper()
	q, err := s.Query(ctx, who, id)
	if err != nil {
		return err
	}
	_, err = s.AdvanceQuery(ctx, who, id, models.QueryActionInput{Action: act, Body: body, Version: q.Version})
	return err
}

func TestQueryIsSettledByItsRaiser(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, a, "4,000 people")
		id := raiseQuery(t, s, n.Reviewer, models.NewQuery{ClaimID: claim.ClaimID, To: "writer", Body: "Who counted?"})
		waits := func(reader models.Reader, f models.QueryFilter, want int) {
			t.Helper()
			rows, _, err := s.Queries(ctx, reader, f, models.Page{})
			if err != nil || len(rows) != want {
				t.Fatalf("%s sees %d queries of %+v, not %d: %v", reader.Name, len(rows), f, want, err)
			}
		}
		waits(n.Writer, models.QueryFilter{ToMe: true, State: models.QueryOpen}, 1)
		waits(n.Editor, models.QueryFilter{ToMe: true}, 0)
		waits(n.OtherDeskReviewer, models.QueryFilter{}, 0)
		mustSucceed(t, advanceQueryTo(t, s, n.Writer, id, models.ReplyToQuery, "The city did."))
		mustFailWith(t, advanceQueryTo(t, s, n.Writer, id, models.SettleQuery, ""), models.ErrForbidden)
		mustFailWith(t, advanceQueryTo(t, s, n.Editor, id, models.SettleQuery, ""), models.ErrForbidden)
		mustFailWith(t, advanceQueryTo(t, s, n.SecondReviewer, id, models.DismissQuery, "No."), models.ErrForbidden)
		mustFailWith(t, advanceQueryTo(t, s, n.Auditor, id, models.ReplyToQuery, "Hm."), models.ErrForbidden)
		mustFailWith(t, advanceQueryTo(t, s, n.OtherDeskReviewer, id, models.ReplyToQuery, "Hm."), models.ErrNotFound)
		_, err := s.AdvanceQuery(
			ctx,
			n.OtherDeskReviewer,
			id,
			models.QueryActionInput{Action: models.ReplyToQuery, Body: "Hm.", Version: 2},
		)
		mustFailWith(t, err, models.ErrNotFound)
		_, err = s.AdvanceQuery(ctx, n.Reviewer, id, models.QueryActionInput{Action: models.SettleQuery, Version: 1})
		mustFailWith(t, err, models.ErrStale)
		checkOpenQueries(t, s, n, a, 1)
		mustSucceed(t, advanceQueryTo(t, s, n.Reviewer, id, models.SettleQuery, ""))
		checkOpenQueries(t, s, n, a, 0)
		mustFailWith(t, advanceQueryTo(t, s, n.SecondReviewer, id, models.ReopenQuery, ""), models.ErrForbidden)
		mustSucceed(t, advanceQueryTo(t, s, n.Editor, id, models.ReopenQuery, "Which year?"))
		checkOpenQueries(t, s, n, a, 1)
		var invalid models.ValidationErrors
		if err := advanceQueryTo(t, s, n.Editor, id, models.DismissQuery, " \n"); !errors.As(err, &invalid) {
			t.Fatalf("dismissed without a reason: %v", err)
		}
		mustSucceed(t, advanceQueryTo(t, s, n.Editor, id, models.DismissQuery, "The sentence goes."))
		checkOpenQueries(t, s, n, a, 0)
		q, err := s.Query(ctx, n.Auditor, id)
		testutil.Must(t, err)
		testutil.Equal(t, "q.State", q.State, models.QueryDismissed)
		testutil.Equal(t, "q.Reason", q.Reason, "The sentence goes.")
		testutil.Len(t, "q.Thread", q.Thread, 3)
		testutil.Equal(t, "q.Ordinal", q.Ordinal, 5)
		testutil.Equal(t, "q.Words", q.Words, "4,000 people")
		testutil.StopIfFailed(t)
		verify(t, s)
	})
}

// However sentences are split or merged, a query stays with the words that it was raised about, also after an
// undo.
func TestQueryFollowsItsWords(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		page, err := s.ArticlePage(ctx, n.Reviewer, a.ID)
		mustSucceed(t, err)
		asked := page.Sentences[4] // “More than 4,000 people …”
		id := raiseQuery(t, s, n.Reviewer, models.NewQuery{SentenceID: asked.ID, To: "editor", Body: "Sure?"})
		standsIn := func(ordinal int) {
			t.Helper()
			q, err := s.Query(ctx, n.Reviewer, id)
			if err != nil || q.Ordinal != ordinal {
				t.Fatalf("the query is at sentence %d, want %d: %v", q.Ordinal, ordinal, err)
			}
			p, err := s.SentencePage(ctx, n.Reviewer, a.ID, ordinal)
			if err != nil || len(p.Queries) != 1 || p.Sentence.Queries != 1 {
				t.Fatalf("sentence %d shows %+v: %v", ordinal, p.Queries, err)
			}
		}
		standsIn(5)
		_, err = s.MergeSentence(ctx, n.Reviewer, page.Sentences[3].ID)
		mustSucceed(t, err)
		standsIn(4)
		_, err = s.Undo(ctx, n.Reviewer, a.ID)
		mustSucceed(t, err)
		standsIn(5)
		page, err = s.ArticlePage(ctx, n.Reviewer, a.ID)
		mustSucceed(t, err)
		_, err = s.SplitSentenceBefore(ctx, n.Reviewer, page.Sentences[4].ID, 5)
		mustSucceed(t, err)
		standsIn(5)
		verify(t, s)
	})
}

func TestQueryAddressees(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		a := storetest.AddArticle(t, s, n)
		for _, to := range []string{"", "reviewer", "0", "x", fmt.Sprint(n.Reviewer.UserID),
			fmt.Sprint(n.Auditor.UserID), fmt.Sprint(n.OtherDeskReviewer.UserID)} {
			_, _, err := s.RaiseQuery(ctx, n.Reviewer, models.NewQuery{ArticleID: a.ID, To: to, Body: "?"})
			var invalid models.ValidationErrors
			if !errors.As(err, &invalid) || invalid.Detail("to") == "" {
				t.Errorf("asking %q: %v", to, err)
			}
		}
		id := raiseQuery(t, s, n.Reviewer, models.NewQuery{ArticleID: a.ID, To: fmt.Sprint(n.Admin.UserID), Body: "?"})
		q, err := s.Query(ctx, n.Admin, id)
		if err != nil || q.ToRole != models.Editor || q.Asked != n.Admin.Name {
			t.Errorf("%+v, %v", q, err)
		}
		for _, who := range []models.Reader{n.Writer, n.Auditor} {
			_, _, err := s.RaiseQuery(ctx, who, models.NewQuery{ArticleID: a.ID, To: "editor", Body: "?"})
			mustFailWith(t, err, models.ErrForbidden)
		}
		_, _, err = s.RaiseQuery(ctx, n.OtherDeskReviewer, models.NewQuery{ArticleID: a.ID, To: "editor", Body: "?"})
		mustFailWith(t, err, models.ErrNotFound)
		mustSucceed(t, s.TrashArticle(ctx, n.Editor, a.ID))
		mustFailWith(t, advanceQueryTo(t, s, n.Admin, id, models.ReplyToQuery, "!"), models.ErrNotFound)
		_, err = s.AdvanceQuery(ctx, n.Admin, id, models.QueryActionInput{Action: models.ReplyToQuery, Body: "!", Version: 1})
		mustFailWith(t, err, models.ErrNotFound)
		verify(t, s)
	})
}

// checkOpenQueries checks the counters of the article and of its desk.
func checkOpenQueries(t *testing.T, s *store.Store, n storetest.Fixture, a models.Article, want int) {
	t.Helper()
	row, err := s.Article(ctx, n.Editor, a.ID)
	mustSucceed(t, err)
	board, err := s.Dashboard(ctx, n.Editor, models.Filter{}, models.Page{})
	mustSucceed(t, err)
	if row.QueriesOpen != want || board.Totals.QueriesOpen != want {
		t.Fatalf("unsettled: %d of the article and %d of the desk, not %d", row.QueriesOpen, board.Totals.QueriesOpen, want)
	}
}

func mustSucceed(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustFailWith(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}
