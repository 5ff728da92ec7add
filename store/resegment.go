package store

import (
	"database/sql"
	"fmt"
	"time"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/sentence"
)

// segmentRecord is a sentence in an event that split, merged or segmented sentences, with the marks that it
// gained or lost.
type segmentRecord struct {
	ID       int64           `json:"id"`
	Ordinal  int             `json:"ordinal"`
	Region   sentence.Region `json:"region"`
	Start    int             `json:"start"`
	End      int             `json:"end"`
	Track    int64           `json:"track"`
	Typed    string          `json:"typed,omitempty"` // provenance tokens of its words; absent in older events
	Readings []segmentMark   `json:"readings,omitempty"`
}

// segmentMark is a reader's mark in such an event.
type segmentMark struct {
	ID        int64     `json:"id"`
	Reader    int64     `json:"reader"`
	At        time.Time `json:"at"`
	Range     int       `json:"range,omitempty"` // how many sentences the reader marked in one act
	Withdrawn bool      `json:"withdrawn,omitempty"`
}

// resegment replaces the sentences in a range of an article's current revision. Unchanged sentences keep their id and track. Every other
// sentence gets a new id, so that an outdated page cannot change words that its reader did not see. It also gets a new track, unless
// wanted names a track to restore. Claims stay with their words. A reader's mark is carried over if the reader had marked all words of
// the new sentence.
func (t *tx) resegment(articleID, deskID int64, was, wanted []models.Sentence) (gone, made []segmentRecord, err error) {
	c := planResegmentation(was, wanted)
	if len(c.removed) == 0 {
		return nil, nil, nil
	}
	var occurrences []linkedOccurrence
	for _, step := range []func() error{
		func() error { return t.loadStretch(c, &occurrences) },
		func() error { return t.addTracks(c, articleID) },
		func() error { return t.renumber(c) },
		func() error { return t.deriveDependencies(articleID, c) },
		func() error { return t.carryMarks(c) },
		func() error { return t.relinkOccurrences(c, occurrences) },
		func() error {
			return t.addMarkGaps("s.revision_id = $1 AND s.ordinal BETWEEN $2 AND $3", c.revisionID, c.first, c.last+c.shift)
		},
		func() error { return t.recomputeContexts(c) },
		func() error { return t.relinkPlaces(c, articleID) },
		func() error { return t.archiveRemoved(c) },
		func() error { return t.recountResegmented(c, articleID, deskID) },
	} {
		if err := step(); err != nil {
			return nil, nil, fmt.Errorf("segmenting again: %w", err)
		}
	}
	return c.records(c.removed), c.records(c.added), nil
}

// resegmentation is one change of sentence boundaries in a range of a revision.
type resegmentation struct {
	revisionID     int64
	first, last    int                             // ordinals of the former range
	shift          int                             // by how many ordinals the later sentences move
	removed        []models.Sentence               // sentences that end
	added          []models.Sentence               // sentences that replace them
	kept           []models.Sentence               // unchanged sentences, with their former ordinals
	shifts         []int                           // by how many ordinals each of those moves
	restoredTracks map[int64]bool                  // tracks that are restored
	tracks         map[int64]models.Track          // as they were
	marks          map[int64]map[int64]carriedMark // by track and reader: those that count
	delta          models.Counts                   // of claims whose status changed
	changed        []models.Claim                  // claims whose words, or those of their sentences, changed
	carried        map[int64][]segmentMark         // by track: the marks for the event
}

// planResegmentation determines the removed, added and kept sentences. Equal sentences at both ends are not
// touched.
func planResegmentation(was, wanted []models.Sentence) *resegmentation {
	for len(was) > 0 && isUnchangedSentence(was[0], wanted[0]) {
		was, wanted = was[1:], wanted[1:]
	}
	for len(was) > 0 && isUnchangedSentence(was[len(was)-1], wanted[len(wanted)-1]) {
		was, wanted = was[:len(was)-1], wanted[:len(wanted)-1]
	}
	c := &resegmentation{shift: len(wanted) - len(was), restoredTracks: map[int64]bool{}, tracks: map[int64]models.Track{},
		marks: map[int64]map[int64]carriedMark{}, carried: map[int64][]segmentMark{}}
	if len(was) == 0 {
		return c
	}
	c.revisionID, c.first, c.last = was[0].RevisionID, was[0].Ordinal, was[len(was)-1].Ordinal
	for i, w := range wanted {
		for len(was) > 0 && was[0].Start < w.Start {
			c.removed, was = append(c.removed, was[0]), was[1:]
		}
		w.RevisionID, w.Ordinal = c.revisionID, c.first+i
		if len(was) > 0 && isUnchangedSentence(was[0], w) {
			c.kept, c.shifts = append(c.kept, was[0]), append(c.shifts, w.Ordinal-was[0].Ordinal)
			was = was[1:]
			continue
		}
		if w.TrackID != 0 {
			c.restoredTracks[w.TrackID] = true
		}
		c.added = append(c.added, w)
	}
	c.removed = append(c.removed, was...)
	return c
}

// isUnchangedSentence reports whether a wanted sentence equals the existing one.
func isUnchangedSentence(was, wanted models.Sentence) bool {
	return was.Start == wanted.Start && was.End == wanted.End && was.Region == wanted.Region &&
		(wanted.TrackID == 0 || wanted.TrackID == was.TrackID)
}

// loadStretch reads the tracks, marks and occurrences of the former sentences.
func (t *tx) loadStretch(c *resegmentation, occurrences *[]linkedOccurrence) error {
	const stretch = " WHERE s.revision_id = ? AND s.ordinal BETWEEN ? AND ? "
	var tracks []models.Track
	err := t.Raw("SELECT t.* FROM sentences s JOIN tracks t ON t.id = s.track_id"+stretch, c.revisionID, c.first, c.last).
		Scan(&tracks).
		Error
	if err != nil {
		return err
	}
	for _, track := range tracks {
		c.tracks[track.ID] = track
	}
	if err := t.loadMarks(c); err != nil {
		return err
	}
	return t.Raw(`SELECT o.*, os.sentence_id AS linked FROM sentences s JOIN occurrence_sentences os ON os.sentence_id = s.id
		JOIN occurrences o ON o.id = os.occurrence_id`+stretch+"ORDER BY o.id, s.ordinal", c.revisionID, c.first, c.last).Scan(occurrences).Error
}

// loadMarks reads the counted marks on the former sentences. The marks of one reader on a sentence are
// combined.
func (t *tx) loadMarks(c *resegmentation) error {
	last := int64(0)
	var track, reader int64
	var mark carriedMark
	end := func() {
		if last == 0 {
			return
		}
		if c.marks[track] == nil {
			c.marks[track] = map[int64]carriedMark{}
		}
		if other, known := c.marks[track][reader]; known {
			mark.gaps = commonGaps(other.gaps, mark.gaps)
		}
		c.marks[track][reader] = mark
	}
	err := t.queryEach(
		`SELECT x.id, s.track_id, x.reader_id, x.at, x.range_size, s.start_cp, g.start_cp, g.end_cp
		FROM sentences s JOIN readings x ON x.track_id = s.track_id AND `+markCounts+`
			LEFT JOIN read_mark_gaps g ON g.reading_id = x.id
		WHERE s.revision_id = $1 AND s.ordinal BETWEEN $2 AND $3 ORDER BY x.id`,
		[]any{c.revisionID, c.first, c.last},
		func(rows *sql.Rows) error {
			var id, of, by int64
			var at time.Time
			var size, begins int
			var from, to *int
			if err := rows.Scan(&id, &of, &by, &at, &size, &begins, &from, &to); err != nil {
				return err
			}
			if id != last {
				end()
				last, track, reader, mark = id, of, by, carriedMark{at: at, rangeSize: size}
			}
			if from != nil {
				mark.gaps = append(mark.gaps, text.Span{Start: begins + *from, End: begins + *to})
			}
			return nil
		},
	)
	end()
	return err
}

// commonGaps returns the words that neither of two marks covers.
func commonGaps(a, b []text.Span) []text.Span {
	var common []text.Span
	for _, x := range a {
		for _, y := range b {
			if gap := (text.Span{Start: max(x.Start, y.Start), End: min(x.End, y.End)}); gap.Start < gap.End {
				common = append(common, gap)
			}
		}
	}
	return common
}

// records converts sentences to their form in an event.
func (c *resegmentation) records(list []models.Sentence) []segmentRecord {
	kept := make([]segmentRecord, len(list))
	for i, s := range list {
		kept[i] = segmentRecord{
			ID:       s.ID,
			Ordinal:  s.Ordinal,
			Region:   s.Region,
			Start:    s.Start,
			End:      s.End,
			Track:    s.TrackID,
			Typed:    s.Provenance,
			Readings: c.carried[s.TrackID],
		}
	}
	return kept
}
