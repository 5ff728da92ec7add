package store

import (
	"context"
	"errors"

	"linecheck/models"
)

// ResolveClaims sets one outcome of several claims, with one reason, in one transaction. Each claim has its own event.
// It leaves out a claim that changed since its version was read, that cannot have this outcome, that the reader may not decide,
// or that they cannot see any more. If it leaves out all, it returns the error of the first one.
func (s *Store) ResolveClaims(ctx context.Context, r models.Reader, claims []models.SeenClaim,
	e models.OutcomeInput) (_ models.ClaimsResult, err error) {
	defer wrap(&err, "resolve %d claims", int64(len(claims)))
	return s.changeClaims(ctx, r, claims, models.ActRule, func(t *tx, c claimForUpdate) error {
		if err := t.setOutcome(r, c, e); err != nil {
			return err
		}
		return t.touchActivity(c.ArticleID, r.UserID)
	})
}

// AssignClaims assigns several claims to one user, or to nobody, as ResolveClaims sets an outcome.
func (s *Store) AssignClaims(ctx context.Context, r models.Reader, claims []models.SeenClaim,
	n models.NewAssignment) (_ models.ClaimsResult, err error) {
	defer wrap(&err, "assign %d claims", int64(len(claims)))
	return s.changeClaims(ctx, r, claims, models.ActArrange, func(t *tx, c claimForUpdate) error { return t.assignClaim(r, c, n) })
}

// AskAboutClaims raises a query with the same text about each of several claims, as ResolveClaims sets an outcome.
func (s *Store) AskAboutClaims(ctx context.Context, r models.Reader, claims []models.SeenClaim,
	n models.NewQuery) (_ models.ClaimsResult, err error) {
	defer wrap(&err, "raise a query about %d claims", int64(len(claims)))
	return s.changeClaims(ctx, r, claims, models.ActCheck, func(t *tx, c claimForUpdate) error {
		asked := false
		err := t.queryRow(`SELECT EXISTS (SELECT 1 FROM queries q JOIN messages m ON m.query_id = q.id
			WHERE q.claim_id = $1 AND q.raised_by = $2 AND q.state IN ('open', 'answered') AND m.body = $3)`, []any{c.ID, r.UserID, n.Body}, &asked)
		if err != nil {
			return err
		}
		if asked {
			return models.NewFieldError("claim", "You have asked this already, and your query is not settled.")
		}
		n.ArticleID, n.SentenceID, n.ClaimID = 0, 0, c.ID
		_, _, err = t.raiseQuery(r, n)
		return err
	})
}

// changeClaims runs the same change of several claims.
func (s *Store) changeClaims(
	ctx context.Context,
	r models.Reader,
	claims []models.SeenClaim,
	act models.Act,
	do func(*tx, claimForUpdate) error,
) (models.ClaimsResult, error) {
	var result models.ClaimsResult
	if err := models.CheckSeenClaims(claims); err != nil {
		return result, err
	}
	err := s.writeTx(ctx, func(t *tx) error {
		result = models.ClaimsResult{} // the transaction can run again
		for _, seen := range claims {
			one, err := t.changeSeenClaim(r, seen, act, do)
			if err == nil {
				result.Changed = append(result.Changed, one)
			} else if err = result.Leave(one, err); err != nil {
				return err
			}
		}
		return result.Err()
	})
	return result, err
}

// changeSeenClaim runs a change of one claim of several. The change must not write anything before it returns an error that leaves the
// claim out (see ClaimsResult.Leave), because the other claims are kept.
func (t *tx) changeSeenClaim(
	r models.Reader,
	seen models.SeenClaim,
	act models.Act,
	do func(*tx, claimForUpdate) error,
) (models.ChangedClaim, error) {
	c, denied := t.loadClaim(r, seen.ID, act)
	if denied != nil && !errors.Is(denied, models.ErrForbidden) {
		return models.ChangedClaim{}, denied
	}
	place, err := t.claimLocation(c.ID)
	one := models.ChangedClaim{Location: place, Exact: c.Exact}
	switch {
	case err != nil:
		return one, err
	case denied != nil:
		return one, denied
	case c.Version != seen.Version:
		return one, models.ErrStale
	}
	return one, do(t, c)
}
