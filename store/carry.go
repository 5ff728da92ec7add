package store

import (
	"maps"
	"slices"
	"time"

	"linecheck/models"
)

// carry gives every new sentence the marks of those who had marked all the words it holds: nobody is shown as having read what they
// had not. On a sentence that comes back the old marks count again, save of those who have taken one back meanwhile.
func (t *tx) carry(c *recutting) error {
	for _, f := range c.fresh {
		old := over(c.gone, f.Start, f.End)
		here := map[int64]models.Reading{}
		if c.back[f.TrackID] {
			var live []models.Reading
			if err := t.Raw(`SELECT x.* FROM readings x JOIN tracks t ON t.id = x.track_id AND x.revision_id >= t.since_revision_id
				WHERE x.track_id = ? AND x.withdrawn_at IS NULL`, f.TrackID).Scan(&live).Error; err != nil {
				return err
			}
			for _, x := range live {
				here[x.ReaderID] = x
			}
		}
		for _, reader := range slices.Sorted(maps.Keys(here)) {
			if err := t.takeAlong(c, old, here[reader]); err != nil {
				return err
			}
		}
		read := c.readAll(old)
		for _, reader := range slices.Sorted(maps.Keys(read)) {
			if _, has := here[reader]; has {
				continue
			}
			x := models.Reading{TrackID: f.TrackID, RevisionID: c.revisionID, ReaderID: reader, At: read[reader]}
			if err := t.Create(&x).Error; err != nil {
				return err
			}
			c.carried[f.TrackID] = append(c.carried[f.TrackID], cutReading{ID: x.ID, Reader: reader, At: x.At})
		}
	}
	return nil
}

// takeAlong withdraws a mark that comes back with its sentence, where its reader has taken back what had become of it.
func (t *tx) takeAlong(c *recutting, old []models.Sentence, x models.Reading) error {
	for _, o := range old {
		marks := c.marksOn(o.TrackID)
		by, taken := marks.taken[x.ReaderID]
		if _, again := marks.live[x.ReaderID]; again || !taken {
			continue
		}
		c.carried[x.TrackID] = append(c.carried[x.TrackID], cutReading{ID: x.ID, Reader: x.ReaderID, At: x.At, Withdrawn: true})
		return t.Exec("UPDATE readings SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, by, x.ID).Error
	}
	return nil
}

// readAll are the readers who have marked every one of some sentences, each with the later of the times.
func (c *recutting) readAll(old []models.Sentence) map[int64]time.Time {
	if len(old) == 0 {
		return nil
	}
	read := maps.Clone(c.marksOn(old[0].TrackID).live)
	for _, o := range old[1:] {
		marks := c.marksOn(o.TrackID)
		for reader, at := range read {
			later, ok := marks.live[reader]
			switch {
			case !ok:
				delete(read, reader)
			case later.After(at):
				read[reader] = later
			}
		}
	}
	return read
}

// trackMarks are the marks on one track: when each reader made the one that counts, and who took one back.
type trackMarks struct {
	live  map[int64]time.Time
	taken map[int64]int64
}

func (c *recutting) marksOn(track int64) *trackMarks {
	if c.marks[track] == nil {
		c.marks[track] = &trackMarks{live: map[int64]time.Time{}, taken: map[int64]int64{}}
	}
	return c.marks[track]
}

func (m *trackMarks) note(x models.Reading) {
	if x.WithdrawnAt == nil {
		m.live[x.ReaderID] = x.At
	} else if x.WithdrawnBy != nil {
		m.taken[x.ReaderID] = *x.WithdrawnBy
	}
}

// relink lets every occurrence touch the sentences in which its words stand now. One that is lost goes with the place of its old sentence.
func (t *tx) relink(c *recutting, occurrences []linked) error {
	gone := map[int64]models.Sentence{}
	for _, g := range c.gone {
		gone[g.ID] = g
		if _, err := t.exec("DELETE FROM occurrence_sentences WHERE sentence_id = $1", g.ID); err != nil {
			return err
		}
	}
	type link struct{ occurrence, sentence int64 }
	done := map[link]bool{}
	for _, o := range occurrences {
		g, ok := gone[o.Linked]
		if !ok {
			continue
		}
		start, end := max(o.Start, g.Start), min(o.End, g.End)
		if o.Placement == models.Lost {
			start, end = g.Start, g.Start+1
		}
		for i, f := range over(c.fresh, start, end) {
			if l := (link{o.ID, f.ID}); !done[l] {
				done[l] = true
				if _, err := t.exec("INSERT INTO occurrence_sentences (sentence_id, occurrence_id) VALUES ($1, $2)", f.ID, o.ID); err != nil {
					return err
				}
			}
			if i == 0 && o.SentenceID == o.Linked {
				if _, err := t.exec("UPDATE occurrences SET sentence_id = $1 WHERE id = $2", f.ID, o.ID); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// linked is an occurrence with one of the sentences that it touches.
type linked struct {
	models.Occurrence `gorm:"embedded"`
	Linked            int64
}
