package store

import (
	"context"

	"linecheck/models"
)

// SettleLook answers the offer to look again at a sentence that leans on one that changed: it is to be looked at again, or it holds.
func (s *Store) SettleLook(ctx context.Context, r models.Reader, id int64, answer string) (_ models.Place, err error) {
	defer wrap(&err, "settle second look %d", id)
	var place models.Place
	err = s.change(ctx, func(t *tx) error {
		var look models.SecondLook
		if err := one(t.DB, &look, "SELECT * FROM second_looks WHERE id = ?", id); err != nil {
			return err
		}
		held, err := t.sentenceOfTrack(r, look)
		if err != nil {
			return err
		}
		place = models.Place{ArticleID: held.ArticleID, Ordinal: held.Ordinal}
		outcome, err := models.ParseLookOutcome(answer)
		if err != nil {
			return models.Invalid{{Field: "look", Detail: "Please say whether the sentence is to be looked at again, or holds."}}
		}
		if look.Outcome != models.LookOffered {
			return models.Outdated("Somebody has answered this already.")
		}
		return t.settleLook(r, held, look, outcome)
	})
	return place, err
}

// sentenceOfTrack finds the sentence that an offer is about, as it stands in the current revision.
func (t *tx) sentenceOfTrack(r models.Reader, look models.SecondLook) (heldSentence, error) {
	var id int64
	err := one(t.DB, &id, `SELECT s.id FROM articles a JOIN sentences s ON s.revision_id = a.revision_id AND s.track_id = ? WHERE a.id = ?`, look.TrackID, look.ArticleID)
	if err != nil {
		return heldSentence{}, err
	}
	return t.sentence(r, id, models.ActCheck)
}

func (t *tx) settleLook(r models.Reader, held heldSentence, look models.SecondLook, outcome models.LookOutcome) error {
	_, err := t.exec("UPDATE second_looks SET outcome = $1, settled_by = $2, settled_at = $3 WHERE id = $4", outcome, r.UserID, t.now, look.ID)
	if err != nil {
		return err
	}
	if outcome == models.LookAgain {
		if _, err := t.exec("UPDATE tracks SET recheck = TRUE WHERE id = $1", held.TrackID); err != nil {
			return err
		}
	}
	if err := t.resettleSentence(held); err != nil {
		return err
	}
	if err := t.worked(held.ArticleID, r.UserID); err != nil {
		return err
	}
	return t.record(event{actor: r.UserID, action: "second look settled", object: "second look", id: look.ID, article: held.ArticleID, desk: held.DeskID,
		before: map[string]any{"sentence": held.Ordinal, "words": look.Words}, after: map[string]any{"outcome": outcome}})
}
