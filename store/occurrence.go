package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"linecheck/models"
)

// AddOccurrences says that a claim stands in further sentences too that are identical to one of its own, at the same words: all
// that were offered there, or none. From then on its status counts for them too. Where the words are another claim's by now, it
// is ErrStale, as it is where the claim has changed since the version that was read.
func (s *Store) AddOccurrences(ctx context.Context, r models.Reader, claimID int64, version int,
	sentenceID int64, repeats []int64) (_ models.Place, err error) {
	defer wrap(&err, "add occurrences of claim %d", claimID)
	var place models.Place
	err = s.change(ctx, func(t *tx) error {
		c, err := t.claim(r, claimID, models.ActCheck)
		if err != nil {
			return err
		}
		if c.Version != version {
			return errMeanwhile
		}
		if err := t.spread(r, c, sentenceID, repeats); err != nil {
			return err
		}
		place, err = t.place(claimID)
		return err
	})
	return place, err
}

// AddSpots says that a claim stands at further places of the article as it is now, which say the same in perhaps other words: all of them, or none.
func (s *Store) AddSpots(ctx context.Context, r models.Reader, claimID int64, version int, sentenceID int64,
	spots []models.Selection) (_ models.Place, err error) {
	defer wrap(&err, "add occurrences of claim %d", claimID)
	var place models.Place
	err = s.change(ctx, func(t *tx) error {
		c, err := t.claim(r, claimID, models.ActCheck)
		if err != nil {
			return err
		}
		if c.Version != version {
			return errMeanwhile
		}
		if err := t.spreadTo(r, c, sentenceID, spots); err != nil {
			return err
		}
		place, err = t.place(claimID)
		return err
	})
	return place, err
}

// spreadTo adds occurrences at places that were selected, with an event each.
func (t *tx) spreadTo(r models.Reader, c heldClaim, sentenceID int64, spots []models.Selection) error {
	if len(spots) == 0 || len(spots) > models.OfferLimit {
		return models.Invalid{{Field: "repeats", Detail: fmt.Sprintf("Please choose 1 to %d places.", models.OfferLimit)}}
	}
	_, same, err := t.original(c, sentenceID)
	if err != nil {
		return err
	}
	if c.Placement != models.Placed {
		return models.Outdated("Nobody has confirmed where this claim stands, so nothing was done. Confirm its place first.")
	}
	var revision models.Revision
	if err := one(t.DB, &revision, "SELECT * FROM revisions WHERE id = ?", c.RevisionID); err != nil {
		return err
	}
	step := offered{Offer: t.chain.Length + 1, Of: same.ID}
	for _, spot := range spots {
		if spot.Revision != 0 && spot.Revision != revision.Number {
			return models.Outdated("The article has a newer revision, so nothing was done. See what is suggested now.")
		}
		var in []models.Sentence
		if err := t.Raw("SELECT * FROM sentences WHERE revision_id = ? AND ordinal > 0 AND start_cp < ? AND end_cp > ? ORDER BY ordinal", revision.ID, spot.End, spot.Start).Scan(&in).Error; err != nil {
			return err
		}
		spot.WithinWord = true // it was offered so
		o, touched, err := spot.Place(revision, in)
		if err != nil {
			return err
		}
		if !models.SameWords(o.Exact, c.Exact) {
			return models.Invalid{{Field: "repeats", Detail: "These are other words than the claim's, so they need a claim of their own."}}
		}
		if len(touched) != 1 {
			return models.Invalid{{Field: "repeats", Detail: "These words run on into another sentence; please mark them by hand."}}
		}
		if err := t.addFurther(r, c, o, touched[0], step); err != nil {
			return err
		}
	}
	return t.afterSpread(r, c, step)
}

// errMeanwhile is a claim that has changed since the version that was read: what is said of it might hold elsewhere now.
var errMeanwhile = models.Outdated("Somebody changed this claim meanwhile, so nothing was done. It is shown as it is now.")

// spread adds occurrences to a claim, with an event each.
func (t *tx) spread(r models.Reader, c heldClaim, sentenceID int64, repeats []int64) error {
	if err := someOf(repeats); err != nil {
		return err
	}
	from, same, err := t.original(c, sentenceID)
	if err != nil {
		return err
	}
	others, err := t.repeatsOf(r, same, repeats)
	if err != nil {
		return err
	}
	var revision models.Revision
	if err := one(t.DB, &revision, "SELECT id, text FROM revisions WHERE id = ?", c.RevisionID); err != nil {
		return err
	}
	step := offered{Offer: t.chain.Length + 1, Of: same.ID}
	for _, other := range others {
		start := other.Start + from.Start - same.Start
		place := models.Selection{Start: start, End: start + from.End - from.Start, Quote: from.Exact, WithinWord: true}
		o, touched, err := place.Place(revision, []models.Sentence{other.Sentence})
		if err != nil {
			return err
		}
		if err := t.addFurther(r, c, o, touched[0], step); err != nil {
			return err
		}
	}
	return t.afterSpread(r, c, step)
}

// afterSpread settles a claim that was given further places.
func (t *tx) afterSpread(r models.Reader, c heldClaim, step offered) error {
	if t.chain.Length < step.Offer {
		return nil // all of them are its own already
	}
	if err := t.roomFor(c); err != nil {
		return err
	}
	if err := t.touchClaim(c); err != nil {
		return err
	}
	if err := t.settle(c.Claim, c.RevisionID, models.Counts{}); err != nil {
		return err
	}
	return t.worked(c.ArticleID, r.UserID)
}

// original is the claim's occurrence that lies within a sentence, and that sentence.
func (t *tx) original(c heldClaim, sentenceID int64) (models.Occurrence, models.Sentence, error) {
	var o models.Occurrence
	var s models.Sentence
	err := one(t.DB, &s, "SELECT * FROM sentences WHERE id = ? AND revision_id = ?", sentenceID, c.RevisionID)
	if err == nil {
		err = one(
			t.DB,
			&o,
			"SELECT * FROM occurrences WHERE claim_id = ? AND sentence_id = ? AND end_cp <= ? ORDER BY start_cp LIMIT 1",
			c.ID,
			s.ID,
			s.End,
		)
	}
	if isNotFound(err) {
		err = models.Outdated("The claim does not stand within this sentence any more, so nothing was done. See what is offered now.")
	}
	return o, s, err
}

// addFurther adds one occurrence, unless it is there. Words that are another claim's are left to it.
func (t *tx) addFurther(r models.Reader, c heldClaim, o models.Occurrence, s models.Sentence, step offered) error {
	var there []int64
	err := t.Raw(`SELECT c.id FROM occurrence_sentences os JOIN occurrences o ON o.id = os.occurrence_id AND o.start_cp = ? AND o.end_cp = ? AND o.placement <> 'lost'
		JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL WHERE os.sentence_id = ?`, o.Start, o.End, s.ID).
		Scan(&there).
		Error
	if err != nil || slices.Contains(there, c.ID) {
		return err
	}
	if len(there) > 0 {
		return models.Outdated(
			"In sentence %d these words are a claim of their own by now, so nothing was done. See what is offered now.",
			s.Ordinal,
		)
	}
	err = t.record(event{actor: r.UserID, action: "occurrence added", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
		after: map[string]any{"sentence": s.Ordinal, "start": o.Start, "end": o.End, "exact": o.Exact, "offer": step.Offer, "of": step.Of}})
	if err != nil {
		return err
	}
	o.EventID = ref(t.chain.Length)
	return t.addOccurrence(c.Claim, &o, []models.Sentence{s})
}

// roomFor refuses a claim in more sentences than an answer can draw.
func (t *tx) roomFor(c heldClaim) error {
	var n int
	err := t.Raw("SELECT count(*) FROM occurrences WHERE claim_id = ? AND revision_id = ?", c.ID, c.RevisionID).Scan(&n).Error
	if err == nil && n > models.MaxSpots {
		err = models.Invalid{
			{
				Field:  "repeats",
				Detail: fmt.Sprintf("A claim can stand in %d sentences at most; please mark another one in the rest.", models.MaxSpots),
			},
		}
	}
	return err
}

// RemoveOccurrence takes a claim's further occurrence in one sentence away: who added it, or an editor. The first always stays.
func (s *Store) RemoveOccurrence(ctx context.Context, r models.Reader, claimID int64, version int,
	sentenceID int64) (_ models.Place, err error) {
	defer wrap(&err, "remove an occurrence of claim %d from sentence %d", claimID, sentenceID)
	var place models.Place
	err = s.change(ctx, func(t *tx) error {
		c, err := t.claim(r, claimID, models.ActCheck)
		if err != nil {
			return err
		}
		if c.Version != version {
			return errMeanwhile
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
			return models.Outdated("The claim does not stand there any more, or it is its first place, which stays.")
		}
		for _, o := range list {
			if err := t.mayRemove(r, c, o); err != nil {
				return err
			}
		}
		if place, err = t.place(c.ID); err != nil {
			return err
		}
		return t.removeOccurrences(r, c, list)
	})
	return place, err
}

func (t *tx) mayRemove(r models.Reader, c heldClaim, o models.Occurrence) error {
	var by int64
	err := one(t.DB, &by, "SELECT coalesce(actor_id, 0) FROM events WHERE id = ?", *o.EventID)
	if err == nil && by != r.UserID && !c.Role.May(models.ActRule) {
		err = fmt.Errorf("%w: only who added an occurrence, or an editor, can take it away", models.ErrForbidden)
	}
	return err
}

// removeOccurrences takes occurrences away, with an event each, and settles the sentences they were in.
func (t *tx) removeOccurrences(r models.Reader, c heldClaim, list []models.Occurrence) error {
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
		err := t.record(
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
	if err := t.resettleAll(c, sentences); err != nil {
		return err
	}
	return t.worked(c.ArticleID, r.UserID)
}

// resettleAll derives the states of sentences anew that a claim has left.
func (t *tx) resettleAll(c heldClaim, sentences []models.Sentence) error {
	for _, s := range sentences {
		facts, err := factsOf(t, sentenceByID, s.ID)
		if err != nil {
			return err
		}
		if err := t.restate(c.ArticleID, c.DeskID, facts, models.Counts{}); err != nil {
			return err
		}
	}
	return nil
}

// undoSpread takes away the occurrences that one offer added to a claim and that still stand.
func (t *tx) undoSpread(r models.Reader, last step) (models.Place, error) {
	var by offered
	if err := json.Unmarshal([]byte(last.After), &by); err != nil {
		return models.Place{}, fmt.Errorf("reading event %d: %w", last.ID, err)
	}
	place, err := t.onClaim(r, last.ObjectID, func(c heldClaim) error {
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
	return t.takenIn(by.Of, place)
}
