package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A token acts for its owner within its scope until it is revoked or expires; each step is an event.
func TestTokens(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		reading, err := s.AddToken(ctx, news.Editor, models.NewToken{Name: " a feed ", Scope: "read", Expires: "90d"})
		if err != nil {
			t.Fatal(err)
		}
		writing, err := s.AddTokenByEmail(ctx, "Editor@example.org", models.NewToken{Scope: "write"})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.ReaderByAPIToken(ctx, reading)
		testutil.Must(t, err)
		testutil.Equal(t, "r.UserID", r.UserID, news.Editor.UserID)
		testutil.Different(t, "r.TokenID", r.TokenID, 0)
		testutil.Equal(t, "r.SessionID", r.SessionID, 0)
		testutil.True(t, "r.ReadOnly", r.ReadOnly)
		testutil.StopIfFailed(t)
		if w, err := s.ReaderByAPIToken(ctx, writing); err != nil || w.ReadOnly || w.TokenID == r.TokenID {
			t.Errorf("%+v, %v", w, err)
		}
		if !r.IsAllowed(models.ActOversee, news.Desk.ID) || r.IsAllowed(models.ActCheck, news.Desk.ID) {
			t.Error("a token that reads may look over the desk, and nothing else")
		}
		if _, err := s.CreateArticle(ctx, r, models.NewArticle{Title: "T", Text: "A.", DeskID: news.Desk.ID}); !errors.Is(
			err,
			models.ErrForbidden,
		) {
			t.Errorf("a token that reads wrote: %v", err)
		}
		if _, err := s.AddToken(ctx, r, models.NewToken{Scope: "write"}); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("a token made another: %v", err)
		}
		list, err := s.Tokens(ctx, news.Editor)
		testutil.Must(t, err)
		testutil.Len(t, "list", list, 2)
		testutil.Equal(t, "list[1].Name", list[1].Name, "a feed")
		testutil.Present(t, "list[1].LastUsedAt", list[1].LastUsedAt != nil)
		testutil.Equal(t, "list[1].ExpiresAt.Sub(list[1].CreatedAt)", list[1].ExpiresAt.Sub(list[1].CreatedAt), 90*24*time.Hour)
		testutil.Equal(t, "list[0].ExpiresAt", list[0].ExpiresAt == nil, true)
		testutil.StopIfFailed(t)
		if err := s.RevokeToken(ctx, news.Admin, r.TokenID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("another revokes it: %v", err)
		}
		for range 2 { // repeating it changes nothing
			if err := s.RevokeToken(ctx, news.Editor, r.TokenID); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.ReaderByAPIToken(ctx, reading); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("a revoked token: %v", err)
		}
		if err := s.RevokeAnyToken(ctx, 99); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a token that never was: %v", err)
		}
		if all, err := s.AllTokens(ctx); err != nil || len(all) != 2 || all[0].Email != "editor@example.org" ||
			all[0].State(time.Now()) != "revoked" ||
			all[1].State(time.Now()) != "active" {
			t.Errorf("%+v, %v", all, err)
		}
		if v, err := s.Verify(ctx); err != nil || v.Break != "" {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

// The use of a token is recorded at most once a minute, and an expired token is invalid.
func TestTokenExpiryAndUse(t *testing.T) {
	t.Parallel()
	address := storetest.SQLite(t)
	s := storetest.Open(t, address)
	news := storetest.Newsroom(t, s)
	token, err := s.AddToken(ctx, news.Editor, models.NewToken{Name: "n", Scope: "read", Expires: "1h"})
	if err != nil {
		t.Fatal(err)
	}
	used := func() time.Time {
		t.Helper()
		if _, err := s.ReaderByAPIToken(ctx, token); err != nil {
			t.Fatal(err)
		}
		list, err := s.Tokens(ctx, news.Editor)
		if err != nil || len(list) != 1 || list[0].LastUsedAt == nil {
			t.Fatalf("%+v, %v", list, err)
		}
		return *list[0].LastUsedAt
	}
	first := used()
	if again := used(); !again.Equal(first) {
		t.Errorf("written down twice within a minute: %v, %v", first, again)
	}
	db := openRawDB(t, "sqlite", strings.TrimPrefix(address, "sqlite:"))
	if _, err := db.Exec("UPDATE api_tokens SET last_used_at = ?", first.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	if later := used(); later.Before(first) {
		t.Errorf("a use after an hour was not written down: %v", later)
	}
	if _, err := db.Exec("UPDATE api_tokens SET expires_at = ?", first.Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReaderByAPIToken(ctx, token); !errors.Is(err, models.ErrSignedOut) {
		t.Errorf("an expired token: %v", err)
	}
}

func TestTokenRefused(t *testing.T) {
	t.Parallel()
	for _, n := range []models.NewToken{{}, {Scope: "all"}, {Scope: "read", Expires: "0d"}, {Scope: "read", Expires: "90"}, {Scope: "read", Expires: "-1d"},
		{Scope: "read", Expires: "1.5d"}, {Scope: "read", Expires: "9999d"}, {Scope: "read", Expires: "999999999999d"}, {Scope: "read", Name: strings.Repeat("x", 101)}, {Scope: "read", Name: "a\x00b"}} {
		if _, _, _, err := n.Check(); !models.IsValidationError(err) {
			t.Errorf("%+v: %v", n, err)
		}
	}
	name, scope, life, err := (models.NewToken{Name: " N ", Scope: "write", Expires: "12h"}).Check()
	testutil.Must(t, err)
	testutil.Equal(t, "name", name, "N")
	testutil.Equal(t, "scope", scope, models.WriteScope)
	testutil.Equal(t, "life", life, 12*time.Hour)
}
