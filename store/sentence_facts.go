package store

import (
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/store/database"
	"linecheck/text"
)

// loadSentenceFacts reads sentences with every assertion that concerns them, in order. where limits them (as
// s); its parameters are $1, $2. The package models derives the states from the facts.
func loadSentenceFacts(q rowQuerier, where string, args ...any) ([]models.SentenceFacts, error) {
	var list []models.SentenceFacts
	err := q.queryEach(fmt.Sprintf(sentenceFactsQuery, where), args, func(rows *sql.Rows) error {
		var f models.SentenceFacts
		err := rows.Scan(
			&f.ID,
			&f.RevisionID,
			&f.TrackID,
			&f.Ordinal,
			&f.Region,
			&f.Start,
			&f.End,
			&f.Text,
			&f.Depends,
			&f.Provenance,
			&f.Authors,
			&f.Stored.State,
			&f.Inherited,
			&f.Stored.ReadByTwo,
			&f.Stored.OnlyAuthorsChecked,
			&f.Stored.DependencyChanged,
		)
		list = append(list, f)
		return err
	})
	if err != nil || len(list) == 0 {
		return list, err
	}
	by := make(map[int64]*models.SentenceFacts, len(list))
	for i := range list {
		by[list[i].ID] = &list[i]
	}
	if err := addClaimFacts(q, by, where, args); err != nil {
		return nil, err
	}
	if err := addMarkFacts(q, by, where, args); err != nil {
		return nil, err
	}
	return list, addMatchingHeadline(q, list)
}

// rowQuerier runs a query and calls a function for each row. Parameters are $1, $2 on both databases.
type rowQuerier interface {
	queryEach(query string, args []any, each func(*sql.Rows) error) error
}

// gormRows is a rowQuerier on a connection of GORM's.
type gormRows struct{ *gorm.DB }

func (g gormRows) queryEach(query string, args []any, each func(*sql.Rows) error) error {
	return (&database.Tx{DB: g.DB}).RawQueryEach(query, args, each)
}

const sentenceFactsQuery = `SELECT s.id, s.revision_id, s.track_id, s.ordinal, s.region, s.start_cp, s.end_cp, s.text, s.depends, s.typed, s.authors,
		t.state, t.recheck, t.twice, t.dependent, t.leaning
	FROM sentences s JOIN tracks t ON t.id = s.track_id WHERE %s ORDER BY s.ordinal`

// outcomeAwaitsCorrection is the condition that a claim (as c) ended by a change of the text that nobody has
// made yet.
const outcomeAwaitsCorrection = `c.resolution IN ('corrected', 'softened', 'attributed', 'cut')
			AND NOT EXISTS (SELECT 1 FROM corrections k WHERE k.claim_id = c.id AND k.state = 'made' AND ` + proposedLocally + `)`

// Each table has its own join: SQLite would materialize a join in parentheses for every claim before it
// filters by sentence.
const claimFactsQuery = `SELECT s.id, c.id, c.version - c.assignments, c.status, c.disagree, c.contested, c.resolution, o.start_cp, o.end_cp, o.event_id IS NULL, o.placement = 'moved',
		b.ordinal, CASE WHEN s.ordinal = b.ordinal + 1 AND o.start_cp > b.start_cp THEN substr(b.text, 1, o.start_cp - b.start_cp) ELSE '' END,
		EXISTS (SELECT 1 FROM corrections k WHERE k.claim_id = c.id AND k.state = 'accepted')
			OR ` + outcomeAwaitsCorrection + `
	FROM sentences s JOIN occurrence_sentences os ON os.sentence_id = s.id JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost'
		JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL JOIN sentences b ON b.id = o.sentence_id
	WHERE %s ORDER BY o.start_cp, c.id`

// verdictCounts is the condition that a verdict (as n) of a claim (as c) counts: it was neither withdrawn nor
// imported, and the words of the claim and its sentence are unchanged.
const verdictCounts = "(n.withdrawn_at IS NULL AND NOT n.imported AND n.exact = c.exact AND n.context = c.context)"

// markCounts is the condition that a read mark (as x) of a sentence (as s) counts.
const markCounts = "(x.withdrawn_at IS NULL AND NOT x.imported AND x.text = s.text AND x.region = s.region AND (x.depends IS NULL OR x.depends = s.depends))"

const verdictFactsQuery = `SELECT n.claim_id, n.reviewer_id, n.ruling, ` + verdictCounts + `, n.depends
	FROM claims c JOIN annotations n ON n.claim_id = c.id AND n.withdrawn_at IS NULL AND NOT n.imported
	WHERE c.id IN (SELECT o.claim_id FROM sentences s JOIN occurrence_sentences os ON os.sentence_id = s.id JOIN occurrences o ON o.id = os.occurrence_id WHERE %s)
	ORDER BY n.id`

// addClaimFacts adds the claims in the sentences and their verdicts.
func addClaimFacts(q rowQuerier, by map[int64]*models.SentenceFacts, where string, args []any) error {
	any := false
	err := q.queryEach(fmt.Sprintf(claimFactsQuery, where), args, func(rows *sql.Rows) error {
		var c models.ClaimFacts
		var sentence int64
		var start, end, begins int
		var skipped string
		err := rows.Scan(
			&sentence,
			&c.ID,
			&c.Version,
			&c.Status,
			&c.Disagree,
			&c.Contested,
			&c.Resolution,
			&start,
			&end,
			&c.OwnOccurrence,
			&c.Moved,
			&begins,
			&skipped,
			&c.CorrectionPending,
		)
		if f := by[sentence]; err == nil && f != nil {
			c.Span = text.Span{Start: max(start, f.Start) - f.Start, End: min(end, f.End) - f.Start}
			c.FirstFullyCovered = f.IsFirstFullyCovered(begins, skipped)
			c.BeginsHere = f.Ordinal == begins
			f.Claims, any = append(f.Claims, c), true
		}
		return err
	})
	if err != nil || !any {
		return err
	}
	said := map[int64]*claimVerdicts{}
	err = q.queryEach(fmt.Sprintf(verdictFactsQuery, where), args, func(rows *sql.Rows) error {
		var claim, reviewer int64
		var ruling, counts bool
		var depends *string
		err := rows.Scan(&claim, &reviewer, &ruling, &counts, &depends)
		if said[claim] == nil {
			said[claim] = &claimVerdicts{}
		}
		said[claim].add(reviewer, ruling, counts, depends)
		return err
	})
	for _, f := range by {
		for i := range f.Claims {
			if v := said[f.Claims[i].ID]; v != nil {
				v.fillFacts(&f.Claims[i], f.Depends)
			}
		}
	}
	return err
}

// claimVerdicts contains the verdicts on one claim.
type claimVerdicts struct {
	any     bool
	ruled   []int64
	counted []countedVerdict
}

// countedVerdict is a verdict that counts.
type countedVerdict struct {
	by      int64
	ruling  bool
	depends *string
}

func (v *claimVerdicts) add(reviewer int64, ruling, counts bool, depends *string) {
	v.any = true
	if !counts {
		return
	}
	v.counted = append(v.counted, countedVerdict{reviewer, ruling, depends})
	if ruling {
		v.ruled = append(v.ruled, reviewer)
	}
}

// fillFacts sets who checked a claim in a sentence. A ruling is not a second check. A claim depends on what
// the sentence refers back to in which it begins.
func (v *claimVerdicts) fillFacts(c *models.ClaimFacts, depends string) {
	asItIs := func(x countedVerdict) bool {
		return !c.OwnOccurrence || !c.BeginsHere || x.depends == nil || *x.depends == depends
	}
	c.Lapsed = v.any && len(v.counted) == 0
	c.DependencyChanged = len(v.counted) > 0 && !slices.ContainsFunc(v.counted, asItIs)
	for _, now := range []bool{true, false} {
		for _, x := range v.counted {
			if asItIs(x) != now || x.ruling || slices.Contains(v.ruled, x.by) || slices.Contains(c.CountedReviewers, x.by) ||
				slices.Contains(c.OutdatedReviewers, x.by) {
				continue
			}
			if now {
				c.CountedReviewers = append(c.CountedReviewers, x.by)
			} else {
				c.OutdatedReviewers = append(c.OutdatedReviewers, x.by)
			}
		}
	}
}

const markFactsQuery = `SELECT s.id, x.id, x.reader_id, x.text = s.text AND x.region = s.region, x.depends IS NULL OR x.depends = s.depends, g.start_cp, g.end_cp
	FROM sentences s JOIN readings x ON x.track_id = s.track_id AND x.withdrawn_at IS NULL AND NOT x.imported LEFT JOIN read_mark_gaps g ON g.reading_id = x.id
	WHERE %s ORDER BY x.id`

// addMarkFacts adds the read marks of the sentences.
func addMarkFacts(q rowQuerier, by map[int64]*models.SentenceFacts, where string, args []any) error {
	last := int64(0)
	return q.queryEach(fmt.Sprintf(markFactsQuery, where), args, func(rows *sql.Rows) error {
		var m models.ReadMarkFacts
		var sentence, id int64
		var words, refers bool
		var start, end *int
		if err := rows.Scan(&sentence, &id, &m.ReaderID, &words, &refers, &start, &end); err != nil {
			return err
		}
		f := by[sentence]
		if id != last {
			m.Counts, m.OnlyDependencyChanged, last = words && refers, words && !refers, id
			f.ReadMarks = append(f.ReadMarks, m)
		}
		if start != nil {
			mark := &f.ReadMarks[len(f.ReadMarks)-1]
			mark.Gaps = append(mark.Gaps, text.Span{Start: *start, End: *end})
		}
		return nil
	})
}

// Conditions for the sentences that a change concerns.
const (
	sentencesOfClaim    = "s.id IN (SELECT os.sentence_id FROM occurrences o JOIN occurrence_sentences os ON os.occurrence_id = o.id WHERE o.claim_id = $1 AND o.revision_id = $2)"
	sentenceByID        = "s.id = $1"
	sentencesOfRevision = "s.revision_id = $1"
	sentencesBetween    = "s.revision_id = $1 AND s.ordinal BETWEEN $2 AND $3"
)

// updateSentenceStates derives the state of every sentence that a claim touches. It adds the changes and
// delta to the counters.
func (t *tx) updateSentenceStates(c models.Claim, revisionID int64, delta models.Counts) error {
	facts, err := loadSentenceFacts(t, sentencesOfClaim, c.ID, revisionID)
	if err != nil {
		return fmt.Errorf("reading the sentences of claim %d: %w", c.ID, err)
	}
	return t.storeSentenceStates(c.ArticleID, c.DeskID, facts, delta)
}

// storeSentenceStates stores the states that follow from the facts. It adds the changes and delta to the
// counters.
func (t *tx) storeSentenceStates(articleID, deskID int64, facts []models.SentenceFacts, delta models.Counts) error {
	facts, err := t.withTitle(facts)
	if err != nil {
		return err
	}
	return t.storeStateChanges(articleID, deskID, stateChanges(facts), delta)
}

// stateChange is a sentence's stored status, and the one that it has now.
type stateChange struct {
	track   int64
	was, is models.SentenceStatus
}

// stateChanges derives the status of sentences from their facts.
func stateChanges(facts []models.SentenceFacts) []stateChange {
	list := make([]stateChange, len(facts))
	for i, f := range facts {
		list[i] = stateChange{f.TrackID, f.Stored, f.Status()}
	}
	return list
}

// storeStateChanges stores the statuses that differ. It adds the changes and delta to the counters.
func (t *tx) storeStateChanges(articleID, deskID int64, changes []stateChange, delta models.Counts) error {
	var marks sentenceCounters
	for _, change := range changes {
		was, is := change.was, change.is
		if was.State == is.State && was.ReadByTwo == is.ReadByTwo && was.OnlyAuthorsChecked == is.OnlyAuthorsChecked &&
			was.DependencyChanged == is.DependencyChanged {
			continue
		}
		_, err := t.exec(
			"UPDATE tracks SET state = $1, twice = $2, dependent = $3, leaning = $4 WHERE id = $5",
			is.State,
			is.ReadByTwo,
			is.OnlyAuthorsChecked,
			is.DependencyChanged,
			change.track,
		)
		if err != nil {
			return err
		}
		delta.AddSentence(was.State, -1)
		delta.AddSentence(is.State, 1)
		marks.add(was, -1)
		marks.add(is, 1)
	}
	if err := t.addArticleCounts(articleID, delta); err != nil {
		return err
	}
	if err := t.addSentenceCounters(articleID, marks); err != nil {
		return err
	}
	return t.addDeskCounts(deskID, 0, delta)
}

// sentenceCounters counts the flags of sentences, which are stored in addition to their states.
type sentenceCounters struct{ Twice, Dependent, Leaning int }

func (m *sentenceCounters) add(s models.SentenceStatus, n int) {
	for _, one := range []struct {
		is bool
		to *int
	}{{s.ReadByTwo, &m.Twice}, {s.OnlyAuthorsChecked, &m.Dependent}, {s.DependencyChanged, &m.Leaning}} {
		if one.is {
			*one.to += n
		}
	}
}

func (t *tx) addSentenceCounters(articleID int64, m sentenceCounters) error {
	if m == (sentenceCounters{}) {
		return nil
	}
	_, err := t.exec(
		`UPDATE articles SET sentences_twice = sentences_twice + $1, sentences_dependent = sentences_dependent + $2, sentences_leaning = sentences_leaning + $3
		WHERE id = $4`,
		m.Twice,
		m.Dependent,
		m.Leaning,
		articleID,
	)
	return err
}

// updateSentenceState derives and stores one sentence's state.
func (t *tx) updateSentenceState(held sentenceForUpdate) error {
	facts, err := loadSentenceFacts(t, sentenceByID, held.ID)
	if err != nil {
		return err
	}
	return t.storeSentenceStates(held.ArticleID, held.DeskID, facts, models.Counts{})
}
