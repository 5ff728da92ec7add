package handlers

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/views"
)

// work shows what waits for the reader.
func (h *Handlers) work(c *gin.Context) error {
	work, err := h.store.Work(c.Request.Context(), reader(c))
	if err != nil {
		return err
	}
	shell := h.shell(c, "My work", "dashboard")
	shell.Styles = []string{listStyle}
	return h.render(c, http.StatusOK, views.Work(views.WorkPage{Page: shell, Now: time.Now(), Work: work}))
}
