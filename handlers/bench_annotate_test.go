package handlers_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store/storetest"
)

// annotatorCount is how many users annotate at once.
const annotatorCount = 64

// BenchmarkAnnotate compares durable annotations by 64 users through HTTP with sequential one-row
// transactions of plain SQLite with the same settings, on the same disk (of_plain), and with the same rows in
// batches of prepared statements (of_floor).
func BenchmarkAnnotate(b *testing.B) {
	folder, kind := diskFolder(b)
	file := filepath.Join(folder, "linecheck.db")
	n := openNewsroom(b, "sqlite:"+file)
	storetest.CopyArticle(b, n.url, storetest.CheckedArticle(b, n.store, n.Fixture, 40, 60), 1000)
	plain, claims := openPlainSQLite(b, filepath.Join(folder, "plain.db")), listClaims(b, file)
	floor := openAnnotationFloor(b, file, listClaims(b, file))
	people := make([]*annotator, annotatorCount)
	for i := range people {
		people[i] = n.annotator(b, i, claims[i*len(claims)/annotatorCount:(i+1)*len(claims)/annotatorCount])
	}
	f := benchResults{}
	for range rounds {
		base := measurePlainRate(b, plain)
		least := floor.measure(b, n.Reviewer.UserID)
		ours, waits, wal := annotateAll(b, people, file+"-wal")
		f.add("of_plain", ours/base)
		f.add("of_floor", ours/least)
		f.add("plain/s", base)
		f.add("floor/s", least)
		f.add("annotations/s", ours)
		f.add("p50_ms", median(waits))
		f.add("p99_ms", quantile(waits, 0.99))
		f.add("wal_MB", wal)
	}
	b.ReportMetric(quantile(f["wal_MB"], 1), "wal_most_MB")
	f.report(b)
	b.Logf("on %s", kind)
}

// diskFolder returns a folder on a disk and the name of its file system. In a memory file system a commit
// would cost nothing.
func diskFolder(b *testing.B) (string, string) {
	b.Helper()
	folder := b.TempDir()
	kind, err := fileSystem(folder)
	if err != nil {
		b.Skipf("the file system of %s: %v", folder, err)
	}
	const tmpfs = 0x01021994
	if kind == tmpfs {
		b.Skipf("%s is in memory: set TMPDIR to a folder on a disk", folder)
	}
	if kind == 0xef53 {
		return folder, "ext4"
	}
	return folder, fmt.Sprintf("file system %#x", kind)
}

// openPlainSQLite creates a table in its own file, with the store's settings and one connection.
func openPlainSQLite(b *testing.B, file string) *sql.DB {
	b.Helper()
	db, err := sql.Open(
		"sqlite",
		"file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_txlock=immediate",
	)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	_, err = db.Exec(
		"CREATE TABLE annotations (id INTEGER PRIMARY KEY, claim_id INTEGER NOT NULL, reviewer_id INTEGER NOT NULL, status TEXT NOT NULL, note TEXT NOT NULL, at TIMESTAMP NOT NULL)",
	)
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// measurePlainRate returns how many rows a second are inserted, each in its own transaction.
func measurePlainRate(b *testing.B, db *sql.DB) float64 {
	b.Helper()
	insert, err := db.Prepare("INSERT INTO annotations (claim_id, reviewer_id, status, note, at) VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		b.Fatal(err)
	}
	defer insert.Close()
	start, n := time.Now(), 0
	for ; time.Since(start) < annotateDuration; n++ {
		if _, err := insert.Exec(n, 1, "disputed", "Another figure.", time.Now()); err != nil {
			b.Fatal(err)
		}
	}
	return float64(n) / time.Since(start).Seconds()
}

// annotateDuration is how long each side writes in one round.
const annotateDuration = time.Second

// versionedClaim is a claim with the version that its annotator has read.
type versionedClaim struct{ id, version int }

// listClaims returns the claims in a database file with their versions.
func listClaims(b *testing.B, file string) []versionedClaim {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT id, version FROM claims ORDER BY id")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	var claims []versionedClaim
	for rows.Next() {
		var c versionedClaim
		if err := rows.Scan(&c.id, &c.version); err != nil {
			b.Fatal(err)
		}
		claims = append(claims, c)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return claims
}

// annotator is one user on one connection, who annotates their claims in turn.
type annotator struct {
	*benchClient
	cookie string
	claims []versionedClaim
	next   int
}

func (n *newsroom) annotator(b *testing.B, i int, claims []versionedClaim) *annotator {
	b.Helper()
	who := storetest.AddPerson(b, n.store, fmt.Sprintf("Reviewer %d", i), fmt.Sprintf("reviewer%d@example.org", i), models.Reviewer, n.Desk)
	v, err := connectClient(n.address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { v.conn.Close() })
	return &annotator{benchClient: v, cookie: n.signIn(b, who), claims: claims}
}

// annotate annotates the next claim.
func (a *annotator) annotate() error {
	c := &a.claims[a.next%len(a.claims)]
	form := url.Values{
		"status":  {[]string{"disputed", "unverified"}[a.next%2]},
		"note":    {"Another figure."},
		"version": {strconv.Itoa(c.version)},
	}
	a.next++
	status, _, err := a.do(rawRequest("POST", fmt.Sprintf("/claims/%d/annotations", c.id), form.Encode(), a.cookie))
	if err != nil || status != http.StatusSeeOther {
		return fmt.Errorf("claim %d: status %d (%v)", c.id, status, err)
	}
	c.version++
	return nil
}

// annotateAll has all users annotate for a while. It returns the annotations a second, the latencies in
// milliseconds, and the largest size of the write-ahead log in MB.
func annotateAll(b *testing.B, people []*annotator, wal string) (float64, []float64, float64) {
	b.Helper()
	var largest atomic.Int64
	waits := make([][]float64, len(people))
	var wg sync.WaitGroup
	start := time.Now()
	for i, a := range people {
		wg.Go(func() {
			for time.Since(start) < annotateDuration {
				began := time.Now()
				if err := a.annotate(); err != nil {
					b.Error(err)
					return
				}
				waits[i] = append(waits[i], milliseconds(time.Since(began)))
				if file, err := os.Stat(wal); err == nil && i == 0 {
					largest.Store(max(largest.Load(), file.Size()))
				}
			}
		})
	}
	wg.Wait()
	took := time.Since(start).Seconds()
	var all []float64
	for _, w := range waits {
		all = append(all, w...)
	}
	return float64(len(all)) / took, all, float64(largest.Load()) / 1e6
}
