package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/views"
)

// showUnseen lists what the user has not looked at in an article. The article view loads its counts from it.
func (h *Handlers) showUnseen(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	list, err := h.store.UnseenPage(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Not looked at by me: %s", "articles", list.Title)
	shell.Styles = []string{listStylesheet}
	return h.render(c, http.StatusOK, views.UnseenPage(shell, list))
}
