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

// articleWithClaim returns an article that the reviewer added and the second reviewer read completely, with
// one sourced claim.
func articleWithClaim(t *testing.T, s *store.Store) (storetest.Fixture, models.Article, models.Location) {
	t.Helper()
	news := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, news)
	page, err := s.ArticlePage(ctx, news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	place := storetest.AddClaim(t, s, news.Reviewer, article, "€12 million")
	for _, sentence := range page.AllSentences() {
		if _, err := s.MarkRead(ctx, news.SecondReviewer, sentence.ID); err != nil {
			t.Fatal(err)
		}
	}
	annotate(t, s, news.SecondReviewer, place.ClaimID, 1, "sourced", models.NewEvidence{Title: "Budget", Class: "primary",
		Kind: "document", Locator: "p. 1"})
	return news, article, place
}

// The named writer may sign off what somebody else has read completely, and cannot remove their own name.
func TestNamedWriterMaySign(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, article, _ := articleWithClaim(t, s)
		name := func(who models.Reader, writer *int64) error {
			row, err := s.Article(ctx, news.Editor, article.ID)
			if err != nil {
				t.Fatal(err)
			}
			return s.EditArticle(
				ctx,
				who,
				article.ID,
				models.ArticleEdit{Title: row.Title, Language: row.Language, WriterID: writer, Version: row.Version},
			)
		}
		stranger, editor := news.OtherDeskReviewer.UserID, news.Editor.UserID
		var wrong models.ValidationErrors
		if err := name(news.Reviewer, &stranger); !errors.As(err, &wrong) || wrong.Detail("writer") == "" {
			t.Errorf("somebody of another desk is named: %v", err)
		}
		if err := name(news.Reviewer, &editor); err != nil {
			t.Fatal(err)
		}
		page, err := s.GatePage(ctx, news.Editor, article.ID)
		if err != nil || !page.Gate.Open() || !page.Restriction.IsZero() {
			t.Errorf("for the writer the gate has %+v and the restriction %q: %v", page.Gate.Reasons, page.Restriction, err)
		}
		if err := name(news.Editor, nil); !errors.As(err, &wrong) || wrong.Detail("writer") == "" {
			t.Errorf("the writer removes their own name: %v", err)
		}
		if err := s.SignOff(ctx, news.Editor, article.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes}); err != nil {
			t.Errorf("the writer signs: %v", err)
		}
		verify(t, s)
	})
}

// A claim whose words are gone keeps the gate closed until an editor gives it the outcome cut. Others'
// assertions on it are not withdrawn.
func TestLostClaimKeepsTheGateClosed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, article, place := articleWithClaim(t, s)
		text := strings.Replace(storetest.Text, "Repairs cost €12 million.\n\n", "", 1)
		must(s.ReviseArticle(ctx, news.Reviewer, article.ID, models.NewRevision{Text: text, Base: 1}))(t)
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
		if _, err := s.WithdrawClaim(ctx, news.Editor, place.ClaimID); !strings.Contains(refusalAt(err, "claim"), "end it as “cut”") {
			t.Errorf("an editor withdraws a claim that another checked: %v", err)
		}
		end := func(how, reason string) error {
			_, err := s.Resolve(
				ctx,
				news.Editor,
				place.ClaimID,
				models.OutcomeInput{
					Resolution: how,
					Reason:     reason,
					Version:    card(t, s, news.Auditor, must(s.ClaimLocation(ctx, news.Auditor, place.ClaimID))(t)).Version,
				},
			)
			return err
		}
		if err := end("stands", "It is right."); refusalAt(err, "resolution") == "" {
			t.Errorf("a lost claim has an outcome other than cut: %v", err)
		}
		if err := end("cut", " "); refusalAt(err, "reason") == "" {
			t.Errorf("cut without a reason: %v", err)
		}
		if err := end("cut", "The paragraph is gone."); err != nil {
			t.Fatal(err)
		}
		if page, err = s.GatePage(ctx, news.Editor, article.ID); err != nil || len(page.Gate.Reasons) != 0 {
			t.Errorf("without the claim the gate gives %+v, %v", page.Gate.Reasons, err)
		}
		if rows, n, _, err := s.Claims(ctx, news.Editor, models.Filter{Lost: true}, models.Page{}); err != nil || n != 1 ||
			rows[0].Resolution != "cut" {
			t.Errorf("a claim that was cut is shown as %+v, %v", rows, err)
		}
		verify(t, s)
	})
}

// Sign-offs and overrides cannot be changed directly in the database.
func TestSignOffsAndOverridesAreAppendOnly(t *testing.T) {
	t.Parallel()
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news, article, _ := articleWithClaim(t, s)
		storetest.AddClaim(t, s, news.Reviewer, article, "1911")
		if _, err := s.OverrideGate(ctx, news.Editor, article.ID, models.OverrideInput{Code: "open", Count: 1, Reason: "On air."}); err != nil {
			t.Fatal(err)
		}
		page, err := s.GatePage(ctx, news.Editor, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SignOff(ctx, news.Editor, article.ID, models.SignOffInput{SHA256: page.Revision.SHA256, Changes: page.Changes}); err != nil {
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
