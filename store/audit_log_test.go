package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// eachWithRawDB runs a test on an empty store of each kind with a raw connection to the same database, to
// change it directly.
func eachWithRawDB(t *testing.T, test func(*testing.T, *store.Store, *sql.DB)) {
	t.Run("sqlite", func(t *testing.T) {
		url := storetest.SQLite(t)
		s := storetest.Open(t, url)
		test(t, s, openRawDB(t, "sqlite", strings.TrimPrefix(url, "sqlite:")))
	})
	t.Run("postgres", func(t *testing.T) {
		url := storetest.Postgres(t)
		s := storetest.Open(t, url)
		test(t, s, openRawDB(t, "pgx", url))
	})
}

func openRawDB(t *testing.T, driver, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// newsroomWithAllRows returns a newsroom with every kind of append-only row.
func newsroomWithAllRows(t *testing.T, s *store.Store) (storetest.Fixture, models.Location) {
	t.Helper()
	news := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, news)
	place := storetest.AddClaim(t, s, news.Reviewer, article, "€12 million")
	annotate(t, s, news.Reviewer, place.ClaimID, 1, "sourced", models.NewEvidence{Title: "Budget", Class: "primary",
		Kind: "document", Locator: "p. 1"})
	page, err := s.ArticlePage(ctx, news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.MarkRead(ctx, news.Reviewer, page.Sentences[0].ID); err != nil {
		t.Fatal(err)
	}
	return news, place
}

// Append-only rows cannot be changed or deleted directly in the database.
func TestAppendOnly(t *testing.T) {
	t.Parallel()
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news, place := newsroomWithAllRows(t, s)
		splitLastSentence(t, s, news, place.ArticleID)
		for _, statement := range []string{
			"UPDATE boundaries SET begins = FALSE", "DELETE FROM boundaries",
			"UPDATE annotations SET status = 'disputed'", "UPDATE annotations SET note = 'x'", "DELETE FROM annotations",
			"UPDATE readings SET reader_id = 1", "DELETE FROM readings",
			"UPDATE evidence SET quote = 'x'", "DELETE FROM evidence", "DELETE FROM claims",
			"UPDATE revisions SET text = 'x'", "DELETE FROM revisions",
			"UPDATE events SET action = 'x'", "DELETE FROM events",
		} {
			if _, err := db.Exec(statement); err == nil {
				t.Errorf("%s was carried out", statement)
			}
		}
		if _, err := db.Exec("UPDATE annotations SET withdrawn_at = '2026-01-01 00:00:00+00:00', withdrawn_by = 1"); err != nil {
			t.Errorf("withdrawing: %v", err)
		}
		if _, err := db.Exec("UPDATE annotations SET withdrawn_at = NULL"); err == nil {
			t.Error("a withdrawal was undone")
		}
	})
}

// splitLastSentence splits the article's last sentence before its second word.
func splitLastSentence(t *testing.T, s *store.Store, news storetest.Fixture, articleID int64) {
	t.Helper()
	page, err := s.ArticlePage(ctx, news.Reviewer, articleID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SplitSentenceBefore(ctx, news.Reviewer, page.Sentences[len(page.Sentences)-1].ID, 2); err != nil {
		t.Fatal(err)
	}
}

// Somebody who drops the triggers and changes the audit log leaves a trace that verify detects.
func TestVerifyNotices(t *testing.T) {
	t.Parallel()
	for name, tampering := range map[string]string{
		"a changed event":         "UPDATE events SET after = '{}' WHERE id = 5",
		"a deleted event":         "DELETE FROM events WHERE id = 5",
		"a cut-off tail":          "DELETE FROM events WHERE id = (SELECT max(id) FROM events)",
		"a changed verdict":       "UPDATE annotations SET status = 'disputed'",
		"a claim let go":          "DELETE FROM occurrence_sentences",
		"a correction undone":     "INSERT INTO boundaries (revision_id, at_cp, begins, sentence_id, made_by, made_at) SELECT revision_id, start_cp, FALSE, id, 1, '2026-01-01 00:00:00+00:00' FROM sentences WHERE ordinal = 2",
		"a deleted verdict":       "UPDATE evidence SET annotation_id = NULL; DELETE FROM annotations",
		"a changed text":          "UPDATE revisions SET text = replace(text, '12', '13')",
		"a moved claim":           "UPDATE occurrences SET start_cp = start_cp + 1, end_cp = end_cp + 1",
		"a changed sentence":      "UPDATE sentences SET text = 'x' WHERE ordinal = 2",
		"a sentence's state":      "UPDATE tracks SET state = 'clear' WHERE state = 'unread'",
		"a claim's status":        "UPDATE claims SET status = 'disputed'",
		"an article's counters":   "UPDATE articles SET sentences_unread = sentences_unread - 1, sentences_clear = sentences_clear + 1",
		"a desk's totals":         "UPDATE desk_counts SET claims_sourced = claims_sourced + 1 WHERE claims > 0",
		"a made-up signature":     "UPDATE articles SET state = 'signed'",
		"a made-up second reader": "UPDATE tracks SET twice = TRUE; UPDATE articles SET sentences_twice = sentences",
		"a lost count of readers": "UPDATE articles SET sentences_twice = sentences_twice + 1",
		"a claim that is no more": "UPDATE claims SET withdrawn_at = created_at",
	} {
		t.Run(name, func(t *testing.T) {
			eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
				newsroomWithAllRows(t, s)
				verify(t, s)
				dropTriggers(t, db)
				for _, statement := range strings.Split(tampering, "; ") {
					if _, err := db.Exec(statement); err != nil {
						t.Fatal(err)
					}
				}
				if v, err := s.Verify(ctx); err != nil || v.Break == "" {
					t.Errorf("not noticed (%v)", err)
				}
			})
		})
	}
}

func dropTriggers(t *testing.T, db *sql.DB) {
	t.Helper()
	statements := []string{
		"ALTER TABLE events DISABLE TRIGGER USER",
		"ALTER TABLE annotations DISABLE TRIGGER USER",
		"ALTER TABLE revisions DISABLE TRIGGER USER",
		"ALTER TABLE evidence DISABLE TRIGGER USER",
	}
	rows, err := db.Query("SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'")
	if err == nil {
		statements = nil
		for rows.Next() {
			var statement string
			if err := rows.Scan(&statement); err != nil {
				t.Fatal(err)
			}
			statements = append(statements, statement)
		}
		_ = rows.Close()
	}
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// A database of a newer version is refused and not changed.
func TestNewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	url := storetest.SQLite(t)
	s := storetest.Open(t, url)
	db := openRawDB(t, "sqlite", strings.TrimPrefix(url, "sqlite:"))
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, store.Config{URL: url}); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("opening: %v", err)
	}
}

// Only the owner of the database files can read them.
func TestDatabaseFilesAreOwnerOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "new folder", "line check %41.db")
	s := storetest.Open(t, "sqlite:"+path)
	newsroomWithAllRows(t, s)
	for file, want := range map[string]os.FileMode{filepath.Dir(path): 0o700 | os.ModeDir, path: 0o600, path + "-wal": 0o600} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", filepath.Base(file), info.Mode(), want)
		}
	}
}
