package store

import "linecheck/models"

// carryClaims stores the places of the claims in the new text, with their sentences.
func (t *tx) carryClaims(v *revisionInProgress) error {
	var rows []models.Occurrence
	var touched [][]int
	for _, c := range v.draft.Claims {
		for _, o := range c.Occurrences {
			row := o.Occurrence
			row.ID, row.RevisionID, row.SentenceID = 0, v.revision.ID, v.ids[o.Touched[0]]
			rows, touched = append(rows, row), append(touched, o.Touched)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := t.CreateInBatches(rows, maxInsertRows).Error; err != nil {
		return err
	}
	var links []models.OccurrenceSentence
	for i, row := range rows {
		for _, s := range touched[i] {
			links = append(links, models.OccurrenceSentence{SentenceID: v.ids[s], OccurrenceID: row.ID})
		}
	}
	return t.CreateInBatches(links, maxInsertRows).Error
}

// recomputeChangedClaims derives the status of every claim whose words, or whose sentence's words, changed. Verdicts on former words are
// kept and can be confirmed, but do not count. Verdicts on words that came back count again.
func (t *tx) recomputeChangedClaims(v *revisionInProgress) error {
	for _, d := range v.draft.Claims {
		if !d.Changed {
			continue
		}
		c := claimForUpdate{RevisionID: v.revision.ID, Placement: d.Placement}
		if err := queryOne(t.DB, &c.Claim, "SELECT * FROM claims WHERE id = ?", d.ID); err != nil {
			return err
		}
		if err := queryOne(t.DB, &c.Desk, "SELECT * FROM desks WHERE id = ?", c.DeskID); err != nil {
			return err
		}
		kept := formerClaim{ID: c.ID, Status: c.Status, Exact: c.Exact}
		if c.Resolution != models.Unresolved {
			kept.Resolution = c.Resolution
		}
		v.before.Claims = append(v.before.Claims, kept)
		c.Exact, c.Context = d.Words.Exact, d.Words.Context
		if err := t.recomputeStatusOnly(c); err != nil {
			return err
		}
	}
	return nil
}

// outdateDependentClaims increments the version of every claim whose sentence now refers back to other words. A verdict is also based on
// those words, so a verdict from an outdated page is refused.
func (t *tx) outdateDependentClaims(former, current int64) error {
	_, err := t.exec(`UPDATE claims
		SET version = version + 1
		WHERE withdrawn_at IS NULL AND id IN (
			SELECT o.claim_id
			FROM occurrences o
			JOIN sentences s ON s.id = o.sentence_id
			JOIN occurrences p ON p.claim_id = o.claim_id AND p.revision_id = $1 AND p.event_id IS NULL
			JOIN sentences q ON q.id = p.sentence_id
			WHERE o.revision_id = $2 AND o.event_id IS NULL AND s.depends <> q.depends
		)`, former, current)
	return err
}

// markCorrectionsMade marks the corrections as made that a draft applies word for word. Adding another user's
// proposed correction accepts it.
func (t *tx) markCorrectionsMade(v *revisionInProgress) error {
	err := t.Raw(`SELECT k.*, NOT `+proposedLocally+` AS from_file FROM corrections k JOIN claims c ON c.id = k.claim_id AND c.withdrawn_at IS NULL WHERE c.article_id = ? AND k.state <> 'declined' ORDER BY k.id`,
		v.article.ID).
		Scan(&v.corrections).
		Error
	if err != nil {
		return err
	}
	claims := map[int64]models.RevisedClaim{}
	for _, c := range v.draft.Claims {
		claims[c.ID] = c
	}
	bar, _, err := t.accountRestriction(v.reader, v.article.DeskID) // a restricted account does not accept corrections
	if err != nil {
		return err
	}
	v.madeBefore = map[int64]bool{}
	for _, k := range v.corrections {
		v.madeBefore[k.ID] = k.State == models.CorrectionMade
	}
	for i, k := range v.corrections {
		c, ok := claims[k.ClaimID]
		if k.State == models.CorrectionMade || !ok || !c.AppliesCorrection(k, v.previous, v.draft) {
			continue
		}
		if err := t.markCorrectionMade(v, &v.corrections[i], bar.IsZero()); err != nil {
			return err
		}
	}
	return nil
}

// markCorrectionMade marks one correction as made. A correction that nobody accepted is then accepted by the
// user who saves the draft, if their account may.
func (t *tx) markCorrectionMade(v *revisionInProgress, k *models.Correction, mayAccept bool) (err error) {
	v.before.Corrections = append(v.before.Corrections, formerCorrection{k.ID, k.State, k.AcceptedBy, k.Proven})
	accepted, proven := k.AcceptedBy, k.Proven
	if accepted == nil && mayAccept {
		accepted = nullableID(v.reader.UserID)
		if proven, err = t.hasEvidence(k.ClaimID); err != nil {
			return err
		}
	}
	_, err = t.exec(
		`UPDATE corrections SET state = 'made', decided_by = $1, decided_at = $2, accepted_by = $3, proven = $4, version = version + 1
		WHERE id = $5`,
		v.reader.UserID,
		t.now,
		accepted,
		proven,
		k.ID,
	)
	if err != nil {
		return err
	}
	before := k.State
	k.State, k.AcceptedBy = models.CorrectionMade, accepted
	return t.recordEvent(
		event{
			actor:        v.reader.UserID,
			action:       "correction made",
			object:       "correction",
			id:           k.ID,
			article:      v.article.ID,
			desk:         v.article.DeskID,
			accompanying: true,
			before:       map[string]any{"claim": k.ClaimID, "state": before},
			after: map[string]any{"claim": k.ClaimID, "state": models.CorrectionMade, "from": k.From, "to": k.To,
				"accepted": accepted, "proven": proven, "revision": v.revision.ID},
		},
	)
}

// carryPlaces links the queries and notes about sentences to the sentences that continue them. If a sentence
// was dropped, its queries and notes have none.
func (t *tx) carryPlaces(v *revisionInProgress) error {
	became := map[int64]int{}
	for _, l := range v.draft.Links {
		for _, i := range l.Old {
			if len(l.New) > 0 {
				became[v.previous.Sentences[i].TrackID] = l.New[0]
			}
		}
	}
	for _, table := range placedTables {
		list, err := t.placesIn(table, v.article.ID)
		if err != nil {
			return err
		}
		before := v.before.places(table)
		for _, q := range list {
			track, at := q.TrackID, (*int)(nil)
			if i, ok := became[track]; ok {
				track, at = v.tracks[i], &v.draft.Sentences[i].Start
			}
			*before = append(*before, formerPlace{q.ID, q.TrackID, q.At})
			if _, err := t.exec("UPDATE "+table+" SET track_id = $1, at_cp = $2 WHERE id = $3", track, at, q.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
