package store

import (
	"maps"
	"slices"
	"time"

	"linecheck/models"
	"linecheck/text"
)

// carryMarks gives every merged sentence the marks of the readers who had marked all of its parts, with the gaps of those marks. Nobody
// is shown as the reader of words that they had not read. A part of a split sentence keeps a mark only if exactly its words were read
// before; such marks need no copy.
func (t *tx) carryMarks(c *resegmentation) error {
	for _, f := range c.added {
		old := overlappingSentences(c.removed, f.Start, f.End)
		if len(old) < 2 || c.restoredTracks[f.TrackID] || old[0].Start != f.Start || old[len(old)-1].End != f.End {
			continue
		}
		read := c.readersOfAll(old)
		for _, reader := range slices.Sorted(maps.Keys(read)) {
			mark := read[reader]
			x := models.ReadMark{
				TrackID:    f.TrackID,
				RevisionID: c.revisionID,
				ReaderID:   reader,
				At:         mark.at,
				Text:       f.Text,
				Region:     f.Region,
				Depends:    &f.Depends,
				RangeSize:  mark.rangeSize,
			}
			if err := t.Create(&x).Error; err != nil {
				return err
			}
			for _, gap := range mark.gaps {
				_, err := t.exec(
					"INSERT INTO read_mark_gaps (reading_id, start_cp, end_cp) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
					x.ID,
					gap.Start-f.Start,
					gap.End-f.Start,
				)
				if err != nil {
					return err
				}
			}
			c.carried[f.TrackID] = append(c.carried[f.TrackID], segmentMark{ID: x.ID, Reader: reader, At: x.At, Range: x.RangeSize})
		}
	}
	return nil
}

// carriedMark combines a reader's marks on several sentences: the latest time, the largest range, and all their
// gaps, from the start of the text.
type carriedMark struct {
	at        time.Time
	gaps      []text.Span
	rangeSize int
}

// readersOfAll returns the readers who have marked every one of the sentences.
func (c *resegmentation) readersOfAll(old []models.Sentence) map[int64]carriedMark {
	read := maps.Clone(c.marks[old[0].TrackID])
	for _, o := range old[1:] {
		for reader, mark := range read {
			other, ok := c.marks[o.TrackID][reader]
			if !ok {
				delete(read, reader)
				continue
			}
			if other.at.After(mark.at) {
				mark.at = other.at
			}
			mark.gaps = append(slices.Clone(mark.gaps), other.gaps...)
			mark.rangeSize = max(mark.rangeSize, other.rangeSize)
			read[reader] = mark
		}
	}
	return read
}

// relinkOccurrences links every occurrence to the sentences that now contain its words. A lost one is linked
// to the sentence at its former place.
func (t *tx) relinkOccurrences(c *resegmentation, occurrences []linkedOccurrence) error {
	gone := map[int64]models.Sentence{}
	for _, g := range c.removed {
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
		for i, f := range overlappingSentences(c.added, start, end) {
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

// linkedOccurrence is an occurrence with one of the sentences that it touches.
type linkedOccurrence struct {
	models.Occurrence `gorm:"embedded"`
	Linked            int64
}
