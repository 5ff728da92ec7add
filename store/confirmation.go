package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"linecheck/models"
	"linecheck/text"
)

// ConfirmSentence records that the reader has read a sentence in its current words, and that earlier findings still apply. Each ticked
// claim gets a verdict by the reader with its former status. Each ticked piece of evidence is given again for the new words. No other
// user's verdict counts again. If a ticked claim cannot be confirmed, nothing is changed, and the error gives the reason.
func (s *Store) ConfirmSentence(
	ctx context.Context,
	r models.Reader,
	sentenceID int64,
	ticked models.ConfirmationInput,
) (_ models.Location, err error) {
	defer wrap(&err, "confirm sentence %d", sentenceID)
	return s.changeSentence(ctx, r, sentenceID, func(t *tx, held sentenceForUpdate) error { return t.confirm(r, held, ticked) })
}

// confirmationRecord is what an event stores of a confirmation, to undo it.
type confirmationRecord struct {
	Sentence    int     `json:"sentence"`
	Track       int64   `json:"track"`
	Revision    int64   `json:"revision"`
	Words       string  `json:"words,omitempty"`
	Region      string  `json:"region,omitempty"`
	Refers      *string `json:"refers,omitempty"`
	Annotations []int64 `json:"annotations,omitempty"`
	Placed      []int64 `json:"placed,omitempty"`   // ids of occurrences
	Claims      []int64 `json:"claims,omitempty"`   // claims whose places were confirmed; absent in older events
	Evidence    []int64 `json:"evidence,omitempty"` // evidence given again

	Gaps []markGap `json:"gaps,omitempty"` // words that a claim covered when the sentence was read
}

func (t *tx) confirm(r models.Reader, held sentenceForUpdate, ticked models.ConfirmationInput) error {
	facts, err := t.loadFacts(held)
	if err != nil {
		return err
	}
	waiting := facts.ClaimsToConfirm()
	if facts.Status().State != models.Recheck && len(waiting) == 0 {
		return models.NewFieldError("confirm", "There is nothing to confirm in this sentence.")
	}
	done := confirmationRecord{
		Sentence: held.Ordinal,
		Track:    held.TrackID,
		Revision: held.RevisionID,
		Words:    held.Text,
		Region:   string(held.Region),
		Refers:   &held.Depends,
	}
	for _, id := range waiting {
		if err := t.confirmClaim(r, id, ticked, &done); err != nil {
			return err
		}
	}
	if facts, err = t.loadFacts(held); err != nil {
		return err
	}
	covered := facts.UncoveredParts(ticked.Covered)
	mark, err := t.addReadMark(r, held, facts, 0, covered...)
	if err != nil {
		return err
	}
	done.Gaps = markGapsOf(mark, covered)
	if err := t.updateSentenceState(held); err != nil {
		return err
	}
	if err := t.touchActivity(held.ArticleID, r.UserID); err != nil {
		return err
	}
	return t.recordEvent(
		event{
			actor:   r.UserID,
			action:  "sentence confirmed",
			object:  "reading",
			id:      mark,
			article: held.ArticleID,
			desk:    held.DeskID,
			after:   done,
		},
	)
}

// confirmClaim confirms a ticked claim for the reader: its place, and the verdict on its former words.
func (t *tx) confirmClaim(r models.Reader, id int64, ticked models.ConfirmationInput, done *confirmationRecord) error {
	c, err := t.loadClaim(r, id, models.ActCheck)
	if err != nil {
		return err
	}
	former, words, err := t.formerVerdicts(c)
	if err != nil || !ticked.IncludesClaim(id, len(former) == 0 || words.Exact == c.Exact) {
		return err
	}
	if ticked.IsClaimStale(id, c.Version) {
		return models.NewOutdatedOfferError("What was found of claim %s has changed since you looked. Please look again.", strconv.FormatInt(id,
			10))
	}
	if c.Placement == models.Moved {
		var moved []int64
		err := t.Raw("SELECT id FROM occurrences WHERE claim_id = ? AND revision_id = ? AND placement = 'moved' ORDER BY id", c.ID, c.RevisionID).
			Scan(&moved).
			Error
		if err != nil {
			return err
		}
		done.Placed, done.Claims = append(done.Placed, moved...), append(done.Claims, c.ID)
		if err := t.confirmPlacement(&c); err != nil {
			return err
		}
	}
	if former, words, err = t.formerVerdicts(c); err != nil {
		return err
	}
	if standing, err := t.recomputeStatus(c); err != nil || standing.Status != models.Unchecked || len(former) == 0 {
		return err // the verdicts on these very words came back with their place, or there were none
	}
	c.Version++
	corrected, err := t.correctedInto(c, words)
	if err != nil {
		return err
	}
	given, err := t.reconfirmEvidence(r, c, words, ticked)
	if err != nil {
		return err
	}
	done.Evidence = append(done.Evidence, given...)
	status, reason := models.ConfirmableStatus(former, r.UserID, c.Desk.Blind && !c.Role.Allows(models.ActRule))
	if corrected && reason.IsZero() && status != models.Sourced {
		if lack, err := t.missingEvidence(c); err != nil {
			return err
		} else if lack.IsZero() {
			status = models.Sourced // its evidence was given for the new words
		}
	}
	if !reason.IsZero() {
		return models.NewFieldError("confirm", "Claim %s: %s", strconv.FormatInt(id, 10), reason)
	}
	annotation, err := t.annotate(r, c, status, models.AnnotationInput{Version: c.Version}, nil)
	if err != nil {
		return err
	}
	done.Annotations = append(done.Annotations, annotation)
	return nil
}

// formerVerdicts returns the verdicts on the words that a claim had when it was last checked, and those
// words.
func (t *tx) formerVerdicts(c claimForUpdate) ([]models.Verdict, models.ClaimWords, error) {
	var words models.ClaimWords
	err := t.queryRow(
		`SELECT exact, context FROM annotations WHERE claim_id = $1 AND withdrawn_at IS NULL AND NOT imported AND NOT (exact = $2 AND context = $3)
		ORDER BY id DESC LIMIT 1`,
		[]any{c.ID, c.Exact, c.Context},
		&words.Exact,
		&words.Context,
	)
	if isNotFound(err) {
		return nil, words, nil
	}
	if err != nil {
		return nil, words, err
	}
	verdicts, err := t.loadVerdicts(c.ID, words)
	return models.CountedVerdicts(verdicts), words, err
}

// correctedInto reports whether an accepted or made correction turned a claim's former words into its current
// ones.
func (t *tx) correctedInto(c claimForUpdate, was models.ClaimWords) (bool, error) {
	var list []models.Correction
	err := t.Raw("SELECT k.* FROM corrections k WHERE k.claim_id = ? AND k.state IN ('accepted', 'made') AND "+proposedLocally+" ORDER BY k.id", c.ID).
		Scan(&list).
		Error
	for _, k := range list {
		if k.TurnsInto(was.Exact, c.Exact) {
			return true, err
		}
	}
	return false, err
}

// reconfirmEvidence gives ticked evidence for a claim's former words again, for the current words, in the reader's name and with the
// ticked stance. It does nothing if the claim's own words did not change, because the evidence still counts.
func (t *tx) reconfirmEvidence(r models.Reader, c claimForUpdate, was models.ClaimWords, ticked models.ConfirmationInput) ([]int64, error) {
	if text.SameCharacters(was.Exact, c.Exact) {
		return nil, nil
	}
	var list []models.Evidence
	if err := t.Raw("SELECT * FROM evidence WHERE claim_id = ? AND withdrawn_at IS NULL AND NOT imported AND exact = ? ORDER BY id", c.ID, was.Exact).Scan(&list).Error; err != nil {
		return nil, err
	}
	var ids []int64
	for _, e := range list {
		stance := ticked.EvidenceStance(e.ID, e.Stance)
		if stance == "" {
			continue
		}
		e.ConfirmsID, e.ID, e.AnnotationID, e.Exact, e.CreatedBy, e.CreatedAt = nullableID(
			e.ID,
		), 0, nil, c.Exact, nullableID(
			r.UserID,
		), t.now
		before := map[string]any{"evidence": *e.ConfirmsID, "words": was.Exact, "stance": e.Stance}
		e.Stance = stance
		if err := t.Create(&e).Error; err != nil {
			return nil, err
		}
		ids = append(ids, e.ID)
		if _, err := t.findQuotes("e.id = $1", e.ID); err != nil {
			return nil, err
		}
		err := t.recordEvent(
			event{actor: r.UserID, action: "evidence confirmed", object: "evidence", id: e.ID, article: c.ArticleID, desk: c.DeskID,
				before: before, after: map[string]any{"claim": c.ID, "confirms": *e.ConfirmsID, "words": c.Exact, "stance": e.Stance}},
		)
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// undoConfirmation undoes a confirmation: its annotations are withdrawn, and everything has to be checked
// again.
func (t *tx) undoConfirmation(r models.Reader, last undoableEvent) (models.Location, error) {
	var was confirmationRecord
	if err := json.Unmarshal([]byte(last.After), &was); err != nil {
		return models.Location{}, fmt.Errorf("reading event %d: %w", last.ID, err)
	}
	held, mark, err := t.confirmedSentence(r, last.ObjectID)
	if err != nil {
		return models.Location{}, err
	}
	if err := t.unconfirmPlacements(r, held, was); err != nil {
		return models.Location{}, err
	}
	for _, id := range was.Annotations {
		var a models.Annotation
		err := queryOne(
			t.DB,
			&a,
			"SELECT n.* FROM annotations n JOIN claims c ON c.id = n.claim_id AND c.withdrawn_at IS NULL WHERE n.id = ? AND n.withdrawn_at IS NULL",
			id,
		)
		if isNotFound(err) {
			continue
		}
		if err == nil {
			_, err = t.changeClaimByID(r, a.ClaimID, func(c claimForUpdate) error { return t.withdrawAnnotation(r, c, a) })
		}
		if err != nil {
			return models.Location{}, err
		}
	}
	for _, statement := range []string{"UPDATE evidence SET withdrawn_at = ?, withdrawn_by = ? WHERE id IN ? AND withdrawn_at IS NULL",
		"UPDATE readings SET withdrawn_at = ?, withdrawn_by = ? WHERE id IN ?"} {
		ids := was.Evidence
		if strings.Contains(statement, "readings") {
			ids = []int64{mark.ID}
		}
		if err := t.Exec(statement, t.now, r.UserID, ids).Error; err != nil {
			return models.Location{}, err
		}
	}
	if err := t.updateSentenceState(held); err != nil {
		return models.Location{}, err
	}
	return models.Location{
			ArticleID: held.ArticleID,
			Ordinal:   held.Ordinal,
		}, t.recordEvent(
			event{actor: r.UserID, action: "confirmation withdrawn", object: "reading", id: mark.ID,
				article: held.ArticleID, desk: held.DeskID, before: was},
		)
}

// confirmedSentence finds the sentence of a confirmation by its read mark.
func (t *tx) confirmedSentence(r models.Reader, readingID int64) (sentenceForUpdate, models.ReadMark, error) {
	var mark models.ReadMark
	if err := queryOne(t.DB, &mark, "SELECT * FROM readings WHERE id = ?", readingID); err != nil {
		return sentenceForUpdate{}, mark, err
	}
	var id int64
	err := queryOne(t.DB, &id, "SELECT id FROM sentences WHERE track_id = ? AND revision_id = ?", mark.TrackID, mark.RevisionID)
	if isNotFound(err) {
		return sentenceForUpdate{}, mark, models.ValidationErrors{
			{
				Field:  "undo",
				Detail: "Your last step was to confirm a sentence. It has been split or joined since, so that cannot be taken back alone.",
			},
		}
	}
	if err != nil {
		return sentenceForUpdate{}, mark, err
	}
	held, err := t.loadSentence(r, id, models.ActCheck)
	return held, mark, err
}

// unconfirmPlacements makes the claims whose places were confirmed wait for a confirmation again.
func (t *tx) unconfirmPlacements(r models.Reader, held sentenceForUpdate, was confirmationRecord) error {
	if len(was.Placed) == 0 {
		return nil
	}
	if err := t.Exec("UPDATE occurrences SET placement = 'moved' WHERE id IN ? AND revision_id = ?", was.Placed, held.RevisionID).Error; err != nil {
		return err
	}
	var claims []int64
	err := t.Raw(`SELECT DISTINCT c.id FROM occurrences o JOIN claims c ON c.id = o.claim_id AND c.withdrawn_at IS NULL
		WHERE o.id IN ? AND o.revision_id = ? ORDER BY c.id`, was.Placed, held.RevisionID).Scan(&claims).Error
	if err != nil {
		return err
	}
	for _, id := range claims {
		c, err := t.loadClaim(r, id, models.ActCheck)
		if err != nil {
			return err
		}
		c.Context = ""
		if _, err := t.recomputeStatus(c); err != nil {
			return err
		}
	}
	return nil
}
