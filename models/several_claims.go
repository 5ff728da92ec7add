package models

import (
	"errors"
	"fmt"
)

// MaxClaimsAtOnce limits the claims that one act changes. It is a page of the list of claims.
const MaxClaimsAtOnce = 100

// SeenClaim is a claim as its reader saw it.
type SeenClaim struct {
	ID      int64
	Version int
}

// ClaimsResult is what an act on several claims did.
type ClaimsResult struct {
	Changed []ChangedClaim
	LeftOut []ChangedClaim // each with its reason; nothing of these was changed
}

// ChangedClaim is a claim of an act on several, with its location.
type ChangedClaim struct {
	Location
	Exact  string // its words; "" if the reader cannot see it any more
	Reason error  // why it was left out: ErrStale, ErrForbidden, ErrNotFound or ValidationErrors
}

// Leave notes that a claim is left out, if the error is about this claim alone. Any other error ends the act.
func (r *ClaimsResult) Leave(c ChangedClaim, err error) error {
	if !errors.Is(err, ErrStale) && !errors.Is(err, ErrForbidden) && !errors.Is(err, ErrNotFound) && !IsValidationError(err) {
		return err
	}
	c.Reason = err
	r.LeftOut = append(r.LeftOut, c)
	return nil
}

// Err returns the error of the first claim that was left out, if nothing was changed.
func (r *ClaimsResult) Err() error {
	if len(r.Changed) > 0 || len(r.LeftOut) == 0 {
		return nil
	}
	return r.LeftOut[0].Reason
}

// CheckSeenClaims reports whether an act can have these claims: at least one, not too many, and none twice.
func CheckSeenClaims(claims []SeenClaim) error {
	if n := len(claims); n == 0 || n > MaxClaimsAtOnce {
		return NewFieldError("claim", "Please choose between 1 and %d claims of the list.", MaxClaimsAtOnce)
	}
	known := map[int64]bool{}
	for _, c := range claims {
		if known[c.ID] {
			return fmt.Errorf("claim %d is named twice: %w", c.ID, NewFieldError("claim", "Please choose each claim once."))
		}
		known[c.ID] = true
	}
	return nil
}
