package store

import (
	"database/sql"
	"fmt"
	"slices"
	"sort"
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

// resegment replaces the sentences in a range of an article's current revision. Unchanged sentences keep
// their id and track. Every other gets a new id, so that an outdated page cannot change words that its reader
// did not see. It also gets a new track, unless wanted names one to restore. Claims stay with their words. A
// reader's mark is carried over if the reader had marked all words of the new sentence.
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

// ordinalOffset is temporarily added to ordinals, which must be unique at every moment. No text has as many
// sentences.
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

// archiveRemoved stores what later requests need of the removed sentences, and deletes them. The new ones
// must already exist, so that they cannot get the same ids.
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
