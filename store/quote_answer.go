package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"linecheck/models"
)

// quoteAnswer is the result of searching a piece of evidence's quote in the newest snapshot of its source.
type quoteAnswer struct {
	Evidence int64              `json:"evidence"`
	Answer   models.QuoteAnswer `json:"answer"`
}

// unsearchedQuotes selects evidence (as e) whose quote was not yet searched in the newest snapshot (as k) of
// its source.
const unsearchedQuotes = `FROM evidence e JOIN snapshots k ON k.id = (SELECT max(n.id) FROM snapshots n WHERE n.source_id = e.source_id)
	WHERE e.quote <> '' AND e.withdrawn_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM quote_answers q WHERE q.evidence_id = e.id AND q.snapshot_id = k.id)`

// findQuotes searches those quotes and stores the results. where limits the evidence.
func (t *tx) findQuotes(where string, args ...any) ([]quoteAnswer, error) {
	type sought struct {
		evidence int64
		quote    string
	}
	var snapshots []int64
	by := map[int64][]sought{}
	err := t.queryEach(
		"SELECT e.id, e.quote, k.id "+unsearchedQuotes+" AND "+where+" ORDER BY k.id, e.id",
		args,
		func(rows *sql.Rows) error {
			var s sought
			var snapshot int64
			err := rows.Scan(&s.evidence, &s.quote, &snapshot)
			if len(by[snapshot]) == 0 {
				snapshots = append(snapshots, snapshot)
			}
			by[snapshot] = append(by[snapshot], s)
			return err
		},
	)
	if err != nil {
		return nil, err
	}
	var answers []quoteAnswer
	for _, snapshot := range snapshots {
		var kept string
		if err := t.queryRow("SELECT words FROM snapshots WHERE id = $1", []any{snapshot}, &kept); err != nil {
			return nil, err
		}
		words := models.NewSnapshotWords(kept)
		for _, s := range by[snapshot] {
			a := quoteAnswer{s.evidence, words.Find(s.quote)}
			answers = append(answers, a)
			_, err := t.exec(
				"INSERT INTO quote_answers (evidence_id, snapshot_id, answer) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
				a.Evidence,
				snapshot,
				a.Answer,
			)
			if err != nil {
				return nil, err
			}
		}
	}
	return answers, nil
}

// upgradeQuotes searches the quotes of evidence that is older than the stored results.
func (s *Store) upgradeQuotes(ctx context.Context) error {
	var unsought bool
	if err := s.db.Unqueued(ctx).Raw("SELECT EXISTS (SELECT 1 " + unsearchedQuotes + ")").Scan(&unsought).Error; err != nil ||
		!unsought {
		return err
	}
	return s.db.Unqueued(ctx).Transaction(func(db *gorm.DB) error {
		_, err := newTx(db).findQuotes("TRUE")
		return err
	})
}
