package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/views"
)

// showPreviousChecks shows similar claims of other articles that have been checked.
func (h *Handlers) showPreviousChecks(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	before, err := h.store.PreviousChecks(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Checked before", "articles")
	shell.Styles = []string{listStylesheet}
	return h.render(c, http.StatusOK, views.PreviousChecks(shell, before))
}
