package store

import (
	"linecheck/models"
	"linecheck/text/anchor"
)

// takeClaimsAlong writes down where the claims stand now, and with which sentences.
func (t *tx) takeClaimsAlong(v *revising) error {
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
	if err := t.CreateInBatches(rows, rowsAtOnce).Error; err != nil {
		return err
	}
	var links []models.OccurrenceSentence
	for i, row := range rows {
		for _, s := range touched[i] {
			links = append(links, models.OccurrenceSentence{SentenceID: v.ids[s], OccurrenceID: row.ID})
		}
	}
	return t.CreateInBatches(links, rowsAtOnce).Error
}

// changeClaims takes the status from every claim whose words are others now. What was found is kept, and offered for confirmation.
func (t *tx) changeClaims(v *revising) error {
	var changed []int64
	for _, c := range v.draft.Claims {
		if c.Changed {
			changed = append(changed, c.ID)
		}
	}
	err := inParts(changed, func(part []int64) error {
		var claims []models.Claim
		err := t.Where("id IN ?", part).Order("id").Find(&claims).Error
		for _, c := range claims {
			kept := formerStanding{ID: c.ID, Since: c.SinceRevision, Former: c.FormerSince, ResolvedBy: c.ResolvedBy, ResolvedAt: c.ResolvedAt}
			if c.Resolution != models.Unresolved {
				kept.Resolution = c.Resolution
			}
			v.before.Claims = append(v.before.Claims, kept)
			if err := t.noteStatus(c); err != nil {
				return err
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return t.inBatches(`UPDATE claims SET former_since = CASE WHEN status <> 'unchecked' THEN since_revision ELSE former_since END, since_revision = ?,
			status = 'unchecked', disagree = FALSE, resolution = 'none', resolved_by = NULL, resolved_at = NULL, version = version + 1, changed_at = ?
		WHERE id IN ?`, changed, v.revision.Number, t.now)
}

// takeQueriesAlong lets the queries about sentences stand with what became of those. One about a sentence that was dropped stands with none.
func (t *tx) takeQueriesAlong(v *revising) error {
	var queries []models.Query
	if err := t.Raw("SELECT * FROM queries WHERE article_id = ? AND track_id IS NOT NULL ORDER BY id", v.article.ID).Scan(&queries).Error; err != nil || len(queries) == 0 {
		return err
	}
	became := map[int64]int{}
	for _, l := range v.draft.Links {
		for _, i := range l.Old {
			if len(l.New) > 0 {
				became[v.was.Sentences[i].TrackID] = l.New[0]
			}
		}
	}
	for _, q := range queries {
		track, at := *q.TrackID, (*int)(nil)
		if i, ok := became[track]; ok {
			track, at = v.tracks[i], &v.draft.Sentences[i].Start
		}
		v.before.Queries = append(v.before.Queries, formerQuery{q.ID, *q.TrackID, q.At})
		if _, err := t.exec("UPDATE queries SET track_id = $1, at_cp = $2 WHERE id = $3", track, at, q.ID); err != nil {
			return err
		}
	}
	return nil
}

// offerSecondLooks writes down which sentences that did not change lean on one that did. Only what somebody has looked at can be looked at again.
func (t *tx) offerSecondLooks(v *revising) error {
	var rows []models.SecondLook
	for _, l := range v.draft.Leanings {
		s := v.draft.Sentences[l.New]
		if s.Recheck || s.TrackID == 0 || v.was.States[s.TrackID] == models.Unread {
			continue
		}
		on := v.tracksOn(l)
		rows = append(rows, models.SecondLook{ArticleID: v.article.ID, RevisionID: v.revision.ID, TrackID: s.TrackID, OnTrackID: on, Change: l.Change, Words: l.Words, Outcome: models.LookOffered})
	}
	if len(rows) == 0 {
		return nil
	}
	return t.CreateInBatches(rows, rowsAtOnce).Error
}

// tracksOn is the track of the sentence that another one leans on.
func (v *revising) tracksOn(l anchor.Leaning) int64 {
	if l.Change == anchor.Dropped {
		return v.was.Sentences[l.On].TrackID
	}
	return v.tracks[l.On]
}
