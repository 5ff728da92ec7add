package handlers

import (
	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// sentenceList lists the sentences that the user may see, filtered.
func (h *Handlers) sentenceList(c *gin.Context) error {
	ctx, who, a := c.Request.Context(), reader(c), h.parseListQuery(c)
	filter, page := a.claimFilter(), a.page()
	people, err := h.store.Colleagues(ctx, who)
	if err != nil {
		return err
	}
	var rows []models.SentenceRow
	var total int
	var next string
	if len(a.fieldErrors) == 0 {
		if rows, total, next, err = h.store.Sentences(ctx, who, filter, page); err != nil {
			return err
		}
	}
	shell := h.newPage(c, "Sentences", "claims")
	shell.Styles = []string{listStylesheet}
	list := views.SentenceListPage{Page: shell, Filter: a.filterView("/sentences", who.Desks, people), Rows: rows, Total: total, Next: next}
	return h.render(c, a.statusCode(), views.SentenceList(list))
}
