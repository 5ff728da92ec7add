package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/views"
)

// checkedBefore shows claims of other articles that are like one and have been checked.
func (h *Handlers) checkedBefore(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	before, err := h.store.CheckedBefore(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	shell := h.shell(c, "Checked before", "articles")
	shell.Styles = []string{listStyle}
	return h.render(c, http.StatusOK, views.Before(shell, before))
}
