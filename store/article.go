package store

import (
	"context"
	"time"

	"golang.org/x/text/cases"
	"gorm.io/gorm"

	"linecheck/models"
)

// TrashDays is the number of days for which an article in the trash can be restored.
const TrashDays = 30

// foldCase returns a title for the search. It uses Unicode case folding, so both databases give the same
// results.
func foldCase(s string) string { return cases.Fold().String(s) }

// toUTC returns a time as it is stored.
func toUTC(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	u := at.UTC().Truncate(time.Microsecond)
	return &u
}

// visibleArticles limits articles (as a) to those that the reader may see: articles of their desks that have not been in the trash for
// more than TrashDays.
func visibleArticles(db *gorm.DB, r models.Reader) *gorm.DB {
	return db.Where("a.desk_id IN ?", r.DeskIDs()).
		Where("(a.trashed_at IS NULL OR a.trashed_at > ?)", currentTime().AddDate(0, 0, -TrashDays))
}

// Article reads one article with its desk, revision and people.
func (s *Store) Article(ctx context.Context, r models.Reader, id int64) (_ models.ArticleRow, err error) {
	defer wrap(&err, "read article %d", id)
	return s.articleRow(ctx, r, id)
}

// articleRow is Article for other methods, which wrap its errors as their own.
func (s *Store) articleRow(ctx context.Context, r models.Reader, id int64) (models.ArticleRow, error) {
	rows, err := s.articleRows(ctx, r, visibleArticles(s.readDB(ctx), r).Where("a.id = ?", id))
	if err != nil {
		return models.ArticleRow{}, err
	}
	if len(rows) == 0 {
		return models.ArticleRow{}, models.ErrNotFound
	}
	return rows[0], nil
}

// joinMembership joins an article (as a) with a user's membership (as m) of its desk, if the user's account is open.
const joinMembership = `JOIN memberships m ON m.desk_id = a.desk_id AND m.user_id = ?
		JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL`

// loadArticle reads an article inside a transaction, and checks that the reader may do an action on it now.
func (t *tx) loadArticle(r models.Reader, id int64, act models.Act) (models.Article, error) {
	var row struct {
		models.Article `gorm:"embedded"`
		Role           models.Role
	}
	err := queryOne(t.DB, &row, `SELECT a.*, m.role FROM articles a `+joinMembership+`
		WHERE a.id = ? AND (a.trashed_at IS NULL OR a.trashed_at > ?)`, r.UserID, id, t.now.AddDate(0, 0, -TrashDays))
	if err != nil {
		return row.Article, err
	}
	return row.Article, checkAllowed(r, row.Role, act)
}

// TrashArticle moves an article to the trash, from where it can be restored for TrashDays.
func (s *Store) TrashArticle(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "trash article %d", id)
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, id, models.ActTrash)
		if err != nil || a.TrashedAt != nil {
			return err
		}
		if err := t.Exec("UPDATE articles SET trashed_at = ?, trashed_by = ?, changes = changes + 1 WHERE id = ?", t.now, r.UserID, id).Error; err != nil {
			return err
		}
		if err := t.addDeskCounts(a.DeskID, -1, models.Counts{}.Sub(a.Counts)); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "article trashed", object: "article", id: id, article: id, desk: a.DeskID})
	})
}

// RestoreArticle restores an article from the trash, unchanged.
func (s *Store) RestoreArticle(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "restore article %d", id)
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.loadArticle(r, id, models.ActTrash)
		if err != nil || a.TrashedAt == nil {
			return err
		}
		if err := t.Exec("UPDATE articles SET trashed_at = NULL, trashed_by = NULL, changes = changes + 1 WHERE id = ?", id).Error; err != nil {
			return err
		}
		if err := t.addDeskCounts(a.DeskID, 1, a.Counts); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "article restored", object: "article", id: id, article: id, desk: a.DeskID})
	})
}
