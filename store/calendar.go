package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"linecheck/models"
)

// CreateCalendar makes the secret address of the reader's calendar and returns its token; only the hash is
// stored. A former address ends.
func (s *Store) CreateCalendar(ctx context.Context, r models.Reader) (_ string, err error) {
	defer wrap(&err, "make a calendar address for user %d", r.UserID)
	token, hash := newToken()
	return token, s.writeTx(ctx, func(t *tx) error {
		var id int64
		if err := queryOne(t.DB, &id, "SELECT id FROM users WHERE id = ? AND disabled_at IS NULL", r.UserID); err != nil {
			return err
		}
		if err := t.revokeCalendar(id, id, "another address was made"); err != nil {
			return err
		}
		if _, err := t.exec("INSERT INTO calendars (user_id, token_hash, made_at) VALUES ($1, $2, $3)", id, hash, t.now); err != nil {
			return err
		}
		return t.recordForDesks(id, event{actor: id, action: "calendar address made", object: "user", id: id})
	})
}

// RevokeCalendar ends the address of the reader's calendar, if there is one.
func (s *Store) RevokeCalendar(ctx context.Context, r models.Reader) (err error) {
	defer wrap(&err, "end the calendar address of user %d", r.UserID)
	return s.writeTx(ctx, func(t *tx) error { return t.revokeCalendar(r.UserID, r.UserID, "taken back") })
}

// revokeCalendar ends the address of a user's calendar, and records why.
func (t *tx) revokeCalendar(userID, by int64, why string) error {
	n, err := t.exec("DELETE FROM calendars WHERE user_id = $1", userID)
	if err != nil || n == 0 {
		return err
	}
	return t.recordForDesks(
		userID,
		event{actor: by, action: "calendar address ended", object: "user", id: userID, after: map[string]any{"why": why}},
	)
}

// CalendarMade returns when the reader made the address of their calendar; nil if there is none.
func (s *Store) CalendarMade(ctx context.Context, r models.Reader) (_ *time.Time, err error) {
	defer wrap(&err, "find the calendar address of user %d", r.UserID)
	var at []time.Time
	if err := s.readDB(ctx).Raw("SELECT made_at FROM calendars WHERE user_id = ?", r.UserID).Scan(&at).Error; err != nil || len(at) == 0 {
		return nil, err
	}
	return &at[0], nil
}

// ReaderByCalendar returns the user of a calendar address, with their current rights. It returns ErrNotFound
// for an address that was ended or never made. The reader may change nothing.
func (s *Store) ReaderByCalendar(ctx context.Context, token string) (_ models.Reader, err error) {
	defer wrap(&err, "find the user of a calendar address")
	found, err := s.queryReader(
		ctx,
		`SELECT 0, NULL, 'read', '', NULL, '', u.id, u.name, u.email, m.desk_id, d.name, m.role, d.blind
		FROM calendars x JOIN users u ON u.id = x.user_id AND u.disabled_at IS NULL
		LEFT JOIN memberships m ON m.user_id = u.id LEFT JOIN desks d ON d.id = m.desk_id
		WHERE x.token_hash = $1`,
		hashToken(token),
	)
	if errors.Is(err, models.ErrSignedOut) {
		err = models.ErrNotFound
	}
	return found.reader, err
}

// Calendar lists the due times that concern the reader, in order: articles and claims that are assigned to
// them, and the articles of the desks where they decide.
func (s *Store) Calendar(ctx context.Context, r models.Reader) (_ []models.CalendarEntry, err error) {
	defer wrap(&err, "list the due times of user %d", r.UserID)
	since := currentTime().Add(-models.CalendarPast)
	list, err := s.articleCalendar(ctx, r, since)
	if err != nil {
		return nil, err
	}
	claims, err := s.claimCalendar(ctx, r, since)
	if err != nil {
		return nil, err
	}
	list = append(list, claims...)
	slices.SortFunc(list, func(a, b models.CalendarEntry) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// calendarRow is a row of the queries of a calendar.
type calendarRow struct {
	models.CalendarEntry `gorm:"embedded"`
	OwnDue               *time.Time
	Made, Event          *time.Time
	Signed, Voided       *time.Time
}

// entry returns the entry of a row.
func (row calendarRow) entry(kind models.CalendarKind, due time.Time) models.CalendarEntry {
	e := row.CalendarEntry
	e.Kind, e.DueAt = kind, due.UTC()
	for _, at := range []*time.Time{row.Made, row.Event, row.Signed, row.Voided} {
		if at != nil && at.After(e.ChangedAt) {
			e.ChangedAt = *at
		}
	}
	e.ChangedAt = e.ChangedAt.UTC()
	return e
}

// articleCalendar lists the due times of articles.
func (s *Store) articleCalendar(ctx context.Context, r models.Reader, since time.Time) ([]models.CalendarEntry, error) {
	const columns = `SELECT a.id, a.id AS article_id, a.title, a.due_at, a.state = 'signed' AS done, a.created_at AS made, e.at AS event,
			z.at AS signed, z.voided_at AS voided`
	const changes = `
		LEFT JOIN events e ON e.id = (SELECT max(x.id) FROM events x WHERE x.object = 'article' AND x.object_id = a.id)
		LEFT JOIN signoffs z ON z.id = (SELECT max(x.id) FROM signoffs x WHERE x.article_id = a.id)
		WHERE a.trashed_at IS NULL AND a.desk_id IN ? `
	var own, all []calendarRow
	db := s.readDB(ctx)
	err := db.Raw(columns+`, p.due_at AS own_due
		FROM article_people p JOIN articles a ON a.id = p.article_id`+changes+`AND p.user_id = ? AND p.assigned_at IS NOT NULL
			AND (p.due_at >= ? OR p.due_at IS NULL AND a.due_at >= ?)
		ORDER BY coalesce(p.due_at, a.due_at), a.id LIMIT ?`,
		orNone(r.DeskIDs()), r.UserID, since, since, models.MaxCalendarEntries).Scan(&own).Error
	if err != nil {
		return nil, err
	}
	var decides []int64
	for _, d := range r.Desks {
		if d.Role.Allows(models.ActRule) {
			decides = append(decides, d.DeskID)
		}
	}
	err = db.Raw(columns+" FROM articles a"+changes+"AND a.due_at >= ? ORDER BY a.due_at, a.id LIMIT ?",
		orNone(decides), since, models.MaxCalendarEntries).Scan(&all).Error
	if err != nil {
		return nil, err
	}
	var list []models.CalendarEntry
	listed := map[int64]bool{}
	for _, row := range all {
		list, listed[row.ID] = append(list, row.entry(models.CalendarArticle, row.DueAt)), true
	}
	for _, row := range own {
		switch {
		case row.OwnDue != nil:
			list = append(list, row.entry(models.CalendarAssignment, *row.OwnDue))
		case !listed[row.ID]:
			list = append(list, row.entry(models.CalendarArticle, row.DueAt))
		}
	}
	return list, nil
}

// claimCalendar lists the due times of the claims that are assigned to the reader, as far as they may see the
// claims.
func (s *Store) claimCalendar(ctx context.Context, r models.Reader, since time.Time) ([]models.CalendarEntry, error) {
	var rows []calendarRow
	err := s.readDB(ctx).Raw(`SELECT c.id, c.article_id, a.title, c.exact AS words, a.due_at, c.due_at AS own_due, c.created_at AS made,
			e.at AS event, c.changed_at AS signed, c.resolved_at AS voided,
			coalesce((SELECT min(s.ordinal) FROM occurrences o JOIN occurrence_sentences y ON y.occurrence_id = o.id
				JOIN sentences s ON s.id = y.sentence_id
				WHERE o.claim_id = c.id AND s.revision_id = a.revision_id AND o.placement <> 'lost'), 0) AS ordinal,
			a.state = 'signed' OR NOT (`+waitsForAssignee+`) AS done
		FROM `+blindViewFor(r).claims()+` AS c
		JOIN articles a ON a.id = c.article_id AND a.trashed_at IS NULL
		LEFT JOIN events e ON e.id = (SELECT max(x.id) FROM events x WHERE x.object = 'claim' AND x.object_id = c.id
			AND x.action IN ('claim made', 'claim assigned'))
		WHERE c.withdrawn_at IS NULL AND c.desk_id IN ? AND c.assignee_id = ? AND coalesce(c.due_at, a.due_at) >= ?
		ORDER BY coalesce(c.due_at, a.due_at), c.id LIMIT ?`,
		orNone(r.DeskIDs()), r.UserID, since, models.MaxCalendarEntries).Scan(&rows).Error
	list := make([]models.CalendarEntry, len(rows))
	for i, row := range rows {
		due := row.DueAt
		if row.OwnDue != nil {
			due = *row.OwnDue
		}
		list[i] = row.entry(models.CalendarClaim, due)
	}
	return list, err
}
