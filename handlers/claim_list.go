package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// claimList lists the claims that the user may see, filtered.
func (h *Handlers) claimList(c *gin.Context) error {
	return h.renderClaims(c, http.StatusOK, views.SeveralClaims{})
}

// renderClaims renders the list of claims, with the result of an action on several of them.
func (h *Handlers) renderClaims(c *gin.Context, status int, several views.SeveralClaims) error {
	ctx, who, a := c.Request.Context(), reader(c), h.parseListQuery(c)
	filter, page := a.claimFilter(), a.page()
	people, err := h.store.Colleagues(ctx, who)
	if err != nil {
		return err
	}
	var rows []models.ClaimRow
	var total int
	var next string
	if len(a.fieldErrors) == 0 {
		if rows, total, next, err = h.store.Claims(ctx, who, filter, page); err != nil {
			return err
		}
	}
	shell := h.newPage(c, "Claims", "claims")
	shell.Styles, shell.Scripts = []string{listStylesheet}, []string{"several.js"}
	list := views.ClaimListPage{
		Page:    shell,
		Filter:  a.filterView("/claims", who.Desks, people),
		Rows:    rows,
		Total:   total,
		Next:    next,
		Several: several,
	}
	return h.render(c, max(status, a.statusCode()), views.ClaimList(list))
}
