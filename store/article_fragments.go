package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// ArticleFragments reads sentences of an article's current revision, by their ids, with the article's
// counters and gate.
func (s *Store) ArticleFragments(ctx context.Context, r models.Reader, id int64, sentences []int64) (_ models.ArticleFragments, err error) {
	defer wrap(&err, "read parts of article %d", id)
	var page models.ArticleFragments
	if _, err := s.visibleVersion(ctx, r, id); err != nil {
		return page, err
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if err := queryOne(db, &page.Article, "SELECT * FROM articles WHERE id = ?", id); err != nil {
			return err
		}
		if err := queryOne(db, &page.Revision, "SELECT id, article_id, number, sha256, created_at FROM revisions WHERE id = ?", *page.RevisionID); err != nil {
			return err
		}
		seal := blindViewFor(r)
		var err error
		if page.Sentences, err = pageSentences(db, seal, *page.RevisionID, "s.ordinal > 0 AND s.id IN ?", sentences); err != nil {
			return err
		}
		if err := addQueryCounts(db, page.Article, page.Sentences); err != nil {
			return err
		}
		if err := seal.redactCounters(db, r, &page.Article); err != nil {
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
