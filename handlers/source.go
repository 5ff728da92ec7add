package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// sourceList searches a desk's sources. The evidence forms load their suggestions from it while the user
// types.
func (h *Handlers) sourceList(c *gin.Context) error {
	ctx, who := c.Request.Context(), reader(c)
	if len(who.Desks) == 0 {
		return models.ErrNotFound
	}
	shown := views.Sources{Desks: who.Desks, Desk: who.Desks[0], Query: c.Query("q"), Choose: c.Query("choose") != ""}
	if claim, err := parseID(c.Query("claim")); err == nil {
		if shown.Claim, err = h.store.ClaimLocation(ctx, who, claim); err != nil {
			return err
		}
	}
	if shown.Query == "" {
		shown.Query = c.Query("source-q") // the field's name in the evidence forms
	}
	if c.Query("desk") != "" {
		desk, err := parseID(c.Query("desk"))
		if err != nil {
			return models.ErrNotFound
		}
		for _, d := range who.Desks {
			if d.DeskID == desk {
				shown.Desk = d
			}
		}
		if shown.Desk.DeskID != desk {
			return models.ErrNotFound
		}
	}
	var err error
	if shown.Sources, err = h.store.Sources(ctx, who, shown.Desk.DeskID, shown.Query); err != nil {
		return err
	}
	if who.IsAllowed(models.ActCheck, shown.Desk.DeskID) {
		shown.Links = shown.Desk.DeskID
	}
	shown.Page = h.newPage(c, "Sources", "sources")
	shown.Page.Styles = []string{listStylesheet}
	return h.render(c, http.StatusOK, views.SourcesPage(shown))
}
