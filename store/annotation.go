package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"linecheck/models"
)

// Annotate writes down what a reviewer says of a claim, with the evidence given for it, and derives the claim's standing anew.
// A claim that has changed since the version that was read is ErrStale.
func (s *Store) Annotate(ctx context.Context, r models.Reader, claimID int64, tag models.Tag) (_ models.Place, err error) {
	defer wrap(&err, "annotate claim %d", claimID)
	var place models.Place
	err = s.change(ctx, func(t *tx) error {
		act := models.ActCheck
		if tag.Ruling {
			act = models.ActRule
		}
		c, err := t.claim(r, claimID, act)
		if err != nil {
			return err
		}
		given, status, err := checkTag(tag)
		if err != nil {
			return err
		}
		if c.Version != tag.Version {
			return models.ErrStale
		}
		if place, err = t.place(claimID); err != nil {
			return err
		}
		if err := t.explained(r, c, status, tag.Note, given); err != nil {
			return err
		}
		_, err = t.annotate(r, c, status, tag, given)
		return err
	})
	return place, err
}

// explained refuses a verdict that does not say what was tried or what speaks against the claim. Of evidence for a claim that the reader
// checks blind only their own counts.
func (t *tx) explained(r models.Reader, c heldClaim, status models.Status, note string, evidence []given) error {
	contradicted := slices.ContainsFunc(evidence, func(g given) bool { return g.evidence.Stance == models.Contradicts })
	if status == models.Disputed && !contradicted {
		cited, err := t.citedSeen(r, c, 0)
		if err != nil {
			return err
		}
		contradicted = slices.ContainsFunc(cited, func(e models.Cited) bool { return e.Stance == models.Contradicts })
	}
	var wrong models.Invalid
	models.CheckVerdictNote(status, note, contradicted, &wrong)
	return wrong.Err()
}

// given is evidence that has been read: its source and what it says.
type given struct {
	source   models.Source
	evidence models.Evidence
	origin   string // of what is copied: stands behind the locator
}

// checkTag reads what was typed.
func checkTag(tag models.Tag) ([]given, models.Status, error) {
	var wrong models.Invalid
	status, err := models.ParseAnnotationStatus(tag.Status)
	if err != nil {
		wrong.Add("status", "Please choose sourced, disputed or unverified.")
	}
	models.CheckNote("note", tag.Note, &wrong)
	models.CheckNote("override", tag.Override, &wrong)
	var list []given
	for _, e := range tag.Evidence {
		if e.Empty() {
			continue
		}
		source, evidence := e.Check("evidence-", &wrong)
		list = append(list, given{source: source, evidence: evidence})
	}
	return list, status, wrong.Err()
}

// lostWords is said of a claim that stands nowhere.
const lostWords = "The words of this claim are not in the text any more. Say where it stands now, or retire it."

// annotate writes an annotation, and returns its id.
func (t *tx) annotate(r models.Reader, c heldClaim, status models.Status, tag models.Tag, evidence []given) (int64, error) {
	if c.Placement == models.Lost {
		return 0, models.Invalid{{Field: "status", Detail: lostWords}}
	}
	if tag.Ruling {
		if err := t.mayRule(c, tag); err != nil {
			return 0, err
		}
		if bar, _, err := t.accountBar(r, c.DeskID); err != nil || bar != "" {
			return 0, orBarred(err, "ruling", bar)
		}
	}
	if c.Placement == models.Moved { // a verdict on the words where they stand says that this is their place
		if err := t.confirmPlace(&c); err != nil {
			return 0, err
		}
	}
	depends, err := t.dependsOf(c)
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
	err = t.row(`INSERT INTO annotations (claim_id, reviewer_id, revision_id, status, note, ruling, at, exact, context, depends)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		[]any{a.ClaimID, a.ReviewerID, a.RevisionID, a.Status, a.Note, a.Ruling, a.At, a.Exact, a.Context, a.Depends}, &a.ID)
	if err != nil {
		return 0, fmt.Errorf("writing the annotation: %w", err)
	}
	for _, g := range evidence {
		if err := t.addEvidence(r, c, g, &a.ID); err != nil {
			return 0, err
		}
	}
	if status == models.Sourced {
		if err := t.proved(r, c, a.ID, tag.Override); err != nil {
			return 0, err
		}
	}
	after, err := t.restand(c)
	if err != nil {
		return 0, err
	}
	if err := t.worked(c.ArticleID, r.UserID); err != nil {
		return 0, err
	}
	return a.ID, t.record(
		event{actor: r.UserID, action: "annotation made", object: "annotation", id: a.ID, article: c.ArticleID, desk: c.DeskID,
			before: reopened(c, map[string]any{"claim": c.ID, "status": c.Status, "disagree": c.Disagree}, c.Resolution),
			after: reopened(c, map[string]any{"claim": c.ID, "status": after.Status, "disagree": after.Disagree, "says": status,
				"revision": c.RevisionID, "note": tag.Note, "ruling": tag.Ruling, "words": a.Exact, "context": a.Context,
				"refers": depends}, models.Unresolved)},
	)
}

// mayRule refuses a ruling where reviewers do not disagree and no evidence waits for an answer, or without a reason.
func (t *tx) mayRule(c heldClaim, tag models.Tag) error {
	var wrong models.Invalid
	contradicted, err := t.contradicted(c.ID)
	if err != nil {
		return err
	}
	if !c.Disagree && !contradicted {
		wrong.Add("ruling", "Nobody disagrees on this claim, so there is nothing to rule on. Give your own verdict instead.")
	}
	models.CheckReason("note", tag.Note, &wrong)
	return wrong.Err()
}

// confirmPlace says that a claim stands where it was found.
func (t *tx) confirmPlace(c *heldClaim) error {
	if _, err := t.exec("UPDATE occurrences SET placement = 'placed' WHERE claim_id = $1 AND revision_id = $2 AND placement = 'moved'", c.ID, c.RevisionID); err != nil {
		return err
	}
	words, err := t.wordsAt(c.ID, c.RevisionID)
	c.Exact, c.Context, c.Placement = words.Exact, words.Context, models.Placed
	if err != nil {
		return err
	}
	return t.gapsIn("o.claim_id = $1 AND o.revision_id = $2", c.ID, c.RevisionID)
}

// WithdrawAnnotation takes an annotation back: its reviewer, or an editor. It stays in the record.
func (s *Store) WithdrawAnnotation(ctx context.Context, r models.Reader, id int64) (_ models.Place, err error) {
	defer wrap(&err, "withdraw annotation %d", id)
	var place models.Place
	err = s.change(ctx, func(t *tx) error {
		var a models.Annotation
		if err := one(t.DB, &a, "SELECT * FROM annotations WHERE id = ? AND withdrawn_at IS NULL", id); err != nil {
			return err
		}
		c, err := t.claim(r, a.ClaimID, models.ActCheck)
		if err != nil {
			return err
		}
		if a.ReviewerID != r.UserID { // nobody's word disappears by another's act
			return fmt.Errorf("%w: %w", models.ErrForbidden, models.Invalid{{Field: "annotation",
				Detail: "Only the person who gave a verdict can withdraw it. An editor can rule on a disagreement or save an outcome instead."}})
		}
		if place, err = t.place(c.ID); err != nil {
			return err
		}
		return t.withdrawAnnotation(r, c, a)
	})
	return place, err
}

func (t *tx) withdrawAnnotation(r models.Reader, c heldClaim, a models.Annotation) error {
	if err := t.Exec("UPDATE annotations SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?", t.now, r.UserID, a.ID).Error; err != nil {
		return err
	}
	given, err := t.withdrawGiven(r, c, a)
	if err != nil {
		return err
	}
	if err := t.withdrawReason(c, a); err != nil {
		return err
	}
	after, err := t.restand(c)
	if err != nil {
		return err
	}
	if err := t.worked(c.ArticleID, r.UserID); err != nil {
		return err
	}
	is := reopened(c, map[string]any{"claim": c.ID, "status": after.Status, "disagree": after.Disagree}, models.Unresolved)
	if len(given) > 0 {
		is["evidence"] = given
	}
	return t.record(
		event{actor: r.UserID, action: "annotation withdrawn", object: "annotation", id: a.ID, article: c.ArticleID, desk: c.DeskID,
			before: reopened(c, map[string]any{"claim": c.ID, "status": c.Status, "disagree": c.Disagree, "said": a.Status}, c.Resolution),
			after:  is},
	)
}

// reopened adds to one half of an event how the claim had ended: a verdict that is newer ends that.
func reopened(c heldClaim, half map[string]any, resolution models.Resolution) map[string]any {
	if c.Resolution != models.Unresolved {
		half["resolution"] = resolution
	}
	return half
}

// withdrawGiven takes back the evidence that came with an annotation, unless another live "sourced" may rest on it. It returns its ids.
func (t *tx) withdrawGiven(r models.Reader, c heldClaim, a models.Annotation) ([]int64, error) {
	var resting int
	err := t.Raw(restingOn, c.ID, models.Sourced).Scan(&resting).Error
	if err != nil || resting > 0 {
		return nil, err
	}
	var given []int64
	err = t.rows(
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
