package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// TestRequestCacheSeesOtherProcesses checks that a change of another process is visible at once.
func TestRequestCacheSeesOtherProcesses(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { testRequestCache(t, storetest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { testRequestCache(t, storetest.Postgres(t)) })
}

func testRequestCache(t *testing.T, address string) {
	here, there := storetest.Open(t, address), storetest.Open(t, address)
	news := storetest.Newsroom(t, here)
	article := storetest.AddArticle(t, here, news)
	token, _, err := here.SignIn(ctx, news.Reviewer.Email, storetest.Password, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		before := readArticleVersion(t, here, token, article.ID)
		if again := readArticleVersion(t, here, token, article.ID); again != before {
			t.Errorf("nothing changed, and %+v became %+v", before, again)
		}
		storetest.AddClaim(t, there, news.SecondReviewer, article, fmt.Sprint([]string{"More than", "4,000 people", "Mayor Ines Okoro"}[i]))
		if after := readArticleVersion(t, here, token, article.ID); after.Changes <= before.Changes {
			t.Errorf("another process made a claim, and %+v stayed %+v", before, after)
		}
	}
	r, err := here.Reader(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	news.OtherDeskReviewer.DatabaseVersion = r.DatabaseVersion
	for _, stamp := range []func(context.Context, models.Reader, int64) (models.ArticleVersion, error){here.ArticleVersion, here.CachedArticleVersion} {
		if _, err := stamp(ctx, news.OtherDeskReviewer, article.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger after a reader: %v, want ErrNotFound", err)
		}
	}
	if err := there.DisableUser(ctx, news.Admin, news.Reviewer.UserID); err != nil {
		t.Fatal(err)
	}
	if _, err := here.Reader(ctx, token); !errors.Is(err, models.ErrSignedOut) {
		t.Errorf("disabled by another process: %v, want ErrSignedOut", err)
	}
	if _, err := here.ReaderByAPIToken(ctx, token); !errors.Is(err, models.ErrSignedOut) {
		t.Errorf("a session's token as an API token: %v, want ErrSignedOut", err)
	}
}

func readArticleVersion(t *testing.T, s *store.Store, token string, article int64) models.ArticleVersion {
	t.Helper()
	r, err := s.Reader(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	at, errAt := s.CachedArticleVersion(ctx, r, article)
	got, err := s.ArticleVersion(ctx, r, article)
	if err != nil || errAt != nil {
		t.Fatal(err, errAt)
	}
	if at != got {
		t.Errorf("as of when the reader was recognised %+v, and now %+v", at, got)
	}
	return got
}
