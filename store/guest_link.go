package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// CreateGuestLink creates a link with which a person without an account can answer a query to the writer. It returns the link's token and
// stores only the token's hash. An earlier link of the same person to the query is revoked.
func (s *Store) CreateGuestLink(ctx context.Context, r models.Reader, queryID int64, n models.NewGuestLink) (_ string, err error) {
	defer wrap(&err, "make a guest's link to query %d", queryID)
	token, hash := newToken()
	return token, s.writeTx(ctx, func(t *tx) error {
		q, err := t.loadGuestQuery(r, queryID)
		if err != nil {
			return err
		}
		n, err := n.Check()
		if err != nil {
			return err
		}
		if err := t.checkGuest(q, n); err != nil {
			return err
		}
		if err := t.revokeGuestLinks(r.UserID, "another link was made", "query_id = ? AND email = ?", q.ID, n.Email); err != nil {
			return err
		}
		var live int
		if err := t.queryRow("SELECT count(*) FROM guest_links WHERE query_id = $1 AND revoked_at IS NULL AND expires_at > $2",
			[]any{q.ID, t.now}, &live); err != nil {
			return err
		}
		if live >= models.MaxGuestLinks {
			return models.NewFieldError("email", "A query has at most %d links; please revoke one first.", models.MaxGuestLinks)
		}
		link := models.GuestLink{QueryID: q.ID, Name: n.Name, Email: n.Email, AsWriter: n.AsWriter, TokenHash: hash, MadeBy: r.UserID,
			MadeAt: t.now, ExpiresAt: t.now.AddDate(0, 0, n.Days)}
		if err := t.Create(&link).Error; err != nil {
			return err
		}
		return t.recordGuestEvent(q, event{actor: r.UserID, action: "guest link made", after: map[string]any{
			"query": q.ID, "link": link.ID, "guest": n.Name, "sent_to": n.Email, "as_writer": n.AsWriter, "expires": link.ExpiresAt}})
	})
}

// loadGuestQuery loads an unsettled query to the writer for which the reader may send a link.
func (t *tx) loadGuestQuery(r models.Reader, id int64) (models.Query, error) {
	var q struct {
		models.Query `gorm:"embedded"`
		Role         models.Role
	}
	err := queryOne(t.DB, &q, `SELECT q.*, m.role FROM queries q JOIN articles a ON a.id = q.article_id AND a.trashed_at IS NULL
		JOIN memberships m ON m.desk_id = a.desk_id AND m.user_id = ? JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE q.id = ?`, r.UserID, id)
	if err == nil {
		err = checkAllowed(r, q.Role, models.ActCheck)
	}
	return q.Query, err
}

// checkGuest refuses a link for a member of the desk, and for a query that is not addressed to the writer. It does not reveal who has an
// account at another desk.
func (t *tx) checkGuest(q models.Query, n models.NewGuestLink) error {
	var accounts int
	err := t.queryRow(`SELECT count(*)
		FROM users u
		JOIN memberships m ON m.user_id = u.id AND m.desk_id = $2
		WHERE u.email = $1 AND u.disabled_at IS NULL`, []any{n.Email, q.DeskID}, &accounts)
	if err != nil {
		return err
	}
	var writer *int64
	if err := t.queryRow("SELECT writer_id FROM articles WHERE id = $1", []any{q.ArticleID}, &writer); err != nil {
		return err
	}
	switch {
	case q.ToRole != models.Writer:
		return models.NewFieldError("email", "Only a query to the writer can be sent as a link.")
	case !q.State.Unsettled():
		return models.NewFieldError("email", "The query is %s: it must be reopened first.", models.WordKey(string(q.State)))
	case accounts > 0:
		return models.NewFieldError("email", "Somebody with this address has an account. Ask them by name.")
	case n.AsWriter && writer != nil:
		return models.NewFieldError("email", "The article's writer has an account here and can say so from their own queue.")
	}
	return nil
}

// recordGuestEvent records an event about a query's links or their answers.
func (t *tx) recordGuestEvent(q models.Query, e event) error {
	e.object, e.id, e.article, e.desk = "query", q.ID, q.ArticleID, q.DeskID
	if err := t.addArticleCounts(q.ArticleID, models.Counts{}); err != nil { // this updates open pages
		return err
	}
	return t.recordEvent(e)
}

// RevokeGuestLink revokes a link, and returns the query. Only its sender and the desk's editors may do so.
func (s *Store) RevokeGuestLink(ctx context.Context, r models.Reader, id int64) (_ int64, err error) {
	defer wrap(&err, "revoke guest's link %d", id)
	var query int64
	err = s.writeTx(ctx, func(t *tx) error {
		var link models.GuestLink
		if err := queryOne(t.DB, &link, "SELECT * FROM guest_links WHERE id = ?", id); err != nil {
			return err
		}
		q, err := t.loadGuestQuery(r, link.QueryID)
		if err != nil {
			return err
		}
		if role, _ := r.Role(q.DeskID); link.MadeBy != r.UserID && !role.Allows(models.ActRule) {
			return fmt.Errorf("%w: only who sent a link, or an editor, revokes it", models.ErrForbidden)
		}
		query = q.ID
		return t.revokeGuestLinks(r.UserID, "taken back", "id = ?", id)
	})
	return query, err
}

// revokeGuestLinks revokes the links that match a condition, and records the reason.
func (t *tx) revokeGuestLinks(by int64, why, where string, args ...any) error {
	var links []models.GuestLink
	if err := t.Where("revoked_at IS NULL").Where(where, args...).Order("id").Find(&links).Error; err != nil {
		return err
	}
	for _, link := range links {
		if _, err := t.exec("UPDATE guest_links SET revoked_at = $1 WHERE id = $2", t.now, link.ID); err != nil {
			return err
		}
		var q models.Query
		if err := queryOne(t.DB, &q, "SELECT * FROM queries WHERE id = ?", link.QueryID); err != nil {
			return err
		}
		err := t.recordGuestEvent(q, event{actor: by, action: "guest link revoked",
			before: map[string]any{"guest": link.Name, "sent_to": link.Email}, after: map[string]any{"link": link.ID, "why": why}})
		if err != nil {
			return err
		}
	}
	return nil
}

// GuestLinks lists the links of an article's queries, newest first. If queryID is not 0, it lists the links of that query only.
func (s *Store) GuestLinks(ctx context.Context, r models.Reader, articleID, queryID int64) (_ []models.NamedGuestLink, err error) {
	defer wrap(&err, "list the guests' links of article %d", articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return nil, err
	}
	var list []models.NamedGuestLink
	err = s.readDB(ctx).Raw(`SELECT l.*, u.name AS sender, (SELECT count(*) FROM guest_answers g WHERE g.link_id = l.id) AS answers
		FROM guest_links l JOIN queries q ON q.id = l.query_id JOIN users u ON u.id = l.made_by
		WHERE NOT l.imported AND q.article_id = ? AND (CAST(? AS BIGINT) = 0 OR q.id = ?) ORDER BY l.id DESC`,
		articleID, queryID, queryID).Scan(&list).Error
	return list, err
}

// guestLink loads the link of a token. It returns ErrLinkUsed if the link was revoked or has expired, the query is settled, the article
// is in the trash, or the sender has lost the right to send links.
func guestLink(db *gorm.DB, token string, at time.Time) (models.GuestLink, error) {
	var link models.GuestLink
	if err := queryOne(db, &link, "SELECT * FROM guest_links WHERE token_hash = ?", hashToken(token)); err != nil {
		return link, err
	}
	if !link.IsLive(at) {
		return link, models.ErrLinkUsed
	}
	var role string
	err := queryOne(db, &role, `SELECT m.role FROM queries q JOIN articles a ON a.id = q.article_id AND a.trashed_at IS NULL
		JOIN memberships m ON m.desk_id = a.desk_id AND m.user_id = ? JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE q.id = ? AND q.state IN ?`, link.MadeBy, link.QueryID, models.UnsettledStates)
	if errors.Is(err, models.ErrNotFound) || err == nil && !models.Role(role).Allows(models.ActCheck) {
		err = models.ErrLinkUsed
	}
	return link, err
}

// GuestView reads what a guest sees: the question, its sentence, and the guest's own messages. It omits what the asker added to the query
// later, because that may be meant for colleagues.
func (s *Store) GuestView(ctx context.Context, token string) (_ models.GuestView, err error) {
	defer wrap(&err, "show a guest's link")
	var v models.GuestView
	err = s.readTx(ctx, func(db *gorm.DB) error {
		var err error
		if v.Link, err = guestLink(db, token, currentTime()); err != nil {
			return err
		}
		v, err = guestView(db, v.Link)
		return err
	})
	return v, err
}

func guestView(db *gorm.DB, link models.GuestLink) (models.GuestView, error) {
	v := models.GuestView{Link: link}
	threads, err := queryThreads(db, "q.id = ?", link.QueryID)
	if err != nil {
		return v, err
	}
	if len(threads) == 0 {
		return v, models.ErrLinkUsed
	}
	q := threads[0]
	v.Asker, v.Language, v.Words, v.Question = q.Raiser, q.Language, q.Words, q.Thread[0].Body
	if q.SentenceID != 0 {
		if err := queryOne(db, &v.Sentence, "SELECT text FROM sentences WHERE id = ?", q.SentenceID); err != nil {
			return v, err
		}
	}
	if err := db.Raw("SELECT * FROM guest_answers WHERE link_id = ? ORDER BY id", link.ID).Scan(&v.Answers).Error; err != nil {
		return v, err
	}
	for _, g := range v.Answers {
		v.Said = v.Said || g.RevisionID != nil && g.Words == v.Sentence
	}
	v.MaySay = link.AsWriter && v.Sentence != ""
	return v, nil
}

// AnswerAsGuest stores a guest's answer. If the browser has been signed in to this server, the answer is marked and does not change the
// query's state. An answer that is sent twice is stored once.
func (s *Store) AnswerAsGuest(ctx context.Context, token string, input models.GuestAnswerInput) (err error) {
	defer wrap(&err, "answer by a guest's link")
	return s.guestStep(ctx, token, func(t *tx, v models.GuestView, q models.Query) error {
		if err := input.Check(); err != nil {
			return err
		}
		if err := models.CheckQueryUnchanged(input.Words, v.Words); err != nil {
			return err
		}
		if sameAsLast(v.Answers, input.Body, v.Words) {
			return nil
		}
		answer := models.GuestAnswer{LinkID: v.Link.ID, QueryID: q.ID, Body: input.Body, Words: v.Words, Local: input.Local, At: t.now}
		was := q.State
		if !input.Local {
			q.State = models.QueryAnswered
			if _, err := t.exec("UPDATE queries SET state = $1, version = version + 1 WHERE id = $2", q.State, q.ID); err != nil {
				return err
			}
		}
		return t.addGuestAnswer(v.Link, q, answer, event{action: "guest answered", before: map[string]any{"state": was},
			after: map[string]any{"state": q.State, "body": input.Body, "words": v.Words}})
	})
}

// sameAsLast reports whether an answer repeats the last one of its link.
func sameAsLast(answers []models.GuestAnswer, body, words string) bool {
	if len(answers) == 0 {
		return false
	}
	last := answers[len(answers)-1]
	return last.RevisionID == nil && last.Body == body && last.Words == words
}

// ClaimWordsAsGuest stores the writer's statement, sent with a guest link, that a sentence is in their own words. The statement is shown
// to the people who decide on authorship. It changes no authorship itself: an editor who did not add the words must confirm who wrote
// them.
func (s *Store) ClaimWordsAsGuest(ctx context.Context, token string, input models.GuestAnswerInput) (err error) {
	defer wrap(&err, "claim words by a guest's link")
	return s.guestStep(ctx, token, func(t *tx, v models.GuestView, q models.Query) error {
		switch {
		case !v.MaySay:
			return models.NewFieldError("words", "This link was not sent to the writer of the article.")
		case v.Said:
			return models.NewFieldError("words", "You have said so already.")
		}
		if err := models.CheckQueryUnchanged(input.Words, v.Sentence); err != nil {
			return err
		}
		var revision int64
		if err := t.queryRow("SELECT revision_id FROM articles WHERE id = $1", []any{q.ArticleID}, &revision); err != nil {
			return err
		}
		answer := models.GuestAnswer{LinkID: v.Link.ID, QueryID: q.ID, RevisionID: &revision, Words: v.Sentence, Local: input.Local, At: t.now}
		return t.addGuestAnswer(v.Link, q, answer, event{action: "guest claimed words",
			after: map[string]any{"revision": revision, "words": v.Sentence}})
	})
}

// guestStep runs a guest's change in a transaction, after checking the link.
func (s *Store) guestStep(ctx context.Context, token string, do func(*tx, models.GuestView, models.Query) error) error {
	return s.writeTx(ctx, func(t *tx) error {
		link, err := guestLink(t.DB, token, t.now)
		if err != nil {
			return err
		}
		v, err := guestView(t.DB, link)
		if err != nil {
			return err
		}
		var q models.Query
		if err := queryOne(t.DB, &q, "SELECT * FROM queries WHERE id = ?", link.QueryID); err != nil {
			return err
		}
		if len(v.Answers) >= models.MaxGuestAnswers {
			return models.NewFieldError("body", "At most %d answers come by one link.", models.MaxGuestAnswers)
		}
		return do(t, v, q)
	})
}

// addGuestAnswer stores a guest's message and its event, which has no actor.
func (t *tx) addGuestAnswer(link models.GuestLink, q models.Query, answer models.GuestAnswer, e event) error {
	if err := t.Create(&answer).Error; err != nil {
		return err
	}
	after, _ := e.after.(map[string]any)
	after["query"] = q.ID
	after["answer"], after["link"], after["guest"], after["sent_to"], after["local"] = answer.ID, link.ID, link.Name, link.Email, answer.Local
	e.additive = true
	return t.recordGuestEvent(q, e)
}

// namedGuestAnswer is a guest's message with the names of its link.
type namedGuestAnswer struct {
	models.GuestAnswer `gorm:"embedded"`
	Name, Email        string
	Imported           bool
}

func (g namedGuestAnswer) guest() *models.Guest {
	return &models.Guest{SentTo: g.Email, OwnWords: g.RevisionID != nil, Local: g.Local, Imported: g.Imported}
}

// guestAnswersTo reads the guests' messages in queries, oldest first.
func guestAnswersTo(db *gorm.DB, queries []int64) ([]namedGuestAnswer, error) {
	return selectRows[namedGuestAnswer](db, `SELECT g.*, l.name, l.email, l.imported
		FROM guest_answers g
		JOIN guest_links l ON l.id = g.link_id
		WHERE g.query_id IN ? ORDER BY g.id`, queries)
}

// addGuestAnswers adds the guests' messages to the threads of queries.
func addGuestAnswers(db *gorm.DB, queries []int64, thread func(query int64) *models.QueryThread) error {
	answers, err := guestAnswersTo(db, queries)
	for _, g := range answers {
		q := thread(g.QueryID)
		q.Thread = append(q.Thread, models.NamedMessage{
			Message: models.Message{QueryID: g.QueryID, Body: g.Body, At: g.At, Words: g.Words},
			Name:    g.Name,
			Guest:   g.guest(),
		})
		slices.SortStableFunc(q.Thread, func(a, b models.NamedMessage) int { return a.At.Compare(b.At) })
	}
	return err
}

// addLastGuestAnswers sets the last message of those queries in which a guest wrote last.
func addLastGuestAnswers(db *gorm.DB, rows []models.QueryRow) error {
	at, ids := map[int64]*models.QueryRow{}, make([]int64, len(rows))
	for i := range rows {
		ids[i], at[rows[i].ID] = rows[i].ID, &rows[i]
	}
	if len(ids) == 0 {
		return nil
	}
	answers, err := guestAnswersTo(db, ids)
	for _, g := range answers {
		if q := at[g.QueryID]; g.At.After(q.LastAt) {
			q.Last, q.LastBy, q.LastAt, q.LastOf, q.LastGuest = g.Body, g.Name, g.At, g.Words, g.guest()
		}
	}
	return err
}

// IsLocalBrowser reports whether a browser is or was signed in to this server.
func (s *Store) IsLocalBrowser(ctx context.Context, session, known string) (is bool, err error) {
	defer wrap(&err, "recognise a browser")
	err = queryOne(s.readDB(ctx), &is, `SELECT EXISTS (SELECT 1 FROM sessions WHERE token_hash = ?)
		OR EXISTS (SELECT 1 FROM known_browsers WHERE token_hash = ?)`, hashToken(session), hashToken(strings.TrimSpace(known)))
	return is, err
}
