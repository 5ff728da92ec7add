package store

import (
	"database/sql"
	"fmt"
	"slices"

	"linecheck/models"
)

// collectNotice adds an event to the transaction's list if it may notify somebody.
func (t *tx) collectNotice(e event) {
	t.events.actor = e.actor
	f := e.notice
	f.Action, f.Actor, f.DeskID, f.ArticleID = e.action, e.actor, e.desk, e.article
	if e.article == 0 || !f.MayNotify() {
		return
	}
	switch e.object {
	case "query":
		f.Query = &models.Query{ID: e.id}
	case "note":
		f.NoteID = e.id
	case "revision":
		f.Revision = e.id
	case "sign-off":
		f.SignOff = e.id
	}
	t.events.notices = append(t.events.notices, f)
}

// writeNotices writes the notices about the transaction's changes. It must run after all of them.
func (t *tx) writeNotices() error {
	for _, f := range t.events.notices {
		if err := t.loadNoticeFacts(&f); err != nil {
			return fmt.Errorf("reading who is notified of %q: %w", f.Action, err)
		}
		for _, n := range models.NoticesOf(f) {
			if err := t.writeNotice(n); err != nil {
				return err
			}
		}
	}
	return nil
}

// loadNoticeFacts loads the facts about a change that the rules need.
func (t *tx) loadNoticeFacts(f *models.NoticeFacts) error {
	var err error
	switch {
	case f.Query != nil:
		err = queryOne(t.DB, f.Query, "SELECT * FROM queries WHERE id = ?", f.Query.ID)
	case f.SignOff != 0:
		err = t.queryRow("SELECT user_id FROM signoffs WHERE id = $1", []any{f.SignOff}, &f.Signer)
	case f.Revision != 0:
		f.Affected, err = t.affectedCheckers(f.ArticleID, f.Revision)
	case f.Verdict != "":
		f.Judges, err = t.claimJudges(f.ClaimID)
	}
	if err != nil {
		return err
	}
	ids, all := f.Candidates()
	if all {
		err := t.queryRow("SELECT coalesce(writer_id, 0) FROM articles WHERE id = $1", []any{f.ArticleID}, &f.Writer)
		if err != nil {
			return err
		}
		f.Members, err = t.noticeMembers(f.DeskID, f.ArticleID, f.ClaimID, 0)
		return err
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		one, err := t.noticeMembers(f.DeskID, f.ArticleID, f.ClaimID, id)
		if err != nil {
			return err
		}
		f.Members = append(f.Members, one...)
	}
	return nil
}

// noticeMembers returns a desk's current members, or only one of them. claim is 0 if the change concerns no claim.
func (t *tx) noticeMembers(desk, article, claim, only int64) (list []models.NoticeMember, err error) {
	query := `SELECT m.user_id, m.role, d.blind,
			EXISTS (SELECT 1 FROM article_people p WHERE p.article_id = $2 AND p.user_id = m.user_id),
			EXISTS (SELECT 1 FROM annotations z JOIN claims c ON c.id = z.claim_id AND z.exact = c.exact AND z.context = c.context
				WHERE z.claim_id = $3 AND z.reviewer_id = m.user_id AND z.withdrawn_at IS NULL AND NOT z.imported)
		FROM memberships m
		JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		JOIN desks d ON d.id = m.desk_id
		WHERE m.desk_id = $1`
	args := []any{desk, article, claim}
	if only != 0 {
		query, args = query+" AND m.user_id = $4", append(args, only)
	}
	err = t.queryEach(query+" ORDER BY m.user_id", args, func(rows *sql.Rows) error {
		var m models.NoticeMember
		var blind, judged bool
		if err := rows.Scan(&m.ID, &m.Role, &blind, &m.Works, &judged); err != nil {
			return err
		}
		role := models.Reader{Desks: []models.DeskRole{{DeskID: desk, Role: m.Role, Blind: blind}}}
		m.Sealed = claim != 0 && !judged && role.ChecksBlind(desk)
		list = append(list, m)
		return nil
	})
	return list, err
}

// claimJudges returns each reviewer's newest verdict on a claim's current words. Rulings do not count.
func (t *tx) claimJudges(claim int64) (list []models.ClaimJudge, err error) {
	err = t.queryEach(`SELECT n.reviewer_id, n.status
		FROM annotations n
		JOIN claims c ON c.id = n.claim_id AND n.exact = c.exact AND n.context = c.context
		WHERE n.claim_id = $1 AND n.withdrawn_at IS NULL AND NOT n.imported AND NOT n.ruling
		ORDER BY n.id DESC`, []any{claim}, func(rows *sql.Rows) error {
		var j models.ClaimJudge
		err := rows.Scan(&j.UserID, &j.Status)
		list = append(list, j) // the newest is first, and the rules use the first one
		return err
	})
	return list, err
}

// affectedCheckers returns the users who had read or judged sentences or claims that a revision changed.
func (t *tx) affectedCheckers(article, revision int64) (list []int64, err error) {
	err = t.queryEach(`WITH former AS (SELECT max(v.id) AS id FROM revisions v WHERE v.article_id = $1 AND v.id < $2),
		changed AS (SELECT s.id, s.track_id
			FROM sentences s
			JOIN tracks t ON t.id = s.track_id AND t.state = 'recheck'
			WHERE s.revision_id = $2 AND NOT EXISTS (SELECT 1 FROM sentences p
				WHERE p.track_id = s.track_id AND p.revision_id = (SELECT id FROM former) AND p.text = s.text AND p.region = s.region))
		SELECT r.reader_id FROM changed x JOIN readings r ON r.track_id = x.track_id AND r.withdrawn_at IS NULL AND NOT r.imported
		UNION
		SELECT n.reviewer_id
		FROM changed x
		JOIN occurrence_sentences k ON k.sentence_id = x.id
		JOIN occurrences o ON o.id = k.occurrence_id
		JOIN annotations n ON n.claim_id = o.claim_id AND n.withdrawn_at IS NULL AND NOT n.imported
		UNION
		SELECT n.reviewer_id
		FROM occurrences o
		JOIN annotations n ON n.claim_id = o.claim_id AND n.withdrawn_at IS NULL AND NOT n.imported
		WHERE o.revision_id = $2 AND o.placement <> 'placed' AND EXISTS (SELECT 1 FROM occurrences p
			WHERE p.claim_id = o.claim_id AND p.revision_id = (SELECT id FROM former) AND p.placement = 'placed')`,
		[]any{article, revision}, func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			list = append(list, id)
			return err
		})
	return list, err
}

// noticeReady notifies an article's editors when its gate is open and only their sign-off is missing.
func (t *tx) noticeReady(a models.Article) error {
	members, err := t.noticeMembers(a.DeskID, a.ID, 0, 0)
	if err != nil {
		return err
	}
	var desk models.Desk
	if err := queryOne(t.DB, &desk, "SELECT * FROM desks WHERE id = ?", a.DeskID); err != nil {
		return err
	}
	f := models.NoticeFacts{Action: models.GateReady, Actor: t.events.actor, DeskID: a.DeskID, ArticleID: a.ID, Members: members}
	for _, n := range models.NoticesOf(f) {
		gate, err := gateOfSigner(t, a, desk, n.UserID, nil)
		if err != nil {
			return err
		}
		bar, _, err := accountRestriction(t.DB, n.UserID, a.DeskID)
		if err != nil {
			return err
		}
		if !gate.state.Open() || !bar.IsZero() {
			continue
		}
		if err := t.writeNotice(n); err != nil {
			return err
		}
	}
	return nil
}

// writeNotice writes a notice. It replaces an unread one of the same kind about the same object by the same person.
func (t *tx) writeNotice(n models.Notice) error {
	_, err := t.exec(`DELETE FROM notices
		WHERE article_id = $1 AND user_id = $2 AND kind = $3 AND read_at IS NULL
			AND coalesce(claim_id, 0) = $4 AND coalesce(query_id, 0) = $5 AND coalesce(note_id, 0) = $6 AND coalesce(actor_id, 0) = $7`,
		n.ArticleID, n.UserID, n.Kind, idOrZero(n.ClaimID), idOrZero(n.QueryID), idOrZero(n.NoteID), idOrZero(n.ActorID))
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO notices (user_id, kind, at, desk_id, article_id, claim_id, query_id, note_id, actor_id, due_at, mail_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $3)`,
		n.UserID, n.Kind, t.now, n.DeskID, n.ArticleID, n.ClaimID, n.QueryID, n.NoteID, n.ActorID, n.DueAt)
	return err
}

// idOrZero returns an optional id, or 0 for nil.
func idOrZero(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}
