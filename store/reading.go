package store

import (
	"context"
	"errors"
	"fmt"

	"linecheck/models"
)

// heldSentence is a sentence of a current revision with what a change of it needs to know.
type heldSentence struct {
	models.Sentence `gorm:"embedded"`
	ArticleID       int64
	DeskID          int64
	Role            models.Role
}

// sentence finds, inside a transaction, a sentence of a current revision on which the reader may do something now.
func (t *tx) sentence(r models.Reader, id int64, act models.Act) (heldSentence, error) {
	var s heldSentence
	err := one(t.DB, &s, `SELECT s.*, a.id AS article_id, a.desk_id, m.role FROM sentences s
		JOIN articles a ON a.revision_id = s.revision_id AND a.trashed_at IS NULL JOIN memberships m ON m.desk_id = a.desk_id AND m.user_id = ?
		JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL WHERE s.id = ?`, r.UserID, id)
	if isNotFound(err) {
		return t.formerSentence(r, id, act)
	}
	if err != nil {
		return s, err
	}
	return s, allowed(r, s.Role, act)
}

// MarkRead writes down that the reader has read a sentence and found nothing to check. Marking it again changes nothing.
func (s *Store) MarkRead(ctx context.Context, r models.Reader, sentenceID int64) (_ models.Place, err error) {
	defer wrap(&err, "mark sentence %d as read", sentenceID)
	return s.sentenceChange(ctx, r, sentenceID, func(t *tx, held heldSentence) error {
		bare, err := t.barelyChanged(held)
		switch {
		case err != nil:
			return err
		case bare:
			return t.confirm(r, held)
		}
		return t.markRead(r, held, nil)
	})
}

// barelyChanged holds for a sentence that is to be looked at again and in which no claim stands: marking it confirms it.
func (t *tx) barelyChanged(held heldSentence) (bool, error) {
	rows, err := t.touched(touchedByID, held.ID)
	return err == nil && rows[0].Recheck && rows[0].ClaimID == nil, err
}

// markRead marks a sentence, with the offer that it was a part of, if any.
func (t *tx) markRead(r models.Reader, held heldSentence, by *offered) error {
	_, err := t.liveReading(r, held)
	if err == nil {
		return nil
	}
	if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	row := models.Reading{TrackID: held.TrackID, RevisionID: held.RevisionID, ReaderID: r.UserID, At: t.now}
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	return t.resettle(r, held, by, event{action: "reading made", id: row.ID})
}

// UnmarkRead takes the reader's own mark back.
func (s *Store) UnmarkRead(ctx context.Context, r models.Reader, sentenceID int64) (_ models.Place, err error) {
	defer wrap(&err, "mark sentence %d as unread", sentenceID)
	return s.sentenceChange(ctx, r, sentenceID, func(t *tx, held heldSentence) error {
		row, err := t.liveReading(r, held)
		if errors.Is(err, models.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return t.withdrawReading(r, held, row)
	})
}

// sentenceChange runs a change of a sentence: of its readings, or of where it begins and ends.
func (s *Store) sentenceChange(ctx context.Context, r models.Reader, sentenceID int64, do func(*tx, heldSentence) error) (models.Place, error) {
	var place models.Place
	err := s.change(ctx, func(t *tx) error {
		held, err := t.sentence(r, sentenceID, models.ActCheck)
		place = models.Place{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
		if err != nil {
			return err
		}
		return do(t, held)
	})
	return place, err
}

// liveReading finds the reader's own mark on a sentence.
func (t *tx) liveReading(r models.Reader, held heldSentence) (models.Reading, error) {
	var row models.Reading
	err := one(t.DB, &row, `SELECT x.* FROM readings x JOIN tracks t ON t.id = x.track_id AND x.revision_id >= t.since_revision_id
		WHERE x.track_id = ? AND x.reader_id = ? AND x.withdrawn_at IS NULL`, held.TrackID, r.UserID)
	return row, err
}

func (t *tx) withdrawReading(r models.Reader, held heldSentence, row models.Reading) error {
	if err := t.Exec("UPDATE readings SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, row.ID).Error; err != nil {
		return err
	}
	return t.resettle(r, held, nil, event{action: "reading withdrawn", id: row.ID})
}

// resettle derives a sentence's state anew after its readings changed, and writes the event.
func (t *tx) resettle(r models.Reader, held heldSentence, by *offered, e event) error {
	rows, err := t.touched(touchedByID, held.ID)
	if err != nil {
		return err
	}
	if err := t.restate(held.ArticleID, held.DeskID, rows, models.Counts{}); err != nil {
		return err
	}
	if err := t.worked(held.ArticleID, r.UserID); err != nil {
		return err
	}
	e.actor, e.object, e.article, e.desk = r.UserID, "reading", held.ArticleID, held.DeskID
	after := map[string]any{"sentence": held.Ordinal, "state": stateOf(rows), "track": held.TrackID, "revision": held.RevisionID}
	if by != nil {
		after["offer"], after["of"] = by.Offer, by.Of
	}
	e.before, e.after = map[string]any{"state": rows[0].State}, after
	return t.record(e)
}

// touchedByID finds one sentence.
var touchedByID = fmt.Sprintf(touchedQuery, "$1")
