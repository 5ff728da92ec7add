package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
	"linecheck/store/transfer"
)

// downgradeToFormat1 converts a database's hash chain to format 1, as an older program left it.
func downgradeToFormat1(t *testing.T, db *sql.DB) {
	t.Helper()
	restore := withoutEventTriggers(t, db)
	defer restore()
	rows, err := db.Query("SELECT id, at, actor_id, action, object, object_id, article_id, desk_id, before, after FROM events ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	var events []models.Event
	for rows.Next() {
		e := models.Event{Format: models.EventFormat1}
		if err := rows.Scan(&e.ID, &e.At, &e.ActorID, &e.Action, &e.Object, &e.ObjectID, &e.ArticleID, &e.DeskID, &e.Before, &e.After); err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	head := models.ChainStart
	for _, e := range events {
		e.PrevHash = head
		head = e.ComputeHash()
		_, err := db.Exec(
			"UPDATE events SET format = 1, salt = '', payload_sha256 = '', door = '', prev_hash = $1, hash = $2 WHERE id = $3",
			e.PrevHash,
			head,
			e.ID,
		)
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec("UPDATE chain SET format = 1, head = $1", head); err != nil {
		t.Fatal(err)
	}
}

// withoutEventTriggers drops the triggers of events until restore is called.
func withoutEventTriggers(t *testing.T, db *sql.DB) (restore func()) {
	t.Helper()
	exec := func(statement string) {
		t.Helper()
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	var made string
	if err := db.QueryRow("SELECT sql FROM sqlite_schema WHERE name = 'events_immutable'").Scan(&made); err != nil {
		exec("ALTER TABLE events DISABLE TRIGGER USER")
		return func() { exec("ALTER TABLE events ENABLE TRIGGER USER") }
	}
	exec("DROP TRIGGER events_immutable")
	return func() { exec(made) }
}

// retitle changes an article's title.
func retitle(t *testing.T, s *store.Store, r models.Reader, articleID int64, title string) {
	t.Helper()
	page, err := s.ArticlePage(ctx, r, articleID)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.EditArticle(ctx, r, articleID, models.ArticleEdit{Title: title, Language: page.Language, Version: page.Version}); err != nil {
		t.Fatal(err)
	}
}

func column(t *testing.T, db *sql.DB, query string, args ...any) string {
	t.Helper()
	var value string
	if err := db.QueryRow(query, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func TestNewChainStartsInFormat2(t *testing.T) {
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		newsroomWithAllRows(t, s)
		if got := column(t, db, "SELECT min(format) || ' ' || max(format) FROM events"); got != "2 2" {
			t.Errorf("the formats are %s", got)
		}
		if got := column(t, db, "SELECT count(*) - count(DISTINCT salt) FROM events"); got != "0" {
			t.Errorf("%s salts were used twice", got)
		}
		if got := column(t, db, "SELECT count(*) FROM events WHERE action = $1", models.EventFormatChanged); got != "0" {
			t.Error("a chain that never had another format names a change")
		}
		verify(t, s)
	})
}

func TestOldChainContinuesInFormat2(t *testing.T) {
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news, place := newsroomWithAllRows(t, s)
		downgradeToFormat1(t, db)
		before := verify(t, s)
		retitle(t, s, news.Editor, place.ArticleID, "A title")
		retitle(t, s, news.Editor, place.ArticleID, "Another title")
		after := verify(t, s)
		if after.Length <= before.Length+1 {
			t.Fatalf("%d events before and %d after: nothing was written", before.Length, after.Length)
		}
		changed := column(
			t,
			db,
			"SELECT id || ' ' || format || ' ' || before || after FROM events WHERE action = $1",
			models.EventFormatChanged,
		)
		if want := fmt.Sprintf(`%d 2 {"format":1}{"format":2}`, before.Length+1); changed != want {
			t.Errorf("the change is named as %s, want %s", changed, want)
		}
		if got := column(t, db, "SELECT count(*) FROM events WHERE (format = 2) <> (id > $1)", before.Length); got != "0" {
			t.Errorf("%s events have the format of the other side of the change", got)
		}
	})
}

// An action that is rolled back leaves no trace, including the change of format. The next action records it.
func TestFormatChangeIsPartOfTheFirstAction(t *testing.T) {
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news, place := newsroomWithAllRows(t, s)
		downgradeToFormat1(t, db)
		if err := s.EditArticle(ctx, news.Editor, place.ArticleID, models.ArticleEdit{Title: "A title", Language: "en", Version: 1 << 30}); err == nil {
			t.Fatal("a stale edit is carried out")
		}
		if got := column(t, db, "SELECT max(format) FROM events"); got != "1" {
			t.Errorf("an act that failed has left an event of format %s", got)
		}
		verify(t, s)
	})
}

func TestErasedPayloadKeepsTheChain(t *testing.T) {
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		newsroomWithAllRows(t, s)
		whole := verify(t, s)
		if whole.Erased != 0 {
			t.Errorf("%d payloads count as erased before any was", whole.Erased)
		}
		result, err := db.Exec("UPDATE events SET before = '', after = '', salt = '', erased_at = $1", "2026-05-06 07:08:09+00:00")
		if err != nil {
			t.Fatal(err)
		}
		if n, err := result.RowsAffected(); err != nil || int(n) != whole.Length {
			t.Fatalf("%d of %d events were erased: %v", n, whole.Length, err)
		}
		got := verify(t, s)
		if got.Erased != whole.Length || got.Head != whole.Head || got.Length != whole.Length {
			t.Errorf("got %+v, want all of %+v erased", got, whole)
		}
	})
}

// If the newest payload of a row was erased, an older one is not compared with the row.
func TestVerifyIgnoresErasedPayloads(t *testing.T) {
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		news, place := newsroomWithAllRows(t, s)
		retitle(t, s, news.Editor, place.ArticleID, "Another title")
		erase := "UPDATE events SET before = '', after = '', salt = '', erased_at = '2026-05-06 07:08:09+00:00' WHERE "
		if _, err := db.Exec(erase + "action IN ('article edited', 'annotation made') OR id = (SELECT max(id) FROM events WHERE action = 'role set')"); err != nil {
			t.Fatal(err)
		}
		if v := verify(t, s); v.Erased != 3 {
			t.Errorf("%d payloads count as erased, want 3", v.Erased)
		}
	})
}

func TestPartialErasureIsRefused(t *testing.T) {
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		newsroomWithAllRows(t, s)
		at := "erased_at = '2026-05-06 07:08:09+00:00'"
		other := "'" + strings.Repeat("0", 64) + "'" // a hash that no event has
		for _, set := range []string{
			at,
			"before = '', after = '', salt = ''",
			"before = '', after = '', " + at,
			"before = '', salt = '', " + at,
			"before = '', after = '{}', salt = '', " + at,
			"before = '', after = '', salt = '', payload_sha256 = " + other + ", " + at,
			"before = '', after = '', salt = '', action = 'x', " + at,
			"before = '', after = '', salt = '', door = 'x', " + at,
			"before = '', after = '', salt = '', actor_id = NULL, " + at,
			"before = '', after = '', salt = '', at = '2026-05-06 07:08:09+00:00', " + at,
			"before = '', after = '', salt = '', hash = " + other + ", " + at,
			"before = '', after = '', salt = '', desk_id = 2, " + at,
		} {
			if _, err := db.Exec("UPDATE events SET " + set + " WHERE action = 'annotation made'"); err == nil ||
				!strings.Contains(err.Error(), "immutable") {
				t.Errorf("SET %s: %v", set, err)
			}
		}
		erase := "UPDATE events SET before = '', after = '', salt = '', " + at + " WHERE action = 'annotation made'"
		if _, err := db.Exec(erase); err != nil {
			t.Fatal(err)
		}
		for _, again := range []string{erase, "UPDATE events SET erased_at = NULL WHERE erased_at IS NOT NULL", "UPDATE events SET after = '{}' WHERE erased_at IS NOT NULL"} {
			if _, err := db.Exec(again); err == nil {
				t.Errorf("%s was carried out on an erased event", again)
			}
		}
		verify(t, s)
	})
}

func TestPayloadOfFormat1CannotBeErased(t *testing.T) {
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		newsroomWithAllRows(t, s)
		downgradeToFormat1(t, db)
		if _, err := db.Exec("UPDATE events SET before = '', after = '', salt = '', erased_at = '2026-05-06 07:08:09+00:00'"); err == nil {
			t.Error("an event of format 1 was erased")
		}
		verify(t, s)
	})
}

// Changing events without the triggers leaves a trace in every column of format 2.
func TestVerifyNoticesAChangeOfFormat2(t *testing.T) {
	digits := strings.Repeat("1", 64)
	for name, change := range map[string]string{
		"a payload":                    "UPDATE events SET after = '{}' WHERE id = 5",
		"a salt":                       "UPDATE events SET salt = '" + digits + "' WHERE id = 5",
		"a salt removed":               "UPDATE events SET salt = '' WHERE id = 5",
		"a digest":                     "UPDATE events SET payload_sha256 = '" + digits + "' WHERE id = 5",
		"a door":                       "UPDATE events SET door = 'command' WHERE id = 5",
		"a format":                     "UPDATE events SET format = 1, payload_sha256 = '', salt = '' WHERE id = 5",
		"an erasure without an end":    "UPDATE events SET before = '', after = '', salt = '' WHERE id = 5",
		"an erasure that left a salt":  "UPDATE events SET before = '', after = '', erased_at = at WHERE id = 5",
		"the format of the whole":      "UPDATE chain SET format = 1",
		"a change that was never made": "UPDATE events SET action = '" + models.EventFormatChanged + "' WHERE id = 5",
	} {
		t.Run(name, func(t *testing.T) {
			eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
				newsroomWithAllRows(t, s)
				restore := withoutEventTriggers(t, db)
				_, err := db.Exec(change)
				restore()
				if err != nil {
					t.Fatal(err)
				}
				if v, err := s.Verify(ctx); err != nil || v.Break == "" {
					t.Errorf("not noticed: %+v (%v)", v, err)
				}
			})
		})
	}
}

// Rewriting an event of format 2 in format 1, with every later hash, is detected by the format.
func TestVerifyNoticesAStepBackToFormat1(t *testing.T) {
	eachWithRawDB(t, func(t *testing.T, s *store.Store, db *sql.DB) {
		newsroomWithAllRows(t, s)
		length := verify(t, s).Length
		restore := withoutEventTriggers(t, db)
		e := models.Event{
			ID:       int64(length) + 1,
			Format:   models.EventFormat1,
			Action:   "desk made",
			Object:   "desk",
			ObjectID: 99,
			PrevHash: column(t, db, "SELECT head FROM chain"),
		}
		if err := db.QueryRow("SELECT at FROM events ORDER BY id DESC LIMIT 1").Scan(&e.At); err != nil {
			t.Fatal(err)
		}
		e.Hash = e.ComputeHash()
		for _, x := range []struct {
			statement string
			args      []any
		}{
			{"INSERT INTO events (id, at, action, object, object_id, prev_hash, hash) SELECT $1, at, $2, $3, $4, $5, $6 FROM events WHERE id = $7",
				[]any{e.ID, e.Action, e.Object, e.ObjectID, e.PrevHash, e.Hash, length}},
			{"UPDATE chain SET length = $1, head = $2, format = 1", []any{e.ID, e.Hash}},
		} {
			if _, err := db.Exec(x.statement, x.args...); err != nil {
				t.Fatal(err)
			}
		}
		restore()
		want := fmt.Sprintf("event %d has format 1, and the one before it format 2", e.ID)
		if v, err := s.Verify(ctx); err != nil || v.Break != want {
			t.Errorf("got %q (%v), want %q", v.Break, err, want)
		}
	})
}

// A database of the previous version with events opens, verifies, and records the change of format with its
// first action.
func TestUpgradeNamesTheFormat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linecheck.db")
	storetest.OldDatabase(t, path, 25)
	db := storetest.OpenFile(t, path)
	e := models.Event{
		ID:       1,
		Format:   models.EventFormat1,
		Action:   "desk made",
		Object:   "desk",
		ObjectID: 1,
		After:    `{"name":"City desk"}`,
		PrevHash: models.ChainStart,
	}
	if _, err := db.Exec("INSERT INTO events (id, at, action, object, object_id, after, prev_hash, hash) VALUES (1, '0001-01-01 00:00:00+00:00', 'desk made', 'desk', 1, $1, $2, $3)",
		e.After, e.PrevHash, e.ComputeHash()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE chain SET length = 1, head = $1", e.ComputeHash()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := storetest.Open(t, "sqlite:"+path)
	if v := verify(t, s); v.Length != 1 {
		t.Fatalf("there are %d events", v.Length)
	}
	must(s.AddDesk(ctx, "Sport"))(t)
	if got := storetest.ReadColumn(t, "sqlite:"+path, "SELECT format || ' ' || action FROM events ORDER BY id"); strings.Join(
		got,
		", ",
	) != "1 desk made, 2 "+models.EventFormatChanged+", 2 desk made" {
		t.Errorf("the chain is %v", got)
	}
	verify(t, s)
}

// Salts, digests and erasures are kept by a backup and by a transfer to the other engine.
func TestFormat2SurvivesBackupAndCopy(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s, files := storetest.OpenWithFiles(t, address)
		newsroomWithAllRows(t, s)
		storetest.Exec(
			t,
			address,
			"UPDATE events SET before = '', after = '', salt = '', erased_at = '2026-05-06 07:08:09+00:00' WHERE action = 'annotation made'",
		)
		want := verify(t, s)
		if want.Erased == 0 {
			t.Fatal("nothing was erased")
		}
		backup := filepath.Join(t.TempDir(), "backup.zip")
		if got, err := transfer.Backup(ctx, s, backup); err != nil || got != want {
			t.Errorf("the backup: %+v (%v), want %+v", got, err, want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		to := storetest.NewSQLite(t)
		if strings.HasPrefix(address, "sqlite:") {
			if os.Getenv("LINECHECK_TEST_POSTGRES") == "" {
				return
			}
			to = storetest.NewPostgres(t)
		}
		moved, err := transfer.CopyDatabase(context.Background(), transfer.CopyOptions{From: address, To: to, Files: files})
		if err != nil || moved.Chain != want {
			t.Errorf("moved: %+v (%v), want %+v", moved.Chain, err, want)
		}
	})
}
