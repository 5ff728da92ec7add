package handlers

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showWork shows the user's own pending work.
func (h *Handlers) showWork(c *gin.Context) error {
	work, err := h.store.MyWork(c.Request.Context(), reader(c))
	if err != nil {
		return err
	}
	current := "dashboard"
	if len(reader(c).DesksFor(models.ActOversee)) > 0 {
		current = "work"
	}
	shell := h.newPage(c, "My work", current)
	shell.Styles = []string{listStylesheet}
	return h.render(c, http.StatusOK, views.Work(views.WorkPage{Page: shell, Now: time.Now(), Work: work}))
}
