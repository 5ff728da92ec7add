package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"linecheck/models"
	"linecheck/text/message"
)

// Annotate stores a reviewer's verdict on a claim with its evidence, and recomputes the claim's status. It
// returns ErrStale if the claim has changed since the version that was read.
func (s *Store) Annotate(ctx context.Context, r models.Reader, claimID int64, tag models.AnnotationInput) (_ models.Location, err error) {
	defer wrap(&err, "annotate claim %d", claimID)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		act := models.ActCheck
		if tag.Ruling {
			act = models.ActRule
		}
		c, err := t.loadClaim(r, claimID, act)
		if err != nil {
			return err
		}
		given, status, err := parseAnnotationInput(tag)
		if err != nil {
			return err
		}
		if c.Version != tag.Version {
			return models.ErrStale
		}
		if place, err = t.claimLocation(claimID); err != nil {
			return err
		}
		if err := t.checkExplained(r, c, status, tag.Note, given); err != nil {
			return err
		}
		_, err = t.annotate(r, c, status, tag, given)
		return err
	})
	return place, err
}

// checkExplained refuses a verdict without an explanation of what was tried or what contradicts the claim.
// For a reviewer who checks blind, only their own evidence counts as contradiction.
func (t *tx) checkExplained(r models.Reader, c claimForUpdate, status models.Status, note string, evidence []evidenceInput) error {
	contradicted := slices.ContainsFunc(evidence, func(g evidenceInput) bool { return g.evidence.Stance == models.Contradicts })
	if status == models.Disputed && !contradicted {
		cited, err := t.evidenceCountedFor(r, c, 0)
		if err != nil {
			return err
		}
		contradicted = slices.ContainsFunc(cited, func(e models.CitedEvidence) bool { return e.Stance == models.Contradicts })
	}
	var wrong models.ValidationErrors
	models.CheckVerdictNote(status, note, contradicted, &wrong)
	return wrong.Err()
}

// evidenceInput is validated evidence with its source.
type evidenceInput struct {
	source   models.Source
	evidence models.Evidence
	origin   string // the origin of copied evidence; appended to the locator
	prefix   string // of the fields' names in errors
}

// fieldPrefix is the prefix under which errors name the fields.
func (g evidenceInput) fieldPrefix() string { return cmp.Or(g.prefix, models.EvidencePrefix(1)) }

// parseAnnotationInput validates a verdict with its evidence.
func parseAnnotationInput(tag models.AnnotationInput) ([]evidenceInput, models.Status, error) {
	var wrong models.ValidationErrors
	status, err := models.ParseAnnotationStatus(tag.Status)
	if err != nil {
		wrong.Add("status", "Please choose sourced, disputed or unverified.")
	}
	models.CheckNote("note", tag.Note, &wrong)
	models.CheckNote("override", tag.Override, &wrong)
	var list []evidenceInput
	for _, e := range tag.Evidence {
		if e.Empty() {
			continue
		}
		source, evidence := e.Check(e.FieldPrefix(), &wrong)
		list = append(list, evidenceInput{source: source, evidence: evidence, prefix: e.FieldPrefix()})
	}
	return list, status, wrong.Err()
}

// lostClaimMessage is the error for a verdict on a lost claim.
const lostClaimMessage message.Key = "The words of this claim are no longer in the text. Say where the claim is now, or retire it."

// annotate stores an annotation and returns its id.
func (t *tx) annotate(
	r models.Reader,
	c claimForUpdate,
	status models.Status,
	tag models.AnnotationInput,
	evidence []evidenceInput,
) (int64, error) {
	if c.Placement == models.Lost {
		return 0, models.NewFieldError("status", lostClaimMessage)
	}
	if tag.Ruling {
		if err := t.mayRule(r, c, tag); err != nil {
			return 0, err
		}
	}
	if c.Placement == models.Moved { // a verdict on words also confirms their place
		if err := t.confirmPlacement(&c); err != nil {
			return 0, err
		}
	}
	depends, err := t.loadDependency(c)
	if err != nil {
		return 0, err
	}
	a := models.Annotation{
		ClaimID:    c.ID,
		ReviewerID: r.UserID,
		RevisionID: c.RevisionID,
		Status:     status,
		Note:       tag.Note,
		Ruling:     tag.Ruling,
		At:         t.now,
		Exact:      c.Exact,
		Context:    c.Context,
		Depends:    &depends,
	}
	if err := t.insertAnnotation(&a); err != nil {
		return 0, err
	}
	for _, g := range evidence {
		if err := t.addEvidence(r, c, g, &a.ID); err != nil {
			return 0, err
		}
	}
	if status == models.Sourced {
		if err := t.checkPolicy(r, c, a.ID, tag.Override); err != nil {
			return 0, err
		}
	}
	after, err := t.recomputeStatusWith(c, t.updateStatesSkippingOpen)
	if err != nil {
		return 0, err
	}
	if err := t.touchActivity(c.ArticleID, r.UserID); err != nil {
		return 0, err
	}
	return a.ID, t.recordAnnotation(r, c, a, after)
}

// insertAnnotation writes an annotation and sets its id.
func (t *tx) insertAnnotation(a *models.Annotation) error {
	err := t.queryRow(`INSERT INTO annotations (claim_id, reviewer_id, revision_id, status, note, ruling, at, exact, context, depends)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		[]any{a.ClaimID, a.ReviewerID, a.RevisionID, a.Status, a.Note, a.Ruling, a.At, a.Exact, a.Context, a.Depends}, &a.ID)
	if err != nil {
		return fmt.Errorf("writing the annotation: %w", err)
	}
	return nil
}

// recordAnnotation writes the event of an annotation. after is the status that it gave its claim.
func (t *tx) recordAnnotation(r models.Reader, c claimForUpdate, a models.Annotation, after models.ClaimStatus) error {
	return t.recordEvent(
		event{actor: r.UserID, action: "annotation made", object: "annotation", id: a.ID, article: c.ArticleID, desk: c.DeskID,
			before: withReopened(c, map[string]any{"claim": c.ID, "status": c.Status, "disagree": c.Disagree}, c.Resolution),
			after: withReopened(c, map[string]any{"claim": c.ID, "status": after.Status, "disagree": after.Disagree, "says": a.Status,
				"revision": c.RevisionID, "note": a.Note, "ruling": a.Ruling, "words": a.Exact, "context": a.Context,
				"refers": *a.Depends}, models.Unresolved),
			notice: models.NoticeFacts{ClaimID: c.ID, Verdict: a.Status, Ruling: a.Ruling, Disagree: after.Disagree}},
	)
}

// mayRule refuses a ruling without a reason, if there is neither a disagreement nor unanswered contradicting
// evidence, and from a restricted account.
func (t *tx) mayRule(r models.Reader, c claimForUpdate, tag models.AnnotationInput) error {
	var wrong models.ValidationErrors
	contradicted, err := t.hasContradiction(c.ID)
	if err != nil {
		return err
	}
	if !c.Disagree && !contradicted {
		wrong.Add("ruling", "Nobody disagrees on this claim, so there is nothing to rule on. Give your own verdict instead.")
	}
	models.CheckReason("note", tag.Note, &wrong)
	if len(wrong) > 0 {
		return wrong
	}
	if bar, _, err := t.accountRestriction(r, c.DeskID); err != nil || !bar.IsZero() {
		return restrictedError(err, "ruling", bar)
	}
	return nil
}

// confirmPlacement confirms that a claim is where it was found.
func (t *tx) confirmPlacement(c *claimForUpdate) error {
	if _, err := t.exec("UPDATE occurrences SET placement = 'placed' WHERE claim_id = $1 AND revision_id = $2 AND placement = 'moved'", c.ID, c.RevisionID); err != nil {
		return err
	}
	words, err := t.loadWords(c.ID, c.RevisionID)
	c.Exact, c.Context, c.Placement = words.Exact, words.Context, models.Placed
	if err != nil {
		return err
	}
	return t.addMarkGaps("o.claim_id = $1 AND o.revision_id = $2", c.ID, c.RevisionID)
}

// WithdrawAnnotation withdraws an annotation of the reader's own. It stays in the audit log.
func (s *Store) WithdrawAnnotation(ctx context.Context, r models.Reader, id int64) (_ models.Location, err error) {
	defer wrap(&err, "withdraw annotation %d", id)
	var place models.Location
	err = s.writeTx(ctx, func(t *tx) error {
		var a models.Annotation
		if err := queryOne(t.DB, &a, "SELECT * FROM annotations WHERE id = ? AND withdrawn_at IS NULL", id); err != nil {
			return err
		}
		c, err := t.loadClaim(r, a.ClaimID, models.ActCheck)
		if err != nil {
			return err
		}
		if a.ReviewerID != r.UserID { // only its reviewer may withdraw it
			return fmt.Errorf("%w: %w", models.ErrForbidden, models.NewFieldError("annotation", "Only the person who gave a verdict can "+
				"withdraw it. An editor can rule on a disagreement or save an outcome instead."))
		}
		if place, err = t.claimLocation(c.ID); err != nil {
			return err
		}
		return t.withdrawAnnotation(r, c, a)
	})
	return place, err
}

func (t *tx) withdrawAnnotation(r models.Reader, c claimForUpdate, a models.Annotation) error {
	if err := t.Exec("UPDATE annotations SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, a.ID).Error; err != nil {
		return err
	}
	given, err := t.withdrawAttachedEvidence(r, c, a)
	if err != nil {
		return err
	}
	if err := t.checkOverrideWithdrawal(c, a); err != nil {
		return err
	}
	after, err := t.recomputeStatus(c)
	if err != nil {
		return err
	}
	if err := t.touchActivity(c.ArticleID, r.UserID); err != nil {
		return err
	}
	is := withReopened(c, map[string]any{"claim": c.ID, "status": after.Status, "disagree": after.Disagree}, models.Unresolved)
	if len(given) > 0 {
		is["evidence"] = given
	}
	return t.recordEvent(
		event{actor: r.UserID, action: "annotation withdrawn", object: "annotation", id: a.ID, article: c.ArticleID, desk: c.DeskID,
			before: withReopened(
				c,
				map[string]any{"claim": c.ID, "status": c.Status, "disagree": c.Disagree, "said": a.Status},
				c.Resolution,
			),
			after: is},
	)
}

// withReopened adds the claim's resolution to the before or after part of an event. A newer verdict ends a resolution.
func withReopened(c claimForUpdate, half map[string]any, resolution models.Resolution) map[string]any {
	if c.Resolution != models.Unresolved {
		half["resolution"] = resolution
	}
	return half
}

// withdrawAttachedEvidence withdraws the evidence that was given with an annotation, unless another live
// "sourced" may need it. It returns its ids.
func (t *tx) withdrawAttachedEvidence(r models.Reader, c claimForUpdate, a models.Annotation) ([]int64, error) {
	var resting int
	err := t.Raw(countingVerdictsQuery, c.ID, models.Sourced).Scan(&resting).Error
	if err != nil || resting > 0 {
		return nil, err
	}
	var given []int64
	err = t.queryEach(
		"UPDATE evidence SET withdrawn_at = $1, withdrawn_by = $2 WHERE annotation_id = $3 AND withdrawn_at IS NULL RETURNING id",
		[]any{t.now, r.UserID, a.ID},
		func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			given = append(given, id)
			return err
		},
	)
	slices.Sort(given)
	return given, err
}
