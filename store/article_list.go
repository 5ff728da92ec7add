package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// Articles lists articles by due time; those without one come last, newest first.
func (s *Store) Articles(ctx context.Context, r models.Reader, f models.ArticleFilter,
	p models.Page) (_ []models.ArticleRow, _ string, err error) {
	defer wrap(&err, "list articles for user %d", r.UserID)
	return s.articleList(ctx, r, f, p)
}

// articleList is Articles for other methods, which wrap its errors as their own.
func (s *Store) articleList(ctx context.Context, r models.Reader, f models.ArticleFilter,
	p models.Page) ([]models.ArticleRow, string, error) {
	q := s.readDB(ctx).Where("(a.trashed_at IS NULL OR a.trashed_at > ?)", currentTime().AddDate(0, 0, -TrashDays))
	if f.Trashed {
		q = q.Where("a.trashed_at IS NOT NULL")
	} else {
		q = q.Where("a.trashed_at IS NULL")
	}
	desks := filterDesks(r, models.Filter{DeskID: f.DeskID})
	switch f.State {
	case "":
	case models.Checking:
		q = q.Where(inCheck)
	default:
		q = q.Where("a.state = ?", f.State)
	}
	if f.Closed {
		q = q.Where(blindViewFor(r).gateClosed())
	}
	if f.WithoutSecondPerson {
		q = q.Where("EXISTS (SELECT 1 FROM signoffs o WHERE o.article_id = a.id AND o.alone <> '' AND o.voided_at IS NULL)")
	}
	if f.Query != "" {
		q = whereAnyForm(
			q,
			f.Query,
			"a.title_fold LIKE ? ESCAPE '!'",
			func(form string) []any { return []any{likePattern(foldCase(form))} },
		)
	}
	if f.Mine {
		q = q.Where(
			"(a.created_by = ? OR a.writer_id = ? OR EXISTS (SELECT 1 FROM article_people p WHERE p.article_id = a.id AND p.user_id = ?))",
			r.UserID,
			r.UserID,
			r.UserID,
		)
	}
	if f.AssignedToMe {
		q = q.Where("a.id IN (SELECT p.article_id FROM article_people p WHERE p.user_id = ? AND p.assigned_at IS NOT NULL)", r.UserID)
	}
	if !f.DueBy.IsZero() {
		q = q.Where("a.due_at < ?", f.DueBy.UTC())
	}
	return s.listByDueTime(ctx, r, q, desks, p)
}

// articleRows runs a query for articles (as a) and adds the other columns of a list.
func (s *Store) articleRows(ctx context.Context, r models.Reader, query *gorm.DB) ([]models.ArticleRow, error) {
	var found []struct {
		models.Article `gorm:"embedded"`
		Desk           string
		Revision       int
		TextSum        string
	}
	err := query.Table("articles a").Select("a.*, d.name AS desk, r.number AS revision, r.sha256 AS text_sum").
		Joins("JOIN desks d ON d.id = a.desk_id").Joins("JOIN revisions r ON r.id = a.revision_id").Find(&found).Error
	if err != nil {
		return nil, err
	}
	rows, ids, kept := make([]models.ArticleRow, len(found)), make([]int64, len(found)), map[int64]*models.Counts{}
	for i, f := range found {
		if r.ChecksBlind(f.DeskID) {
			kept[f.ID] = &found[i].Counts
		}
	}
	if err := blindViewFor(r).redactCounts(s.readDB(ctx), "article_id", kept); err != nil {
		return nil, err
	}
	for i, f := range found {
		rows[i] = models.ArticleRow{Article: f.Article, Desk: f.Desk, Revision: f.Revision, SHA256: f.TextSum, FilteredCounts: f.Counts}
		ids[i] = f.ID
	}
	if err := s.addGates(ctx, rows); err != nil {
		return nil, err
	}
	if err := s.addOverriddenCounts(ctx, r, rows); err != nil {
		return nil, err
	}
	return rows, s.addPeople(ctx, rows, ids)
}

// addPeople adds the names of the people who work on the articles.
func (s *Store) addPeople(ctx context.Context, rows []models.ArticleRow, ids []int64) error {
	var people []struct {
		ArticleID int64
		Name      string
	}
	err := s.readDB(ctx).Raw(`SELECT p.article_id, u.name FROM article_people p JOIN users u ON u.id = p.user_id
		WHERE p.article_id IN ? ORDER BY u.name`, ids).Scan(&people).Error
	names := map[int64][]string{}
	for _, p := range people {
		names[p.ArticleID] = append(names[p.ArticleID], p.Name)
	}
	for i := range rows {
		rows[i].People = names[rows[i].ID]
	}
	return err
}

// likePattern returns a LIKE pattern for words anywhere; ! escapes.
func likePattern(words string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(words) + "%"
}
