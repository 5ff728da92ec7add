package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
)

// identicalSentences selects the sentences (as s) of a revision that have exactly given words and refer back to
// the same words. The length comes first, because it is in the index.
const identicalSentences = "s.ordinal > 0 AND s.revision_id = ? AND s.end_cp - s.start_cp = ? AND s.text = ? AND s.depends = ?"

// addDuplicates adds the sentences that are identical to a page's, with the reader's marks and the claims in
// them.
func addDuplicates(db *gorm.DB, r models.Reader, seal blindView, page *models.SentencePage) error {
	s := page.Sentence
	same := []any{s.RevisionID, s.End - s.Start, s.Text, s.Depends}
	rows, err := db.Raw(`SELECT s.id, s.ordinal, t.state,
			EXISTS (SELECT 1 FROM readings x WHERE x.track_id = t.id AND x.reader_id = ? AND `+markCounts+`)
		FROM sentences s JOIN `+seal.tracks()+` AS t ON t.id = s.track_id
		WHERE `+identicalSentences+` ORDER BY s.ordinal`, append([]any{r.UserID}, same...)...).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var x models.DuplicateSentence
		if err := rows.Scan(&x.SentenceID, &x.Ordinal, &x.State, &x.ReadByMe); err != nil {
			return err
		}
		if x.SentenceID != s.ID {
			page.Duplicates = append(page.Duplicates, x)
		}
	}
	if err := rows.Err(); err != nil || len(page.Duplicates) == 0 {
		return err
	}
	return addDuplicateMarks(db, seal, page.Duplicates, same)
}

// addDuplicateMarks adds the claims that touch identical sentences, in code points from each sentence's
// start.
func addDuplicateMarks(db *gorm.DB, seal blindView, repeats []models.DuplicateSentence, same []any) error {
	byID := make(map[int64]*models.DuplicateSentence, len(repeats))
	for i := range repeats {
		byID[repeats[i].SentenceID] = &repeats[i]
	}
	rows, err := db.Raw(`SELECT s.id, o.start_cp - s.start_cp, o.end_cp - s.start_cp, c.id, c.status, c.disagree, c.resolution
		FROM sentences s JOIN occurrence_sentences os ON os.sentence_id = s.id
			JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost'
			JOIN `+seal.claims()+` AS c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		WHERE `+identicalSentences+` ORDER BY s.ordinal, o.start_cp, c.id`, same...).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var sentence int64
		var m models.ClaimSpan
		if err := rows.Scan(&sentence, &m.Start, &m.End, &m.ClaimID, &m.Status, &m.Disagree, &m.Resolution); err != nil {
			return err
		}
		if x := byID[sentence]; x != nil {
			x.ClaimSpans = append(x.ClaimSpans, m)
		}
	}
	return rows.Err()
}

// claimLocations reads the sentences of a revision in which claims begin, in order.
func claimLocations(db *gorm.DB, claimIDs []int64, revisionID int64) (map[int64][]models.ClaimLocation, error) {
	var rows []models.ClaimLocation
	err := db.Raw(`SELECT o.claim_id, s.id AS sentence_id, s.ordinal, o.event_id IS NOT NULL AS further, coalesce(e.actor_id, 0) AS added_by
		FROM occurrences o JOIN sentences s ON s.id = o.sentence_id LEFT JOIN events e ON e.id = o.event_id
		WHERE o.claim_id IN ? AND o.revision_id = ? AND o.placement <> 'lost' ORDER BY o.start_cp`, claimIDs, revisionID).Scan(&rows).Error
	spots := map[int64][]models.ClaimLocation{}
	for _, row := range rows {
		spots[row.ClaimID] = append(spots[row.ClaimID], row)
	}
	return spots, err
}

// MarkDuplicatesRead marks the offered duplicates of a sentence as read, all or none. The reader must have marked the sentence itself. It
// returns ErrStale if a duplicate has changed or has a claim now.
func (s *Store) MarkDuplicatesRead(ctx context.Context, r models.Reader, sentenceID int64, repeats []int64) (_ models.Location, err error) {
	defer wrap(&err, "mark the repeats of sentence %d as read", sentenceID)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		held, err := t.loadSentence(r, sentenceID, models.ActCheck)
		place = models.Location{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
		if err != nil {
			return err
		}
		others, err := t.duplicatesToMark(r, held, repeats)
		if err != nil {
			return err
		}
		step := offerRecord{Offer: t.chain.Length + 1, Of: held.ID}
		for _, other := range others {
			if err := t.markRead(r, other, &step); err != nil {
				return err
			}
			place.OtherOrdinals = append(place.OtherOrdinals, other.Ordinal)
		}
		return nil
	})
	return place, err
}

// offerRecord is contained in all events of one action on several sentences. It has the id of the first event, and the sentence at which
// the offer was accepted or the range begins.
type offerRecord struct {
	Offer int64 `json:"offer"`
	Of    int64 `json:"of"`
	Range int   `json:"range"` // how many neighbouring sentences were marked; 0: it was an offer
}

// duplicatesToMark reads the duplicates of an offer to mark them as read. It checks that the sentence has the
// reader's mark, and that none has a claim.
func (t *tx) duplicatesToMark(r models.Reader, held sentenceForUpdate, ids []int64) ([]sentenceForUpdate, error) {
	_, err := t.currentReadMark(r, held)
	if isNotFound(err) {
		return nil, models.NewOutdatedOfferError(
			"Your own mark does not stand on this sentence any more, so the others were left as they are.",
		)
	}
	if err != nil {
		return nil, err
	}
	if err := checkOfferSize(ids); err != nil {
		return nil, err
	}
	others, err := t.loadDuplicates(r, held.Sentence, ids)
	if err != nil {
		return nil, err
	}
	for _, x := range append([]sentenceForUpdate{held}, others...) {
		facts, err := t.loadFacts(x)
		if err != nil {
			return nil, err
		}
		if len(facts.Claims) > 0 {
			return nil, models.NewOutdatedOfferError(
				"Sentence %d has a claim by now, so none of these was marked. See what is offered now.",
				x.Ordinal,
			)
		}
	}
	return others, nil
}

// checkOfferSize refuses an empty offer, or one of more than models.MaxOffered sentences.
func checkOfferSize(ids []int64) error {
	if len(ids) == 0 || len(ids) > models.MaxOffered {
		return models.NewFieldError("repeats", "Please choose between 1 and %d identical sentences.", models.MaxOffered)
	}
	return nil
}

// loadDuplicates reads the sentences of an offer, without duplicates. All of them must still exist in the
// same revision with the same words, and refer back to the same words.
func (t *tx) loadDuplicates(r models.Reader, same models.Sentence, ids []int64) ([]sentenceForUpdate, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	list := make([]sentenceForUpdate, len(ids))
	for i, id := range ids {
		held, err := t.loadSentence(r, id, models.ActCheck)
		if err != nil && !isNotFound(err) && !errors.Is(err, models.ErrStale) {
			return nil, err
		}
		if err != nil || held.RevisionID != same.RevisionID || !isIdentical(held.Sentence, same) {
			return nil, models.NewOutdatedOfferError(
				"One of these sentences is not the same any more, so nothing was done. See what is offered now.",
			)
		}
		list[i] = held
	}
	slices.SortFunc(list, func(a, b sentenceForUpdate) int { return a.Ordinal - b.Ordinal })
	return list, nil
}

// isIdentical reports whether another sentence has the same words and refers back to the same words.
func isIdentical(a, b models.Sentence) bool {
	return a.Text == b.Text && a.Depends == b.Depends && a.ID != b.ID
}

// undoReadMarks withdraws a read mark, with all marks of the same offer or range that still count.
func (t *tx) undoReadMarks(r models.Reader, last undoableEvent) (models.Location, error) {
	var by offerRecord
	if err := json.Unmarshal([]byte(last.After), &by); err != nil {
		return models.Location{}, fmt.Errorf("reading event %d: %w", last.ID, err)
	}
	if by.Offer == 0 {
		return t.undoReadMark(r, last.ObjectID)
	}
	var readings []int64
	err := t.Raw(`SELECT x.id FROM events e JOIN readings x ON x.id = e.object_id AND x.withdrawn_at IS NULL
		WHERE e.id BETWEEN ? AND ? AND e.action = 'reading made' ORDER BY e.id`, by.Offer, last.ID).Scan(&readings).Error
	if err != nil {
		return models.Location{}, err
	}
	var place models.Location
	for _, id := range readings {
		undone, err := t.undoReadMark(r, id)
		if err != nil {
			return place, err
		}
		place.ArticleID, place.OtherOrdinals = undone.ArticleID, append(place.OtherOrdinals, undone.Ordinal)
	}
	place.Ordinal = place.OtherOrdinals[0]
	return t.offerLocation(by.Of, place)
}

// offerLocation redirects to the sentence from which an offer was accepted, if it still exists, and also
// shows the first of the others.
func (t *tx) offerLocation(sentenceID int64, place models.Location) (models.Location, error) {
	var n int
	err := t.queryRow(ordinalQuery, []any{sentenceID, place.ArticleID}, &n)
	if isNotFound(err) {
		return place, nil
	}
	return place.SeenFrom(n), err
}

const ordinalQuery = "SELECT s.ordinal FROM sentences s JOIN articles a ON a.revision_id = s.revision_id WHERE s.id = $1 AND a.id = $2"

// SentenceOrdinal returns the number of a sentence of an article's current revision, by its id.
func (s *Store) SentenceOrdinal(ctx context.Context, r models.Reader, articleID, sentenceID int64) (_ int, err error) {
	defer wrap(&err, "find the number of sentence %d in article %d", sentenceID, articleID)
	if _, err := s.visibleVersion(ctx, r, articleID); err != nil {
		return 0, err
	}
	rows, err := s.queryFast(ctx, ordinalQuery, sentenceID, articleID)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, cmp.Or(rows.Err(), models.ErrNotFound)
	}
	var n int
	return n, rows.Scan(&n)
}
