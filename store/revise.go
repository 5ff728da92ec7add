package store

import (
	"fmt"
	"time"

	"linecheck/models"
	"linecheck/text/anchor"
)

// revisionRecord is what an event keeps of what a revision changed: enough to put it back.
type revisionRecord struct {
	Revision int64            `json:"revision"` // the former one's id
	Tracks   []formerTrack    `json:"tracks,omitempty"`
	Claims   []formerStanding `json:"claims,omitempty"`
	Queries  []formerQuery    `json:"queries,omitempty"`
}

// formerTrack is what was known of a sentence before its words changed, or before it had to be looked at again.
type formerTrack struct {
	ID      int64  `json:"id"`
	Recheck bool   `json:"recheck"`
	Since   int64  `json:"since"`
	Settled *int64 `json:"settled,omitempty"`
}

// formerStanding is what a claim was before its words changed. Its status follows from its annotations.
type formerStanding struct {
	ID         int64             `json:"id"`
	Since      int               `json:"since"`
	Former     *int              `json:"former,omitempty"`
	Resolution models.Resolution `json:"resolution,omitempty"`
	ResolvedBy *int64            `json:"resolved_by,omitempty"`
	ResolvedAt *time.Time        `json:"resolved_at,omitempty"`
}

// formerQuery is where a query about a sentence stood.
type formerQuery struct {
	ID    int64 `json:"id"`
	Track int64 `json:"track"`
	At    *int  `json:"at,omitempty"`
}

// revising is one revision that is being written.
type revising struct {
	by       models.Reader
	article  models.Article
	was      models.FormerText
	draft    models.Redraft
	revision models.Revision
	ids      []int64 // of the draft's sentences, by index
	tracks   []int64 // of the draft's sentences, by index
	before   revisionRecord
}

// revise writes a draft down as the article's next revision: sentences with their tracks, claims where they stand, what has to be looked
// at again, and an event that keeps what was before.
func (t *tx) revise(r models.Reader, a models.Article, n models.NewRevision, was models.FormerText, draft models.Redraft) (models.Revised, error) {
	v := &revising{by: r, article: a, was: was, draft: draft, before: revisionRecord{Revision: was.Revision.ID}}
	for _, step := range []func() error{
		func() error { return t.addNext(v, n) },
		func() error { return t.addRevisedSentences(v) },
		func() error { return t.changeTracks(v) },
		func() error { return t.takeBoundariesAlong(v) },
		func() error { return t.takeClaimsAlong(v) },
		func() error { return t.changeClaims(v) },
		func() error { return t.takeQueriesAlong(v) },
		func() error { return t.offerSecondLooks(v) },
		func() error { return t.makeCurrent(a, v.revision.ID) },
		func() error { return t.worked(a.ID, r.UserID) },
		func() error { return t.recordRevision(v) },
	} {
		if err := step(); err != nil {
			return models.Revised{}, fmt.Errorf("bringing in a revision: %w", err)
		}
	}
	return models.Revised{Revision: v.revision, Sentences: models.FatesOf(draft.Links), Claims: draft.ClaimFates()}, nil
}

// addNext writes the revision and the bytes it came from. Numbers go on where the last one ended, even if that was taken back.
func (t *tx) addNext(v *revising, n models.NewRevision) error {
	v.revision = models.Revision{ArticleID: v.article.ID, Text: n.Text, SHA256: v.draft.SHA256, OriginalName: n.FileName, Note: n.Note,
		CreatedBy: ref(v.by.UserID), CreatedAt: t.now}
	if err := t.row("SELECT max(number) + 1 FROM revisions WHERE article_id = $1", []any{v.article.ID}, &v.revision.Number); err != nil {
		return err
	}
	if err := t.keepOriginal(&v.revision, n.Original); err != nil {
		return err
	}
	return t.Create(&v.revision).Error
}

// addRevisedSentences writes the sentences, those of which no former one goes on with new tracks.
func (t *tx) addRevisedSentences(v *revising) error {
	var fresh []*models.Track
	rows := make([]models.Sentence, len(v.draft.Sentences))
	of := make([]*models.Track, len(rows))
	for i, s := range v.draft.Sentences {
		rows[i] = s.Sentence
		rows[i].RevisionID = v.revision.ID
		if s.TrackID == 0 {
			of[i] = &models.Track{ArticleID: v.article.ID, State: models.Unread, Recheck: s.Recheck, CreatedAt: t.now, SinceRevisionID: v.revision.ID}
			if s.Recheck {
				of[i].SettledRevisionID = &v.was.Revision.ID
			}
			fresh = append(fresh, of[i])
		}
	}
	if len(fresh) > 0 {
		if err := t.CreateInBatches(fresh, rowsAtOnce).Error; err != nil {
			return err
		}
	}
	var origins []trackOrigin
	v.ids, v.tracks = make([]int64, len(rows)), make([]int64, len(rows))
	for i := range rows {
		if of[i] != nil {
			rows[i].TrackID = of[i].ID
			for _, from := range v.draft.Sentences[i].From {
				origins = append(origins, trackOrigin{of[i].ID, v.was.Sentences[from].TrackID})
			}
		}
		v.tracks[i] = rows[i].TrackID
	}
	if err := t.CreateInBatches(rows, rowsAtOnce).Error; err != nil {
		return err
	}
	for i := range rows {
		v.ids[i] = rows[i].ID
	}
	return t.addOrigins(origins)
}

// trackOrigin says that a track came of another one by splitting or merging.
type trackOrigin struct{ TrackID, OriginID int64 }

// addOrigins writes down where tracks come from, and where those came from.
func (t *tx) addOrigins(list []trackOrigin) error {
	for _, o := range list {
		_, err := t.exec(`INSERT INTO track_origins (track_id, origin_id) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT) UNION SELECT CAST($1 AS BIGINT), origin_id FROM track_origins WHERE track_id = $2
			ON CONFLICT (track_id, origin_id) DO NOTHING`, o.TrackID, o.OriginID)
		if err != nil {
			return err
		}
	}
	return nil
}

// changeTracks notes on the tracks that go on which of them have other words now, and which have to be looked at again.
func (t *tx) changeTracks(v *revising) error {
	var edited, again []int64
	for i, s := range v.draft.Sentences {
		if s.TrackID == 0 {
			continue
		}
		if s.Change == anchor.Edited {
			edited = append(edited, v.tracks[i])
		}
		if s.Recheck {
			again = append(again, v.tracks[i])
		}
	}
	if err := t.keepTracks(v, append(edited, again...)); err != nil {
		return err
	}
	if err := t.inBatches("UPDATE tracks SET since_revision_id = ? WHERE id IN ?", edited, v.revision.ID); err != nil {
		return err
	}
	return t.inBatches("UPDATE tracks SET recheck = ?, settled_revision_id = coalesce(settled_revision_id, ?) WHERE id IN ?", again, true, v.was.Revision.ID)
}

// keepTracks notes what tracks were before.
func (t *tx) keepTracks(v *revising, ids []int64) error {
	return inParts(ids, func(part []int64) error {
		var tracks []models.Track
		if err := t.Where("id IN ?", part).Order("id").Find(&tracks).Error; err != nil {
			return err
		}
		for _, k := range tracks {
			v.before.Tracks = append(v.before.Tracks, formerTrack{k.ID, k.Recheck, k.SinceRevisionID, k.SettledRevisionID})
		}
		return nil
	})
}

// takeBoundariesAlong writes down persons' words on where sentences begin that hold in the new text too.
func (t *tx) takeBoundariesAlong(v *revising) error {
	if len(v.draft.Boundaries) == 0 {
		return nil
	}
	rows := make([]models.Boundary, len(v.draft.Boundaries))
	for i, b := range v.draft.Boundaries {
		rows[i] = models.Boundary{RevisionID: v.revision.ID, At: b.At, Begins: b.Begins, MadeBy: b.MadeBy, MadeAt: b.MadeAt}
	}
	return t.CreateInBatches(rows, rowsAtOnce).Error
}

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

// makeCurrent makes a revision the article's text, derives every sentence's state anew, and moves the counters.
func (t *tx) makeCurrent(a models.Article, revisionID int64) error {
	if _, err := t.exec("UPDATE articles SET revision_id = $1, cuts = cuts + 1 WHERE id = $2", revisionID, a.ID); err != nil {
		return err
	}
	rows, err := t.touchedAll(revisionID)
	if err != nil {
		return err
	}
	counts, twice := models.Counts{QueriesOpen: a.QueriesOpen}, 0
	states, seen := map[models.SentenceState][]int64{}, map[bool][]int64{}
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].TrackID == rows[0].TrackID {
			n++
		}
		first, state := rows[0], stateOf(rows[:n])
		counts.AddSentence(state, 1)
		if state != first.State {
			states[state] = append(states[state], first.TrackID)
		}
		if first.IsTwice {
			twice++
		}
		if first.IsTwice != first.Twice {
			seen[first.IsTwice] = append(seen[first.IsTwice], first.TrackID)
		}
		rows = rows[n:]
	}
	for _, state := range models.SentenceStates {
		if err := t.inBatches("UPDATE tracks SET state = ? WHERE id IN ?", states[state], state); err != nil {
			return err
		}
	}
	for _, is := range []bool{false, true} {
		if err := t.inBatches("UPDATE tracks SET twice = ? WHERE id IN ?", seen[is], is); err != nil {
			return err
		}
	}
	if err := t.addTwice(a.ID, twice-a.SentencesTwice); err != nil {
		return err
	}
	return t.moveCounts(a, counts)
}

// touchedAll reads the rows of every sentence of a revision. PostgreSQL is told to join in the order that is written: of tables that it has not looked
// through yet, as those of a new newsroom, it takes far too few rows for granted and would begin with all annotations, for each sentence.
func (t *tx) touchedAll(revisionID int64) ([]touched, error) {
	if t.Name() != "postgres" {
		return t.touched(touchedInRevision, revisionID)
	}
	if _, err := t.exec("SET LOCAL join_collapse_limit = 1"); err != nil {
		return nil, err
	}
	rows, err := t.touched(touchedInRevision, revisionID)
	if err == nil {
		_, err = t.exec("SET LOCAL join_collapse_limit = DEFAULT")
	}
	return rows, err
}

// touchedInRevision finds every sentence of revision $1.
var touchedInRevision = fmt.Sprintf(touchedQuery, "SELECT id FROM sentences WHERE revision_id = $1")

// moveCounts brings an article's counters to those of its sentences and its claims.
func (t *tx) moveCounts(a models.Article, counts models.Counts) error {
	var claims models.Counts
	if err := t.Raw("SELECT "+claimSums+" FROM claims c WHERE c.article_id = ? AND c.withdrawn_at IS NULL", a.ID).Scan(&claims).Error; err != nil {
		return err
	}
	delta := counts.Plus(claims).Minus(a.Counts)
	if err := t.addArticleCounts(a.ID, delta); err != nil {
		return err
	}
	return t.addDeskCounts(a.DeskID, 0, delta)
}

// recordRevision writes the event of the revision, and one for each claim whose words are others or lost.
func (t *tx) recordRevision(v *revising) error {
	again, err := t.toRead(v.revision.ID)
	if err != nil {
		return err
	}
	after := map[string]any{"number": v.revision.Number, "sha256": v.revision.SHA256, "sentences": models.FatesOf(v.draft.Links), "claims": v.draft.ClaimFates()}
	err = t.record(event{actor: v.by.UserID, action: "revision made", object: "revision", id: v.revision.ID, article: v.article.ID, desk: v.article.DeskID,
		before: v.before, after: after, again: again})
	if err != nil {
		return err
	}
	for _, c := range v.draft.Claims {
		for _, gone := range c.Gone {
			if err := t.recordWords(v, "occurrence lost", c.ID, gone, nil); err != nil {
				return err
			}
		}
		for _, o := range c.Occurrences {
			action := map[models.Placement]string{models.Moved: "claim moved", models.Lost: "claim lost"}[o.Placement]
			if action == "" || o.Was.Placement == o.Placement {
				continue
			}
			if err := t.recordWords(v, action, c.ID, o.Was, &o.Occurrence); err != nil {
				return err
			}
		}
	}
	return nil
}

// recordWords writes the event of a claim's words: what they were, and what stands there now.
func (t *tx) recordWords(v *revising, action string, claim int64, was models.Occurrence, is *models.Occurrence) error {
	e := event{actor: v.by.UserID, action: action, object: "claim", id: claim, article: v.article.ID, desk: v.article.DeskID,
		before: map[string]any{"exact": was.Exact, "start": was.Start, "end": was.End}}
	if is != nil && is.Placement != models.Lost {
		e.after = map[string]any{"exact": is.Exact, "start": is.Start, "end": is.End}
	}
	return t.record(e)
}

// toRead are the numbers of the sentences of a revision that nobody has looked at as they are now.
func (t *tx) toRead(revisionID int64) ([]int, error) {
	var numbers []int
	err := t.Raw("SELECT s.ordinal FROM sentences s JOIN tracks t ON t.id = s.track_id WHERE s.revision_id = ? AND t.state IN ? ORDER BY s.ordinal",
		revisionID, []models.SentenceState{models.Unread, models.Recheck}).Scan(&numbers).Error
	return numbers, err
}

// inBatches runs a statement whose last parameter is a list of ids, on so many at a time as a statement takes.
func (t *tx) inBatches(statement string, ids []int64, args ...any) error {
	return inParts(ids, func(part []int64) error { return t.Exec(statement, append(args[:len(args):len(args)], part)...).Error })
}

// inParts hands on a list of ids in parts, each as long as a statement takes.
func inParts(ids []int64, do func([]int64) error) error {
	for len(ids) > 0 {
		n := min(rowsAtOnce, len(ids))
		if err := do(ids[:n]); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}
