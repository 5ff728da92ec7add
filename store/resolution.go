package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// EditClaim changes a claim's kind and risk. A claim that has changed since the version that was read is ErrStale.
func (s *Store) EditClaim(ctx context.Context, r models.Reader, claimID int64, e models.ClaimEdit) (_ models.Place, err error) {
	defer wrap(&err, "edit claim %d", claimID)
	return s.changeClaim(ctx, r, claimID, models.ActCheck, e.Version, func(t *tx, c heldClaim) error {
		kind, risk, err := e.Check()
		if err != nil {
			return err
		}
		if err := one(t.DB, &c.Claim, "SELECT * FROM claims WHERE id = ?", claimID); err != nil {
			return err
		}
		relabelled := c.Claim
		relabelled.Kind, relabelled.Risk = kind, risk
		if err := c.Desk.CheckRelabel(c.Claim, relabelled, c.Role); err != nil {
			return err
		}
		if _, err := t.exec("UPDATE claims SET kind = $1, risk = $2 WHERE id = $3", kind, risk, claimID); err != nil {
			return err
		}
		proved := c
		proved.Claim = relabelled
		if err := t.noteProof(proved, c.Status); err != nil {
			return err
		}
		if err := t.touchClaim(c); err != nil {
			return err
		}
		return t.record(event{actor: r.UserID, action: "claim edited", object: "claim", id: claimID, article: c.ArticleID, desk: c.DeskID,
			before: map[string]any{"kind": c.Kind, "risk": c.Risk}, after: map[string]any{"kind": kind, "risk": risk}})
	})
}

// Resolve says how a claim ended, or that it has not. The status stays what reviewers found; a newer verdict ends the outcome.
func (s *Store) Resolve(ctx context.Context, r models.Reader, claimID int64, e models.Ending) (_ models.Place, err error) {
	defer wrap(&err, "resolve claim %d", claimID)
	return s.changeClaim(ctx, r, claimID, models.ActRule, e.Version, func(t *tx, c heldClaim) error {
		end, err := models.ParseResolution(e.Resolution)
		if err != nil {
			return models.Invalid{{Field: "resolution", Detail: "Please choose how the claim ended."}}
		}
		if bar, _, err := t.accountBar(r, c.DeskID); err != nil || bar != "" {
			return orBarred(err, "resolution", bar)
		}
		corrected := false
		if err := t.row("SELECT EXISTS (SELECT 1 FROM corrections k WHERE k.claim_id = $1 AND k.state <> 'declined' AND "+proposedHere+")", []any{claimID}, &corrected); err != nil {
			return err
		}
		standing := models.Standing{Status: c.Status, Disagree: c.Disagree, Contested: c.Contested}
		if err := e.Check(end, standing, c.Placement == models.Lost, corrected); err != nil {
			return err
		}
		return t.resolve(r, c, end, e.Reason)
	})
}

// resolve writes an outcome for a claim's words as they stand.
func (t *tx) resolve(r models.Reader, c heldClaim, end models.Resolution, reason string) error {
	row := models.ClaimOutcome{
		ClaimID:    c.ID,
		Resolution: end,
		Reason:     reason,
		Exact:      c.Exact,
		Context:    c.Context,
		UserID:     ref(r.UserID),
		At:         t.now,
	}
	if err := t.row("SELECT coalesce(max(id), 0) FROM annotations WHERE claim_id = $1", []any{c.ID}, &row.AfterID); err != nil {
		return err
	}
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	if _, err := t.restand(c); err != nil {
		return err
	}
	return t.record(event{actor: r.UserID, action: "claim resolved", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
		before: map[string]any{
			"resolution": c.Resolution,
		}, after: map[string]any{"resolution": end, "reason": reason, "words": c.Exact, "context": c.Context, "outcome": row.ID, "after": row.AfterID}})
}

// changeClaim runs a change of a claim by who may do it and has read this version, and says where the claim stands.
func (s *Store) changeClaim(
	ctx context.Context,
	r models.Reader,
	claimID int64,
	act models.Act,
	version int,
	do func(*tx, heldClaim) error,
) (models.Place, error) {
	var place models.Place
	err := s.change(ctx, func(t *tx) error {
		c, err := t.claim(r, claimID, act)
		if err != nil {
			return err
		}
		if c.Version != version {
			return models.ErrStale
		}
		if place, err = t.place(claimID); err != nil {
			return err
		}
		if err := do(t, c); err != nil {
			return err
		}
		return t.worked(c.ArticleID, r.UserID)
	})
	return place, err
}

// namedOutcome is who said how a claim ended, and why.
type namedOutcome struct {
	ID           int64
	Name, Reason string
}

// outcomesOf are the outcomes of some claims, by claim.
func outcomesOf(db *gorm.DB, claims any) (map[int64]namedOutcome, error) {
	var rows []namedOutcome
	err := db.Raw(`SELECT c.id, u.name, coalesce((SELECT o.reason FROM outcomes o WHERE o.claim_id = c.id ORDER BY o.id DESC LIMIT 1), '') AS reason
		FROM claims c JOIN users u ON u.id = c.resolved_by WHERE c.id IN (?)`, claims).
		Scan(&rows).
		Error
	found := map[int64]namedOutcome{}
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, err
}
