package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// SameText finds an older article of the same desk that has an article's current text in one of its
// revisions: a signed one first, else the newest. It returns nil if there is none.
func (s *Store) SameText(ctx context.Context, r models.Reader, articleID int64) (_ *models.SameText, err error) {
	defer wrap(&err, "find the text of article %d in others", articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return nil, err
	}
	var found struct {
		models.SameText `gorm:"embedded"`
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		err := queryOne(
			db,
			&found,
			`SELECT a.*, v.number, v.id = a.revision_id AS current, o.at AS signed_at, coalesce(u.name, '') AS signed_by
			FROM articles me
			JOIN revisions own ON own.id = me.revision_id
			JOIN revisions v ON v.sha256 = own.sha256 AND v.article_id < me.id AND v.withdrawn_at IS NULL
			JOIN articles a ON a.id = v.article_id AND a.desk_id = me.desk_id AND a.trashed_at IS NULL
			LEFT JOIN signoffs o ON o.article_id = a.id AND o.voided_at IS NULL
			LEFT JOIN users u ON u.id = o.user_id
			WHERE me.id = ?
			ORDER BY CASE WHEN o.id IS NULL THEN 1 ELSE 0 END, a.id DESC, v.number DESC
			LIMIT 1`,
			articleID,
		)
		if err != nil {
			return err
		}
		found.Blind = r.ChecksBlind(found.DeskID)
		return blindViewFor(r).redactCounters(db, r, &found.Article)
	})
	if isNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &found.SameText, nil
}
