package store

import (
	"context"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// querySubjectWords is an SQL expression for the words that a query (as q) of an article (as a) is about now.
const querySubjectWords = `coalesce((SELECT x.exact FROM occurrences x JOIN claims c ON c.id = x.claim_id AND c.withdrawn_at IS NULL
			WHERE x.claim_id = q.claim_id AND x.revision_id = a.revision_id ORDER BY x.start_cp, x.id LIMIT 1),
		(SELECT x.exact FROM occurrences x WHERE x.claim_id = q.claim_id ORDER BY x.id LIMIT 1),
		(SELECT x.text FROM sentences x WHERE x.track_id = q.track_id AND x.revision_id = a.revision_id LIMIT 1),
		(SELECT x.text FROM sentences x WHERE x.track_id = q.track_id ORDER BY x.revision_id DESC LIMIT 1), '')`

// queryRowsSelect selects the columns of a list of queries (as q) of articles (as a). A query about a claim
// is shown at its first sentence.
const queryRowsSelect = `SELECT q.*, a.title AS article_title, a.language, a.due_at, d.name AS desk, u.name AS raiser, coalesce(w.name, '') AS asked,
		coalesce(s.ordinal, 0) AS ordinal, coalesce(s.id, 0) AS sentence_id,
		` + querySubjectWords + ` AS words, coalesce((SELECT x.risk FROM claims x WHERE x.id = q.claim_id), '') AS risk,
		(SELECT count(*) FROM messages x WHERE x.query_id = q.id)
			+ (SELECT count(*) FROM guest_answers x WHERE x.query_id = q.id) AS messages,
		 l.body AS last, lu.name AS last_by, l.at AS last_at,
		l.words AS last_of, (SELECT x.words FROM messages x WHERE x.query_id = q.id ORDER BY x.id LIMIT 1) AS asked_of
	FROM queries q JOIN articles a ON a.id = q.article_id AND a.trashed_at IS NULL JOIN desks d ON d.id = q.desk_id
		JOIN users u ON u.id = q.raised_by LEFT JOIN users w ON w.id = q.to_user
		JOIN messages l ON l.id = (SELECT max(x.id) FROM messages x WHERE x.query_id = q.id) JOIN users lu ON lu.id = l.author_id
		LEFT JOIN occurrences o ON o.id = (SELECT x.id FROM occurrences x JOIN claims c ON c.id = x.claim_id AND c.withdrawn_at IS NULL
			WHERE x.claim_id = q.claim_id AND x.revision_id = a.revision_id ORDER BY x.start_cp, x.id LIMIT 1)
		LEFT JOIN sentences s ON s.id = coalesce(o.sentence_id, (SELECT x.id FROM sentences x WHERE x.track_id = q.track_id AND x.revision_id = a.revision_id LIMIT 1))
	WHERE `

// Queries lists queries, newest first.
func (s *Store) Queries(ctx context.Context, r models.Reader, f models.QueryFilter,
	p models.Page) (_ []models.QueryRow, _ string, err error) {
	defer wrap(&err, "list queries for user %d", r.UserID)
	after, err := parseIDCursor(p.After)
	if err != nil {
		return nil, "", err
	}
	where, args := queriesWhere(r, f)
	if after != 0 {
		where, args = where+" AND q.id < ?", append(args, after)
	}
	rows, err := s.queryRows(ctx, where+" ORDER BY q.id DESC LIMIT ?", "q.id DESC", append(args, p.Rows()+1)...)
	if err != nil || len(rows) <= p.Rows() {
		return rows, "", err
	}
	rows = rows[:p.Rows()]
	return rows, strconv.FormatInt(rows[len(rows)-1].ID, 10), nil
}

// queryRows reads one page of a list of queries. It selects their ids first, so that it does not read the
// columns of the others.
func (s *Store) queryRows(ctx context.Context, part, order string, args ...any) ([]models.QueryRow, error) {
	var rows []models.QueryRow
	err := s.readDB(ctx).Raw(queryRowsSelect+"q.id IN (SELECT q.id "+fromQueries+part+") ORDER BY "+order, args...).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	return rows, addLastGuestAnswers(s.readDB(ctx), rows)
}

// fromQueries joins queries (as q) with articles (as a) outside the trash.
const fromQueries = "FROM queries q JOIN articles a ON a.id = q.article_id AND a.trashed_at IS NULL WHERE "

// queriesWhere limits queries to those that match a filter and that the reader may see.
func queriesWhere(r models.Reader, f models.QueryFilter) (string, []any) {
	where, args := "q.desk_id IN ?", []any{filterDesks(r, models.Filter{DeskID: f.DeskID})}
	add := func(clause string, values ...any) { where, args = where+" AND "+clause, append(args, values...) }
	if f.ArticleID != 0 {
		where = "a.desk_id IN ?" // the index of an article's queries has no desk
		add("q.article_id = ?", f.ArticleID)
	}
	if f.State != "" {
		add("q.state = ?", f.State)
	}
	if f.Unsettled {
		add("q.state IN ?", models.UnsettledStates)
	}
	if f.Mine {
		add("q.raised_by = ?", r.UserID)
	}
	if f.ToMe {
		clause, values := whereAddressedTo(r)
		add(clause, values...)
	}
	return where, args
}

// whereAddressedTo limits queries to those of others that are addressed to a reader, by name or by role.
func whereAddressedTo(r models.Reader) (string, []any) {
	either, args := []string{"q.to_user = ?"}, []any{r.UserID}
	for _, d := range r.Desks {
		for _, role := range models.AddresseeRoles {
			if (models.Query{ToRole: role}).IsAddressedTo(r.UserID, d.Role) {
				either, args = append(either, "q.to_user IS NULL AND q.desk_id = ? AND q.to_role = ?"), append(args, d.DeskID, role)
			}
		}
	}
	return "q.raised_by <> ? AND (" + strings.Join(either, " OR ") + ")", append([]any{r.UserID}, args...)
}

// Query reads one query with its messages.
func (s *Store) Query(ctx context.Context, r models.Reader, id int64) (_ models.QueryThread, err error) {
	defer wrap(&err, "read query %d", id)
	var list []models.QueryThread
	err = s.readTx(ctx, func(db *gorm.DB) error {
		var err error
		list, err = queryThreads(db, "q.desk_id IN ? AND q.id = ?", r.DeskIDs(), id)
		return err
	})
	if err != nil {
		return models.QueryThread{}, err
	}
	if len(list) == 0 {
		return models.QueryThread{}, models.ErrNotFound
	}
	return list[0], nil
}

// queryThreads reads queries with their messages, oldest first.
func queryThreads(db *gorm.DB, where string, args ...any) ([]models.QueryThread, error) {
	var rows []models.QueryRow
	if err := db.Raw(queryRowsSelect+where+" ORDER BY q.id", args...).Scan(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	list, ids, at := make([]models.QueryThread, len(rows)), make([]int64, len(rows)), map[int64]int{}
	for i, q := range rows {
		list[i], ids[i], at[q.ID] = models.QueryThread{QueryRow: q}, q.ID, i
	}
	var messages []models.NamedMessage
	err := db.Raw("SELECT m.*, u.name FROM messages m JOIN users u ON u.id = m.author_id WHERE m.query_id IN ? ORDER BY m.id", ids).
		Scan(&messages).
		Error
	for _, m := range messages {
		thread := &list[at[m.QueryID]]
		thread.Thread = append(thread.Thread, m)
	}
	if err != nil {
		return nil, err
	}
	return list, addGuestAnswers(db, ids, func(query int64) *models.QueryThread { return &list[at[query]] })
}

// addQueries adds the queries about a page's sentence and its claims, its notes, and the people of the desk.
func addQueries(db *gorm.DB, r models.Reader, page *models.SentencePage) error {
	claims := make([]int64, len(page.Claims))
	for i, c := range page.Claims {
		claims[i] = c.Claim.ID
	}
	var err error
	if page.Queries, err = queryThreads(db, "(q.track_id = ? OR q.claim_id IN ?)", page.Sentence.TrackID, claims); err != nil {
		return err
	}
	if page.Notes, err = notesWhere(db, r, "n.track_id = ?", page.Sentence.TrackID); err != nil {
		return err
	}
	page.People, err = deskPeople(db, page.DeskID)
	return err
}

// deskPeople returns the current members of a desk.
func deskPeople(db *gorm.DB, deskID int64) ([]models.DeskPerson, error) {
	var people []models.DeskPerson
	err := db.Raw(`SELECT u.id, u.name, m.role FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE m.desk_id = ? ORDER BY u.name, u.id`, deskID).Scan(&people).Error
	return people, err
}

// DeskPeople returns the current members of one of the reader's desks, to address queries and assign work to.
func (s *Store) DeskPeople(ctx context.Context, r models.Reader, deskID int64) (_ []models.DeskPerson, err error) {
	defer wrap(&err, "list the people of desk %d", deskID)
	if _, ok := r.Role(deskID); !ok {
		return nil, models.ErrNotFound
	}
	return deskPeople(s.readDB(ctx), deskID)
}

// addQueryCounts counts, for every sentence, the unsettled queries about it or about a claim that is shown
// with it, including lost ones.
func addQueryCounts(db *gorm.DB, a models.Article, lists ...[]models.PageSentence) error {
	if a.QueriesOpen == 0 {
		return nil
	}
	var rows []struct {
		SentenceID int64
		N          int
	}
	err := db.Raw(`SELECT x.sentence_id, count(DISTINCT x.id) AS n FROM (
			SELECT q.id, s.id AS sentence_id FROM queries q JOIN sentences s ON s.track_id = q.track_id AND s.revision_id = ? WHERE q.article_id = ? AND q.state IN ?
			UNION ALL SELECT q.id, os.sentence_id FROM queries q JOIN claims c ON c.id = q.claim_id AND c.withdrawn_at IS NULL
				JOIN occurrences o ON o.claim_id = q.claim_id AND o.revision_id = ? JOIN occurrence_sentences os ON os.occurrence_id = o.id
				WHERE q.article_id = ? AND q.state IN ?) x GROUP BY x.sentence_id`,
		*a.RevisionID, a.ID, models.UnsettledStates, *a.RevisionID, a.ID, models.UnsettledStates).Scan(&rows).Error
	counts := map[int64]int{}
	for _, row := range rows {
		counts[row.SentenceID] = row.N
	}
	for _, list := range lists {
		for i := range list {
			list[i].Queries = counts[list[i].ID]
		}
	}
	return err
}
