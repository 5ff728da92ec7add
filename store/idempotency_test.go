package store_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A failure after the action rolls it back: the response and the action are stored together or not at all.
// The key is free again after a day.
func TestIdempotentRequestRunsOnce(t *testing.T) {
	t.Parallel()
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news := storetest.Newsroom(t, s)
		once := models.IdempotentRequest{
			Key:        "k",
			Request:    "POST /x",
			BodySHA256: "0123456789012345678901234567890123456789012345678901234567890123",
		}
		made := func(fails error) func(context.Context) (models.IdempotentResponse, error) {
			return func(ctx context.Context) (models.IdempotentResponse, error) {
				a, err := s.CreateArticle(ctx, news.Writer, models.NewArticle{Title: "T", Text: "A.", DeskID: news.Desk.ID})
				if err != nil {
					return models.IdempotentResponse{}, err
				}
				whole, err := s.ArticleDetail(ctx, news.Writer, a.ID) // sees uncommitted changes
				if err != nil || len(whole.Sentences) != 1 {
					t.Errorf("%+v %v", whole, err)
				}
				return models.IdempotentResponse{ArticleID: a.ID, Status: 201, Body: []byte("made")}, fails
			}
		}
		articles := func() int {
			list, _, err := s.Articles(ctx, news.Writer, models.ArticleFilter{}, models.Page{})
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		lost := errors.New("lost")
		if _, _, err := s.RunIdempotent(ctx, news.Writer, once, made(lost)); !errors.Is(err, lost) || articles() != 0 {
			t.Errorf("%v, and %d articles", err, articles())
		}
		for i := range 2 {
			a, again, err := s.RunIdempotent(ctx, news.Writer, once, made(nil))
			testutil.Must(t, err)
			testutil.Equal(t, "again", again, (i == 1))
			testutil.Equal(t, "string(a.Body)", string(a.Body), "made")
			testutil.Equal(t, "articles()", articles(), 1)
		}
		if _, err := db.Exec("UPDATE api_answers SET at = $1", time.Now().UTC().Add(-25*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if _, again, err := s.RunIdempotent(ctx, news.Writer, once, made(nil)); err != nil || again || articles() != 2 {
			t.Errorf("%v %v, and %d articles", again, err, articles())
		}
		var kept int
		if err := db.QueryRow("SELECT count(*) FROM api_answers").Scan(&kept); err != nil || kept != 1 {
			t.Errorf("%d responses are stored: %v", kept, err)
		}
		if v, err := s.Verify(ctx); err != nil || v.Break != "" {
			t.Errorf("%+v, %v", v, err)
		}
	})
}
