package handlers_test

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"linecheck/models"
)

// floorBatch is how many annotations share a transaction at the floor, as at most in the store.
const floorBatch = 64

// annotationFloor writes the very rows of an annotation by prepared statements, with nothing around them: no HTTP, no rights, no rules. It
// works on a copy of the newsroom, with the same tables, indexes and triggers. No program that stores these rows can be faster.
type annotationFloor struct {
	db     *sql.DB
	claims []versionedClaim
	next   int
}

// openAnnotationFloor copies the newsroom of a file.
func openAnnotationFloor(b *testing.B, file string, claims []versionedClaim) *annotationFloor {
	b.Helper()
	copied := filepath.Join(filepath.Dir(file), "floor.db")
	from, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	if _, err := from.Exec("VACUUM INTO ?", copied); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+copied+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)"+
		"&_pragma=foreign_keys(1)&_pragma=cache_size(-32768)&_pragma=wal_autocheckpoint(4000)&_txlock=immediate&_time_format=sqlite")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	return &annotationFloor{db: db, claims: claims}
}

// The statements of the floor: the annotation, its claim, the article's counters, the person's last activity, the event, and the chain.
var floorStatements = []string{
	`INSERT INTO annotations (claim_id, reviewer_id, revision_id, status, note, ruling, at, exact, context, depends)
		SELECT c.id, ?2, a.revision_id, ?3, ?4, FALSE, ?5, c.exact, c.context, ''
		FROM claims c
		JOIN articles a ON a.id = c.article_id
		WHERE c.id = ?1`,
	"UPDATE claims SET status = ?, disagree = FALSE, version = version + 1, changed_at = ? WHERE id = ? AND version = ?",
	"UPDATE articles SET claims_disputed = claims_disputed, changes = changes + 1 WHERE id = (SELECT article_id FROM claims WHERE id = ?)",
	`INSERT INTO article_people (article_id, user_id, last_at)
		SELECT c.article_id, ?2, ?3 FROM claims c WHERE c.id = ?1
		ON CONFLICT (article_id, user_id) DO UPDATE SET last_at = excluded.last_at`,
	`INSERT INTO events (id, at, actor_id, action, object, object_id, article_id, desk_id, before, after, prev_hash, hash,
			format, salt, payload_sha256, door)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6, c.article_id, c.desk_id, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14 FROM claims c WHERE c.id = ?15`,
	"UPDATE chain SET length = ?, head = ? WHERE id = 1",
}

// measure returns how many annotations a second are written.
func (f *annotationFloor) measure(b *testing.B, user int64) float64 {
	b.Helper()
	statements := make([]*sql.Stmt, len(floorStatements))
	for i, text := range floorStatements {
		s, err := f.db.Prepare(text)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		statements[i] = s
	}
	begun, n := time.Now(), 0
	for ; time.Since(begun) < annotateDuration; n += floorBatch {
		if err := f.writeBatch(statements, user); err != nil {
			b.Fatal(err)
		}
	}
	return float64(n) / time.Since(begun).Seconds()
}

// writeBatch writes floorBatch annotations in one transaction.
func (f *annotationFloor) writeBatch(statements []*sql.Stmt, user int64) error {
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var last models.Event
	if err := tx.QueryRow("SELECT length, head FROM chain WHERE id = 1").Scan(&last.ID, &last.Hash); err != nil {
		return err
	}
	for range floorBatch {
		c := &f.claims[f.next%len(f.claims)]
		f.next++
		if last, err = f.writeOne(tx, statements, user, *c, last); err != nil {
			return err
		}
		c.version++
	}
	if _, err := tx.Stmt(statements[5]).Exec(last.ID, last.Hash); err != nil {
		return err
	}
	return tx.Commit()
}

// writeOne writes one annotation after an event, and returns its own event.
func (f *annotationFloor) writeOne(
	tx *sql.Tx,
	statements []*sql.Stmt,
	user int64,
	c versionedClaim,
	last models.Event,
) (models.Event, error) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	made, err := tx.Stmt(statements[0]).Exec(c.id, user, "disputed", "Another figure.", now)
	if err != nil {
		return last, err
	}
	id, err := made.LastInsertId()
	if err != nil {
		return last, err
	}
	e := models.Event{
		ID:       last.ID + 1,
		At:       now,
		ActorID:  &user,
		Action:   "annotation made",
		Object:   "annotation",
		ObjectID: id,
		PrevHash: last.Hash,
		Door:     "page",
		Before:   encode(map[string]any{"claim": c.id, "status": "unverified", "disagree": false}),
		After: encode(map[string]any{"claim": c.id, "status": "disputed", "disagree": false, "says": "disputed", "revision": 1,
			"note": "Another figure.", "ruling": false, "words": "said on Monday that some", "refers": "",
			"context": "The council said on Monday that some 107 people crossed the bridge every day last year."}),
	}.WithHash()
	for i, args := range [][]any{
		1: {"disputed", now, c.id, c.version},
		2: {c.id},
		3: {c.id, user, now},
		4: {
			e.ID, e.At, user, e.Action, e.Object, e.ObjectID, e.Before, e.After,
			e.PrevHash, e.Hash, e.Format, e.Salt, e.PayloadSHA256, e.Door, c.id,
		},
	} {
		if args == nil {
			continue
		}
		if _, err := tx.Stmt(statements[i]).Exec(args...); err != nil {
			return last, err
		}
	}
	return e, nil
}

// encode encodes strings and numbers as JSON.
func encode(v map[string]any) string {
	b, _ := json.Marshal(v)
	return string(b)
}
