package handlers

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showTable shows an article as a table. It streams while it renders, because a long table is large.
func (h *Handlers) showTable(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	a := h.parseListQuery(c)
	asked := models.TableFilter{
		State:      enumParam(a, "state", models.ParseSentenceState),
		Status:     enumParam(a, "status", models.ParseClaimStatus),
		Query:      a.textParam("q"),
		Sort:       enumParam(a, "sort", models.ParseTableSort),
		Descending: a.boolParam("down"),
	}
	table, err := h.store.Table(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	table.Arrange(asked)
	shell := h.newPage(c, "Table of %s", "articles", table.Title)
	shell.Styles = []string{listStylesheet}
	c.Header("Content-Type", "text/html; charset=utf-8")
	c.Status(a.statusCode())
	page := views.TablePage{Page: shell, Table: table, Values: a.query, Errors: a.fieldErrors, Asked: asked}
	if err := views.Table(page).Render(c.Request.Context(), c.Writer); err != nil {
		return fmt.Errorf("drawing the table: %w", err)
	}
	return nil
}
