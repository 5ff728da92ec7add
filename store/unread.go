package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// UnseenPage lists what the reader has not checked in an article. Only users who may check at its desk have
// such a list.
func (s *Store) UnseenPage(ctx context.Context, r models.Reader, id int64) (_ models.UnseenPage, err error) {
	defer wrap(&err, "list what is unseen in article %d", id)
	var page models.UnseenPage
	stamp, err := s.visibleVersion(ctx, r, id)
	if err != nil {
		return page, err
	}
	if !r.IsAllowed(models.ActCheck, stamp.DeskID) {
		return page, models.ErrForbidden
	}
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if err := queryOne(db, &page.Article, "SELECT * FROM articles WHERE id = ?", id); err != nil {
			return err
		}
		facts, err := loadSentenceFacts(gormRows{db}, sentencesOfRevision, *page.RevisionID)
		for _, f := range facts {
			page.AddUnseen(f, r.UserID)
		}
		return err
	})
	return page, err
}
