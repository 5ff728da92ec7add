package handlers

import (
	"context"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// editClaim changes a claim's kind and risk.
func (h *Handlers) editClaim(c *gin.Context) error {
	return h.onClaim(c, views.EditForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		return h.store.EditClaim(ctx, who, id, models.ClaimEdit{Kind: f.Get("kind"), Risk: f.Get("risk"), Version: f.version()})
	})
}

// resolveClaim sets a claim's outcome.
func (h *Handlers) resolveClaim(c *gin.Context) error {
	return h.onClaim(c, views.ResolveForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		return h.store.Resolve(ctx, who, id, models.OutcomeInput{Resolution: f.Get("resolution"), Reason: f.Get("reason"), Version: f.version()})
	})
}

// proposeCorrection proposes other words for a claim.
func (h *Handlers) proposeCorrection(c *gin.Context) error {
	return h.onClaim(c, views.CorrectForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		n := models.NewCorrection{
			From:    f.multiline("correction-from"),
			To:      f.multiline("correction-to"),
			Reason:  f.multiline("correction-reason"),
			Version: f.version(),
		}
		return h.store.ProposeCorrection(ctx, who, id, n)
	})
}

// decideCorrection accepts or declines a correction, or marks it as made.
func (h *Handlers) decideCorrection(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	var place models.Location
	if err == nil {
		place, err = h.store.DecideCorrection(ctx, who, id,
			models.CorrectionDecision{State: typed.Get("decision"), Reason: typed.Get("reason"), Version: typed.version()})
	}
	if err != nil {
		var lost error
		if place, lost = h.store.CorrectionLocation(ctx, who, id); lost != nil {
			return err
		}
	}
	return h.redirectOrRedisplay(c, place, err, views.CorrectionForm(id), typed)
}

// version returns the version that the form was rendered from; 0, which no object has, if it is missing.
func (f form) version() int {
	n, _ := strconv.Atoi(f.Get("version")) // a missing version becomes 0, which is always stale
	return n
}
