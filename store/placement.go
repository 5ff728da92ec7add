package store

import (
	"context"

	"linecheck/models"
)

// PlaceClaim says where the words of a claim stand now that was lost, or that was found in a wrong place. It takes effect for one that stands in
// one place and that nobody has annotated on the words as they are.
func (s *Store) PlaceClaim(ctx context.Context, r models.Reader, claimID int64, version int,
	sel models.Selection) (_ models.Place, err error) {
	defer wrap(&err, "place claim %d", claimID)
	var at models.Place
	_, err = s.changeClaim(ctx, r, claimID, models.ActCheck, version, func(t *tx, c heldClaim) error {
		ordinal, err := t.placeClaim(r, c, sel)
		if err != nil {
			at = models.Place{ArticleID: c.ArticleID, ClaimID: c.ID, Ordinal: ordinal}
			return err
		}
		at, err = t.place(c.ID)
		return err
	})
	if err != nil && at.Ordinal == 0 {
		at, _ = s.claimPlace(ctx, r, claimID)
	}
	return at, err
}

// placeClaim refuses with the number of the sentence that was meant, where it is another now.
func (t *tx) placeClaim(r models.Reader, c heldClaim, sel models.Selection) (int, error) {
	var was []models.Occurrence
	if err := t.Where("claim_id = ? AND revision_id = ?", c.ID, c.RevisionID).Order("start_cp").Find(&was).Error; err != nil {
		return 0, err
	}
	switch {
	case len(was) != 1:
		return 0, models.Invalid{{Field: "selection", Detail: "This claim stands in several sentences, so it cannot be placed anew."}}
	case c.Status != models.Unchecked:
		return 0, models.Invalid{{Field: "selection", Detail: "This claim has been checked where it stands. Mark the other words as a claim of their own."}}
	}
	article := models.Article{ID: c.ArticleID, RevisionID: &c.RevisionID}
	o, touched, err := t.placed(article, sel)
	if err != nil {
		return t.placeOfFormer(r, article, sel, err)
	}
	var left []models.Sentence
	if err := t.Where("id IN (SELECT sentence_id FROM occurrence_sentences WHERE occurrence_id = ?)", was[0].ID).Order("ordinal").Find(&left).Error; err != nil {
		return 0, err
	}
	for _, statement := range []string{"DELETE FROM occurrence_sentences WHERE occurrence_id = ?", "DELETE FROM occurrences WHERE id = ?"} {
		if err := t.Exec(statement, was[0].ID).Error; err != nil {
			return 0, err
		}
	}
	if err := t.addOccurrence(c.Claim, &o, touched); err != nil {
		return 0, err
	}
	if err := t.touchClaim(c); err != nil {
		return 0, err
	}
	if err := t.resettleAll(c, left); err != nil {
		return 0, err
	}
	if err := t.settle(c.Claim, c.RevisionID, models.Counts{}); err != nil {
		return 0, err
	}
	return 0, t.record(event{actor: r.UserID, action: "claim placed", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
		before: map[string]any{"exact": was[0].Exact, "placement": was[0].Placement},
		after:  map[string]any{"exact": o.Exact, "start": o.Start, "end": o.End, "sentence": touched[0].Ordinal}})
}
