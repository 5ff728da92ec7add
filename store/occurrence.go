package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"linecheck/models"
)

// AddOccurrences adds a claim's words in duplicates of one of its sentences to the claim, so that its status
// also applies there. It adds all of the offered ones or none. It returns ErrStale if another claim has the
// words, or if the claim has changed since the version that was read.
func (s *Store) AddOccurrences(ctx context.Context, r models.Reader, claimID int64, version int,
	sentenceID int64, repeats []int64) (_ models.Location, err error) {
	defer wrap(&err, "add occurrences of claim %d", claimID)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		c, err := t.loadClaim(r, claimID, models.ActCheck)
		if err != nil {
			return err
		}
		if c.Version != version {
			return errClaimChanged
		}
		if err := t.addDuplicateOccurrences(r, c, sentenceID, repeats); err != nil {
			return err
		}
		place, err = t.claimLocation(claimID)
		return err
	})
	return place, err
}

// AddSelectedOccurrences adds further places in the article's current text, perhaps with other words, to a
// claim: all of them, or none.
func (s *Store) AddSelectedOccurrences(ctx context.Context, r models.Reader, claimID int64, version int, sentenceID int64,
	spots []models.Selection) (_ models.Location, err error) {
	defer wrap(&err, "add occurrences of claim %d", claimID)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		c, err := t.loadClaim(r, claimID, models.ActCheck)
		if err != nil {
			return err
		}
		if c.Version != version {
			return errClaimChanged
		}
		if err := t.addSelectedOccurrences(r, c, sentenceID, spots); err != nil {
			return err
		}
		place, err = t.claimLocation(claimID)
		return err
	})
	return place, err
}

// addSelectedOccurrences adds occurrences at selected places, with an event each.
func (t *tx) addSelectedOccurrences(r models.Reader, c claimForUpdate, sentenceID int64, spots []models.Selection) error {
	if len(spots) == 0 || len(spots) > models.MaxOffered {
		return models.NewFieldError("repeats", "Please choose 1 to %d places.", models.MaxOffered)
	}
	_, same, err := t.originalOccurrence(c, sentenceID)
	if err != nil {
		return err
	}
	if c.Placement != models.Placed {
		return models.NewOutdatedOfferError("Nobody has confirmed where this claim stands, so nothing was done. Confirm its place first.")
	}
	var revision models.Revision
	if err := queryOne(t.DB, &revision, "SELECT * FROM revisions WHERE id = ?", c.RevisionID); err != nil {
		return err
	}
	step := offerRecord{Offer: t.chain.Length + 1, Of: same.ID}
	for _, spot := range spots {
		if spot.Revision != 0 && spot.Revision != revision.Number {
			return models.NewOutdatedOfferError("The article has a newer revision, so nothing was done. See what is suggested now.")
		}
		var in []models.Sentence
		if err := t.Raw("SELECT * FROM sentences WHERE revision_id = ? AND ordinal > 0 AND start_cp < ? AND end_cp > ? ORDER BY ordinal", revision.ID, spot.End, spot.Start).Scan(&in).Error; err != nil {
			return err
		}
		spot.WithinWord = true // an offered place may begin or end within a word
		o, touched, err := spot.Locate(revision, in)
		if err != nil {
			return err
		}
		if !models.SameWords(o.Exact, c.Exact) {
			return models.NewFieldError("repeats", "These are other words than the claim's, so they need a claim of their own.")
		}
		if len(touched) != 1 {
			return models.NewFieldError("repeats", "These words run on into another sentence; please mark them by hand.")
		}
		if err := t.addFurtherOccurrence(r, c, o, touched[0], step); err != nil {
			return err
		}
	}
	return t.finishAddingOccurrences(r, c, step)
}

// errClaimChanged means that a claim has changed since the version that was read, so its status might not
// apply to the other places.
var errClaimChanged = models.NewOutdatedOfferError("Somebody changed this claim meanwhile, so nothing was done. It is shown as it is now.")

// addDuplicateOccurrences adds occurrences in duplicates to a claim, with an event each.
func (t *tx) addDuplicateOccurrences(r models.Reader, c claimForUpdate, sentenceID int64, repeats []int64) error {
	if err := checkOfferSize(repeats); err != nil {
		return err
	}
	from, same, err := t.originalOccurrence(c, sentenceID)
	if err != nil {
		return err
	}
	others, err := t.loadDuplicates(r, same, repeats)
	if err != nil {
		return err
	}
	var revision models.Revision
	if err := queryOne(t.DB, &revision, "SELECT id, text FROM revisions WHERE id = ?", c.RevisionID); err != nil {
		return err
	}
	step := offerRecord{Offer: t.chain.Length + 1, Of: same.ID}
	for _, other := range others {
		start := other.Start + from.Start - same.Start
		place := models.Selection{Start: start, End: start + from.End - from.Start, Quote: from.Exact, WithinWord: true}
		o, touched, err := place.Locate(revision, []models.Sentence{other.Sentence})
		if err != nil {
			return err
		}
		if err := t.addFurtherOccurrence(r, c, o, touched[0], step); err != nil {
			return err
		}
	}
	return t.finishAddingOccurrences(r, c, step)
}

// finishAddingOccurrences updates the claim and its sentences after occurrences were added.
func (t *tx) finishAddingOccurrences(r models.Reader, c claimForUpdate, step offerRecord) error {
	if t.chain.Length < step.Offer {
		return nil // the claim already had every occurrence
	}
	if err := t.checkOccurrenceLimit(c); err != nil {
		return err
	}
	if err := t.touchClaim(c); err != nil {
		return err
	}
	if err := t.updateSentenceStates(c.Claim, c.RevisionID, models.Counts{}); err != nil {
		return err
	}
	return t.touchActivity(c.ArticleID, r.UserID)
}

// originalOccurrence returns the claim's occurrence within a sentence, and that sentence.
func (t *tx) originalOccurrence(c claimForUpdate, sentenceID int64) (models.Occurrence, models.Sentence, error) {
	var o models.Occurrence
	var s models.Sentence
	err := queryOne(t.DB, &s, "SELECT * FROM sentences WHERE id = ? AND revision_id = ?", sentenceID, c.RevisionID)
	if err == nil {
		err = queryOne(
			t.DB,
			&o,
			"SELECT * FROM occurrences WHERE claim_id = ? AND sentence_id = ? AND end_cp <= ? ORDER BY start_cp LIMIT 1",
			c.ID,
			s.ID,
			s.End,
		)
	}
	if isNotFound(err) {
		err = models.NewOutdatedOfferError(
			"The claim does not stand within this sentence any more, so nothing was done. See what is offered now.",
		)
	}
	return o, s, err
}

// addFurtherOccurrence adds one occurrence, unless it exists. Words of another claim are skipped.
func (t *tx) addFurtherOccurrence(r models.Reader, c claimForUpdate, o models.Occurrence, s models.Sentence, step offerRecord) error {
	var there []int64
	err := t.Raw(`SELECT c.id FROM occurrence_sentences os JOIN occurrences o ON o.id = os.occurrence_id AND o.start_cp = ? AND o.end_cp = ? AND o.placement <> 'lost'
		JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL WHERE os.sentence_id = ?`, o.Start, o.End, s.ID).
		Scan(&there).
		Error
	if err != nil || slices.Contains(there, c.ID) {
		return err
	}
	if len(there) > 0 {
		return models.NewOutdatedOfferError(
			"In sentence %d these words are a claim of their own by now, so nothing was done. See what is offered now.",
			s.Ordinal,
		)
	}
	err = t.recordEvent(event{actor: r.UserID, action: "occurrence added", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
		after: map[string]any{"sentence": s.Ordinal, "start": o.Start, "end": o.End, "exact": o.Exact, "offer": step.Offer, "of": step.Of}})
	if err != nil {
		return err
	}
	o.EventID = nullableID(t.chain.Length)
	return t.addOccurrence(c.Claim, &o, []models.Sentence{s})
}

// checkOccurrenceLimit returns an error if a claim would have more occurrences than models.MaxClaimLocations.
func (t *tx) checkOccurrenceLimit(c claimForUpdate) error {
	var n int
	err := t.Raw("SELECT count(*) FROM occurrences WHERE claim_id = ? AND revision_id = ?", c.ID, c.RevisionID).Scan(&n).Error
	if err == nil && n > models.MaxClaimLocations {
		err = models.ValidationErrors{
			{
				Field: "repeats",
				Detail: fmt.Sprintf(
					"A claim can stand in %d sentences at most; please mark another one in the rest.",
					models.MaxClaimLocations,
				),
			},
		}
	}
	return err
}

// RemoveOccurrence removes a claim's further occurrence in one sentence, for the user who added it or an
// editor. The first occurrence cannot be removed.
func (s *Store) RemoveOccurrence(ctx context.Context, r models.Reader, claimID int64, version int,
	sentenceID int64) (_ models.Location, err error) {
	defer wrap(&err, "remove an occurrence of claim %d from sentence %d", claimID, sentenceID)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		c, err := t.loadClaim(r, claimID, models.ActCheck)
		if err != nil {
			return err
		}
		if c.Version != version {
			return errClaimChanged
		}
		var list []models.Occurrence
		err = t.Where("claim_id = ? AND revision_id = ? AND sentence_id = ? AND event_id IS NOT NULL", c.ID, c.RevisionID, sentenceID).
			Order("start_cp").
			Find(&list).
			Error
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return models.NewOutdatedOfferError("The claim does not stand there any more, or it is its first place, which stays.")
		}
		for _, o := range list {
			if err := t.mayRemove(r, c, o); err != nil {
				return err
			}
		}
		if place, err = t.claimLocation(c.ID); err != nil {
			return err
		}
		return t.removeOccurrences(r, c, list)
	})
	return place, err
}

func (t *tx) mayRemove(r models.Reader, c claimForUpdate, o models.Occurrence) error {
	var by int64
	err := queryOne(t.DB, &by, "SELECT coalesce(actor_id, 0) FROM events WHERE id = ?", *o.EventID)
	if err == nil && by != r.UserID && !c.Role.Allows(models.ActRule) {
		err = fmt.Errorf("%w: only who added an occurrence, or an editor, can take it away", models.ErrForbidden)
	}
	return err
}

// removeOccurrences removes occurrences, with an event each, and updates their sentences.
func (t *tx) removeOccurrences(r models.Reader, c claimForUpdate, list []models.Occurrence) error {
	ids := make([]int64, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	var sentences []models.Sentence
	err := t.Where("id IN (SELECT sentence_id FROM occurrence_sentences WHERE occurrence_id IN ?)", ids).
		Order("ordinal").
		Find(&sentences).
		Error
	if err != nil {
		return err
	}
	for _, statement := range []string{"DELETE FROM occurrence_sentences WHERE occurrence_id IN ?", "DELETE FROM occurrences WHERE id IN ?"} {
		if err := t.Exec(statement, ids).Error; err != nil {
			return err
		}
	}
	for _, o := range list {
		ordinal := 0
		for _, s := range sentences {
			if s.ID == o.SentenceID {
				ordinal = s.Ordinal
			}
		}
		err := t.recordEvent(
			event{actor: r.UserID, action: "occurrence taken away", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
				before: map[string]any{"sentence": ordinal, "start": o.Start, "end": o.End, "exact": o.Exact}},
		)
		if err != nil {
			return err
		}
	}
	if err := t.touchClaim(c); err != nil {
		return err
	}
	if err := t.recomputeSentences(c, sentences); err != nil {
		return err
	}
	return t.touchActivity(c.ArticleID, r.UserID)
}

// recomputeSentences derives the states of the sentences from which a claim was removed.
func (t *tx) recomputeSentences(c claimForUpdate, sentences []models.Sentence) error {
	for _, s := range sentences {
		facts, err := loadSentenceFacts(t, sentenceByID, s.ID)
		if err != nil {
			return err
		}
		if err := t.storeSentenceStates(c.ArticleID, c.DeskID, facts, models.Counts{}); err != nil {
			return err
		}
	}
	return nil
}

// undoAddedOccurrences removes the occurrences that one offer added to a claim, if they still exist.
func (t *tx) undoAddedOccurrences(r models.Reader, last undoableEvent) (models.Location, error) {
	var by offerRecord
	if err := json.Unmarshal([]byte(last.After), &by); err != nil {
		return models.Location{}, fmt.Errorf("reading event %d: %w", last.ID, err)
	}
	place, err := t.changeClaimByID(r, last.ObjectID, func(c claimForUpdate) error {
		var list []models.Occurrence
		err := t.Where("claim_id = ? AND revision_id = ? AND event_id BETWEEN ? AND ?", c.ID, c.RevisionID, by.Offer, last.ID).
			Order("start_cp").
			Find(&list).
			Error
		if err != nil {
			return err
		}
		return t.removeOccurrences(r, c, list)
	})
	if err != nil {
		return place, err
	}
	return t.offerLocation(by.Of, place)
}
