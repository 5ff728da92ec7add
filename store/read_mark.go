package store

import (
	"context"
	"errors"
	"strings"

	"linecheck/models"
	"linecheck/text"
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

// MarkRead writes down that the reader has read a sentence and found nothing to check outside its claims. Marking it again changes nothing, unless
// words are to be read that the reader's mark does not cover. covered are the words of the text that claims covered when it was read:
// the mark does not cover them, also where their claims are gone since.
func (s *Store) MarkRead(ctx context.Context, r models.Reader, sentenceID int64, covered ...text.Span) (_ models.Place, err error) {
	defer wrap(&err, "mark sentence %d as read", sentenceID)
	return s.sentenceChange(ctx, r, sentenceID, func(t *tx, held heldSentence) error { return t.markRead(r, held, nil, covered...) })
}

// markRead marks a sentence, with the offer that it was a part of, if any, apart from the words that claims covered when it was read.
func (t *tx) markRead(r models.Reader, held heldSentence, by *offered, covered ...text.Span) error {
	facts, err := t.facts(held)
	if err == nil && facts.Twin != nil { // a title that equals a headline is read with it
		facts, held.Sentence = *facts.Twin, facts.Twin.Sentence
	}
	if err != nil || facts.ReadBy(r.UserID) {
		return err
	}
	covered = facts.Within(covered)
	id, err := t.addMark(r, held, facts, covered...)
	if err != nil {
		return err
	}
	return t.resettle(r, held, by, event{action: "reading made", id: id}, covered...)
}

// facts reads what is known of one sentence.
func (t *tx) facts(held heldSentence) (models.SentenceFacts, error) {
	list, err := factsOf(t, sentenceByID, held.ID)
	if err != nil {
		return models.SentenceFacts{}, err
	}
	if len(list) == 0 {
		return models.SentenceFacts{}, models.ErrNotFound
	}
	return list[0], nil
}

// addMark writes a read mark: on the sentence's words as they are, apart from those of its claims and those that are covered.
func (t *tx) addMark(r models.Reader, held heldSentence, facts models.SentenceFacts, covered ...text.Span) (int64, error) {
	row := models.Reading{
		TrackID:    held.TrackID,
		RevisionID: held.RevisionID,
		ReaderID:   r.UserID,
		At:         t.now,
		Text:       held.Text,
		Region:     held.Region,
		Depends:    &held.Depends,
	}
	if err := t.Create(&row).Error; err != nil {
		return 0, err
	}
	for _, gap := range append(facts.Gaps(), covered...) {
		if _, err := t.exec("INSERT INTO read_mark_gaps (reading_id, start_cp, end_cp) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", row.ID, gap.Start, gap.End); err != nil {
			return 0, err
		}
	}
	return row.ID, nil
}

// UnmarkRead takes the reader's own marks back.
func (s *Store) UnmarkRead(ctx context.Context, r models.Reader, sentenceID int64) (_ models.Place, err error) {
	defer wrap(&err, "withdraw the read mark of sentence %d", sentenceID)
	return s.sentenceChange(ctx, r, sentenceID, func(t *tx, held heldSentence) error {
		for {
			row, err := t.ownReading(r, held)
			if errors.Is(err, models.ErrNotFound) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := t.withdrawReading(r, held, row); err != nil {
				return err
			}
		}
	})
}

// sentenceChange runs a change of a sentence: of its readings, or of where it begins and ends.
func (s *Store) sentenceChange(
	ctx context.Context,
	r models.Reader,
	sentenceID int64,
	do func(*tx, heldSentence) error,
) (models.Place, error) {
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

// liveReading finds the reader's own newest mark on a sentence as it is.
func (t *tx) liveReading(r models.Reader, held heldSentence) (models.Reading, error) {
	var row models.Reading
	err := one(
		t.DB,
		&row,
		"SELECT x.* FROM readings x JOIN sentences s ON s.id = ? AND s.track_id = x.track_id WHERE x.reader_id = ? AND "+markCounts+" ORDER BY x.id DESC LIMIT 1",
		held.ID,
		r.UserID,
	)
	return row, err
}

// ownReading finds the reader's own newest mark on a sentence as it is, in whatever Unicode form it was written then.
func (t *tx) ownReading(r models.Reader, held heldSentence) (models.Reading, error) {
	var row models.Reading
	err := one(
		t.DB,
		&row,
		"SELECT x.* FROM readings x JOIN sentences s ON s.id = ? AND s.track_id = x.track_id WHERE x.reader_id = ? AND "+
			strings.Replace(markCounts, "x.text = s.text", "x.text IN ?", 1)+" ORDER BY x.id DESC LIMIT 1",
		held.ID,
		r.UserID,
		text.Forms(held.Text),
	)
	return row, err
}

func (t *tx) withdrawReading(r models.Reader, held heldSentence, row models.Reading) error {
	if err := t.Exec("UPDATE readings SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, row.ID).Error; err != nil {
		return err
	}
	return t.resettle(r, held, nil, event{action: "reading withdrawn", id: row.ID})
}

// resettle derives a sentence's state after its read marks changed, and writes the event. covered are words that a mark leaves out beside
// those of claims.
func (t *tx) resettle(r models.Reader, held heldSentence, by *offered, e event, covered ...text.Span) error {
	facts, err := t.facts(held)
	if err != nil {
		return err
	}
	if err := t.restate(held.ArticleID, held.DeskID, []models.SentenceFacts{facts}, models.Counts{}); err != nil {
		return err
	}
	if err := t.worked(held.ArticleID, r.UserID); err != nil {
		return err
	}
	e.actor, e.object, e.article, e.desk = r.UserID, "reading", held.ArticleID, held.DeskID
	after := map[string]any{
		"sentence": held.Ordinal,
		"state":    facts.Standing().State,
		"track":    held.TrackID,
		"revision": held.RevisionID,
		"words":    held.Text,
		"region":   held.Region,
		"refers":   held.Depends,
	}
	if by != nil {
		after["offer"], after["of"] = by.Offer, by.Of
	}
	if len(covered) > 0 {
		after["gaps"] = gapsOf(e.id, covered)
	}
	e.before, e.after = map[string]any{"state": facts.Kept.State}, after
	return t.record(e)
}
