package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"linecheck/models"
)

// RaiseQuery raises a query about an article, a sentence or a claim, addressed to a role at the desk or to
// one person. It returns the query's id and location.
func (s *Store) RaiseQuery(ctx context.Context, r models.Reader, n models.NewQuery) (_ int64, _ models.Location, err error) {
	defer wrap(&err, "raise a query about article %d, sentence %d, claim %d", n.ArticleID, n.SentenceID, n.ClaimID)
	var q models.Query
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) (err error) {
		q, place, err = t.raiseQuery(r, n)
		return err
	})
	return q.ID, place, err
}

// raiseQuery stores a query with its first message.
func (t *tx) raiseQuery(r models.Reader, n models.NewQuery) (models.Query, models.Location, error) {
	q := models.Query{RaisedBy: r.UserID, State: models.QueryOpen, RaisedAt: t.now, Version: 1}
	place, err := t.resolveQuerySubject(r, n, &q)
	if err != nil {
		return q, place, err
	}
	if err := n.Check(); err != nil {
		return q, place, err
	}
	if err := t.setAddressee(&q, n.To); err != nil {
		return q, place, err
	}
	if err := t.Create(&q).Error; err != nil {
		return q, place, err
	}
	words, err := t.queryWords(q.ID)
	if err != nil {
		return q, place, err
	}
	if err := models.CheckQueryUnchanged(n.Words, words); err != nil {
		return q, place, err
	}
	if err := t.touchActivity(q.ArticleID, r.UserID); err != nil {
		return q, place, err
	}
	return q, place, t.addQueryMessage(r, q, "", "query raised", n.Body, words)
}

// resolveQuerySubject finds what a query is about, and its location.
func (t *tx) resolveQuerySubject(r models.Reader, n models.NewQuery, q *models.Query) (models.Location, error) {
	if n.ClaimID != 0 {
		c, err := t.loadClaim(r, n.ClaimID, models.ActCheck)
		if err != nil {
			return models.Location{}, err
		}
		q.ArticleID, q.DeskID, q.ClaimID = c.ArticleID, c.DeskID, &c.ID
		return t.claimLocation(c.ID)
	}
	if n.SentenceID != 0 {
		held, err := t.loadSentence(r, n.SentenceID, models.ActCheck)
		q.ArticleID, q.DeskID, q.TrackID, q.At = held.ArticleID, held.DeskID, &held.TrackID, &held.Start
		return models.Location{ArticleID: held.ArticleID, Ordinal: held.Ordinal}, err
	}
	a, err := t.loadArticle(r, n.ArticleID, models.ActCheck)
	if err == nil && a.TrashedAt != nil {
		err = models.ErrNotFound
	}
	q.ArticleID, q.DeskID = a.ID, a.DeskID
	return models.Location{ArticleID: a.ID}, err
}

// setAddressee sets a query's addressee. "writer" means the article's named writer, if there is one.
func (t *tx) setAddressee(q *models.Query, to string) error {
	if to == string(models.Editor) {
		q.ToRole = models.Editor
		return nil
	}
	query := "u.id = ?"
	id, err := strconv.ParseInt(to, 10, 64)
	switch {
	case to == string(models.Writer): // also if the named writer has another role
		q.ToRole = models.Writer
		query, id = "u.id = (SELECT writer_id FROM articles WHERE id = ?)", q.ArticleID
	case err != nil:
		return addresseeRequired()
	}
	var person models.DeskPerson
	err = queryOne(t.DB, &person, `SELECT u.id, m.role FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE m.desk_id = ? AND `+query, q.DeskID, id)
	switch {
	case isNotFound(err) && q.ToRole == models.Writer:
		return nil // all writers of the desk
	case isNotFound(err):
		return addresseeRequired()
	case err != nil:
		return err
	case q.ToRole == models.Writer:
		if person.ID != q.RaisedBy && person.Role.Allows(models.ActAnswer) {
			q.ToUser = &person.ID
		}
		return nil
	}
	return setAddresseePerson(q, person)
}

// setAddresseePerson addresses a query to one person.
func setAddresseePerson(q *models.Query, person models.DeskPerson) error {
	switch {
	case person.ID == q.RaisedBy:
		return models.NewFieldError("to", "Please choose somebody else than yourself.")
	case person.Role == models.Writer:
		q.ToRole = models.Writer
	case person.Role.Allows(models.ActRule):
		q.ToRole = models.Editor
	case person.Role.Allows(models.ActAnswer):
		q.ToRole = models.Reviewer
	default:
		return addresseeRequired()
	}
	q.ToUser = &person.ID
	return nil
}

func addresseeRequired() error {
	return models.NewFieldError("to", "Please choose whom you ask: the writer, an editor, or somebody by name.")
}

// AdvanceQuery writes in a query, or settles, dismisses or reopens it. It returns models.ErrQueryChanged if
// the query has changed since the version that was read. It returns the query's location.
func (s *Store) AdvanceQuery(ctx context.Context, r models.Reader, id int64, step models.QueryActionInput) (_ models.Location, err error) {
	defer wrap(&err, "change query %d", id)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		var q struct {
			models.Query `gorm:"embedded"`
			Role         models.Role
		}
		err := queryOne(t.DB, &q, `SELECT q.*, m.role FROM queries q JOIN articles a ON a.id = q.article_id AND a.trashed_at IS NULL
			`+joinMembership+` WHERE q.id = ?`, r.UserID, id)
		if err != nil {
			return err
		}
		if err := checkAllowed(r, q.Role, models.ActAnswer); err != nil {
			return err
		}
		if place, err = t.queryLocation(q.Query); err != nil {
			return err
		}
		if err := q.CheckAllowed(step.Action, r.UserID, q.Role); err != nil {
			return err
		}
		if step.Action == models.DismissQuery {
			if bar, _, err := t.accountRestriction(r, q.DeskID); err != nil || !bar.IsZero() {
				return restrictedError(err, "body", bar)
			}
			if asked, err := t.isAskedAsAuthor(q.Query, r.UserID); err != nil || asked {
				return authorDismissalError(err)
			}
		}
		if err := step.Check(); err != nil {
			return err
		}
		if q.Version != step.Version {
			return models.ErrQueryChanged
		}
		return t.advanceQuery(r, q.Query, q.Role, step)
	})
	return place, err
}

// isAskedAsAuthor reports whether a query asks the writer about words that a user wrote, although they did not raise it. It concerns them
// even if it is addressed to somebody else, or to all writers.
func (t *tx) isAskedAsAuthor(q models.Query, user int64) (is bool, err error) {
	if q.ToRole != models.Writer || q.RaisedBy == user {
		return false, nil
	}
	err = t.queryRow(`SELECT EXISTS (
			SELECT 1
			FROM sentences s
			JOIN revisions v ON v.id = s.revision_id
			WHERE v.article_id = $1 AND s.authors LIKE $2
				AND CASE
					WHEN CAST($3 AS BIGINT) IS NOT NULL THEN EXISTS (
						SELECT 1
						FROM occurrence_sentences os
						JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost'
						WHERE os.sentence_id = s.id AND o.claim_id = $3
					)
					WHEN CAST($4 AS BIGINT) IS NOT NULL THEN s.track_id = $4
					ELSE v.id = (SELECT revision_id FROM articles WHERE id = $1)
				END
		)`, []any{q.ArticleID, fmt.Sprintf("%%,%d,%%", user), q.ClaimID, q.TrackID}, &is)
	return is, err
}

// authorDismissalError refuses to dismiss a query about the user's own words, or returns err.
func authorDismissalError(err error) error {
	if err != nil {
		return err
	}
	const detail = "The query asks the writer, and you wrote these words, so you do not dismiss it. Answer it, and who raised it settles it."
	return fmt.Errorf("%w: %w", models.ErrForbidden, models.NewFieldError("body", detail))
}

// queryActions are the names of the actions in the audit log.
var queryActions = map[models.QueryAction]string{models.ReplyToQuery: "query written in", models.SettleQuery: "query settled",
	models.DismissQuery: "query dismissed", models.ReopenQuery: "query reopened"}

func (t *tx) advanceQuery(r models.Reader, q models.Query, role models.Role, step models.QueryActionInput) error {
	was := q.State
	words, err := t.queryWords(q.ID)
	if err != nil {
		return err
	}
	if err := models.CheckQueryUnchanged(step.Words, words); err != nil {
		return err
	}
	if q.State, err = q.NextState(step.Action, r.UserID, role); err != nil {
		return err
	}
	body := step.Body
	switch step.Action {
	case models.DismissQuery:
		q.Reason, body = strings.TrimSpace(step.Body), ""
	case models.ReopenQuery:
		q.Reason = "" // the audit log keeps it
	}
	n, err := t.exec(
		"UPDATE queries SET state = $1, reason = $2, version = version + 1 WHERE id = $3 AND version = $4",
		q.State,
		q.Reason,
		q.ID,
		step.Version,
	)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.ErrQueryChanged
	}
	if err := t.addQueryMessage(r, q, was, queryActions[step.Action], body, words); err != nil || q.State.Unsettled() {
		return err
	}
	return t.revokeGuestLinks(r.UserID, "the query was "+string(q.State), "query_id = ?", q.ID)
}

// queryWords returns the words that a query is about now: the claim's, or the sentence; "" if it is about the
// article.
func (t *tx) queryWords(id int64) (string, error) {
	var words string
	err := t.queryRow(
		"SELECT "+querySubjectWords+" FROM queries q JOIN articles a ON a.id = q.article_id WHERE q.id = $1",
		[]any{id},
		&words,
	)
	return words, err
}

// addQueryMessage stores a message of a query, if there is one, with the words that it is about. It updates
// the counters from the query's former state, and records the event.
func (t *tx) addQueryMessage(r models.Reader, q models.Query, was models.QueryState, action, body, words string) error {
	after := map[string]any{"state": q.State}
	var notice models.NoticeFacts
	if words != "" {
		after["words"] = words
	}
	if err := t.settleMentions(r, "message_id IN (SELECT m.id FROM messages m WHERE m.query_id = ?)", q.ID, after); err != nil {
		return err
	}
	if strings.TrimSpace(body) != "" {
		m := models.Message{QueryID: q.ID, AuthorID: r.UserID, Body: body, At: t.now, Words: words}
		if err := t.Create(&m).Error; err != nil {
			return err
		}
		after["body"] = body
		var err error
		if notice.Mentioned, err = t.addMentions(r, q.DeskID, body, models.Mention{MessageID: &m.ID}, after); err != nil {
			return err
		}
	}
	if q.Reason != "" {
		after["reason"] = q.Reason
	}
	var before any
	if was == "" {
		after["to"], after["person"], after["claim"], after["track"] = q.ToRole, q.ToUser, q.ClaimID, q.TrackID
	} else {
		before = map[string]any{"state": was}
	}
	var delta models.Counts
	if q.State.Unsettled() {
		delta.QueriesOpen++
	}
	if was.Unsettled() {
		delta.QueriesOpen--
	}
	if err := t.addArticleCounts(q.ArticleID, delta); err != nil {
		return err
	}
	if err := t.addDeskCounts(q.DeskID, 0, delta); err != nil {
		return err
	}
	return t.recordEvent(
		event{
			actor:   r.UserID,
			action:  action,
			object:  "query",
			id:      q.ID,
			article: q.ArticleID,
			desk:    q.DeskID,
			before:  before,
			after:   after,
			notice:  notice,
		},
	)
}

// queryLocation returns the location of a query in the current revision, without a sentence if it is about
// the article or its claim is gone.
func (t *tx) queryLocation(q models.Query) (models.Location, error) {
	place := models.Location{ArticleID: q.ArticleID}
	var err error
	switch {
	case q.ClaimID != nil:
		var at models.Location
		if at, err = t.claimLocation(*q.ClaimID); err == nil {
			place = at
		}
	case q.TrackID != nil:
		err = t.queryRow(
			"SELECT s.ordinal FROM sentences s JOIN articles a ON a.revision_id = s.revision_id WHERE s.track_id = $1 AND a.id = $2",
			[]any{*q.TrackID, q.ArticleID},
			&place.Ordinal,
		)
	}
	if isNotFound(err) {
		err = nil
	}
	return place, err
}

// placedTables are the tables whose rows are about a sentence, and stay with its words: they have a track_id
// and an at_cp.
var placedTables = []string{"queries", "sentence_notes"}

// sentencePlace is the place of a row of placedTables.
type sentencePlace struct {
	ID      int64
	TrackID int64
	At      *int `gorm:"column:at_cp"`
}

// placesIn reads the places of the rows of an article that are about a sentence.
func (t *tx) placesIn(table string, articleID int64) ([]sentencePlace, error) {
	var list []sentencePlace
	err := t.Raw("SELECT id, track_id, at_cp FROM "+table+" WHERE article_id = ? AND track_id IS NOT NULL ORDER BY id", articleID).
		Scan(&list).
		Error
	return list, err
}

// relinkPlaces links queries and notes about sentences that no longer exist to those that have the same words
// now.
func (t *tx) relinkPlaces(c *resegmentation, articleID int64) error {
	gone := map[int64]bool{}
	for _, g := range c.removed {
		gone[g.TrackID] = true
	}
	for _, table := range placedTables {
		list, err := t.placesIn(table, articleID)
		if err != nil {
			return err
		}
		for _, q := range list {
			if !gone[q.TrackID] || q.At == nil {
				continue
			}
			for _, f := range overlappingSentences(c.added, *q.At, *q.At+1) {
				if _, err := t.exec("UPDATE "+table+" SET track_id = $1 WHERE id = $2", f.TrackID, q.ID); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
