package store

import (
	"database/sql"
	"fmt"

	"linecheck/models"
	"linecheck/text/sentence"
)

// A sentence can have hundreds of claims, and its state depends on all of them. Marking a claim and giving a verdict are the most
// frequent changes, and the new state usually follows from the stored one. Then the other claims are not read, so the change
// takes the same time however much is marked already.

// storedState is a sentence's stored status with what else its next one depends on.
type storedState struct {
	id, track     int64
	region        sentence.Region
	status        models.SentenceStatus
	keepsItOpen   bool // a claim other than the one that changes is unchecked
	ownOccurrence bool // the claim that changes has one occurrence of its own
}

const storedStatesQuery = `SELECT s.id, s.track_id, s.region, t.state, t.twice, t.dependent, t.leaning,
		EXISTS (
			SELECT 1
			FROM occurrence_sentences os
			JOIN occurrences o ON o.id = os.occurrence_id AND o.placement <> 'lost' AND o.claim_id <> $1
			JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL AND c.status = 'unchecked'
			WHERE os.sentence_id = s.id
		),
		(SELECT count(*) FROM occurrences o WHERE o.claim_id = $1 AND o.revision_id = $2 AND o.event_id IS NULL) = 1
	FROM sentences s
	JOIN tracks t ON t.id = s.track_id
	WHERE ` + sentencesOfClaim + `
	ORDER BY s.ordinal`

// updateStatesOfNewClaim stores the states of the sentences of a claim that was just created. It adds the changes and delta to the
// counters.
func (t *tx) updateStatesOfNewClaim(c models.Claim, revisionID int64, delta models.Counts) error {
	return t.updateStatesFrom(c, revisionID, delta, func(s storedState) (models.SentenceStatus, bool) {
		return s.status.WithUncheckedClaim()
	})
}

// updateStatesSkippingOpen stores the states of the sentences of a claim that just got a verdict or was withdrawn. It skips open sentences
// that another unchecked claim keeps open. It adds the changes and delta to the counters.
func (t *tx) updateStatesSkippingOpen(c models.Claim, revisionID int64, delta models.Counts) error {
	return t.updateStatesFrom(c, revisionID, delta, func(s storedState) (models.SentenceStatus, bool) {
		return s.status, s.status.State == models.Open && s.keepsItOpen && s.ownOccurrence
	})
}

// updateStatesFrom stores the states of a claim's sentences. next returns the state that follows from the stored one, or false if all
// facts of the sentence are needed. They are also needed for a headline, since the title can take its status.
func (t *tx) updateStatesFrom(
	c models.Claim,
	revisionID int64,
	delta models.Counts,
	next func(storedState) (models.SentenceStatus, bool),
) error {
	stored, err := t.loadStoredStates(c.ID, revisionID)
	if err != nil {
		return fmt.Errorf("reading the sentences of claim %d: %w", c.ID, err)
	}
	var changes []stateChange
	for _, s := range stored {
		if is, ok := next(s); ok && s.region != sentence.Headline {
			changes = append(changes, stateChange{s.track, s.status, is})
			continue
		}
		facts, err := loadSentenceFacts(t, sentenceByID, s.id)
		if err != nil {
			return err
		}
		if facts, err = t.withTitle(facts); err != nil {
			return err
		}
		changes = append(changes, stateChanges(facts)...)
	}
	return t.storeStateChanges(c.ArticleID, c.DeskID, changes, delta)
}

func (t *tx) loadStoredStates(claimID, revisionID int64) ([]storedState, error) {
	var list []storedState
	err := t.queryEach(storedStatesQuery, []any{claimID, revisionID}, func(rows *sql.Rows) error {
		var s storedState
		err := rows.Scan(
			&s.id,
			&s.track,
			&s.region,
			&s.status.State,
			&s.status.ReadByTwo,
			&s.status.OnlyAuthorsChecked,
			&s.status.DependencyChanged,
			&s.keepsItOpen,
			&s.ownOccurrence,
		)
		list = append(list, s)
		return err
	})
	return list, err
}
