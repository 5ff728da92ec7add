package store

import (
	"linecheck/models"
)

// ordinalOffset is added to ordinals temporarily, because two sentences may never have the same ordinal. It is larger than the number of
// sentences in any text.
const ordinalOffset = 1 << 30

// renumber stores the new sentences and changes the ordinals of all later ones. The removed sentences keep
// the offset.
func (t *tx) renumber(c *resegmentation) error {
	to := c.last
	if c.shift != 0 {
		to = ordinalOffset
	}
	if _, err := t.exec("UPDATE sentences SET ordinal = ordinal + $1 WHERE revision_id = $2 AND ordinal BETWEEN $3 AND $4", ordinalOffset, c.revisionID, c.first, to); err != nil {
		return err
	}
	if err := t.CreateInBatches(c.added, maxInsertRows).Error; err != nil {
		return err
	}
	for i := 0; i < len(c.kept); {
		n := i + 1
		for n < len(c.kept) && c.shifts[n] == c.shifts[i] && c.kept[n].Ordinal == c.kept[n-1].Ordinal+1 {
			n++
		}
		if err := t.restoreOrdinals(c.revisionID, c.kept[i].Ordinal, c.kept[n-1].Ordinal, c.shifts[i]); err != nil {
			return err
		}
		i = n
	}
	if c.shift == 0 {
		return nil
	}
	return t.restoreOrdinals(c.revisionID, c.last+1, ordinalOffset-1, c.shift)
}

// restoreOrdinals removes the offset from ordinals, and adds by to them.
func (t *tx) restoreOrdinals(revisionID int64, first, last, by int) error {
	_, err := t.exec(
		"UPDATE sentences SET ordinal = ordinal + $1 WHERE revision_id = $2 AND ordinal BETWEEN $3 AND $4",
		by-ordinalOffset,
		revisionID,
		ordinalOffset+first,
		ordinalOffset+last,
	)
	return err
}

// archiveRemoved stores the data that later requests need of the removed sentences, and deletes them. The new sentences must be stored
// first, so that they cannot get the ids of the deleted ones.
func (t *tx) archiveRemoved(c *resegmentation) error {
	former := make([]models.FormerSentence, len(c.removed))
	for i, g := range c.removed {
		former[i] = models.FormerSentence{ID: g.ID, RevisionID: g.RevisionID, TrackID: g.TrackID, Start: g.Start, End: g.End, GoneAt: t.now}
	}
	if err := t.CreateInBatches(former, maxInsertRows).Error; err != nil {
		return err
	}
	for _, g := range c.removed {
		if _, err := t.exec("DELETE FROM sentences WHERE id = $1", g.ID); err != nil {
			return err
		}
	}
	return nil
}

// recountResegmented derives the new sentences' states and updates the counters.
func (t *tx) recountResegmented(c *resegmentation, articleID, deskID int64) error {
	delta := c.delta
	var marks sentenceCounters
	standing := func(k models.Track) models.SentenceStatus {
		return models.SentenceStatus{State: k.State, ReadByTwo: k.ReadTwice, OnlyAuthorsChecked: k.Dependent, DependencyChanged: k.Leaning}
	}
	for _, g := range c.removed {
		delta.AddSentence(c.tracks[g.TrackID].State, -1)
		marks.add(standing(c.tracks[g.TrackID]), -1)
	}
	facts, err := loadSentenceFacts(t, sentencesBetween, c.revisionID, c.first, c.last+c.shift+2)
	if err != nil {
		return err
	}
	fresh := map[int64]bool{}
	for _, f := range c.added {
		fresh[f.TrackID] = true
	}
	for _, f := range facts {
		if fresh[f.TrackID] {
			delta.AddSentence(f.Stored.State, 1)
			marks.add(f.Stored, 1)
		}
	}
	if err := t.addSentenceCounters(articleID, marks); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE articles SET cuts = cuts + 1 WHERE id = $1", articleID); err != nil {
		return err
	}
	if err := t.storeSentenceStates(articleID, deskID, facts, delta); err != nil {
		return err
	}
	for _, claim := range c.changed { // a claim may extend into an unchanged sentence
		if err := t.updateSentenceStates(claim, c.revisionID, models.Counts{}); err != nil {
			return err
		}
	}
	return nil
}
