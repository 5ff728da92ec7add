package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/views"
)

// unseen lists what of an article the reader has not looked at. The article view takes its numbers from it.
func (h *Handlers) unseen(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	list, err := h.store.Unseen(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	shell := h.shell(c, "Not looked at by me: "+list.Title, "articles")
	shell.Styles = []string{listStyle}
	return h.render(c, http.StatusOK, views.UnseenPage(shell, list))
}
