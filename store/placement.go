package store

import (
	"context"

	"linecheck/models"
)

// PlaceClaim says where the words of a claim stand now that was lost, or that was found in a wrong place. On the same words the claim itself is placed
// there. On other words a new claim is made that is linked to it: verdicts, evidence and queries stay with the words they were given for, and a claim that
// others have worked on stays lost until an editor ends it as "cut".
func (s *Store) PlaceClaim(
	ctx context.Context,
	r models.Reader,
	claimID int64,
	version int,
	sel models.Selection,
) (_ models.Place, err error) {
	defer wrap(&err, "place claim %d", claimID)
	var at models.Place
	_, err = s.changeClaim(ctx, r, claimID, models.ActCheck, version, func(t *tx, c heldClaim) error {
		placed, ordinal, err := t.placeClaim(r, c, sel)
		if err != nil {
			at = models.Place{ArticleID: c.ArticleID, ClaimID: c.ID, Ordinal: ordinal}
			return err
		}
		at, err = t.place(placed)
		return err
	})
	if err != nil && at.Ordinal == 0 {
		at, _ = s.claimPlace(ctx, r, claimID)
	}
	return at, err
}

// placeClaim says which claim stands at the selected words now. It refuses with the number of the sentence that was meant, where it is another now.
func (t *tx) placeClaim(r models.Reader, c heldClaim, sel models.Selection) (int64, int, error) {
	var was []models.Occurrence
	if err := t.Where("claim_id = ? AND revision_id = ?", c.ID, c.RevisionID).Order("start_cp").Find(&was).Error; err != nil {
		return 0, 0, err
	}
	switch {
	case len(was) != 1:
		return 0, 0, models.Invalid{{Field: "selection", Detail: "This claim stands in several sentences, so it cannot be placed again."}}
	case c.Status != models.Unchecked:
		return 0, 0, models.Invalid{
			{Field: "selection", Detail: "This claim has been checked where it stands. Mark the other words as a claim of their own."},
		}
	}
	article := models.Article{ID: c.ArticleID, DeskID: c.DeskID, RevisionID: &c.RevisionID}
	o, touched, err := t.placed(article, sel)
	if err != nil {
		ordinal, err := t.placeOfFormer(r, article, sel, err)
		return 0, ordinal, err
	}
	if !models.SameWords(was[0].Exact, o.Exact) {
		id, err := t.placeElsewhere(r, c, article, o, touched)
		return id, 0, err
	}
	return c.ID, 0, t.placeAgain(r, c, was[0], o, touched)
}

// placeAgain puts a claim on the same words at another place.
func (t *tx) placeAgain(r models.Reader, c heldClaim, was, o models.Occurrence, touched []models.Sentence) error {
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
	if err := t.takeOutOfMarks(o.ID); err != nil {
		return err
	}
	before := map[string]any{"exact": was.Exact, "placement": was.Placement}
	c.Exact, c.Context = o.Exact, models.ContextOf(touched)
	if _, err := t.restand(c); err != nil {
		return err
	}
	if err := t.resettleAll(c, left); err != nil {
		return err
	}
	return t.record(event{actor: r.UserID, action: "claim placed", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
		before: before, after: map[string]any{"exact": o.Exact, "start": o.Start, "end": o.End, "sentence": touched[0].Ordinal}})
}

// placeElsewhere makes a claim of other words in the place of one that was lost. The lost one is withdrawn where nobody else has worked on it.
func (t *tx) placeElsewhere(r models.Reader, c heldClaim, a models.Article, o models.Occurrence, touched []models.Sentence) (int64, error) {
	id, err := t.claimAt(r, a, c.Kind, c.Risk, o, touched, &c.ID)
	if err != nil {
		return 0, err
	}
	others, err := t.othersWords(r, c)
	if err != nil || others || c.Placement != models.Lost {
		return id, err
	}
	_, err = t.withdrawClaim(r, c)
	return id, err
}
