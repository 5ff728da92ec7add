package store

import (
	"slices"
	"sort"
	"time"

	"linecheck/models"
)

// addTracks creates a track for every new sentence without one. Recheck is inherited from the former
// sentences.
func (t *tx) addTracks(c *resegmentation, articleID int64) error {
	var tracks []*models.Track
	var of []*models.Sentence
	for i := range c.added {
		f := &c.added[i]
		if f.Provenance == "" {
			f.Provenance = c.provenance(f)
		}
		if f.TrackID != 0 {
			continue
		}
		tracks, of = append(tracks, c.newTrack(articleID, f, t.now)), append(of, f)
	}
	if len(tracks) == 0 {
		return nil
	}
	if err := t.CreateInBatches(tracks, maxInsertRows).Error; err != nil {
		return err
	}
	var origins []trackOrigin
	for i, track := range tracks {
		of[i].TrackID = track.ID
		for _, old := range overlappingSentences(c.removed, of[i].Start, of[i].End) {
			origins = append(origins, trackOrigin{track.ID, old.TrackID})
		}
	}
	return t.addTrackOrigins(origins)
}

// newTrack returns an unread track for a new sentence, in recheck if one of the sentences that it replaces
// was settled.
func (c *resegmentation) newTrack(articleID int64, f *models.Sentence, at time.Time) *models.Track {
	track := &models.Track{ArticleID: articleID, State: models.Unread, CreatedAt: at}
	for _, old := range overlappingSentences(c.removed, f.Start, f.End) {
		was := c.tracks[old.TrackID]
		settled := was.State != models.Unread && was.State != models.Open
		track.Recheck = track.Recheck || was.Recheck || settled
		track.SinceRevisionID = max(track.SinceRevisionID, was.SinceRevisionID)
	}
	return track
}

// provenance returns the provenance tokens of a new sentence: those of the sentences that it replaces.
func (c *resegmentation) provenance(f *models.Sentence) string {
	var typed []string
	for _, old := range overlappingSentences(c.removed, f.Start, f.End) {
		typed = append(typed, old.Provenance)
	}
	return models.JoinProvenance(typed...)
}

// deriveDependencies derives what the new sentences, and those that follow them, refer back to.
func (t *tx) deriveDependencies(articleID int64, c *resegmentation) error {
	const around = 3
	var a models.Article
	if err := queryOne(t.DB, &a, "SELECT * FROM articles WHERE id = ?", articleID); err != nil {
		return err
	}
	var near []models.Sentence
	from, to := c.first-around, c.last+c.shift+around
	if err := t.Where("revision_id = ? AND ordinal BETWEEN ? AND ? AND ordinal > 0", c.revisionID, from, to).Order("ordinal").Find(&near).Error; err != nil ||
		len(near) == 0 {
		return err
	}
	words, err := t.textBetween(c.revisionID, near[0].Start, near[len(near)-1].End)
	if err != nil {
		return err
	}
	by, err := t.loadAuthorshipFacts(a)
	if err != nil {
		return err
	}
	moved := slices.Clone(near)
	for i := range moved {
		moved[i].Start, moved[i].End = moved[i].Start-near[0].Start, moved[i].End-near[0].Start
	}
	models.AddDependencies(words, moved, a.Language)
	for i, s := range near {
		authors := by.Authors(s.Provenance)
		for n := range c.added {
			if c.added[n].ID == s.ID {
				c.added[n].Depends, c.added[n].Authors = moved[i].Depends, authors
			}
		}
		if s.Ordinal < c.first || moved[i].Depends == s.Depends && authors == s.Authors {
			continue
		}
		if _, err := t.exec("UPDATE sentences SET depends = $1, authors = $2 WHERE id = $3", moved[i].Depends, authors, s.ID); err != nil {
			return err
		}
	}
	return nil
}

// recomputeContexts derives the status of the claims in the new sentences, because verdicts also depend on
// the words of the claim's sentence.
func (t *tx) recomputeContexts(c *resegmentation) error {
	var ids []int64
	err := t.Raw(`SELECT DISTINCT k.id FROM sentences s JOIN occurrence_sentences os ON os.sentence_id = s.id JOIN occurrences o ON o.id = os.occurrence_id AND o.event_id IS NULL
			JOIN claims k ON k.id = o.claim_id AND k.withdrawn_at IS NULL
		WHERE s.revision_id = ? AND s.ordinal BETWEEN ? AND ? ORDER BY k.id`, c.revisionID, c.first, c.last+c.shift).
		Scan(&ids).
		Error
	if err != nil {
		return err
	}
	for _, id := range ids {
		words, err := t.loadWords(id, c.revisionID)
		if err != nil {
			return err
		}
		h := claimForUpdate{RevisionID: c.revisionID}
		if err := queryOne(t.DB, &h.Claim, "SELECT * FROM claims WHERE id = ?", id); err != nil {
			return err
		}
		if err := queryOne(t.DB, &h.Desk, "SELECT * FROM desks WHERE id = ?", h.DeskID); err != nil {
			return err
		}
		if h.Exact == words.Exact && h.Context == words.Context {
			continue
		}
		h.Exact, h.Context = words.Exact, words.Context
		standing, err := t.storeStatus(h)
		if err != nil {
			return err
		}
		c.delta.AddClaim(models.ClaimStatus{Status: h.Status, Disagree: h.Disagree}, -1)
		c.delta.AddClaim(standing, 1)
		c.changed = append(c.changed, h.Claim)
	}
	return nil
}

// overlappingSentences returns the sentences of a sorted list that overlap a span.
func overlappingSentences(list []models.Sentence, start, end int) []models.Sentence {
	from := sort.Search(len(list), func(i int) bool { return list[i].End > start })
	to := from
	for to < len(list) && list[to].Start < end {
		to++
	}
	return list[from:to]
}
