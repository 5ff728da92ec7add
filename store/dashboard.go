package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// Dashboard reads the totals and a page of articles. Without a filter on claims, every number is a stored
// counter.
func (s *Store) Dashboard(ctx context.Context, r models.Reader, f models.Filter, p models.Page) (_ models.Dashboard, err error) {
	defer wrap(&err, "read the dashboard of user %d", r.UserID)
	var d models.Dashboard
	if f.NarrowsClaims() {
		d.Totals, d.Articles, err = s.filteredTotals(ctx, r, f)
	} else {
		d.Totals, d.Articles, err = s.loadCounts(ctx, r, f)
	}
	if err != nil {
		return d, err
	}
	if d.Articles, err = s.countInCheck(ctx, r, f); err != nil {
		return d, err
	}
	if d.Attention, err = s.countDeadlines(ctx, r, filterDesks(r, f)); err != nil {
		return d, err
	}
	d.Rows, d.Next, err = s.dashboardRows(ctx, r, f, p)
	return d, err
}

// countInCheck counts the articles in check that match a filter.
func (s *Store) countInCheck(ctx context.Context, r models.Reader, f models.Filter) (int, error) {
	q := s.readDB(ctx).Table("articles a").Where("a.trashed_at IS NULL AND "+inCheck+" AND a.desk_id IN ?", orNone(filterDesks(r, f)))
	if f.ArticleID != 0 {
		q = q.Where("a.id = ?", f.ArticleID)
	}
	if f.NarrowsClaims() {
		q = q.Where("a.id IN (?)", s.matchingClaims(ctx, r, f).Select("c.article_id"))
	}
	var n int64
	err := q.Count(&n).Error
	return int(n), err
}

// dashboardRows reads a page of the articles that match a filter, with the number of their matching claims.
func (s *Store) dashboardRows(ctx context.Context, r models.Reader, f models.Filter, p models.Page) ([]models.ArticleRow, string, error) {
	q := s.readDB(ctx).Where("a.trashed_at IS NULL")
	if f.ArticleID != 0 {
		q = q.Where("a.id = ?", f.ArticleID)
	}
	if f.InCheck {
		q = q.Where(inCheck)
	}
	if f.NarrowsClaims() {
		q = q.Where("a.id IN (?)", s.matchingClaims(ctx, r, f).Select("c.article_id"))
	}
	rows, next, err := s.listByDueTime(ctx, r, q, filterDesks(r, f), p)
	if err == nil && f.NarrowsClaims() {
		err = s.addFilteredCounts(ctx, r, f, rows)
	}
	return rows, next, err
}

// matchingClaims selects the claims (as c) that match a filter.
func (s *Store) matchingClaims(ctx context.Context, r models.Reader, f models.Filter) *gorm.DB {
	return claimsWhere(s.readDB(ctx).Table(blindViewFor(r).claims()+" AS c").Joins("JOIN articles a ON a.id = c.article_id"), r, f)
}

// claimSums counts claims by status; count(*) FILTER works on both databases.
const claimSums = `count(*) AS claims, count(*) FILTER (WHERE c.status = 'sourced') AS claims_sourced, count(*) FILTER (WHERE c.status = 'disputed') AS claims_disputed,
	count(*) FILTER (WHERE c.status = 'unverified') AS claims_unverified, count(*) FILTER (WHERE c.status = 'unchecked') AS claims_unchecked,
	count(*) FILTER (WHERE c.disagree) AS claims_disagree, count(*) FILTER (WHERE c.status = 'sealed') AS claims_sealed`

// stateSums counts sentences by the states of their tracks (as t).
const stateSums = `count(*) AS sentences, count(*) FILTER (WHERE t.state = 'unread') AS sentences_unread, count(*) FILTER (WHERE t.state = 'clear') AS sentences_clear,
	count(*) FILTER (WHERE t.state = 'open') AS sentences_open, count(*) FILTER (WHERE t.state = 'done') AS sentences_done,
	count(*) FILTER (WHERE t.state = 'recheck') AS sentences_recheck`

// filteredTotals counts the claims that match a filter, and the sentences of the articles that have one.
func (s *Store) filteredTotals(ctx context.Context, r models.Reader, f models.Filter) (models.Counts, int, error) {
	var claims struct {
		models.Counts `gorm:"embedded"`
		Articles      int
	}
	if err := s.matchingClaims(ctx, r, f).Select(claimSums + ", count(DISTINCT c.article_id) AS articles").Scan(&claims).Error; err != nil {
		return claims.Counts, 0, err
	}
	var sentences models.Counts
	if b := blindViewFor(r); !b.seesEverything() {
		err := s.readDB(ctx).
			Table("articles a").
			Select(stateSums).
			Joins("JOIN sentences s ON s.revision_id = a.revision_id").
			Joins("JOIN "+b.tracks()+" AS t ON t.id = s.track_id").
			Where("a.id IN (?)", s.matchingClaims(ctx, r, f).Select("c.article_id")).
			Scan(&sentences).
			Error
		return claims.Counts.Add(sentences), claims.Articles, err
	}
	err := s.readDB(ctx).
		Table("articles a").
		Select(`coalesce(sum(a.sentences), 0) AS sentences, coalesce(sum(a.sentences_unread), 0) AS sentences_unread,
			coalesce(sum(a.sentences_clear), 0) AS sentences_clear, coalesce(sum(a.sentences_open), 0) AS sentences_open,
			coalesce(sum(a.sentences_done), 0) AS sentences_done, coalesce(sum(a.sentences_recheck), 0) AS sentences_recheck,
			coalesce(sum(a.queries_open), 0) AS queries_open`).
		Where("a.id IN (?)", s.matchingClaims(ctx, r, f).Select("c.article_id")).
		Scan(&sentences).
		Error
	return claims.Counts.Add(sentences), claims.Articles, err
}

// addFilteredCounts adds the number of matching claims to each article on the page.
func (s *Store) addFilteredCounts(ctx context.Context, r models.Reader, f models.Filter, rows []models.ArticleRow) error {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	var found []struct {
		ArticleID     int64
		models.Counts `gorm:"embedded"`
	}
	if err := s.matchingClaims(ctx, r, f).Where("c.article_id IN ?", ids).Select("c.article_id, " + claimSums).Group("c.article_id").Scan(&found).Error; err != nil {
		return err
	}
	byArticle := map[int64]models.Counts{}
	for _, x := range found {
		byArticle[x.ArticleID] = x.Counts
	}
	for i, row := range rows {
		shown := row.Counts
		shown.Claims, shown.ClaimsSourced, shown.ClaimsDisputed, shown.ClaimsUnverified, shown.ClaimsUnchecked, shown.ClaimsDisagree = 0, 0, 0, 0, 0, 0
		rows[i].FilteredCounts = shown.Add(byArticle[row.ID])
	}
	return nil
}

// maxWorkRows is the number of articles of a user that their own page considers; the rest is behind a link.
const maxWorkRows = 20

// MyWork reads the articles that a user works on, and the rulings on claims that they checked.
func (s *Store) MyWork(ctx context.Context, r models.Reader) (_ models.Work, err error) {
	defer wrap(&err, "read the work of user %d", r.UserID)
	var w models.Work
	w.Articles, _, err = s.articleList(ctx, r, models.ArticleFilter{Mine: true, State: models.Checking}, models.Page{Limit: maxWorkRows})
	if err != nil {
		return w, err
	}
	w.Ruled, err = s.claimsRuledByOthers(ctx, r)
	return w, err
}
