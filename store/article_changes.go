package store

import (
	"gorm.io/gorm"

	"linecheck/models"
)

// addChanges adds what changed about a page's sentence since it was settled: its former words, and the
// verdicts on the former words of its claims.
func addChanges(db *gorm.DB, r models.Reader, page *models.SentencePage) error {
	var err error
	if page.Lost, err = lostClaims(db, page.Revision.ID); err != nil {
		return err
	}
	if err := addFormerWords(db, page); err != nil {
		return err
	}
	return addFormerVerdicts(db, r, page)
}

// addFormerWords adds the words that a sentence had at its newest assertion.
func addFormerWords(db *gorm.DB, page *models.SentencePage) error {
	if page.Sentence.State != models.Recheck {
		return nil
	}
	changed, err := formerWordsOf(db, "s.id = ?", page.Sentence.ID)
	page.Changed = changed[page.Sentence.TrackID]
	return err
}

// formerWordsOf returns, by track, the former words of sentences (as s) in recheck. These are the words at the newest read mark or
// verdict, or those of the sentences that were split or merged into this one.
func formerWordsOf(db *gorm.DB, where string, args ...any) (map[int64]*models.ChangedSentence, error) {
	var rows []struct {
		TrackID int64
		Number  int
		Text    string
		Depends string
		Now     string
		Same    bool
	}
	err := db.Raw(`SELECT * FROM (SELECT s.track_id, v.number, x.text, coalesce(x.depends, '') AS depends, s.depends AS now, x.text = s.text AS same, x.at AS at, x.id AS id
			FROM sentences s JOIN tracks t ON t.id = s.track_id AND t.state = 'recheck'
				JOIN readings x ON (x.track_id = t.id OR x.track_id IN (SELECT g.origin_id FROM track_origins g WHERE g.track_id = t.id)) AND x.withdrawn_at IS NULL AND NOT x.imported
				JOIN revisions v ON v.id = x.revision_id WHERE `+where+`
		UNION ALL SELECT s.track_id, v.number, n.context, coalesce(n.depends, ''), s.depends, n.context = s.text, n.at, n.id
			FROM sentences s JOIN tracks t ON t.id = s.track_id AND t.state = 'recheck' JOIN occurrence_sentences os ON os.sentence_id = s.id
				JOIN occurrences o ON o.id = os.occurrence_id AND o.event_id IS NULL AND o.placement <> 'lost'
				JOIN annotations n ON n.claim_id = o.claim_id AND n.withdrawn_at IS NULL AND NOT n.imported AND n.context <> ''
				JOIN revisions v ON v.id = n.revision_id WHERE `+where+`) f
		ORDER BY f.track_id, f.at, f.id`, append(args, args...)...).
		Scan(&rows).
		Error
	changed := map[int64]*models.ChangedSentence{}
	for _, row := range rows { // the newest comes last
		was := &models.ChangedSentence{Revision: row.Number, Was: row.Text}
		if row.Same {
			was.DependencyChanged, was.FormerDependency, was.Dependency = true, row.Depends, row.Now
		}
		if was.Was != "" {
			changed[row.TrackID] = was
		}
	}
	return changed, err
}

// addFormerVerdicts adds verdicts on former words, for claims without a verdict on their current words.
func addFormerVerdicts(db *gorm.DB, r models.Reader, page *models.SentencePage) error {
	t := newTx(db)
	for i := range page.Claims {
		c := &page.Claims[i]
		if c.Status != models.Unchecked {
			continue
		}
		verdicts, words, err := t.formerVerdicts(claimForUpdate{Claim: c.Claim})
		if err != nil {
			return err
		}
		if len(verdicts) == 0 {
			continue
		}
		former := models.FormerVerdict{Exact: words.Exact, Context: words.Context, ClaimStatus: models.FormerClaimStatus(verdicts)}
		_, former.ConfirmRefusal = models.ConfirmableStatus(verdicts, r.UserID, r.ChecksBlind(c.DeskID))
		if err := queryOne(db, &former.Revision, "SELECT v.number FROM annotations n JOIN revisions v ON v.id = n.revision_id WHERE n.id = ?", verdicts[len(verdicts)-1].ID); err != nil {
			return err
		}
		c.FormerVerdict = &former
	}
	return nil
}

// lostClaims reads an article's lost claims, in the order of their former places.
func lostClaims(db *gorm.DB, revisionID int64) ([]models.LostClaim, error) {
	var list []models.LostClaim
	err := db.Raw(`SELECT o.claim_id, c.version, o.exact, o.prefix, o.suffix, s.ordinal FROM occurrences o JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		JOIN sentences s ON s.id = o.sentence_id WHERE o.revision_id = ? AND o.placement = 'lost' ORDER BY s.ordinal, o.start_cp, o.claim_id`, revisionID).
		Scan(&list).
		Error
	return list, err
}
