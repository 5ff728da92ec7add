package store

import (
	"context"
	"encoding/json"
	"fmt"

	"linecheck/models"
)

// ConfirmSentence says that a sentence was read as its words are now, and that what was found of them holds: every claim in it whose words changed
// gets the reader's own annotation with the status that it had before. Nobody else's verdict comes back. Where a claim cannot be confirmed the
// whole is refused, with the reason.
func (s *Store) ConfirmSentence(ctx context.Context, r models.Reader, sentenceID int64) (_ models.Place, err error) {
	defer wrap(&err, "confirm sentence %d", sentenceID)
	return s.sentenceChange(ctx, r, sentenceID, func(t *tx, held heldSentence) error { return t.confirm(r, held) })
}

// confirmationRecord is what an event keeps of a confirmation: enough to take it back.
type confirmationRecord struct {
	Sentence    int     `json:"sentence"`
	Track       int64   `json:"track"`
	Revision    int64   `json:"revision"`
	Recheck     bool    `json:"recheck"`
	Settled     *int64  `json:"settled,omitempty"`
	Annotations []int64 `json:"annotations,omitempty"`
	Placed      []int64 `json:"placed,omitempty"` // occurrences
}

func (t *tx) confirm(r models.Reader, held heldSentence) error {
	var track models.Track
	if err := one(t.DB, &track, "SELECT * FROM tracks WHERE id = ?", held.TrackID); err != nil {
		return err
	}
	waiting, err := t.waiting(held.ID)
	if err != nil {
		return err
	}
	if !track.Recheck && len(waiting) == 0 {
		return models.Invalid{{Field: "confirm", Detail: "There is nothing to confirm in this sentence."}}
	}
	done := confirmationRecord{Sentence: held.Ordinal, Track: held.TrackID, Revision: held.RevisionID, Recheck: track.Recheck, Settled: track.SettledRevisionID}
	if done.Placed, err = t.confirmPlaces(held.ID); err != nil {
		return err
	}
	for _, id := range waiting {
		annotation, err := t.confirmClaim(r, id)
		if err != nil {
			return err
		}
		if annotation != 0 {
			done.Annotations = append(done.Annotations, annotation)
		}
	}
	reading, err := t.readAgain(r, held)
	if err != nil {
		return err
	}
	if _, err := t.exec("UPDATE tracks SET recheck = FALSE, settled_revision_id = NULL WHERE id = $1", held.TrackID); err != nil {
		return err
	}
	if err := t.resettleSentence(held); err != nil {
		return err
	}
	if err := t.worked(held.ArticleID, r.UserID); err != nil {
		return err
	}
	return t.record(event{actor: r.UserID, action: "sentence confirmed", object: "reading", id: reading, article: held.ArticleID, desk: held.DeskID, after: done})
}

// waiting are the claims in a sentence that were annotated on other words and by nobody since, or whose place nobody has confirmed.
func (t *tx) waiting(sentenceID int64) ([]int64, error) {
	var ids []int64
	err := t.Raw(`SELECT DISTINCT c.id FROM occurrence_sentences os JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost'
		JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		WHERE os.sentence_id = ? AND c.status = 'unchecked' AND (o.placement = 'moved' OR c.former_since IS NOT NULL) ORDER BY c.id`, sentenceID).Scan(&ids).Error
	return ids, err
}

// confirmPlaces confirms where claims stand in a sentence, and says which occurrences that were.
func (t *tx) confirmPlaces(sentenceID int64) ([]int64, error) {
	var ids []int64
	err := t.Raw(`SELECT o.id FROM occurrence_sentences os JOIN occurrences o ON o.id = os.occurrence_id WHERE os.sentence_id = ? AND o.placement = 'moved'
		ORDER BY o.id`, sentenceID).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return ids, t.Exec("UPDATE occurrences SET placement = 'placed' WHERE id IN ?", ids).Error
}

// confirmClaim says of a claim, for the reader, what was found of its former words. It returns the annotation, 0 where nobody had found anything.
func (t *tx) confirmClaim(r models.Reader, id int64) (int64, error) {
	c, err := t.claim(r, id, models.ActCheck)
	if err != nil {
		return 0, err
	}
	var former *int
	var blind bool
	err = t.row("SELECT c.former_since, d.blind FROM claims c JOIN desks d ON d.id = c.desk_id WHERE c.id = $1", []any{id}, &former, &blind)
	if err != nil || former == nil {
		return 0, err
	}
	verdicts, err := t.verdictsOn(id, *former, c.SinceRevision)
	if err != nil || len(verdicts) == 0 {
		return 0, err
	}
	status, reason := models.Confirmable(verdicts, r.UserID, blind && !c.Role.May(models.ActRule))
	if reason != "" {
		return 0, models.Invalid{{Field: "confirm", Detail: fmt.Sprintf("Claim %d: %s", id, reason)}}
	}
	return t.annotate(r, c, status, models.Tag{Version: c.Version}, nil)
}

// readAgain writes the reader's mark on a sentence anew.
func (t *tx) readAgain(r models.Reader, held heldSentence) (int64, error) {
	before, err := t.liveReading(r, held)
	switch {
	case err == nil:
		err = t.Exec("UPDATE readings SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, before.ID).Error
	case isNotFound(err):
		err = nil
	}
	if err != nil {
		return 0, err
	}
	row := models.Reading{TrackID: held.TrackID, RevisionID: held.RevisionID, ReaderID: r.UserID, At: t.now}
	err = t.Create(&row).Error
	return row.ID, err
}

// resettleSentence derives a sentence's state anew.
func (t *tx) resettleSentence(held heldSentence) error {
	rows, err := t.touched(touchedByID, held.ID)
	if err != nil {
		return err
	}
	return t.restate(held.ArticleID, held.DeskID, rows, models.Counts{})
}

// confirmByTag is what an annotation of a claim whose words changed says besides: its place is right. The sentence in which alone it stands need not be
// looked at again for it, if no other claim there waits.
func (t *tx) confirmByTag(c heldClaim) error {
	if _, err := t.exec("UPDATE occurrences SET placement = 'placed' WHERE claim_id = $1 AND revision_id = $2 AND placement = 'moved'", c.ID, c.RevisionID); err != nil {
		return err
	}
	_, err := t.exec(`UPDATE tracks SET recheck = FALSE, settled_revision_id = NULL WHERE recheck AND id IN (
			SELECT s.track_id FROM occurrences o JOIN occurrence_sentences os ON os.occurrence_id = o.id JOIN sentences s ON s.id = os.sentence_id
			WHERE o.claim_id = $1 AND o.revision_id = $2 AND NOT EXISTS (SELECT 1 FROM occurrence_sentences ws JOIN occurrences w ON w.id = ws.occurrence_id
				JOIN claims wc ON wc.id = w.claim_id AND wc.withdrawn_at IS NULL WHERE ws.sentence_id = s.id AND w.placement = 'moved'))
		AND (SELECT count(*) FROM occurrences n WHERE n.claim_id = $1 AND n.revision_id = $2) = 1`, c.ID, c.RevisionID)
	return err
}

// undoConfirmation takes a confirmation back: its annotations are withdrawn, and all of it has to be looked at again.
func (t *tx) undoConfirmation(r models.Reader, last step) (models.Place, error) {
	var was confirmationRecord
	if err := json.Unmarshal([]byte(last.After), &was); err != nil {
		return models.Place{}, fmt.Errorf("reading event %d: %w", last.ID, err)
	}
	held, mark, err := t.confirmed(r, last.ObjectID)
	if err != nil {
		return models.Place{}, err
	}
	for _, id := range was.Annotations {
		var a models.Annotation
		err := one(t.DB, &a, "SELECT n.* FROM annotations n JOIN claims c ON c.id = n.claim_id AND c.withdrawn_at IS NULL WHERE n.id = ? AND n.withdrawn_at IS NULL", id)
		if isNotFound(err) {
			continue
		}
		if err == nil {
			_, err = t.onClaim(r, a.ClaimID, func(c heldClaim) error { return t.withdrawAnnotation(r, c, a) })
		}
		if err != nil {
			return models.Place{}, err
		}
	}
	if err := t.waitAgain(held, was); err != nil {
		return models.Place{}, err
	}
	if err := t.Exec("UPDATE readings SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, mark.ID).Error; err != nil {
		return models.Place{}, err
	}
	if err := t.resettleSentence(held); err != nil {
		return models.Place{}, err
	}
	return models.Place{ArticleID: held.ArticleID, Ordinal: held.Ordinal}, t.record(event{actor: r.UserID, action: "confirmation withdrawn", object: "reading", id: mark.ID,
		article: held.ArticleID, desk: held.DeskID, before: was})
}

// confirmed finds the sentence that a confirmation was made of, by the mark that came with it.
func (t *tx) confirmed(r models.Reader, readingID int64) (heldSentence, models.Reading, error) {
	var mark models.Reading
	if err := one(t.DB, &mark, "SELECT * FROM readings WHERE id = ?", readingID); err != nil {
		return heldSentence{}, mark, err
	}
	var id int64
	err := one(t.DB, &id, "SELECT id FROM sentences WHERE track_id = ? AND revision_id = ?", mark.TrackID, mark.RevisionID)
	if isNotFound(err) {
		return heldSentence{}, mark, models.Invalid{{Field: "undo", Detail: "Your last step was to confirm a sentence. It has been split or joined since, so that cannot be taken back alone."}}
	}
	if err != nil {
		return heldSentence{}, mark, err
	}
	held, err := t.sentence(r, id, models.ActCheck)
	return held, mark, err
}

// waitAgain has a sentence and the claims in it wait for confirmation as they did.
func (t *tx) waitAgain(held heldSentence, was confirmationRecord) error {
	if len(was.Placed) > 0 {
		if err := t.Exec("UPDATE occurrences SET placement = 'moved' WHERE id IN ? AND revision_id = ?", was.Placed, held.RevisionID).Error; err != nil {
			return err
		}
	}
	_, err := t.exec("UPDATE tracks SET recheck = $1, settled_revision_id = $2 WHERE id = $3", was.Recheck, was.Settled, held.TrackID)
	return err
}
