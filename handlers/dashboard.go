package handlers

import (
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// home is the dashboard for who oversees a desk, and everyone else's own work.
func (h *Handlers) home(c *gin.Context) error {
	if len(reader(c).DesksFor(models.ActOversee)) > 0 {
		return h.dashboard(c)
	}
	return h.work(c)
}

// dashboard shows the totals and a row an article, under a filter.
func (h *Handlers) dashboard(c *gin.Context) error {
	ctx, who, a := c.Request.Context(), reader(c), h.asks(c)
	if len(who.DesksFor(models.ActOversee)) == 0 {
		return models.ErrForbidden
	}
	filter, page := a.filter(), a.page()
	people, err := h.store.Colleagues(ctx, who)
	if err != nil {
		return err
	}
	var board models.Dashboard
	if len(a.wrong) == 0 {
		if board, err = h.store.Dashboard(ctx, who, filter, page); err != nil {
			return err
		}
	}
	shell := h.shell(c, "Dashboard", "dashboard")
	shell.Styles = []string{listStyle}
	shown := a.shown("/dashboard", who.Desks, people)
	return h.render(c, a.status(), views.Dashboard(views.DashboardPage{Page: shell, Filter: shown, Now: time.Now(), Board: board}))
}

// listStyle dresses the dashboard and every list.
const listStyle = "dashboard.css"
