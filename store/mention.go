package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// addMentions stores the members of a desk whom a text mentions, adds their ids to the text's event, and returns them. in identifies the
// text.
func (t *tx) addMentions(r models.Reader, deskID int64, body string, in models.Mention, after map[string]any) ([]int64, error) {
	people, err := deskPeople(t.DB, deskID)
	if err != nil {
		return nil, err
	}
	ids := models.MentionedPeople(body, people, r.UserID)
	if len(ids) == 0 {
		return nil, nil
	}
	after["mentions"] = ids
	rows := make([]models.Mention, len(ids))
	for i, id := range ids {
		rows[i] = in
		rows[i].UserID = id
	}
	return ids, t.Create(&rows).Error
}

// settleMentions settles the reader's mentions in the texts that they answer, and adds their ids to the event.
func (t *tx) settleMentions(r models.Reader, in string, id int64, after map[string]any) error {
	var ids []int64
	err := t.Raw("SELECT id FROM mentions WHERE user_id = ? AND settled_at IS NULL AND "+in, r.UserID, id).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return err
	}
	after["answers"] = ids
	return t.Exec("UPDATE mentions SET settled_at = ? WHERE id IN ?", t.now, ids).Error
}

// mentionsFrom joins mentions with the notes and queries that contain them.
const mentionsFrom = `FROM mentions x
		LEFT JOIN sentence_notes n ON n.id = x.note_id
		LEFT JOIN messages g ON g.id = x.message_id
		LEFT JOIN queries q ON q.id = g.query_id
		JOIN articles a ON a.id = coalesce(n.article_id, q.article_id) AND a.trashed_at IS NULL `

// DismissMention removes a mention from the reader's queue. A settled one stays as it is.
func (s *Store) DismissMention(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "dismiss mention %d", id)
	return s.writeTx(ctx, func(t *tx) error {
		var m struct {
			models.Mention `gorm:"embedded"`
			ArticleID      int64
			DeskID         int64
			Role           models.Role
		}
		err := queryOne(t.DB, &m, "SELECT x.*, a.id AS article_id, a.desk_id, h.role "+mentionsFrom+`
			JOIN memberships h ON h.desk_id = a.desk_id AND h.user_id = ? JOIN users u ON u.id = h.user_id AND u.disabled_at IS NULL
			WHERE x.id = ?`, r.UserID, id)
		if err != nil {
			return err
		}
		if err := checkAllowed(r, m.Role, models.ActAnswer); err != nil {
			return err
		}
		if m.UserID != r.UserID {
			return fmt.Errorf("%w: only who is mentioned dismisses it", models.ErrForbidden)
		}
		if m.SettledAt != nil {
			return nil
		}
		if _, err := t.exec("UPDATE mentions SET settled_at = $1 WHERE id = $2", t.now, id); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "mention dismissed", object: "mention", id: id, article: m.ArticleID, desk: m.DeskID})
	})
}

// waitingMentions reads the unsettled mentions of a reader, oldest first. The text of a note that is sealed for
// them is left out.
func waitingMentions(db *gorm.DB, r models.Reader, limit int) ([]models.WaitingMention, error) {
	var rows []models.WaitingMention
	seal := blindViewFor(r)
	body := "coalesce(n.body, g.body)"
	if !seal.seesEverything() {
		body = "CASE WHEN n.id IS NOT NULL AND " + seal.hidesTrack("n.track_id") + " THEN '' ELSE " + body + " END"
	}
	err := db.Raw(`SELECT x.*, a.id AS article_id, a.language, coalesce(q.id, 0) AS query_id,
			coalesce((SELECT s.ordinal FROM sentences s WHERE s.track_id = coalesce(n.track_id, q.track_id) AND s.revision_id = a.revision_id),
				(SELECT s.ordinal FROM occurrences o JOIN sentences s ON s.id = o.sentence_id
					WHERE o.claim_id = q.claim_id AND o.revision_id = a.revision_id ORDER BY o.start_cp, o.id LIMIT 1), 0) AS ordinal,
			n.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sentences s WHERE s.track_id = n.track_id AND s.revision_id = a.revision_id) AS gone,
			u.id AS author_id, u.name AS author, `+body+` AS body, coalesce(n.words, g.words) AS words
		`+mentionsFrom+`
		JOIN users u ON u.id = coalesce(n.author_id, g.author_id)
		WHERE x.user_id = ? AND x.settled_at IS NULL AND n.withdrawn_at IS NULL AND a.desk_id IN ?
		ORDER BY a.due_at IS NULL, a.due_at, x.id LIMIT ?`, r.UserID, orNone(r.DeskIDs()), limit).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return rows, err
	}
	return rows, addMentionTimes(db, rows)
}

// Mentions reads the notes and queries that wait for the reader because they are mentioned there, by the due
// time of their articles.
func (s *Store) Mentions(ctx context.Context, r models.Reader) (_ []models.WaitingMention, err error) {
	defer wrap(&err, "list the mentions of user %d", r.UserID)
	var list []models.WaitingMention
	err = s.readTx(ctx, func(db *gorm.DB) error {
		var err error
		list, err = waitingMentions(db, r, models.MaxQueueItems)
		return err
	})
	return list, err
}

// addMentionTimes adds when the texts were written. SQLite's driver does not recognize the type of a time that
// comes from an expression.
func addMentionTimes(db *gorm.DB, rows []models.WaitingMention) error {
	ids := make([]int64, len(rows))
	at := map[int64]*models.WaitingMention{}
	for i := range rows {
		ids[i], at[rows[i].ID] = rows[i].ID, &rows[i]
	}
	for _, from := range []string{"sentence_notes y ON y.id = x.note_id", "messages y ON y.id = x.message_id"} {
		var times []models.WaitingMention
		if err := db.Raw("SELECT x.id, y.at AS written_at FROM mentions x JOIN "+from+" WHERE x.id IN ?", ids).Scan(&times).Error; err != nil {
			return err
		}
		for _, row := range times {
			at[row.ID].WrittenAt = row.WrittenAt
		}
	}
	return nil
}

// addMentions adds the notes and queries that mention the reader, except for queries that are in the queue anyway.
func (q *queueReader) addMentions() error {
	rows, err := waitingMentions(q.db, q.reader, models.MaxQueueItems+1)
	if err != nil {
		return err
	}
	waiting := map[int64]bool{}
	for _, i := range q.items {
		waiting[i.ID] = waiting[i.ID] || i.Query != nil
	}
	for _, m := range first(q, rows) {
		if m.QueryID == 0 || !waiting[m.QueryID] {
			q.items = append(q.items, models.QueueItem{Kind: models.QueueMention, ID: m.ID, ArticleID: m.ArticleID, Ordinal: m.Ordinal, Mention: &m})
		}
	}
	return nil
}
