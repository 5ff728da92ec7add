package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// Table reads an article as a table in one read transaction: five queries for any length.
func (s *Store) Table(ctx context.Context, r models.Reader, articleID int64) (_ models.Table, err error) {
	defer wrap(&err, "read the table of article %d", articleID)
	var table models.Table
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return table, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		seal := blindViewFor(r)
		if err := queryOne(db, &table.Article, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
			return err
		}
		if err := seal.redactCounters(db, r, &table.Article); err != nil {
			return err
		}
		if err := queryOne(db, &table.Revision, "SELECT number FROM revisions WHERE id = ?", *table.RevisionID); err != nil {
			return err
		}
		sentences, err := pageSentences(db, seal, *table.RevisionID, textSentences)
		if err != nil {
			return err
		}
		table.Rows = make([]models.TableRow, len(sentences))
		for i, sentence := range sentences {
			table.Rows[i].PageSentence = sentence
		}
		if err := addTableClaims(db, r, seal, &table); err != nil {
			return err
		}
		return addReadBy(db, table)
	})
	return table, err
}

// addTableClaims adds the claims that touch each sentence, with their evidence.
func addTableClaims(db *gorm.DB, r models.Reader, seal blindView, table *models.Table) error {
	var claims []struct {
		models.Claim `gorm:"embedded"`
		Exact        string
	}
	err := db.Raw(`SELECT c.*, (SELECT o.exact FROM occurrences o WHERE o.claim_id = c.id AND o.revision_id = ? ORDER BY o.start_cp LIMIT 1) AS exact
		FROM `+seal.claims()+` AS c WHERE c.article_id = ? AND c.withdrawn_at IS NULL`, *table.RevisionID, table.ID).
		Scan(&claims).
		Error
	if err != nil {
		return err
	}
	var evidence []models.CitedEvidence
	err = db.Raw(`SELECT e.*, `+sourceColumns+`
		FROM claims c JOIN `+seal.evidence()+` AS e ON e.claim_id = c.id AND e.withdrawn_at IS NULL JOIN sources s ON s.id = e.source_id
		WHERE c.article_id = ? ORDER BY e.id`, table.ID).
		Scan(&evidence).
		Error
	if err != nil {
		return err
	}
	byID := make(map[int64]*models.TableClaim, len(claims))
	for _, c := range claims {
		byID[c.ID] = &models.TableClaim{Claim: c.Claim, Exact: c.Exact}
	}
	for _, e := range evidence {
		if c := byID[e.ClaimID]; c != nil {
			c.Evidence = append(c.Evidence, e.VisibleTo(r))
		}
	}
	for i := range table.Rows {
		row, seen := &table.Rows[i], map[int64]bool{}
		for _, m := range row.ClaimSpans {
			if c := byID[m.ClaimID]; c != nil && !seen[m.ClaimID] {
				row.Claims, seen[m.ClaimID] = append(row.Claims, *c), true
			}
		}
	}
	return nil
}

// addReadBy adds the users who marked each sentence as read.
func addReadBy(db *gorm.DB, table models.Table) error {
	var readings []models.NamedReadMark
	err := db.Raw(`SELECT x.track_id, u.name FROM articles a JOIN sentences s ON s.revision_id = a.revision_id JOIN readings x ON x.track_id = s.track_id AND `+markCounts+`
		JOIN users u ON u.id = x.reader_id WHERE a.id = ? ORDER BY x.id`, table.ID).
		Scan(&readings).
		Error
	names := map[int64][]string{}
	for _, x := range readings {
		names[x.TrackID] = append(names[x.TrackID], x.Name)
	}
	for i := range table.Rows {
		table.Rows[i].ReadBy = names[table.Rows[i].TrackID]
	}
	return err
}
