package store

import (
	"context"

	"linecheck/models"
)

// PlaceClaim places a claim that was lost or found in a wrong place. If the selected words are the same, it moves the claim. If they
// differ, it makes a new claim that is linked to the old one, and verdicts, evidence and queries stay with the old words. A claim on
// which other users have worked stays lost until an editor gives it the outcome cut.
func (s *Store) PlaceClaim(
	ctx context.Context,
	r models.Reader,
	claimID int64,
	version int,
	sel models.Selection,
) (_ models.Location, err error) {
	defer wrap(&err, "place claim %d", claimID)
	var at models.Location
	_, err = s.changeClaim(ctx, r, claimID, models.ActCheck, version, func(t *tx, c claimForUpdate) error {
		placed, ordinal, err := t.placeClaim(r, c, sel)
		if err != nil {
			at = models.Location{ArticleID: c.ArticleID, ClaimID: c.ID, Ordinal: ordinal}
			return err
		}
		at, err = t.claimLocation(placed)
		return err
	})
	if err != nil && at.Ordinal == 0 {
		at, _ = s.claimLocation(ctx, r, claimID)
	}
	return at, err
}

// placeClaim returns the claim that is now at the selected words. If the selected sentence has changed, it
// returns an error and the number of the current sentence.
func (t *tx) placeClaim(r models.Reader, c claimForUpdate, sel models.Selection) (int64, int, error) {
	var was []models.Occurrence
	if err := t.Where("claim_id = ? AND revision_id = ?", c.ID, c.RevisionID).Order("start_cp").Find(&was).Error; err != nil {
		return 0, 0, err
	}
	switch {
	case len(was) != 1:
		return 0, 0, models.NewFieldError("selection", "This claim stands in several sentences, so it cannot be placed again.")
	case c.Status != models.Unchecked:
		return 0, 0, models.NewFieldError("selection", "This claim has been checked where it stands. Mark the other words as a claim of "+
			"their own.")
	}
	article := models.Article{ID: c.ArticleID, DeskID: c.DeskID, RevisionID: &c.RevisionID}
	o, touched, err := t.locateSelection(article, sel)
	if err != nil {
		ordinal, err := t.locateFormerSelection(r, article, sel, err)
		return 0, ordinal, err
	}
	if !models.SameWords(was[0].Exact, o.Exact) {
		id, err := t.placeOnOtherWords(r, c, article, o, touched)
		return id, 0, err
	}
	return c.ID, 0, t.placeOnSameWords(r, c, was[0], o, touched)
}

// placeOnSameWords moves a claim to the same words at another place.
func (t *tx) placeOnSameWords(r models.Reader, c claimForUpdate, was, o models.Occurrence, touched []models.Sentence) error {
	var left []models.Sentence
	if err := t.Where("id IN (SELECT sentence_id FROM occurrence_sentences WHERE occurrence_id = ?)", was.ID).Order("ordinal").Find(&left).Error; err != nil {
		return err
	}
	for _, statement := range []string{"DELETE FROM occurrence_sentences WHERE occurrence_id = ?", "DELETE FROM occurrences WHERE id = ?"} {
		if err := t.Exec(statement, was.ID).Error; err != nil {
			return err
		}
	}
	if err := t.addOccurrence(c.Claim, &o, touched); err != nil {
		return err
	}
	if err := t.excludeFromMarks(o.ID); err != nil {
		return err
	}
	before := map[string]any{"exact": was.Exact, "placement": was.Placement}
	c.Exact, c.Context = o.Exact, models.SentenceContext(touched)
	if _, err := t.recomputeStatus(c); err != nil {
		return err
	}
	if err := t.recomputeSentences(c, left); err != nil {
		return err
	}
	return t.recordEvent(event{actor: r.UserID, action: "claim placed", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
		before: before, after: map[string]any{"exact": o.Exact, "start": o.Start, "end": o.End, "sentence": touched[0].Ordinal}})
}

// placeOnOtherWords makes a claim of other words that replaces a lost one. The lost one is withdrawn if
// nobody else has worked on it.
func (t *tx) placeOnOtherWords(
	r models.Reader,
	c claimForUpdate,
	a models.Article,
	o models.Occurrence,
	touched []models.Sentence,
) (int64, error) {
	id, err := t.createClaimAt(r, a, c.Kind, c.Risk, o, touched, &c.ID)
	if err != nil {
		return 0, err
	}
	others, err := t.hasOthersWork(r, c)
	if err != nil || others || c.Placement != models.Lost {
		return id, err
	}
	_, err = t.withdrawClaim(r, c)
	return id, err
}
