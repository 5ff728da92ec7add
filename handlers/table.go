package handlers

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showTable answers with an article as a table. It is sent on while it is drawn: a long one is large, and nobody waits for its end.
func (h *Handlers) showTable(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	a := h.asks(c)
	asked := models.TableFilter{State: oneOf(a, "state", models.ParseSentenceState), Status: oneOf(a, "status", models.ParseClaimStatus),
		Query: a.words("q"), Sort: oneOf(a, "sort", models.ParseTableSort), Down: a.flag("down")}
	table, err := h.store.Table(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	table.Arrange(asked)
	shell := h.shell(c, "Table of "+table.Title, "articles")
	shell.Styles = []string{listStyle}
	c.Header("Content-Type", "text/html; charset=utf-8")
	c.Status(a.status())
	page := views.TablePage{Page: shell, Table: table, Values: a.query, Wrong: a.wrong, Asked: asked}
	if err := views.Table(page).Render(c.Request.Context(), c.Writer); err != nil {
		return fmt.Errorf("drawing the table: %w", err)
	}
	return nil
}
