package store

import (
	"context"
	"errors"
	"strings"

	"linecheck/models"
	"linecheck/text"
)

// sentenceForUpdate is a sentence of a current revision with what a change of it needs.
type sentenceForUpdate struct {
	models.Sentence `gorm:"embedded"`
	ArticleID       int64
	DeskID          int64
	Role            models.Role
}

// loadSentence reads a sentence of a current revision inside a transaction, and checks that the reader may do
// an action on it now.
func (t *tx) loadSentence(r models.Reader, id int64, act models.Act) (sentenceForUpdate, error) {
	var s sentenceForUpdate
	err := queryOne(t.DB, &s, `SELECT s.*, a.id AS article_id, a.desk_id, m.role FROM sentences s
		JOIN articles a ON a.revision_id = s.revision_id AND a.trashed_at IS NULL `+joinMembership+` WHERE s.id = ?`, r.UserID, id)
	if isNotFound(err) {
		return t.locateFormerSentence(r, id, act)
	}
	if err != nil {
		return s, err
	}
	return s, checkAllowed(r, s.Role, act)
}

// MarkRead records that the reader has read a sentence and found nothing to check outside its claims.
// Repeating it changes nothing, unless the reader's mark does not cover everything. covered are the spans of
// the text that claims covered when the reader saw it; the mark does not cover them, even if their claims are
// gone.
func (s *Store) MarkRead(ctx context.Context, r models.Reader, sentenceID int64, covered ...text.Span) (_ models.Location, err error) {
	defer wrap(&err, "mark sentence %d as read", sentenceID)
	return s.changeSentence(ctx, r, sentenceID, func(t *tx, held sentenceForUpdate) error { return t.markRead(r, held, nil, covered...) })
}

// markRead marks a sentence as read, with its offer, if any. covered is as in MarkRead.
func (t *tx) markRead(r models.Reader, held sentenceForUpdate, by *offerRecord, covered ...text.Span) error {
	facts, err := t.loadFacts(held)
	if err == nil && facts.EqualHeadline != nil { // a title that equals a headline is read with it
		facts, held.Sentence = *facts.EqualHeadline, facts.EqualHeadline.Sentence
	}
	if err != nil || facts.RestReadBy(r.UserID) {
		return err
	}
	covered = facts.UncoveredParts(covered)
	size := 0
	if by != nil {
		size = by.Range
	}
	id, err := t.addReadMark(r, held, facts, size, covered...)
	if err != nil {
		return err
	}
	return t.recomputeReadState(r, held, by, event{action: "reading made", id: id}, covered...)
}

// loadFacts reads the facts of one sentence.
func (t *tx) loadFacts(held sentenceForUpdate) (models.SentenceFacts, error) {
	list, err := loadSentenceFacts(t, sentenceByID, held.ID)
	if err != nil {
		return models.SentenceFacts{}, err
	}
	if len(list) == 0 {
		return models.SentenceFacts{}, models.ErrNotFound
	}
	return list[0], nil
}

// addReadMark stores a read mark on the sentence's current words, except those of its claims and the covered
// spans. size is the number of sentences of its range, or 0.
func (t *tx) addReadMark(
	r models.Reader,
	held sentenceForUpdate,
	facts models.SentenceFacts,
	size int,
	covered ...text.Span,
) (int64, error) {
	row := models.ReadMark{
		TrackID:    held.TrackID,
		RevisionID: held.RevisionID,
		ReaderID:   r.UserID,
		At:         t.now,
		Text:       held.Text,
		Region:     held.Region,
		Depends:    &held.Depends,
		RangeSize:  size,
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

// UnmarkRead withdraws the reader's own marks.
func (s *Store) UnmarkRead(ctx context.Context, r models.Reader, sentenceID int64) (_ models.Location, err error) {
	defer wrap(&err, "withdraw the read mark of sentence %d", sentenceID)
	return s.changeSentence(ctx, r, sentenceID, func(t *tx, held sentenceForUpdate) error {
		for {
			row, err := t.ownReadMark(r, held)
			if errors.Is(err, models.ErrNotFound) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := t.withdrawReadMark(r, held, row); err != nil {
				return err
			}
		}
	})
}

// changeSentence runs a change of a sentence: of its read marks or its boundaries.
func (s *Store) changeSentence(
	ctx context.Context,
	r models.Reader,
	sentenceID int64,
	do func(*tx, sentenceForUpdate) error,
) (models.Location, error) {
	var place models.Location
	err := s.writeTx(ctx, func(t *tx) error {
		held, err := t.loadSentence(r, sentenceID, models.ActCheck)
		place = models.Location{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
		if err != nil {
			return err
		}
		return do(t, held)
	})
	return place, err
}

// currentReadMark finds the reader's own newest mark on a sentence that counts.
func (t *tx) currentReadMark(r models.Reader, held sentenceForUpdate) (models.ReadMark, error) {
	var row models.ReadMark
	err := queryOne(
		t.DB,
		&row,
		"SELECT x.* FROM readings x JOIN sentences s ON s.id = ? AND s.track_id = x.track_id WHERE x.reader_id = ? AND "+markCounts+" ORDER BY x.id DESC LIMIT 1",
		held.ID,
		r.UserID,
	)
	return row, err
}

// ownReadMark finds the reader's own newest mark on a sentence's words in any Unicode form.
func (t *tx) ownReadMark(r models.Reader, held sentenceForUpdate) (models.ReadMark, error) {
	var row models.ReadMark
	err := queryOne(
		t.DB,
		&row,
		"SELECT x.* FROM readings x JOIN sentences s ON s.id = ? AND s.track_id = x.track_id WHERE x.reader_id = ? AND "+
			strings.Replace(markCounts, "x.text = s.text", "x.text IN ?", 1)+" ORDER BY x.id DESC LIMIT 1",
		held.ID,
		r.UserID,
		text.UnicodeForms(held.Text),
	)
	return row, err
}

func (t *tx) withdrawReadMark(r models.Reader, held sentenceForUpdate, row models.ReadMark) error {
	if err := t.Exec("UPDATE readings SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, row.ID).Error; err != nil {
		return err
	}
	return t.recomputeReadState(r, held, nil, event{action: "reading withdrawn", id: row.ID})
}

// recomputeReadState derives a sentence's state after a change of its read marks, and records the event.
// covered are the words that a mark leaves out in addition to those of claims.
func (t *tx) recomputeReadState(r models.Reader, held sentenceForUpdate, by *offerRecord, e event, covered ...text.Span) error {
	facts, err := t.loadFacts(held)
	if err != nil {
		return err
	}
	if err := t.storeSentenceStates(held.ArticleID, held.DeskID, []models.SentenceFacts{facts}, models.Counts{}); err != nil {
		return err
	}
	if err := t.touchActivity(held.ArticleID, r.UserID); err != nil {
		return err
	}
	e.actor, e.object, e.article, e.desk = r.UserID, "reading", held.ArticleID, held.DeskID
	after := map[string]any{
		"sentence": held.Ordinal,
		"state":    facts.Status().State,
		"track":    held.TrackID,
		"revision": held.RevisionID,
		"words":    held.Text,
		"region":   held.Region,
		"refers":   held.Depends,
	}
	if by != nil {
		after["offer"], after["of"] = by.Offer, by.Of
		if by.Range > 0 {
			after["range"] = by.Range
		}
	}
	if len(covered) > 0 {
		after["gaps"] = markGapsOf(e.id, covered)
	}
	e.before, e.after = map[string]any{"state": facts.Stored.State}, after
	return t.recordEvent(e)
}
