package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A backup made while users write contains everything that was acknowledged before it began, without
// duplicates, and everything in it has its events.
func TestTortureBackup(t *testing.T) {
	skipUnlessTorture(t)
	eachEngine(t, func(t *testing.T, n *torture) {
		n.start()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		working := n.work(ctx)
		for round := range 3 {
			n.waitUntil("writing", func() bool { return n.acknowledgedCount() > 200*(round+1) })
			had := map[*attempt]bool{}
			for _, h := range n.users {
				h.mutex.Lock()
				for _, d := range h.attempts {
					had[d] = d.acknowledged
				}
				h.mutex.Unlock()
			}
			before := n.acknowledgedCount()
			file := filepath.Join(t.TempDir(), "newsroom.tar.gz")
			n.ok("", "backup", file)
			during := n.acknowledgedCount() - before
			if during == 0 {
				t.Error("nothing was written while the backup was made: that proves nothing")
			}
			back := &torture{t: t, binary: n.binary, data: filepath.Join(t.TempDir(), "back")}
			back.ok("", "restore", file)
			for _, h := range n.users {
				copied := &tortureUser{number: h.number}
				h.mutex.Lock()
				for _, d := range h.attempts {
					was := *d
					was.acknowledged, was.id = had[d], 0
					copied.attempts = append(copied.attempts, &was)
				}
				h.mutex.Unlock()
				back.users = append(back.users, copied)
			}
			t.Logf("%d writes acknowledged while it was made; restored: %s", during, back.compare())
		}
		stop()
		working.Wait()
		n.kill()
		n.confirmPending()
		t.Logf("the newsroom itself: %s", n.compare())
	})
}

// A program that is killed during a migration leaves a database that the next start migrates, with its
// contents.
func TestTortureMigration(t *testing.T) {
	skipUnlessTorture(t)
	tracer, err := findTracer()
	if err != nil {
		testutil.Missing(t, "strace is not installed (Debian: apt-get install strace)")
	}
	starts := map[string]func(t *testing.T) (n *torture, from int){
		"an old SQLite": func(t *testing.T) (*torture, int) {
			n := &torture{t: t, data: t.TempDir()}
			storetest.OldDatabase(t, filepath.Join(n.data, "linecheck.db"), 12)
			return n, 12
		},
		"a new SQLite": func(t *testing.T) (*torture, int) { return &torture{t: t, data: t.TempDir()}, 0 },
		"a new PostgreSQL": func(t *testing.T) (*torture, int) {
			database := startPostgres(t)
			return &torture{t: t, data: t.TempDir(), database: &database}, 0
		},
	}
	tries := tortureNumber(t, "LINECHECK_TORTURE_MIGRATIONS", 30)
	for name, make := range starts {
		t.Run(name, func(t *testing.T) {
			binary := testutil.Linecheck(t)
			half, kills, newest, empty := 0, 0, 0, 0
			var usual time.Duration
			tries := tries
			if strings.Contains(name, "PostgreSQL") {
				tries /= 3 // each has a server of its own
			}
			for range tries {
				n, from := make(t)
				n.binary, n.log = binary, filepath.Join(t.TempDir(), "log")
				if n.database == nil { // a step takes only a moment, so syncs are slowed down to let kills happen between them
					n.wrapperCommand = []string{
						tracer,
						"-D",
						"-f",
						"-o",
						"/dev/null",
						"-e",
						"trace=fsync,fdatasync",
						"-e",
						"inject=fsync,fdatasync:delay_enter=20000",
					}
				}
				if newest == 0 { // the first is not killed, to measure its duration
					began := time.Now()
					n.start()
					usual = time.Since(began)
					n.kill()
					newest = newestMigration(t, n)
					continue
				}
				for again, reached := 0, from; again < 4; again++ { // killed a few times, unless it finished before
					ctx, stop := context.WithTimeout(t.Context(), rand.N(usual))
					err := n.tryStart(ctx)
					<-ctx.Done()
					stop()
					n.kill()
					if err == nil {
						break
					}
					kills++
					at := n.version()
					if at < reached {
						t.Fatalf("the schema went back from step %d to %d", reached, at)
					}
					if at > from && at < newest {
						half++
					}
					reached = at
				}
				n.wrapperCommand = nil
				if n.database == nil && from == 0 && removeEmpty(t, n.data) {
					empty++
				}
				n.start()
				n.kill()
				if intact := n.ok("", "verify"); !strings.HasPrefix(intact, "intact") {
					t.Fatal(intact)
				}
				if from > 0 {
					db := n.open()
					var desks int
					if err := db.QueryRow("SELECT count(*) FROM desks WHERE name = 'City desk'").Scan(&desks); err != nil || desks != 1 {
						t.Fatalf("%d desks of the old newsroom: %v", desks, err)
					}
					_ = db.Close()
					if _, err := os.Stat(filepath.Join(n.data, fmt.Sprintf("linecheck.db.version-%d", from))); err != nil {
						t.Errorf("no copy of the database before the migration: %v", err)
					}
				}
			}
			if half == 0 {
				t.Errorf("none of %d kills was half-way: that proves nothing", kills)
			}
			t.Logf(
				"%d kills, %d of them between two steps; brought up to date and intact %d times, %d of them after an empty file was removed as the program asks",
				kills,
				half,
				tries-1,
				empty,
			)
		})
	}
}

// removeEmpty removes the file of a newsroom that was killed before it had any content, as the next start
// demands.
func removeEmpty(t *testing.T, data string) bool {
	t.Helper()
	path := filepath.Join(data, "linecheck.db")
	if info, err := os.Stat(path); err != nil || info.Size() > 0 {
		return false
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	return true
}

// version returns the newest migration that was applied, or 0.
func (n *torture) version() int {
	if n.database == nil && !fileExists(filepath.Join(n.data, "linecheck.db")) {
		return 0 // opening it would create it
	}
	db := n.open()
	defer db.Close()
	var at int
	_ = db.QueryRow("SELECT coalesce(max(version_id), 0) FROM goose_db_version").Scan(&at) // 0 without the table
	return at
}

// newestMigration returns the number of migrations.
func newestMigration(t *testing.T, n *torture) int {
	t.Helper()
	address := "sqlite:" + filepath.Join(n.data, "linecheck.db")
	if n.database != nil {
		address = n.database.address
	}
	steps, err := store.MigrationStatus(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return len(steps)
}
