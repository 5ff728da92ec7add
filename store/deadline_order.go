package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// dueArticle is an article's place in a list by due time.
type dueArticle struct {
	ID    int64
	DueAt *time.Time
}

// listByDueTime lists the articles (as a) of desks by due time, one page at a time; those without a due time
// come last, newest first. Each desk is read separately in the order of its index, so a page takes the same
// time for a hundred articles as for a million.
func (s *Store) listByDueTime(
	ctx context.Context,
	r models.Reader,
	q *gorm.DB,
	desks []int64,
	p models.Page,
) ([]models.ArticleRow, string, error) {
	after, err := parseDueCursor(p.After)
	if err != nil {
		return nil, "", err
	}
	limit := p.Rows()
	var found []dueArticle
	for _, desk := range desks {
		list, err := after.firstAfter(q.Session(&gorm.Session{}).Table("articles a").Where("a.desk_id = ?", desk), limit+1)
		if err != nil {
			return nil, "", err
		}
		found = append(found, list...)
	}
	slices.SortFunc(found, dueArticle.compare)
	next := ""
	if len(found) > limit {
		found = found[:limit]
		next = dueCursor{found[limit-1].DueAt, found[limit-1].ID}.String()
	}
	rows, err := s.articlesInOrder(ctx, r, found)
	return rows, next, err
}

// firstAfter returns the first articles of a list after the cursor.
func (c dueCursor) firstAfter(q *gorm.DB, limit int) ([]dueArticle, error) {
	dated := q.Session(&gorm.Session{}).Where("a.due_at IS NOT NULL")
	dateless := q.Session(&gorm.Session{}).Where("a.due_at IS NULL")
	switch {
	case c.due != nil:
		dated = dated.Where("a.due_at >= ? AND (a.due_at > ? OR a.id < ?)", *c.due, *c.due, c.id)
	case c.id != 0:
		dated, dateless = nil, dateless.Where("a.id < ?", c.id)
	}
	var list, rest []dueArticle
	if dated != nil {
		if err := dated.Select("a.id, a.due_at").Order("a.due_at, a.id DESC").Limit(limit).Scan(&list).Error; err != nil {
			return nil, err
		}
	}
	if len(list) == limit {
		return list, nil
	}
	err := dateless.Select("a.id").Order("a.id DESC").Limit(limit - len(list)).Scan(&rest).Error
	return append(list, rest...), err
}

// compare orders two articles.
func (d dueArticle) compare(other dueArticle) int {
	switch {
	case d.DueAt == nil && other.DueAt != nil:
		return 1
	case d.DueAt != nil && other.DueAt == nil:
		return -1
	case d.DueAt != nil:
		if order := d.DueAt.Compare(*other.DueAt); order != 0 {
			return order
		}
	}
	return cmp.Compare(other.ID, d.ID)
}

// articlesInOrder reads articles and keeps their order.
func (s *Store) articlesInOrder(ctx context.Context, r models.Reader, order []dueArticle) ([]models.ArticleRow, error) {
	if len(order) == 0 {
		return nil, nil
	}
	place := map[int64]int{}
	ids := make([]int64, len(order))
	for i, d := range order {
		ids[i], place[d.ID] = d.ID, i
	}
	rows, err := s.articleRows(ctx, r, s.readDB(ctx).Where("a.id IN ?", ids))
	slices.SortFunc(rows, func(a, b models.ArticleRow) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return rows, err
}
