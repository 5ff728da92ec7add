package transfer_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
	"linecheck/store/transfer"
)

// newsroomAt makes a newsroom with rows in every table, and with values that are easily lost in a copy.
func newsroomAt(t *testing.T, address string) {
	t.Helper()
	s, err := store.Open(ctx, store.Config{URL: address, Files: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	news := storetest.Newsroom(t, s)
	storetest.FullArticle(t, s, news)
	nasty := "e\u0301 \u202Eright to left\u202C \U0001F6B2\u200D \uFEFF \u2028 \uFFFD \U0010FFFF \x01 '\"\\ \t ; -- $1 ? %s"
	_, err = s.CreateArticle(
		ctx,
		news.Writer,
		models.NewArticle{Title: nasty, Text: nasty + ".\n\n" + strings.Repeat("Ünïcödé 一二三 ", 80_000) + ".", DeskID: news.Desk.ID,
			FileName: "empty.txt", Original: &models.Original{SHA256: strings.Repeat("e3", 32), MediaType: "text/plain", Bytes: []byte{}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // a retired key, and one that signs
		if _, err := s.RotateSigningKey(ctx); err != nil {
			t.Fatal(err)
		}
	}
	const key = `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	if err := s.TrustKey(ctx, news.Admin, news.Desk.ID, models.TrustedKeyForm{Name: "Harbour Times", Key: key}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.SignIn(ctx, "admin@example.org", storetest.Password, models.Session{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestCopyDatabase copies a newsroom to PostgreSQL and back. Both copies are equal to the original, and people can work in them.
func TestCopyDatabase(t *testing.T) {
	t.Parallel()
	first, there, back := storetest.SQLite(t), storetest.Postgres(t), storetest.SQLite(t)
	newsroomAt(t, first)
	out := copyAndVerify(t, first, there)
	home := copyAndVerify(t, there, back)
	if len(out.Tables) < 25 || fmt.Sprint(out) != fmt.Sprint(home) || out.Chain.Length < 80 {
		t.Errorf("moved %+v\nand back %+v", out, home)
	}
	for _, address := range []string{there, back} {
		s := storetest.Open(t, address)
		verify(t, s)
		editor, err := s.ReaderByEmail(ctx, "editor@example.org")
		if err != nil {
			t.Fatal(err)
		}
		storetest.CheckedArticle(
			t,
			s,
			storetest.Fixture{
				Desk:           models.Desk{ID: 1},
				Editor:         editor,
				Reviewer:       reader(t, s, "reviewer@example.org"),
				SecondReviewer: reader(t, s, "second@example.org"),
			},
			12,
			20,
		)
		verify(t, s)
		for _, statement := range []string{"UPDATE events SET action = 'x'", "DELETE FROM annotations", "UPDATE messages SET body = 'x'", "DELETE FROM sources"} {
			if err := storetest.TryExec(t, address, statement); err == nil {
				t.Errorf("after the move %q is allowed", statement)
			}
		}
	}
}

func reader(t *testing.T, s *store.Store, email string) models.Reader {
	t.Helper()
	r, err := s.ReaderByEmail(ctx, email)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func copyAndVerify(t *testing.T, from, to string) transfer.CopyResult {
	t.Helper()
	m, err := transfer.CopyDatabase(ctx, transfer.CopyOptions{From: from, To: to})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestCopyRefusesUnportableValues checks that a value which the target cannot store is refused before anything is written.
func TestCopyRefusesUnportableValues(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, want string }{
		"a NUL":               {"UPDATE users SET name = 'A' || char(0) || 'B' WHERE id = 2", "name of the row [2] of users has a NUL character in it, which PostgreSQL cannot keep: nothing was moved"},
		"not UTF-8":           {"UPDATE users SET name = CAST(x'41ff' AS TEXT) WHERE id = 2", "bytes in it that are not UTF-8"},
		"nanoseconds":         {"UPDATE users SET created_at = '2026-01-02 03:04:05.123456789+00:00' WHERE id = 2", "more exact than a microsecond"},
		"an older schema":     {"DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)", "run linecheck migrate first"},
		"a newer schema":      {"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)", "use the newer program"},
		"a column of its own": {"ALTER TABLE users ADD COLUMN shoe_size INTEGER", "the table users has other columns in the other database"},
		"half moved itself":   {"CREATE TABLE moving (name TEXT)", "half a newsroom"},
		"a broken chain":      {"UPDATE chain SET length = length - 1", "broken"},
		"a broken counter":    {"UPDATE desk_counts SET articles = articles + 1", "broken"},
	} {
		t.Run(name, func(t *testing.T) {
			from, to := storetest.SQLite(t), storetest.Postgres(t)
			s := storetest.Open(t, from)
			storetest.Newsroom(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if err := storetest.TryExec(t, from, c.before); err != nil {
				t.Fatal(err)
			}
			if _, err := transfer.CopyDatabase(ctx, transfer.CopyOptions{From: from, To: to}); err == nil ||
				!strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// TestCopyRefusesANonEmptyTarget checks that a target with rows is refused, and so is a source that a server uses.
func TestCopyRefusesANonEmptyTarget(t *testing.T) {
	t.Parallel()
	from := storetest.SQLite(t)
	newsroomAt(t, from)
	t.Run("sqlite", func(t *testing.T) { testNonEmptyTarget(t, from, storetest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { testNonEmptyTarget(t, from, storetest.Postgres(t)) })
	s, err := store.Open(ctx, store.Config{URL: from, Exclusive: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := transfer.CopyDatabase(ctx, transfer.CopyOptions{From: from, To: storetest.SQLite(t)}); err == nil ||
		!strings.Contains(err.Error(), "stop that first") {
		t.Errorf("a newsroom that is served was moved: %v", err)
	}
}

func testNonEmptyTarget(t *testing.T, from, to string) {
	if err := storetest.TryExec(t, to, "CREATE TABLE other (id INTEGER PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	if err := storetest.TryExec(t, to, "INSERT INTO other VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.CopyDatabase(ctx, transfer.CopyOptions{From: from, To: to}); err == nil ||
		!strings.Contains(err.Error(), "not empty: there are rows in other") {
		t.Errorf("moved into a full database: %v", err)
	}
	if err := storetest.TryExec(t, to, "DROP TABLE other"); err != nil {
		t.Fatal(err)
	}
	copyAndVerify(t, from, to)
	if _, err := transfer.CopyDatabase(ctx, transfer.CopyOptions{From: from, To: to}); err == nil ||
		!strings.Contains(err.Error(), "not empty") {
		t.Errorf("moved twice: %v", err)
	}
}

// TestCopyChild is the process that TestCopyResumesAfterKill kills.
func TestCopyChild(t *testing.T) {
	from, to := os.Getenv("LINECHECK_TEST_MOVE_FROM"), os.Getenv("LINECHECK_TEST_MOVE_TO")
	if from == "" {
		t.Skip("only as a child")
	}
	_, err := transfer.CopyDatabase(
		store.WithProgress(ctx, func(p store.Progress) { fmt.Println("STEP", p) }),
		transfer.CopyOptions{From: from, To: to, BatchRows: 7},
	)
	fmt.Println("ENDED", err)
}

// TestCopyResumesAfterKill checks that a copy that was killed at any step resumes and ends with the same result. Until then the target does
// not open as a newsroom, and nothing else can be copied into it.
func TestCopyResumesAfterKill(t *testing.T) {
	testutil.Slow(t, "it starts and kills processes")
	t.Parallel()
	from, other := storetest.SQLite(t), storetest.SQLite(t)
	newsroomAt(t, from)
	s := storetest.Open(t, other)
	storetest.Newsroom(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want := copyAndVerify(t, from, storetest.SQLite(t))
	t.Run("sqlite", func(t *testing.T) { testKilledCopy(t, from, storetest.SQLite(t), other, want) })
	t.Run("postgres", func(t *testing.T) { testKilledCopy(t, from, storetest.Postgres(t), other, want) })
}

func testKilledCopy(t *testing.T, from, to, other string, want transfer.CopyResult) {
	for _, steps := range []int{1, 9, 30, 61} {
		killAfter(t, from, to, steps)
		if _, err := store.Open(ctx, store.Config{URL: to}); err == nil || !strings.Contains(err.Error(), "half a newsroom") {
			t.Fatalf("after %d steps it opens: %v", steps, err)
		}
		if _, err := transfer.CopyDatabase(ctx, transfer.CopyOptions{From: other, To: to}); err == nil ||
			!strings.Contains(err.Error(), "another newsroom") {
			t.Fatalf("after %d steps another newsroom is let in: %v", steps, err)
		}
	}
	resumed := false
	got, err := transfer.CopyDatabase(
		store.WithProgress(ctx, func(p store.Progress) { resumed = resumed || strings.HasPrefix(p.Step, "Continuing") }),
		transfer.CopyOptions{From: from, To: to},
	)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) || !resumed {
		t.Errorf("going on: %v, %v, got %+v", resumed, err, got)
	}
	verify(t, storetest.Open(t, to))
}

// killAfter copies in a child process and kills it after so many steps.
func killAfter(t *testing.T, from, to string, steps int) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCopyChild$", "-test.v")
	child.Env = append(os.Environ(), "LINECHECK_TEST_MOVE_FROM="+from, "LINECHECK_TEST_MOVE_TO="+to)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines, seen := bufio.NewScanner(out), 0
	for seen < steps && lines.Scan() {
		if strings.HasPrefix(lines.Text(), "ENDED") {
			t.Fatalf("it ended before it was killed: %s", lines.Text())
		}
		if strings.HasPrefix(lines.Text(), "STEP") {
			seen++
		}
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	if strings.HasPrefix(to, "postgres") { // the server takes a moment to notice that its client is gone
		testutil.Eventually(t, "the killed move's connection is gone", func() bool {
			return storetest.TryExec(
				t,
				to,
				"SELECT 1 / (CASE WHEN count(*) > 1 THEN 0 ELSE 1 END) FROM pg_stat_activity WHERE datname = current_database()",
			) == nil
		})
	}
}

// TestCopyAnalysesPostgres checks that PostgreSQL has statistics of what was copied, for the plans of the verification.
func TestCopyAnalysesPostgres(t *testing.T) {
	from, to := storetest.SQLite(t), storetest.Postgres(t)
	newsroomAt(t, from)
	copyAndVerify(t, from, to)
	if got := storetest.ReadColumn(t, to, "SELECT relname FROM pg_class WHERE relname = 'sentences' AND reltuples > 0"); len(got) != 1 {
		t.Error("the copied sentences are not analysed")
	}
}
