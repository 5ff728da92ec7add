package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/store/database"
)

// These constants limit how long the check at the start may take. A server may take longer than a short command. Pages that were not
// checked in time are left to the command verify.
const (
	serverCheckTime  = 5 * time.Second
	commandCheckTime = 250 * time.Millisecond
)

// checkedTailEvents is the number of events at the end of the hash chain that are checked at the start.
const checkedTailEvents = 500

// resetSearchIndexes makes the connection drop its cache of the search indexes. A search refreshes that cache itself, but the file check
// does not. After a write by another connection, the check would report the stale cache as corruption.
func resetSearchIndexes(ctx context.Context, db database.Querier) {
	for _, i := range searchIndexes {
		var id int64
		index := "search_" + i.name
		_ = db.QueryRowContext(ctx, "SELECT rowid FROM "+index+" WHERE "+index+" MATCH 'a' LIMIT 1").Scan(&id)
	}
}

// quickCheckRecords checks what takes little time: the schema, the end of the chain, and the desks' totals.
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
	v.Break, err = database.FindFault(ctx, db.Statement.ConnPool)
	return err
}

// compareSchema compares the schema with the migrations.
func (s *Store) compareSchema(db *gorm.DB, v *models.Verification) (err error) {
	v.Break, err = s.db.FindSchemaFault(db.Statement.Context, db.Statement.ConnPool)
	return err
}
