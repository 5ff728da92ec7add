package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// ArticleParts reads sentences of an article's current revision, by their ids, with the article's counters and gate.
func (s *Store) ArticleParts(ctx context.Context, r models.Reader, id int64, sentences []int64) (_ models.ArticleParts, err error) {
	defer wrap(&err, "read parts of article %d", id)
	var page models.ArticleParts
	if _, err := s.visibleStamp(ctx, r, id); err != nil {
		return page, err
	}
	err = s.snapshot(ctx, func(db *gorm.DB) error {
		if err := one(db, &page.Article, "SELECT * FROM articles WHERE id = ?", id); err != nil {
			return err
		}
		if err := one(db, &page.Revision, "SELECT id, article_id, number, sha256, created_at FROM revisions WHERE id = ?", *page.RevisionID); err != nil {
			return err
		}
		seal := sealFor(r)
		var err error
		if page.Sentences, err = pageSentences(db, seal, *page.RevisionID, "s.ordinal > 0 AND s.id IN ?", sentences); err != nil {
			return err
		}
		if err := addQueryMarks(db, page.Article, page.Sentences); err != nil {
			return err
		}
		if err := seal.article(db, r, &page.Article); err != nil {
			return err
		}
		if page.Lost, err = lostClaims(db, *page.RevisionID); err != nil {
			return err
		}
		if page.Gate, err = gateOf(db, page.Article); err != nil {
			return err
		}
		page.Event, err = lastEvent(db, id)
		return err
	})
	return page, err
}
