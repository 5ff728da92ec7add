package store

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"linecheck/models"
)

// besideRevision are the acts after a revision that do not count as work on it.
var besideRevision = []string{"claim moved", "claim lost", "occurrence lost", "sign-off voided", "override voided",
	"article assigned", "article unassigned", "claim assigned", "article trashed", "article restored"}

// doneOn says, as one sentence, why a revision cannot be taken back any more; "" while nothing was done on it.
func doneOn(db *gorm.DB, articleID, revisionID int64) (string, error) {
	var action string
	var made int64
	err := one(
		db,
		&made,
		"SELECT m.id FROM events m WHERE m.object = 'revision' AND m.object_id = ? AND m.action = 'revision made'",
		revisionID,
	)
	if isNotFound(err) {
		return "This revision came in with the article and all that was found of it, so it cannot be taken back. Bring the former text in as a new revision instead.", nil
	}
	if err != nil {
		return "", err
	}
	err = one(db, &action, "SELECT e.action FROM events e WHERE e.article_id = ? AND e.action NOT IN ? AND e.id > ? ORDER BY e.id LIMIT 1",
		articleID, besideRevision, made)
	if isNotFound(err) {
		return "", nil
	}
	return fmt.Sprintf(
		"Work was done on this revision (%s), so it cannot be taken back. Bring the former text in as a new revision instead.",
		action,
	), err
}

// mayTakeBack holds for who brought a revision in, and for editors.
func mayTakeBack(r models.Reader, deskID int64, v models.Revision) bool {
	return r.Can(models.ActRule, deskID) || r.Can(models.ActHandIn, deskID) && v.CreatedBy != nil && *v.CreatedBy == r.UserID
}

// WithdrawRevision takes the current revision back while nothing was done on it: the former text stands again, with all that was found
// in it. What was taken back stays in the record.
func (s *Store) WithdrawRevision(ctx context.Context, r models.Reader, articleID int64, number int) (err error) {
	defer wrap(&err, "withdraw revision %d of article %d", int64(number), articleID)
	return s.change(ctx, func(t *tx) error {
		a, err := t.revisable(r, articleID)
		if err != nil {
			return err
		}
		var v models.Revision
		if err := one(t.DB, &v, "SELECT id, number, created_by FROM revisions WHERE article_id = ? AND number = ?", a.ID, number); err != nil {
			return err
		}
		if err := t.mayWithdrawRevision(r, a, v); err != nil {
			return err
		}
		return t.withdrawRevision(r, a, v)
	})
}

func (t *tx) mayWithdrawRevision(r models.Reader, a models.Article, v models.Revision) error {
	role, err := t.role(r, a.DeskID)
	if err != nil {
		return err
	}
	switch {
	case !role.May(models.ActRule) && (v.CreatedBy == nil || *v.CreatedBy != r.UserID):
		return fmt.Errorf("%w: only who brought a revision in, or an editor, can take it back", models.ErrForbidden)
	case v.ID != *a.RevisionID:
		return models.RevisionKept("Only the current revision can be taken back.")
	case v.Number == 1:
		return models.RevisionKept("The first revision stands. An article that should not be here can be moved to the trash.")
	}
	kept, err := doneOn(t.DB, a.ID, v.ID)
	if err == nil && kept != "" {
		err = models.RevisionKept(kept)
	}
	return err
}

func (t *tx) withdrawRevision(r models.Reader, a models.Article, v models.Revision) error {
	var before string
	err := t.row(
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
	if err := t.putBack(r, a, was); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE revisions SET withdrawn_at = $1, withdrawn_by = $2 WHERE id = $3", t.now, r.UserID, v.ID); err != nil {
		return err
	}
	if err := t.makeCurrent(a, was.Revision); err != nil {
		return err
	}
	if err := t.worked(a.ID, r.UserID); err != nil {
		return err
	}
	again, err := t.toRead(was.Revision)
	if err != nil {
		return err
	}
	return t.record(event{actor: r.UserID, action: "revision withdrawn", object: "revision", id: v.ID, article: a.ID, desk: a.DeskID,
		before: map[string]any{"number": v.Number}, after: map[string]any{"revision": was.Revision}, again: again})
}

// putCorrectionBack gives a correction that a draft had made the state that it had before.
func (t *tx) putCorrectionBack(r models.Reader, a models.Article, k formerCorrection) error {
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
	return t.record(
		event{actor: r.UserID, action: "correction put back", object: "correction", id: k.ID, article: a.ID, desk: a.DeskID, along: true,
			before: map[string]any{"state": models.CorrectionMade},
			after:  map[string]any{"state": k.State, "accepted": k.AcceptedBy, "proven": k.Proven}},
	)
}

// putBack gives claims, corrections and queries what they had before a revision. Verdicts count by the words they were given for, so those on the words
// that are back count again.
func (t *tx) putBack(r models.Reader, a models.Article, was revisionRecord) error {
	for _, q := range was.Queries {
		if _, err := t.exec("UPDATE queries SET track_id = $1, at_cp = $2 WHERE id = $3", q.Track, q.At, q.ID); err != nil {
			return err
		}
	}
	for _, g := range was.Gaps {
		_, err := t.exec("DELETE FROM read_mark_gaps WHERE reading_id = $1 AND start_cp = $2 AND end_cp = $3", g.Reading, g.Start, g.End)
		if err != nil {
			return err
		}
	}
	for _, k := range was.Corrections {
		if err := t.putCorrectionBack(r, a, k); err != nil {
			return err
		}
	}
	for _, kept := range was.Claims {
		c := heldClaim{RevisionID: was.Revision}
		if err := one(t.DB, &c.Claim, "SELECT * FROM claims WHERE id = ?", kept.ID); err != nil {
			return err
		}
		if err := one(t.DB, &c.Desk, "SELECT * FROM desks WHERE id = ?", c.DeskID); err != nil {
			return err
		}
		words, err := t.wordsAt(c.ID, was.Revision)
		if err != nil {
			return err
		}
		c.Exact, c.Context = words.Exact, words.Context
		if err := t.restandAlone(c); err != nil {
			return err
		}
	}
	return nil
}
