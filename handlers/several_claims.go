package handlers

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// resolveClaims sets one outcome of several claims of the list.
func (h *Handlers) resolveClaims(c *gin.Context) error {
	return h.onClaims(c, views.ResolveClaims, func(
		ctx context.Context, who models.Reader, seen []models.SeenClaim, f form,
	) (models.ClaimsResult, error) {
		return h.store.ResolveClaims(ctx, who, seen, models.OutcomeInput{Resolution: f.Get("resolution"), Reason: f.Get("reason")})
	})
}

// assignClaims assigns several claims of the list to one user.
func (h *Handlers) assignClaims(c *gin.Context) error {
	return h.onClaims(c, views.AssignClaims, func(
		ctx context.Context, who models.Reader, seen []models.SeenClaim, f form,
	) (models.ClaimsResult, error) {
		n, err := h.parseAssignmentForm(f)
		if err != nil {
			return models.ClaimsResult{}, err
		}
		return h.store.AssignClaims(ctx, who, seen, n)
	})
}

// askAboutClaims raises a query about each of several claims of the list.
func (h *Handlers) askAboutClaims(c *gin.Context) error {
	return h.onClaims(c, views.AskAboutClaims, func(
		ctx context.Context, who models.Reader, seen []models.SeenClaim, f form,
	) (models.ClaimsResult, error) {
		return h.store.AskAboutClaims(ctx, who, seen, models.NewQuery{To: f.Get("to"), Body: f.multiline("body")})
	})
}

// onClaims changes the ticked claims of the list, and shows the list again with what was changed and what was left out. A form that is sent
// twice changes nothing more: the claims have other versions by then, and the same question is not asked twice.
func (h *Handlers) onClaims(
	c *gin.Context,
	formID string,
	change func(context.Context, models.Reader, []models.SeenClaim, form) (models.ClaimsResult, error),
) error {
	typed, err := readForm(c)
	if typed == nil {
		return err
	}
	shown := views.SeveralClaims{Act: formID}
	if err == nil {
		shown.Result, err = change(c.Request.Context(), reader(c), typed.seenClaims(), typed)
	}
	status := http.StatusOK
	if err != nil {
		var ok bool
		shown.FormState, status, ok = redisplayForm(formID, typed, err)
		if !ok && len(shown.Result.LeftOut) == 0 {
			return err
		}
		if !ok {
			status = toFailure(err).Status
		}
	}
	return h.renderClaims(c, status, shown)
}

// seenClaims reads the ticked claims, each as its id and its version. An invalid id becomes 0, which is no claim's.
func (f form) seenClaims() []models.SeenClaim {
	var list []models.SeenClaim
	for _, value := range f["claim"] {
		number, version, _ := strings.Cut(value, ".")
		id, _ := parseID(number)
		list = append(list, models.SeenClaim{ID: id, Version: form{"version": {version}}.version()})
	}
	return list
}
