package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// How long the check of the database file may take at the start. A server may take longer than a short
// command. Pages that were not checked are left to verify.
const (
	serverCheckTime  = 5 * time.Second
	commandCheckTime = 250 * time.Millisecond
)

// checkedTailEvents is the number of events at the end of the hash chain that are checked at the start.
const checkedTailEvents = 500

// quickCheckPages runs SQLite's check of its file, with a time limit.
func (s *Store) quickCheckPages(ctx context.Context, most time.Duration) (string, error) {
	if s.Engine() != "sqlite" {
		return "", nil
	}
	looking, stop := context.WithTimeout(ctx, most)
	defer stop()
	wrong, err := findPageFault(looking, s.engine.readPool(), "PRAGMA quick_check(1)")
	if err == nil && wrong == "" {
		wrong, err = findBrokenReference(looking, s.engine.readPool())
	}
	if looking.Err() != nil && ctx.Err() == nil {
		s.log.Info(
			"the database is larger than what is looked at when it is opened; linecheck verify looks at all of it",
			"looked for",
			most,
		)
		return "", nil
	}
	return wrong, err
}

// querier is a pool, a connection or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func findPageFault(ctx context.Context, db querier, pragma string) (string, error) {
	for _, check := range []string{pragma, freePagesPragma} {
		var found string
		if err := db.QueryRowContext(ctx, check).Scan(&found); err != nil {
			if isCorruption(err) {
				return "the database file cannot be read: " + err.Error(), nil
			}
			return "", err
		}
		if found != "ok" {
			return "the database file is damaged: " + found, nil
		}
	}
	return "", nil
}

// freePagesPragma checks the list of free pages. SQLite 3.53 skips that in a full check if there are virtual
// tables, such as the search indexes. A page that is both in use and listed as free would otherwise pass
// until it is overwritten.
const freePagesPragma = "PRAGMA quick_check(sqlite_schema)"

// searchIndexes are SQLite's search indexes.
var searchIndexes = []string{"search_article", "search_sentence", "search_claim", "search_note", "search_evidence", "search_message"}

// resetSearchIndexes makes the connection discard its cache of the search indexes. Searches do this
// themselves, but a check of the file does not: after writes of another connection it would report the stale
// cache as corruption. Errors are ignored, because the check itself reports them.
func resetSearchIndexes(ctx context.Context, db querier) {
	for _, index := range searchIndexes {
		var id int64
		_ = db.QueryRowContext(ctx, "SELECT rowid FROM "+index+" WHERE "+index+" MATCH 'a' LIMIT 1").Scan(&id)
	}
}

// findBrokenReference describes the first row with a foreign key to a missing row.
func findBrokenReference(ctx context.Context, db querier) (string, error) {
	var in, to string
	var row sql.NullInt64
	var number int
	err := db.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&in, &row, &to, &number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("row %d of %s refers to a row of %s that is gone", row.Int64, in, to), nil
}

// quickCheckRecords checks what is fast: the schema, the end of the hash chain, and the desks' totals.
func (s *Store) quickCheckRecords(ctx context.Context) (string, error) {
	var v models.Verification
	err := s.readTx(ctx, func(db *gorm.DB) error {
		for _, check := range []func(*gorm.DB, *models.Verification) error{s.compareSchema, walkTail, compareTotals} {
			if err := check(db, &v); err != nil || v.Break != "" {
				return err
			}
		}
		return nil
	})
	return v.Break, err
}

// walkTail checks the last events of the hash chain up to its head.
func walkTail(db *gorm.DB, v *models.Verification) error {
	var end chain
	if err := queryOne(db, &end, "SELECT length, head FROM chain WHERE id = 1"); err != nil {
		if isNotFound(err) {
			v.Break, err = "the head of the chain of events is gone", nil
		}
		return err
	}
	var events []models.Event
	if err := db.Order("id DESC").Limit(checkedTailEvents).Find(&events).Error; err != nil {
		return err
	}
	slices.Reverse(events)
	length, head, format := int64(0), models.ChainStart, 0
	for i, e := range events {
		if i > 0 && (e.ID != length+1 || e.PrevHash != head) || !e.IsIntact() {
			v.Break = fmt.Sprintf("event %d was changed, or the one before it is gone", e.ID)
			return nil
		}
		if v.Break = e.CheckFormatOrder(format); v.Break != "" {
			return nil
		}
		length, head, format = e.ID, e.Hash, e.Format
	}
	if length != end.Length || head != end.Head {
		v.Break = fmt.Sprintf("the chain should end at event %d and ends at %d", end.Length, length)
	}
	return nil
}

// compareTotals compares the desks' totals with the sums of their articles, in SQL.
func compareTotals(db *gorm.DB, v *models.Verification) error {
	var desk int64
	err := queryOne(
		db,
		&desk,
		`SELECT d.desk_id FROM desk_counts d LEFT JOIN (SELECT desk_id, count(*) AS articles, sum(sentences) AS sentences, sum(claims) AS claims,
			sum(claims_sourced) AS sourced FROM articles WHERE trashed_at IS NULL GROUP BY desk_id) a ON a.desk_id = d.desk_id
		WHERE (d.articles, d.sentences, d.claims, d.claims_sourced) <> (coalesce(a.articles, 0), coalesce(a.sentences, 0), coalesce(a.claims, 0), coalesce(a.sourced, 0)) LIMIT 1`,
	)
	if isNotFound(err) {
		return nil
	}
	v.Break = fmt.Sprintf("the totals of desk %d are not those of its articles", desk)
	return err
}

// comparePages runs SQLite's full check of its file: every page, every index against its table, every foreign
// key.
func (s *Store) comparePages(db *gorm.DB, v *models.Verification) (err error) {
	if s.Engine() != "sqlite" {
		return nil
	}
	ctx := db.Statement.Context
	resetSearchIndexes(ctx, db.Statement.ConnPool)
	if v.Break, err = findPageFault(ctx, db.Statement.ConnPool, "PRAGMA integrity_check(1)"); err == nil && v.Break == "" {
		v.Break, err = findBrokenReference(ctx, db.Statement.ConnPool)
	}
	return err
}
