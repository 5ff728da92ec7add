package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text/message"
)

// nonWorkActions are the actions after a revision that do not count as work on it.
var nonWorkActions = []string{"claim moved", "claim lost", "occurrence lost", "sign-off voided", "override voided",
	"article assigned", "article unassigned", "claim assigned", "article trashed", "article restored"}

// whyNotWithdrawable returns, as one sentence, why a revision can no longer be withdrawn; "" if nothing was
// done on it.
func whyNotWithdrawable(db *gorm.DB, articleID, revisionID int64) (message.Text, error) {
	var action string
	var made int64
	err := queryOne(
		db,
		&made,
		"SELECT m.id FROM events m WHERE m.object = 'revision' AND m.object_id = ? AND m.action = 'revision made'",
		revisionID,
	)
	if isNotFound(err) {
		return message.New("This revision was imported with the article and its findings, so it cannot be taken back. " +
			"Add the former text as a new revision instead."), nil
	}
	if err != nil {
		return message.Text{}, err
	}
	err = queryOne(
		db,
		&action,
		"SELECT e.action FROM events e WHERE e.article_id = ? AND e.action NOT IN ? AND e.id > ? ORDER BY e.id LIMIT 1",
		articleID,
		nonWorkActions,
		made,
	)
	if isNotFound(err) {
		return message.Text{}, nil
	}
	return message.New(
		"Work was done on this revision (%s), so it cannot be taken back. Add the former text as a new revision instead.",
		models.WordKey(action),
	), err
}

// mayWithdrawRevisionOf reports whether the reader may withdraw a revision: the user who added it, and
// editors.
func mayWithdrawRevisionOf(r models.Reader, deskID int64, v models.Revision) bool {
	return r.IsAllowed(models.ActRule, deskID) || r.IsAllowed(models.ActHandIn, deskID) && v.CreatedBy != nil && *v.CreatedBy == r.UserID
}

// WithdrawRevision withdraws the current revision if nothing was done on it, and restores the former text
// with all its verdicts. The withdrawn revision stays in the audit log.
func (s *Store) WithdrawRevision(ctx context.Context, r models.Reader, articleID int64, number int) (err error) {
	defer wrap(&err, "withdraw revision %d of article %d", int64(number), articleID)
	return s.writeTx(ctx, func(t *tx) error {
		a, err := t.revisable(r, articleID)
		if err != nil {
			return err
		}
		var v models.Revision
		if err := queryOne(t.DB, &v, "SELECT id, number, created_by FROM revisions WHERE article_id = ? AND number = ?", a.ID, number); err != nil {
			return err
		}
		if err := t.mayWithdrawRevision(r, a, v); err != nil {
			return err
		}
		return t.withdrawRevision(r, a, v)
	})
}

func (t *tx) mayWithdrawRevision(r models.Reader, a models.Article, v models.Revision) error {
	role, err := t.loadRole(r, a.DeskID)
	if err != nil {
		return err
	}
	switch {
	case !role.Allows(models.ActRule) && (v.CreatedBy == nil || *v.CreatedBy != r.UserID):
		return fmt.Errorf("%w: only who brought a revision in, or an editor, can take it back", models.ErrForbidden)
	case v.ID != *a.RevisionID:
		return models.NewRevisionInUseError("Only the current revision can be taken back.")
	case v.Number == 1:
		return models.NewRevisionInUseError("The first revision stands. An article that should not be here can be moved to the trash.")
	}
	kept, err := whyNotWithdrawable(t.DB, a.ID, v.ID)
	if err == nil && !kept.IsZero() {
		err = models.NewRevisionInUseError("%s", kept)
	}
	return err
}

func (t *tx) withdrawRevision(r models.Reader, a models.Article, v models.Revision) error {
	var before string
	err := t.queryRow(
		"SELECT before FROM events WHERE object = 'revision' AND object_id = $1 AND action = 'revision made'",
		[]any{v.ID},
		&before,
	)
	if err != nil {
		return err
	}
	var was revisionRecord
	if err := json.Unmarshal([]byte(before), &was); err != nil {
		return fmt.Errorf("reading what revision %d changed: %w", v.Number, err)
	}
	if err := t.restoreBeforeRevision(r, a, was); err != nil {
		return err
	}
	if err := t.outdateDependentClaims(v.ID, was.Revision); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE revisions SET withdrawn_at = $1, withdrawn_by = $2 WHERE id = $3", t.now, r.UserID, v.ID); err != nil {
		return err
	}
	if err := t.makeCurrent(a, was.Revision); err != nil {
		return err
	}
	if err := t.touchActivity(a.ID, r.UserID); err != nil {
		return err
	}
	again, err := t.unreadOrdinals(was.Revision)
	if err != nil {
		return err
	}
	return t.recordEvent(event{actor: r.UserID, action: "revision withdrawn", object: "revision", id: v.ID, article: a.ID, desk: a.DeskID,
		before: map[string]any{"number": v.Number}, after: map[string]any{"revision": was.Revision}, rereadSentences: again})
}

// restoreCorrection restores a correction's state from before the draft that made it.
func (t *tx) restoreCorrection(r models.Reader, a models.Article, k formerCorrection) error {
	_, err := t.exec(
		"UPDATE corrections SET state = $1, accepted_by = $2, proven = $3, version = version + 1 WHERE id = $4",
		k.State,
		k.AcceptedBy,
		k.Proven,
		k.ID,
	)
	if err != nil {
		return err
	}
	return t.recordEvent(
		event{
			actor:        r.UserID,
			action:       "correction put back",
			object:       "correction",
			id:           k.ID,
			article:      a.ID,
			desk:         a.DeskID,
			accompanying: true,
			before:       map[string]any{"state": models.CorrectionMade},
			after:        map[string]any{"state": k.State, "accepted": k.AcceptedBy, "proven": k.Proven},
		},
	)
}

// restoreBeforeRevision restores claims, corrections, queries and notes to their state before a revision. Verdicts
// count by their words, so those on restored words count again.
func (t *tx) restoreBeforeRevision(r models.Reader, a models.Article, was revisionRecord) error {
	for _, table := range placedTables {
		for _, q := range *was.places(table) {
			if _, err := t.exec("UPDATE "+table+" SET track_id = $1, at_cp = $2 WHERE id = $3", q.Track, q.At, q.ID); err != nil {
				return err
			}
		}
	}
	for _, g := range was.Gaps {
		_, err := t.exec("DELETE FROM read_mark_gaps WHERE reading_id = $1 AND start_cp = $2 AND end_cp = $3", g.Reading, g.Start, g.End)
		if err != nil {
			return err
		}
	}
	for _, k := range was.Corrections {
		if err := t.restoreCorrection(r, a, k); err != nil {
			return err
		}
	}
	for _, kept := range was.Claims {
		c := claimForUpdate{RevisionID: was.Revision}
		if err := queryOne(t.DB, &c.Claim, "SELECT * FROM claims WHERE id = ?", kept.ID); err != nil {
			return err
		}
		if err := queryOne(t.DB, &c.Desk, "SELECT * FROM desks WHERE id = ?", c.DeskID); err != nil {
			return err
		}
		words, err := t.loadWords(c.ID, was.Revision)
		if err != nil {
			return err
		}
		c.Exact, c.Context = words.Exact, words.Context
		if err := t.recomputeStatusOnly(c); err != nil {
			return err
		}
	}
	return nil
}
