package store

import (
	"context"

	"gorm.io/gorm"

	"linecheck/models"
)

// EditClaim changes a claim's kind and risk. It returns ErrStale if the claim has changed since the version
// that was read.
func (s *Store) EditClaim(ctx context.Context, r models.Reader, claimID int64, e models.ClaimEdit) (_ models.Location, err error) {
	defer wrap(&err, "edit claim %d", claimID)
	return s.changeClaim(ctx, r, claimID, models.ActCheck, e.Version, func(t *tx, c claimForUpdate) error {
		kind, risk, err := e.Check()
		if err != nil {
			return err
		}
		if err := queryOne(t.DB, &c.Claim, "SELECT * FROM claims WHERE id = ?", claimID); err != nil {
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
		if err := t.updateProof(proved, c.Status); err != nil {
			return err
		}
		if err := t.touchClaim(c); err != nil {
			return err
		}
		return t.recordEvent(
			event{actor: r.UserID, action: "claim edited", object: "claim", id: claimID, article: c.ArticleID, desk: c.DeskID,
				before: map[string]any{"kind": c.Kind, "risk": c.Risk}, after: map[string]any{"kind": kind, "risk": risk}},
		)
	})
}

// Resolve sets a claim's outcome, or removes it. The status does not change; a newer verdict ends the
// outcome.
func (s *Store) Resolve(ctx context.Context, r models.Reader, claimID int64, e models.OutcomeInput) (_ models.Location, err error) {
	defer wrap(&err, "resolve claim %d", claimID)
	return s.changeClaim(ctx, r, claimID, models.ActRule, e.Version, func(t *tx, c claimForUpdate) error { return t.setOutcome(r, c, e) })
}

// setOutcome checks a claim's outcome and stores it.
func (t *tx) setOutcome(r models.Reader, c claimForUpdate, e models.OutcomeInput) error {
	end, err := models.ParseResolution(e.Resolution)
	if err != nil {
		return models.NewFieldError("resolution", "Please choose how the claim ended.")
	}
	if bar, _, err := t.accountRestriction(r, c.DeskID); err != nil || !bar.IsZero() {
		return restrictedError(err, "resolution", bar)
	}
	corrected := false
	err = t.queryRow(`SELECT EXISTS (SELECT 1 FROM corrections k
		WHERE k.claim_id = $1 AND k.state <> 'declined' AND `+proposedLocally+")", []any{c.ID}, &corrected)
	if err != nil {
		return err
	}
	standing := models.ClaimStatus{Status: c.Status, Disagree: c.Disagree, Contested: c.Contested}
	if err := e.Check(end, standing, c.Placement == models.Lost, corrected); err != nil {
		return err
	}
	return t.resolve(r, c, end, e.Reason)
}

// resolve stores an outcome for a claim's current words.
func (t *tx) resolve(r models.Reader, c claimForUpdate, end models.Resolution, reason string) error {
	row := models.ClaimOutcome{
		ClaimID:    c.ID,
		Resolution: end,
		Reason:     reason,
		Exact:      c.Exact,
		Context:    c.Context,
		UserID:     nullableID(r.UserID),
		At:         t.now,
	}
	if err := t.queryRow("SELECT coalesce(max(id), 0) FROM annotations WHERE claim_id = $1", []any{c.ID}, &row.AfterID); err != nil {
		return err
	}
	if err := t.Create(&row).Error; err != nil {
		return err
	}
	if _, err := t.recomputeStatus(c); err != nil {
		return err
	}
	return t.recordEvent(event{actor: r.UserID, action: "claim resolved", object: "claim", id: c.ID, article: c.ArticleID, desk: c.DeskID,
		before: map[string]any{
			"resolution": c.Resolution,
		}, after: map[string]any{"resolution": end, "reason": reason, "words": c.Exact, "context": c.Context, "outcome": row.ID, "after": row.AfterID}})
}

// changeClaim runs a change of a claim after checking rights and version, and returns the claim's location.
func (s *Store) changeClaim(
	ctx context.Context,
	r models.Reader,
	claimID int64,
	act models.Act,
	version int,
	do func(*tx, claimForUpdate) error,
) (models.Location, error) {
	var place models.Location
	err := s.writeTx(ctx, func(t *tx) error {
		c, err := t.loadClaim(r, claimID, act)
		if err != nil {
			return err
		}
		if c.Version != version {
			return models.ErrStale
		}
		if place, err = t.claimLocation(claimID); err != nil {
			return err
		}
		if err := do(t, c); err != nil {
			return err
		}
		return t.touchActivity(c.ArticleID, r.UserID)
	})
	return place, err
}

// namedOutcome is who set a claim's outcome, and why.
type namedOutcome struct {
	ID           int64
	Name, Reason string
}

// outcomesOf reads the outcomes of claims, by claim.
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
