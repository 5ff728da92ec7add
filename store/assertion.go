package store

import (
	"database/sql"
	"fmt"
	"strings"

	"linecheck/models"
	"linecheck/text"
)

// recomputeStatus derives a claim's status and outcome from its verdicts, stores them, and updates its
// sentences and the counters. c contains the claim's words. It returns ErrStale if the claim has changed
// since the version in c.
func (t *tx) recomputeStatus(c claimForUpdate) (models.ClaimStatus, error) {
	return t.recomputeStatusWith(c, t.updateSentenceStates)
}

// recomputeStatusWith is recomputeStatus with another way to update the sentences.
func (t *tx) recomputeStatusWith(
	c claimForUpdate,
	update func(c models.Claim, revisionID int64, delta models.Counts) error,
) (models.ClaimStatus, error) {
	standing, err := t.storeStatus(c)
	if err != nil {
		return standing, err
	}
	var delta models.Counts
	delta.AddClaim(models.ClaimStatus{Status: c.Status, Disagree: c.Disagree}, -1)
	delta.AddClaim(standing, 1)
	return standing, update(c.Claim, c.RevisionID, delta)
}

// recomputeStatusOnly does the same without sentences and counters, which the caller derives later.
func (t *tx) recomputeStatusOnly(c claimForUpdate) error {
	_, err := t.storeStatus(c)
	return err
}

// storeStatus derives and stores a claim's status and outcome.
func (t *tx) storeStatus(c claimForUpdate) (models.ClaimStatus, error) {
	verdicts, err := t.loadVerdicts(c.ID, models.ClaimWords{Exact: c.Exact, Context: c.Context})
	if err != nil {
		return models.ClaimStatus{}, err
	}
	outcome, ended, err := t.loadOutcome(c.ID, models.ClaimWords{Exact: c.Exact, Context: c.Context}, verdicts)
	if err != nil {
		return models.ClaimStatus{}, err
	}
	standing := models.ComputeClaimStatus(verdicts, ended)
	if err := t.collectStatus(c.Claim); err != nil {
		return standing, err
	}
	n, err := t.exec(
		`UPDATE claims SET status = $1, disagree = $2, contested = $3, resolution = $4, resolved_by = $5, resolved_at = $6, exact = $7, context = $8,
			version = version + 1, changed_at = $9
		WHERE id = $10 AND version = $11`,
		standing.Status,
		standing.Disagree,
		standing.Contested,
		outcome.Resolution,
		outcome.UserID,
		outcome.timeOrNil(),
		c.Exact,
		c.Context,
		t.now,
		c.ID,
		c.Version,
	)
	if err != nil {
		return standing, err
	}
	if n == 0 {
		return standing, models.ErrStale
	}
	return standing, t.updateProof(c, standing.Status)
}

// loadVerdicts returns the verdicts on a claim that were neither withdrawn nor imported; those for the words
// count.
func (t *tx) loadVerdicts(claimID int64, words models.ClaimWords) ([]models.Verdict, error) {
	var verdicts []models.Verdict
	err := t.queryEach(`SELECT n.id, n.reviewer_id, n.status, n.ruling, n.exact = $2 AND n.context = $3 FROM annotations n
		WHERE n.claim_id = $1 AND n.withdrawn_at IS NULL AND NOT n.imported ORDER BY n.id`, []any{claimID, words.Exact, words.Context}, func(rows *sql.Rows) error {
		var v models.Verdict
		err := rows.Scan(&v.ID, &v.ReviewerID, &v.Status, &v.Ruling, &v.Counts)
		verdicts = append(verdicts, v)
		return err
	})
	return verdicts, err
}

// countedOutcome is the outcome of a claim that counts.
type countedOutcome struct{ models.ClaimOutcome }

// timeOrNil returns the time of the outcome; nil for none.
func (o countedOutcome) timeOrNil() any {
	if o.Resolution == models.Unresolved {
		return nil
	}
	return o.At
}

// loadOutcome returns a claim's outcome for its current words, and the id of the newest verdict when an
// outcome was last set.
func (t *tx) loadOutcome(claimID int64, words models.ClaimWords, verdicts []models.Verdict) (countedOutcome, int64, error) {
	said, err := t.loadOutcomes(claimID-1, claimID)
	is, ended := models.CurrentOutcome(said[claimID], words, verdicts)
	return countedOutcome{is}, ended, err
}

// loadOutcomes reads the outcomes of claims in a range of ids, oldest first.
func (t *tx) loadOutcomes(after, to int64) (map[int64][]models.ClaimOutcome, error) {
	said := map[int64][]models.ClaimOutcome{}
	err := t.queryEach(
		"SELECT id, claim_id, resolution, exact, context, after_id, user_id, at FROM outcomes WHERE claim_id > $1 AND claim_id <= $2 ORDER BY id",
		[]any{after, to},
		func(rows *sql.Rows) error {
			var o models.ClaimOutcome
			err := rows.Scan(&o.ID, &o.ClaimID, &o.Resolution, &o.Exact, &o.Context, &o.AfterID, &o.UserID, &o.At)
			said[o.ClaimID] = append(said[o.ClaimID], o)
			return err
		},
	)
	return said, err
}

// excludeFromMarks removes the words of a claim's own occurrence from the read marks on its sentences, for
// good, because a read mark does not cover claims. Marks on sentences that were split or merged are changed
// too, since these sentences may come back.
func (t *tx) excludeFromMarks(occurrenceID int64) error {
	if err := t.addMarkGaps("o.id = $1", occurrenceID); err != nil {
		return err
	}
	least, most := t.minMaxFunctions()
	_, err := t.exec(fmt.Sprintf(`INSERT INTO read_mark_gaps (reading_id, start_cp, end_cp)
		SELECT DISTINCT x.id, %s(o.start_cp - f.start_cp, 0), %s(o.end_cp, f.end_cp) - f.start_cp
		FROM occurrences o JOIN revisions v ON v.id = o.revision_id
			JOIN former_sentences f ON f.revision_id = o.revision_id AND f.start_cp < o.end_cp AND f.end_cp > o.start_cp
			JOIN readings x ON x.track_id = f.track_id AND x.withdrawn_at IS NULL
				AND x.text = substr(v.text, f.start_cp + 1, f.end_cp - f.start_cp)
		WHERE o.id = $1
		ON CONFLICT DO NOTHING`, least, most), occurrenceID)
	return err
}

// minMaxFunctions returns the SQL functions for the greater and the smaller of two numbers.
func (t *tx) minMaxFunctions() (least, most string) {
	if t.Name() == "postgres" {
		return "greatest", "least"
	}
	return "max", "min"
}

// settlesWords is the condition that an occurrence (as o, begun in sentence b) covers its words in a sentence
// (as s). It must be the claim's own, and of the sentences that it covers fully, only the first is covered.
var settlesWords = `o.event_id IS NULL AND o.placement <> 'lost'
			AND NOT (s.ordinal > b.ordinal AND (o.end_cp >= s.end_cp OR ` + isInsignificant("substr(s.text, o.end_cp - s.start_cp + 1)") + `)
				AND NOT (s.ordinal = b.ordinal + 1 AND o.start_cp > b.start_cp
					AND NOT ` + isInsignificant("substr(b.text, 1, o.start_cp - b.start_cp)") + `))`

// isInsignificant returns the condition that an SQL expression has only insignificant characters.
func isInsignificant(words string) string {
	return "ltrim(" + words + ", '" + strings.ReplaceAll(models.InsignificantCharacters, "'", "''") + "') = ''"
}

// addMarkGaps removes the words of placed occurrences (as o) from read marks on the same words.
func (t *tx) addMarkGaps(where string, args ...any) error {
	_, err := t.addNewMarkGaps(where, args...)
	return err
}

// markGap is a gap in a read mark, as an event stores it.
type markGap struct {
	Reading int64 `json:"reading"`
	Start   int   `json:"start"`
	End     int   `json:"end"`
}

// markGapsOf lists the words that a read mark leaves out, as an event stores them.
func markGapsOf(reading int64, words []text.Span) []markGap {
	var gaps []markGap
	for _, s := range words {
		gaps = append(gaps, markGap{Reading: reading, Start: s.Start, End: s.End})
	}
	return gaps
}

// addNewMarkGaps is addMarkGaps, and returns the gaps that are new.
func (t *tx) addNewMarkGaps(where string, args ...any) ([]markGap, error) {
	least, most := t.minMaxFunctions()
	var made []markGap
	query := fmt.Sprintf(`INSERT INTO read_mark_gaps (reading_id, start_cp, end_cp)
		SELECT DISTINCT x.id, %s(o.start_cp - s.start_cp, 0), %s(o.end_cp, s.end_cp) - s.start_cp
		FROM occurrences o JOIN claims k ON k.id = o.claim_id AND k.withdrawn_at IS NULL
			JOIN occurrence_sentences os ON os.occurrence_id = o.id JOIN sentences s ON s.id = os.sentence_id
			JOIN sentences b ON b.id = o.sentence_id
			JOIN readings x ON x.track_id = s.track_id AND x.withdrawn_at IS NULL AND x.text = s.text
		WHERE %s AND %s
		ON CONFLICT DO NOTHING RETURNING reading_id, start_cp, end_cp`, least, most, where, settlesWords)
	err := t.queryEach(query, args, func(rows *sql.Rows) error {
		var g markGap
		err := rows.Scan(&g.Reading, &g.Start, &g.End)
		made = append(made, g)
		return err
	})
	return made, err
}

// updateProof stores whether a claim is sourced without the evidence that the desk's policy requires now.
func (t *tx) updateProof(c claimForUpdate, status models.Status) error {
	unproved := false
	if status == models.Sourced {
		people, err := countSourcedBy(t.DB, c.Desk, []int64{c.ID})
		if err != nil {
			return err
		}
		lack, err := t.missingEvidenceWith(c, people[c.ID])
		if err != nil {
			return err
		}
		unproved = !lack.IsZero()
	}
	if !unproved && !c.Unproved {
		return nil
	}
	n, err := t.exec("UPDATE claims SET unproved = $1 WHERE id = $2 AND unproved <> $1", unproved, c.ID)
	if err != nil || n == 0 {
		return err
	}
	if unproved {
		return t.addUnprovedCount(c.ArticleID, 1)
	}
	return t.addUnprovedCount(c.ArticleID, -1)
}

func (t *tx) addUnprovedCount(articleID int64, n int) error {
	_, err := t.exec("UPDATE articles SET claims_unproved = claims_unproved + $1 WHERE id = $2", n, articleID)
	return err
}

// loadDependency returns the words that the sentence of a claim's own occurrence refers back to.
func (t *tx) loadDependency(c claimForUpdate) (string, error) {
	var depends string
	err := t.queryRow(
		`SELECT s.depends FROM occurrences o JOIN sentences s ON s.id = o.sentence_id WHERE o.claim_id = $1 AND o.revision_id = $2
		ORDER BY o.event_id IS NOT NULL, o.start_cp LIMIT 1`,
		[]any{c.ID, c.RevisionID},
		&depends,
	)
	return depends, err
}

// loadWords returns a claim's words in a revision. It also returns the words of its sentences, if the claim's place is certain.
func (t *tx) loadWords(claimID, revisionID int64) (models.ClaimWords, error) {
	var words models.ClaimWords
	var id int64
	var placement models.Placement
	err := t.queryRow(`SELECT o.id, o.exact, o.placement FROM occurrences o WHERE o.claim_id = $1 AND o.revision_id = $2
		ORDER BY o.event_id IS NOT NULL, o.start_cp, o.id LIMIT 1`, []any{claimID, revisionID}, &id, &words.Exact, &placement)
	if err != nil {
		return words, err
	}
	if placement != models.Placed {
		said, err := t.loadJudgedWords(claimID)
		return words.SpelledAs(said), err
	}
	var in []models.Sentence
	err = t.queryEach(
		"SELECT s.text FROM occurrence_sentences os JOIN sentences s ON s.id = os.sentence_id WHERE os.occurrence_id = $1 ORDER BY s.ordinal",
		[]any{id},
		func(rows *sql.Rows) error {
			var s models.Sentence
			err := rows.Scan(&s.Text)
			in = append(in, s)
			return err
		},
	)
	if err != nil {
		return words, err
	}
	words.Context = models.SentenceContext(in)
	said, err := t.loadJudgedWords(claimID)
	return words.SpelledAs(said), err
}

// loadJudgedWords returns a claim's current words, and the words on which verdicts were given, newest first.
func (t *tx) loadJudgedWords(claimID int64) ([]models.ClaimWords, error) {
	var said []models.ClaimWords
	err := t.queryEach(`SELECT exact, context, 1 AS own, 0 AS id FROM claims WHERE id = $1 AND exact <> ''
		UNION ALL SELECT exact, context, 0, id FROM annotations WHERE claim_id = $1 AND withdrawn_at IS NULL AND NOT imported
		ORDER BY own DESC, id DESC`, []any{claimID}, func(rows *sql.Rows) error {
		var words models.ClaimWords
		var own, id int64
		err := rows.Scan(&words.Exact, &words.Context, &own, &id)
		said = append(said, words)
		return err
	})
	return said, err
}
