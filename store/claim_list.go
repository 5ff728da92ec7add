package store

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text"
)

// claimsWhere limits claims (as c) to those that match a filter and that the reader may see. articles is the
// claim's article (as a).
func claimsWhere(q *gorm.DB, r models.Reader, f models.Filter) *gorm.DB {
	q = q.Where("c.withdrawn_at IS NULL AND a.trashed_at IS NULL").Where("c.desk_id IN ?", filterDesks(r, f))
	if f.ArticleID != 0 {
		q = q.Where("c.article_id = ?", f.ArticleID)
	}
	if f.Assignee != 0 {
		q = q.Where("c.assignee_id = ?", f.Assignee)
	}
	if f.Reviewer != 0 {
		q = q.Where(
			"EXISTS (SELECT 1 FROM annotations n WHERE n.claim_id = c.id AND n.reviewer_id = ? AND n.withdrawn_at IS NULL AND NOT n.imported)",
			f.Reviewer,
		)
	}
	if f.Status != "" {
		q = q.Where("c.status = ?", f.Status)
	}
	if f.Disagree {
		q = q.Where("c.disagree")
	}
	if f.Open {
		q = q.Where("(c.disagree OR c.contested OR c.status = 'unchecked' OR (c.status <> 'sourced' AND c.resolution = 'none'))")
	}
	if f.RecheckBy != 0 {
		q = q.Where("c.status = 'sourced' AND EXISTS (SELECT 1 "+unansweredContradictions+" AND n.reviewer_id = ?)", f.RecheckBy)
	}
	if f.Lost {
		q = q.Where(
			"EXISTS (SELECT 1 FROM occurrences x WHERE x.claim_id = c.id AND x.revision_id = a.revision_id AND x.placement = 'lost')",
		)
	}
	if f.Override {
		q = q.Where(
			"c.status = 'sourced' AND EXISTS (SELECT 1 FROM overrides v JOIN annotations n ON n.id = v.annotation_id AND " + verdictCounts + " WHERE v.claim_id = c.id AND v.gate_code = 'evidence')",
		)
	}
	if f.Kind != "" {
		q = q.Where("c.kind = ?", f.Kind)
	}
	if !f.From.IsZero() {
		q = q.Where("c.changed_at >= ?", f.From.UTC())
	}
	if !f.Until.IsZero() {
		q = q.Where("c.changed_at < ?", f.Until.UTC())
	}
	if f.Query != "" {
		q = whereAnyForm(
			q,
			f.Query,
			`(a.title_fold LIKE ? ESCAPE '!' OR EXISTS (SELECT 1 FROM occurrences x WHERE x.claim_id = c.id AND lower(x.exact) LIKE lower(?) ESCAPE '!'))`,
			titleOrWordsArgs,
		)
	}
	return q
}

// filterDesks returns the reader's desks, or the filter's desk if it is one of them.
func filterDesks(r models.Reader, f models.Filter) []int64 {
	if f.DeskID == 0 {
		return r.DeskIDs()
	}
	if _, ok := r.Role(f.DeskID); !ok {
		return nil
	}
	return []int64{f.DeskID}
}

// Claims lists claims, newest first, with their total number.
func (s *Store) Claims(ctx context.Context, r models.Reader, f models.Filter,
	p models.Page) (_ []models.ClaimRow, _ int, _ string, err error) {
	defer wrap(&err, "list claims for user %d", r.UserID)
	after, err := parseIDCursor(p.After)
	if err != nil {
		return nil, 0, "", err
	}
	total, err := s.countClaims(ctx, r, f)
	if err != nil || total == 0 {
		return nil, 0, "", err
	}
	q := claimsWhere(s.readDB(ctx).Table(blindViewFor(r).claims()+" AS c").Joins("JOIN articles a ON a.id = c.article_id"), r, f)
	if after != 0 {
		q = q.Where("c.id < ?", after)
	}
	rows, err := claimRows(q.Order("c.id DESC").Limit(p.Rows() + 1))
	if err != nil || len(rows) <= p.Rows() {
		return rows, total, "", err
	}
	rows = rows[:p.Rows()]
	return rows, total, strconv.FormatInt(rows[len(rows)-1].ID, 10), nil
}

// claimRows runs a query for claims (as c) with their articles (as a), and adds the other columns of a list.
func claimRows(q *gorm.DB) ([]models.ClaimRow, error) {
	var found []struct {
		models.Claim `gorm:"embedded"`
		ArticleTitle string
		Language     string
		Desk         string
		Exact        string
		StartCP      int
		EndCP        int
		Placement    models.Placement
		Ordinal      int
		SentenceText string
		SentenceFrom int
	}
	err := q.Select(`c.*, a.title AS article_title, a.language, d.name AS desk, o.exact, o.start_cp, o.end_cp, o.placement, s.ordinal, s.text AS sentence_text, s.start_cp AS sentence_from`).
		Joins("JOIN desks d ON d.id = c.desk_id").
		Joins("JOIN occurrences o ON o.id = (SELECT x.id FROM occurrences x WHERE x.claim_id = c.id AND x.revision_id = a.revision_id ORDER BY x.start_cp LIMIT 1)").
		Joins("JOIN sentences s ON s.id = o.sentence_id").
		Find(&found).
		Error
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]int64, len(found))
	for i, x := range found {
		ids[i] = x.ID
	}
	reviewers, err := reviewersOf(q.Session(&gorm.Session{NewDB: true}), ids)
	rows := make([]models.ClaimRow, len(found))
	for i, x := range found {
		rows[i] = models.ClaimRow{
			Claim:        x.Claim,
			ArticleTitle: x.ArticleTitle,
			Desk:         x.Desk,
			Ordinal:      x.Ordinal,
			SentenceText: x.SentenceText,
			SentenceFrom: x.SentenceFrom,
			Reviewers:    strings.Join(reviewers[x.ID], ", "),
			Occurrence:   models.Occurrence{ClaimID: x.ID, Start: x.StartCP, End: x.EndCP, Exact: x.Exact, Placement: x.Placement},
		}
	}
	return rows, err
}

// reviewersOf returns the names of the reviewers with live annotations of claims.
func reviewersOf(db *gorm.DB, claims []int64) (map[int64][]string, error) {
	var said []struct {
		ClaimID int64
		Name    string
	}
	err := db.Raw(`SELECT DISTINCT n.claim_id, u.name FROM annotations n JOIN users u ON u.id = n.reviewer_id
		WHERE n.claim_id IN ? AND n.withdrawn_at IS NULL AND NOT n.imported ORDER BY n.claim_id, u.name`, claims).Scan(&said).Error
	names := map[int64][]string{}
	for _, a := range said {
		names[a.ClaimID] = append(names[a.ClaimID], a.Name)
	}
	return names, err
}

// countClaims counts claims: with the desks' counters if the filter allows it, else with a query.
func (s *Store) countClaims(ctx context.Context, r models.Reader, f models.Filter) (int, error) {
	if f.Assignee == 0 && f.Reviewer == 0 && !f.Open && !f.Lost && f.Kind == "" && f.From.IsZero() && f.Until.IsZero() && f.Query == "" &&
		(f.Status == "" || !f.Disagree) {
		counts, _, err := s.loadCounts(ctx, r, f)
		return counterFor(counts, f), err
	}
	var n int64
	err := claimsWhere(
		s.readDB(ctx).Table(blindViewFor(r).claims()+" AS c").Joins("JOIN articles a ON a.id = c.article_id"),
		r,
		f,
	).Count(&n).
		Error
	return int(n), err
}

// counterFor returns the counter for a filter on status or disagreement.
func counterFor(c models.Counts, f models.Filter) int {
	switch {
	case f.Disagree:
		return c.ClaimsDisagree
	case f.Status == models.Sourced:
		return c.ClaimsSourced
	case f.Status == models.Disputed:
		return c.ClaimsDisputed
	case f.Status == models.Unverified:
		return c.ClaimsUnverified
	case f.Status == models.Unchecked:
		return c.ClaimsUnchecked
	}
	return c.Claims
}

// loadCounts reads the stored counters of an article, or the sum for the reader's desks.
func (s *Store) loadCounts(ctx context.Context, r models.Reader, f models.Filter) (models.Counts, int, error) {
	if f.ArticleID != 0 {
		row, err := s.articleRow(ctx, r, f.ArticleID)
		if errors.Is(err, models.ErrNotFound) || row.TrashedAt != nil || f.DeskID != 0 && row.DeskID != f.DeskID {
			return models.Counts{}, 0, nil
		}
		return row.Counts, 1, err
	}
	var desks []models.DeskCounts
	if err := s.readDB(ctx).Where("desk_id IN ?", filterDesks(r, f)).Find(&desks).Error; err != nil {
		return models.Counts{}, 0, err
	}
	kept := map[int64]*models.Counts{}
	for i, d := range desks {
		if r.ChecksBlind(d.DeskID) {
			kept[d.DeskID] = &desks[i].Counts
		}
	}
	err := blindViewFor(r).redactCounts(s.readDB(ctx), "desk_id", kept)
	var sum models.Counts
	articles := 0
	for _, d := range desks {
		sum, articles = sum.Add(d.Counts), articles+d.Articles
	}
	return sum, articles, err
}

// Sentences lists sentences of current revisions in reading order, with their total number. A filter on
// claims selects the sentences of articles that have a matching claim.
func (s *Store) Sentences(ctx context.Context, r models.Reader, f models.Filter,
	p models.Page) (_ []models.SentenceRow, _ int, _ string, err error) {
	defer wrap(&err, "list sentences for user %d", r.UserID)
	after, err := parseSentenceCursor(p.After)
	if err != nil {
		return nil, 0, "", err
	}
	total, err := s.countSentences(ctx, r, f)
	if err != nil || total == 0 {
		return nil, 0, "", err
	}
	q := s.sentencesWhere(ctx, r, f)
	if after.article != 0 {
		q = q.Where("(a.id > ? OR a.id = ? AND s.ordinal > ?)", after.article, after.article, after.ordinal)
	}
	var rows []models.SentenceRow
	err = q.Select("s.*, t.state, a.id AS article_id, a.title AS article_title, a.language, a.desk_id, d.name AS desk").
		Joins("JOIN desks d ON d.id = a.desk_id").
		Order("a.id, s.ordinal"). // a split gives new ids to sentences in the middle
		Limit(p.Rows() + 1).
		Find(&rows).
		Error
	if err != nil {
		return nil, total, "", err
	}
	full := len(rows) > p.Rows()
	rows = rows[:min(len(rows), p.Rows())]
	if err := addWaiting(s.readDB(ctx), r, rows); err != nil || !full {
		return rows, total, "", err
	}
	last := rows[len(rows)-1]
	return rows, total, sentenceCursor{last.ArticleID, last.Ordinal}.String(), nil
}

// addWaiting adds to open sentences what keeps them open. A reader who checks blind may not know it.
func addWaiting(db *gorm.DB, r models.Reader, rows []models.SentenceRow) error {
	at := map[int64]int{}
	var ids []string
	for i, row := range rows {
		if row.State == models.Open && !r.ChecksBlind(row.DeskID) {
			at[row.ID] = i
			ids = append(ids, strconv.FormatInt(row.ID, 10))
		}
	}
	if len(ids) == 0 {
		return nil
	}
	facts, err := loadSentenceFacts(gormRows{db}, "s.id IN ("+strings.Join(ids, ", ")+")")
	for _, f := range facts {
		rows[at[f.ID]].Waiting, rows[at[f.ID]].RestUnread = f.Waiting()
	}
	return err
}

// countSentences counts sentences: with the counters if the filter allows it, else with a query.
func (s *Store) countSentences(ctx context.Context, r models.Reader, f models.Filter) (int, error) {
	if !f.NarrowsClaims() && !f.WithoutSecondReader && f.Query == "" {
		c, _, err := s.loadCounts(ctx, r, f)
		byState := map[models.SentenceState]int{"": c.Sentences, models.Unread: c.SentencesUnread, models.Clear: c.SentencesClear,
			models.Open: c.SentencesOpen, models.Done: c.SentencesDone, models.Recheck: c.SentencesRecheck}
		return byState[f.State], err
	}
	var n int64
	err := s.sentencesWhere(ctx, r, f).Count(&n).Error
	return int(n), err
}

// sentencesWhere selects sentences (as s, their tracks as t, their articles as a) that match a filter.
func (s *Store) sentencesWhere(ctx context.Context, r models.Reader, f models.Filter) *gorm.DB {
	q := s.readDB(ctx).
		Table("articles a").
		Joins("JOIN sentences s ON s.revision_id = a.revision_id").
		Joins("JOIN "+blindViewFor(r).tracks()+" AS t ON t.id = s.track_id").
		Where("a.trashed_at IS NULL AND a.desk_id IN ?", filterDesks(r, f))
	if f.ArticleID != 0 {
		q = q.Where("a.id = ?", f.ArticleID)
	}
	if f.State != "" {
		q = q.Where("t.state = ?", f.State)
	}
	if f.WithoutSecondReader {
		q = q.Where("NOT t.twice")
	}
	if f.NarrowsClaims() {
		q = q.Where(
			"a.id IN (?)",
			claimsWhere(
				s.readDB(ctx).
					Table(blindViewFor(r).claims()+" AS c").
					Select("c.article_id").
					Joins("JOIN articles a ON a.id = c.article_id"),
				r,
				f,
			),
		)
	}
	if f.Query != "" {
		q = whereAnyForm(q, f.Query, "(a.title_fold LIKE ? ESCAPE '!' OR lower(s.text) LIKE lower(?) ESCAPE '!')", titleOrWordsArgs)
	}
	return q
}

// whereAnyForm limits a list to rows that contain a query in any Unicode form; args returns the arguments of
// the condition for one form.
func whereAnyForm(q *gorm.DB, query, condition string, args func(form string) []any) *gorm.DB {
	var conditions []string
	var all []any
	for _, form := range text.UnicodeForms(query) {
		conditions, all = append(conditions, condition), append(all, args(form)...)
	}
	return q.Where("("+strings.Join(conditions, " OR ")+")", all...)
}

// titleOrWordsArgs returns the arguments of a condition that compares a folded title and then words.
func titleOrWordsArgs(form string) []any {
	return []any{likePattern(foldCase(form)), likePattern(form)}
}
