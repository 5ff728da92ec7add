package handlers

import (
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showHome shows the dashboard to users who oversee a desk, and everyone else their queue.
func (h *Handlers) showHome(c *gin.Context) error {
	if len(reader(c).DesksFor(models.ActOversee)) > 0 {
		return h.showDashboard(c)
	}
	return h.showQueue(c)
}

// showDashboard shows the filtered totals and one row for each article.
func (h *Handlers) showDashboard(c *gin.Context) error {
	ctx, who, a := c.Request.Context(), reader(c), h.parseListQuery(c)
	if len(who.DesksFor(models.ActOversee)) == 0 {
		return models.ErrForbidden
	}
	filter, page := a.claimFilter(), a.page()
	people, err := h.store.Colleagues(ctx, who)
	if err != nil {
		return err
	}
	var board models.Dashboard
	if len(a.fieldErrors) == 0 {
		if board, err = h.store.Dashboard(ctx, who, filter, page); err != nil {
			return err
		}
	}
	shell := h.newPage(c, "Dashboard", "dashboard")
	shell.Styles = []string{listStylesheet}
	shown := a.filterView("/dashboard", who.Desks, people)
	return h.render(c, a.statusCode(), views.Dashboard(views.DashboardPage{Page: shell, Filter: shown, Now: time.Now(), Dashboard: board}))
}

// listStylesheet styles the dashboard and every list.
const listStylesheet = "dashboard.css"
