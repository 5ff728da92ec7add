package store

import (
	"context"
	"fmt"
	"os"

	"gorm.io/gorm"

	"linecheck/models"
)

// SourcePage reads a source with its snapshots and the evidence that cites it in articles outside the trash.
// It returns ErrNotFound if the reader may not know the source's name.
func (s *Store) SourcePage(ctx context.Context, r models.Reader, id int64) (_ models.SourcePage, err error) {
	defer wrap(&err, "read source %d", id)
	var page models.SourcePage
	err = s.readTx(ctx, func(db *gorm.DB) error {
		source, err := visibleSource(db, r, id)
		if err != nil {
			return err
		}
		page.Source = source
		if err := queryOne(db, &page.Desk, "SELECT * FROM desks WHERE id = ?", source.DeskID); err != nil {
			return err
		}
		err = db.Raw(`SELECT k.id, k.source_id, k.media_type, k.sha256, k.size, k.name, k.words, k.taken_by, k.taken_at, k.origin, coalesce(u.name, '') AS taker_name
			FROM snapshots k LEFT JOIN users u ON u.id = k.taken_by WHERE k.source_id = ? ORDER BY k.id DESC`, id).
			Scan(&page.Snapshots).
			Error
		if err != nil {
			return err
		}
		return addUses(db, blindViewFor(r), &page)
	})
	return page, err
}

// SnapshotFiles lists the files of all snapshots, by their SHA-256.
func (s *Store) SnapshotFiles(ctx context.Context) (sums []string, err error) {
	defer wrap(&err, "list the files of the snapshots")
	err = s.readDB(ctx).Raw("SELECT DISTINCT sha256 FROM snapshots ORDER BY sha256").Scan(&sums).Error
	return sums, err
}

// visibleSource reads a source whose name the reader may know.
func visibleSource(db *gorm.DB, r models.Reader, id int64) (models.Source, error) {
	var source models.Source
	err := queryOne(db, &source, "SELECT x.* FROM "+blindViewFor(r).sources()+" AS x WHERE x.id = ? AND x.desk_id IN ?", id, r.DeskIDs())
	if err == nil && !source.IsVisibleTo(r) {
		err = models.ErrNotFound
	}
	return source, err
}

// addUses adds the evidence that cites a source, and whether the snapshots contain its quotes.
func addUses(db *gorm.DB, seal blindView, page *models.SourcePage) error {
	err := db.Raw(`SELECT e.id AS evidence_id, e.claim_id, a.id AS article_id, a.title AS article_title, e.class, e.stance, e.quote,
			(SELECT o.exact FROM occurrences o WHERE o.claim_id = e.claim_id AND o.revision_id = a.revision_id ORDER BY o.start_cp LIMIT 1) AS exact
		FROM `+seal.evidence()+` AS e JOIN claims c ON c.id = e.claim_id AND c.withdrawn_at IS NULL JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL
		WHERE e.source_id = ? AND e.withdrawn_at IS NULL ORDER BY e.id`, page.Source.ID).Scan(&page.Uses).Error
	for i, u := range page.Uses {
		if u.Quote == "" {
			continue
		}
		page.Uses[i].Answers = map[int64]models.QuoteAnswer{}
		for _, k := range page.Snapshots {
			page.Uses[i].Answers[k.ID] = models.FindQuote(k.Words, u.Quote)
		}
	}
	for i := range page.Snapshots {
		page.Snapshots[i].Words = "" // no longer needed
	}
	return err
}

// AddSnapshot stores a snapshot of a source: first the file, then its row with the event, so that no row is
// without its file. Equal files are stored once.
func (s *Store) AddSnapshot(ctx context.Context, r models.Reader, sourceID int64, n models.NewSnapshot) (_ models.Snapshot, err error) {
	defer wrap(&err, "add a snapshot to source %d", sourceID)
	row, err := n.Check()
	if err != nil {
		return row, err
	}
	if err := s.maySaveSnapshot(ctx, r, sourceID); err != nil {
		return row, err
	}
	if err := s.blobs.write(row.SHA256, n.Content); err != nil {
		s.db.RecordSyncFailure(err)
		return row, classifyWriteError(&blobError{fmt.Errorf("keeping a snapshot: %w", err)})
	}
	err = s.writeTx(ctx, func(t *tx) error {
		source, err := t.loadSource(r, sourceID)
		if err != nil {
			return err
		}
		row.SourceID, row.TakenBy, row.TakenAt = source.ID, nullableID(r.UserID), t.now
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		answers, err := t.findQuotes("e.source_id = $1", source.ID)
		if err != nil {
			return err
		}
		after := map[string]any{
			"snapshot":   row.ID,
			"sha256":     row.SHA256,
			"media_type": row.MediaType,
			"size":       row.Size,
			"origin":     row.Origin,
		}
		if len(answers) > 0 {
			after["quotes"] = answers
		}
		return t.recordEvent(
			event{actor: r.UserID, action: "snapshot taken", object: "source", id: source.ID, desk: source.DeskID, after: after},
		)
	})
	return row, err
}

// MaySaveSnapshot checks that the reader may add a snapshot to a source, before anything is fetched or
// written.
func (s *Store) MaySaveSnapshot(ctx context.Context, r models.Reader, sourceID int64) (err error) {
	defer wrap(&err, "ask whether a snapshot of source %d may be added", sourceID)
	return s.maySaveSnapshot(ctx, r, sourceID)
}

// maySaveSnapshot is MaySaveSnapshot for other methods, which wrap its errors as their own.
func (s *Store) maySaveSnapshot(ctx context.Context, r models.Reader, sourceID int64) error {
	source, err := visibleSource(s.readDB(ctx), r, sourceID)
	if err != nil {
		return err
	}
	role, _ := r.Role(source.DeskID)
	return checkAllowed(r, role, models.ActCheck)
}

// loadSource reads a source inside a transaction, and checks that the reader may work with it now.
func (t *tx) loadSource(r models.Reader, id int64) (models.Source, error) {
	source, err := visibleSource(t.DB, r, id)
	if err != nil {
		return source, err
	}
	role, err := t.loadRole(r, source.DeskID)
	if err != nil {
		return source, err
	}
	return source, checkAllowed(r, role, models.ActCheck)
}

// Snapshot returns a snapshot of a source that the reader may see, with its open file, which the caller has
// to close.
func (s *Store) Snapshot(ctx context.Context, r models.Reader, id int64) (_ models.Snapshot, _ *os.File, err error) {
	defer wrap(&err, "read snapshot %d", id)
	var row models.Snapshot
	if err := queryOne(s.readDB(ctx), &row, "SELECT id, source_id, media_type, sha256, size, name, taken_by, taken_at, origin FROM snapshots WHERE id = ?", id); err != nil {
		return row, nil, err
	}
	if _, err := visibleSource(s.readDB(ctx), r, row.SourceID); err != nil {
		return row, nil, err
	}
	file, err := s.blobs.open(row.SHA256)
	if err != nil {
		return row, nil, fmt.Errorf("opening snapshot %d: %w", id, err)
	}
	return row, file, nil
}
