package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"

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
		_, err = t.annotate(r, c, status, tag, given)
		return err
	})
	return place, err
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
	a := models.Annotation{ClaimID: c.ID, ReviewerID: r.UserID, RevisionID: c.RevisionID, Status: status, Note: tag.Note, Ruling: tag.Ruling, At: t.now}
	err := t.row(`INSERT INTO annotations (claim_id, reviewer_id, revision_id, status, note, ruling, at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		[]any{a.ClaimID, a.ReviewerID, a.RevisionID, a.Status, a.Note, a.Ruling, a.At}, &a.ID)
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
	if c.Placement == models.Moved {
		if err := t.confirmByTag(c); err != nil {
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
	return a.ID, t.record(event{actor: r.UserID, action: "annotation made", object: "annotation", id: a.ID, article: c.ArticleID, desk: c.DeskID,
		before: reopened(c, after, map[string]any{"claim": c.ID, "status": c.Status, "disagree": c.Disagree}, c.Resolution),
		after: reopened(c, after, map[string]any{"claim": c.ID, "status": after.Status, "disagree": after.Disagree, "says": status,
			"revision": c.RevisionID, "note": tag.Note, "ruling": tag.Ruling}, models.Unresolved)})
}

// restand derives a claim's standing from its live annotations, writes it, and settles its sentences and the counters.
func (t *tx) restand(c heldClaim) (models.Standing, error) {
	standing, err := t.standingSince(c.ID, c.SinceRevision)
	if err != nil {
		return standing, err
	}
	if err := t.noteStatus(c.Claim); err != nil {
		return standing, err
	}
	// How a claim ended was said of this status: of another one it says nothing.
	n, err := t.exec(`UPDATE claims SET status = $1, disagree = $2, version = version + 1, changed_at = $3,
			resolution = CASE WHEN status = $1 THEN resolution ELSE 'none' END, resolved_by = CASE WHEN status = $1 THEN resolved_by END,
			resolved_at = CASE WHEN status = $1 THEN resolved_at END
		WHERE id = $4 AND version = $5`,
		standing.Status, standing.Disagree, t.now, c.ID, c.Version)
	if err != nil {
		return standing, err
	}
	if n == 0 {
		return standing, models.ErrStale
	}
	var delta models.Counts
	delta.AddClaim(models.Standing{Status: c.Status, Disagree: c.Disagree}, -1)
	delta.AddClaim(standing, 1)
	return standing, t.settle(c.Claim, c.RevisionID, delta)
}

// standingSince derives a claim's standing from its annotations that are not withdrawn and were made on a revision of that number or later.
func (t *tx) standingSince(claimID int64, number int) (models.Standing, error) {
	verdicts, err := t.verdictsOn(claimID, number, math.MaxInt32)
	return models.StandingOf(verdicts), err
}

// verdictsOn are the annotations of a claim that are not withdrawn and were made on revisions of these numbers, half open.
func (t *tx) verdictsOn(claimID int64, from, until int) ([]models.Verdict, error) {
	var verdicts []models.Verdict
	err := t.rows(`SELECT n.id, n.reviewer_id, n.status, n.ruling FROM annotations n JOIN revisions v ON v.id = n.revision_id
		WHERE n.claim_id = $1 AND n.withdrawn_at IS NULL AND v.number >= $2 AND v.number < $3`, []any{claimID, from, until}, func(rows *sql.Rows) error {
		var v models.Verdict
		err := rows.Scan(&v.ID, &v.ReviewerID, &v.Status, &v.Ruling)
		verdicts = append(verdicts, v)
		return err
	})
	return verdicts, err
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
		if a.ReviewerID != r.UserID && !c.Role.May(models.ActRule) {
			return fmt.Errorf("%w: only who made an annotation, or an editor, can withdraw it", models.ErrForbidden)
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
	if err := t.withdrawGiven(r, c, a); err != nil {
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
	return t.record(event{actor: r.UserID, action: "annotation withdrawn", object: "annotation", id: a.ID, article: c.ArticleID, desk: c.DeskID,
		before: reopened(c, after, map[string]any{"claim": c.ID, "status": c.Status, "disagree": c.Disagree, "said": a.Status}, c.Resolution),
		after:  reopened(c, after, map[string]any{"claim": c.ID, "status": after.Status, "disagree": after.Disagree}, models.Unresolved)})
}

// reopened adds to one half of an event how the claim had ended, where a new status has ended that.
func reopened(c heldClaim, after models.Standing, half map[string]any, resolution models.Resolution) map[string]any {
	if c.Resolution != models.Unresolved && c.Status != after.Status {
		half["resolution"] = resolution
	}
	return half
}

// withdrawGiven takes back the evidence that came with an annotation, unless another live "sourced" may rest on it.
func (t *tx) withdrawGiven(r models.Reader, c heldClaim, a models.Annotation) error {
	var resting int
	err := t.Raw(restingOn, c.ID, models.Sourced).Scan(&resting).Error
	if err != nil || resting > 0 {
		return err
	}
	return t.Exec("UPDATE evidence SET withdrawn_at = ?, withdrawn_by = ? WHERE annotation_id = ? AND withdrawn_at IS NULL", t.now, r.UserID, a.ID).Error
}
