package store_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// gated is an article that the reviewer has read whole, with one claim that is sourced.
func gated(t *testing.T, s *store.Store) (storetest.Fixture, models.Article, models.Place) {
	t.Helper()
	news := storetest.Newsroom(t, s)
	article := storetest.Article(t, s, news)
	page, err := s.ArticlePage(ctx, news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, sentence := range page.Sentences {
		if _, err := s.MarkRead(ctx, news.Reviewer, sentence.ID); err != nil {
			t.Fatal(err)
		}
	}
	place := storetest.Claim(t, s, news.Reviewer, article, "€12 million")
	annotate(t, s, news.Reviewer, place.ClaimID, 1, "sourced", models.NewEvidence{Title: "Budget", Class: "primary"})
	return news, article, place
}

// Who is named as the writer is barred from signing, and cannot take their own name off.
func TestTheWriterIsNamed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, article, _ := gated(t, s)
		name := func(who models.Reader, writer *int64) error {
			row, err := s.Article(ctx, news.Editor, article.ID)
			if err != nil {
				t.Fatal(err)
			}
			return s.EditArticle(ctx, who, article.ID, models.ArticleEdit{Title: row.Title, Language: row.Language, WriterID: writer, Version: row.Version})
		}
		stranger, editor := news.Stranger.UserID, news.Editor.UserID
		var wrong models.Invalid
		if err := name(news.Reviewer, &stranger); !errors.As(err, &wrong) || wrong.Of("writer") == "" {
			t.Errorf("somebody of another desk is named: %v", err)
		}
		if err := name(news.Reviewer, &editor); err != nil {
			t.Fatal(err)
		}
		page, err := s.GatePage(ctx, news.Editor, article.ID)
		if err != nil || !strings.Contains(page.Bar, "You wrote") {
			t.Errorf("the writer is told %q: %v", page.Bar, err)
		}
		read := models.Signing{SHA256: page.Revision.SHA256, Changes: page.Changes}
		if err := s.SignOff(ctx, news.Editor, article.ID, read); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("the writer signs: %v", err)
		}
		if err := name(news.Editor, nil); !errors.As(err, &wrong) || wrong.Of("writer") == "" {
			t.Errorf("the writer takes their own name off: %v", err)
		}
		if err := s.SignOff(ctx, news.Admin, article.ID, read); err != nil {
			t.Errorf("another signs: %v", err)
		}
	})
}

// The gate by itself: the claim is lost by hand.
func TestALostClaimKeepsTheGateClosed(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news, article, place := gated(t, s)
		if _, err := db.Exec("UPDATE occurrences SET placement = 'lost'"); err != nil {
			t.Fatal(err)
		}
		page, err := s.GatePage(ctx, news.Editor, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		got := page.Gate.Reasons
		testutil.Len(t, "the gate gives: got", got, 1)
		testutil.Equal(t, "the gate gives: got[0].Code", got[0].Code, models.GateLost)
		testutil.Equal(t, "the gate gives: got[0].Count", got[0].Count, 1)
		testutil.False(t, "the gate gives: page.Gate.Open()", page.Gate.Open())
		for _, f := range []models.Filter{{ArticleID: article.ID, Lost: true}, {Lost: true}} {
			rows, n, _, err := s.Claims(ctx, news.Editor, f, models.Page{})
			testutil.Must(t, err)
			testutil.Equal(t, "n", n, 1)
			testutil.Len(t, "rows", rows, 1)
			testutil.Equal(t, "rows[0].ID", rows[0].ID, place.ClaimID)
		}
		blocked, _, err := s.Articles(ctx, news.Editor, models.ArticleFilter{Closed: true}, models.Page{})
		if err != nil || len(blocked) != 1 {
			t.Errorf("%d articles have a closed gate: %v", len(blocked), err)
		}
		if _, err := s.WithdrawClaim(ctx, news.Editor, place.ClaimID); err != nil {
			t.Fatal(err)
		}
		if page, err = s.GatePage(ctx, news.Editor, article.ID); err != nil || len(page.Gate.Reasons) != 0 {
			t.Errorf("without the claim the gate gives %+v, %v", page.Gate.Reasons, err)
		}
	})
}

// Signatures and overrides stay as they were given, whoever asks the database.
func TestSignaturesAndOverridesAreKept(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news, article, _ := gated(t, s)
		storetest.Claim(t, s, news.Reviewer, article, "1911")
		if err := s.OverrideGate(ctx, news.Editor, article.ID, models.Overriding{Code: "open", Count: 1, Reason: "On air."}); err != nil {
			t.Fatal(err)
		}
		page, err := s.GatePage(ctx, news.Editor, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SignOff(ctx, news.Editor, article.ID, models.Signing{SHA256: page.Revision.SHA256, Changes: page.Changes}); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{"DELETE FROM signoffs", "DELETE FROM overrides", "UPDATE signoffs SET user_id = 1", "UPDATE signoffs SET sha256 = lower(sha256)",
			"UPDATE overrides SET reason = 'Another.'", "UPDATE overrides SET count = 9"} {
			if _, err := db.Exec(statement); err == nil {
				t.Errorf("%s: done", statement)
			}
		}
		verify(t, s)
	})
}
