package store

import (
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// addChanges fills in what has changed about a page's sentence since it was settled: its former words, what was found of the former words of its
// claims, and the offers to look at it again.
func addChanges(db *gorm.DB, r models.Reader, page *models.SentencePage) error {
	var err error
	if page.Lost, err = lostClaims(db, page.Revision.ID); err != nil {
		return err
	}
	if err := addFormerWords(db, page); err != nil {
		return err
	}
	if err := addFormerVerdicts(db, r, page); err != nil {
		return err
	}
	return addLooks(db, page)
}

// addFormerWords finds the words that a sentence had when it was settled, of all the sentences it came of.
func addFormerWords(db *gorm.DB, page *models.SentencePage) error {
	if page.Sentence.State != models.Recheck {
		return nil
	}
	var was []struct {
		Number int
		Text   string
	}
	err := db.Raw(`SELECT v.number, s.text FROM tracks t JOIN revisions v ON v.id = t.settled_revision_id
			JOIN sentences s ON s.revision_id = v.id AND (s.track_id = t.id OR s.track_id IN (SELECT g.origin_id FROM track_origins g WHERE g.track_id = t.id))
		WHERE t.id = ? ORDER BY s.ordinal`, page.Sentence.TrackID).Scan(&was).Error
	if err != nil || len(was) == 0 {
		return err
	}
	parts := make([]string, len(was))
	for i, w := range was {
		parts[i] = w.Text
	}
	page.Changed = &models.ChangedWords{Revision: was[0].Number, Was: strings.Join(parts, " ")}
	return nil
}

// addFormerVerdicts finds what was found of the former words of the claims that nobody has annotated since.
func addFormerVerdicts(db *gorm.DB, r models.Reader, page *models.SentencePage) error {
	for i := range page.Claims {
		c := &page.Claims[i]
		if c.Status != models.Unchecked || c.FormerSince == nil {
			continue
		}
		var verdicts []models.Verdict
		err := db.Raw(`SELECT n.id, n.reviewer_id, n.status, n.ruling FROM annotations n JOIN revisions v ON v.id = n.revision_id
			WHERE n.claim_id = ? AND n.withdrawn_at IS NULL AND v.number >= ? AND v.number < ?`, c.Claim.ID, *c.FormerSince, c.SinceRevision).Scan(&verdicts).Error
		if err != nil {
			return err
		}
		if len(verdicts) == 0 {
			continue
		}
		former := models.FormerVerdict{Revision: *c.FormerSince, Standing: models.StandingOf(verdicts)}
		_, former.Refused = models.Confirmable(verdicts, r.UserID, r.Blind(c.DeskID))
		err = one(db, &former.Exact, `SELECT o.exact FROM occurrences o JOIN revisions v ON v.id = o.revision_id
			WHERE o.claim_id = ? AND v.number = ? ORDER BY o.start_cp LIMIT 1`, c.Claim.ID, *c.FormerSince)
		if err != nil && !isNotFound(err) {
			return err
		}
		c.Former = &former
	}
	return nil
}

// addLooks finds the offers to look at a sentence again that nobody has answered.
func addLooks(db *gorm.DB, page *models.SentencePage) error {
	return db.Raw(`SELECT l.*, v.number AS revision, coalesce(s.ordinal, 0) AS ordinal,
			coalesce(s.text, (SELECT x.text FROM sentences x WHERE x.track_id = l.on_track_id ORDER BY x.revision_id DESC LIMIT 1), '') AS other
		FROM second_looks l JOIN revisions v ON v.id = l.revision_id LEFT JOIN sentences s ON s.track_id = l.on_track_id AND s.revision_id = ?
		WHERE l.track_id = ? AND l.outcome = 'offered' ORDER BY l.id`, page.Revision.ID, page.Sentence.TrackID).Scan(&page.Looks).Error
}

// lostClaims finds an article's lost claims, in the order in which they stood.
func lostClaims(db *gorm.DB, revisionID int64) ([]models.LostClaim, error) {
	var list []models.LostClaim
	err := db.Raw(`SELECT o.claim_id, c.version, o.exact, o.prefix, o.suffix, s.ordinal FROM occurrences o JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		JOIN sentences s ON s.id = o.sentence_id WHERE o.revision_id = ? AND o.placement = 'lost' ORDER BY s.ordinal, o.start_cp, o.claim_id`, revisionID).Scan(&list).Error
	return list, err
}
