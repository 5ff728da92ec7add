package handlers

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// work shows what waits for the reader.
func (h *Handlers) work(c *gin.Context) error {
	work, err := h.store.Work(c.Request.Context(), reader(c))
	if err != nil {
		return err
	}
	current := "dashboard"
	if len(reader(c).DesksFor(models.ActOversee)) > 0 {
		current = "work"
	}
	shell := h.shell(c, "My work", current)
	shell.Styles = []string{listStyle}
	return h.render(c, http.StatusOK, views.Work(views.WorkPage{Page: shell, Now: time.Now(), Work: work}))
}
