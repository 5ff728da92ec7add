package handlers

import (
	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// undo takes back the reader's last step in an article.
func (h *Handlers) undo(c *gin.Context) error {
	article, err := paramID(c, "id")
	if err != nil {
		return err
	}
	typed, err := readForm(c)
	if err != nil {
		return err
	}
	place, err := h.store.Undo(c.Request.Context(), reader(c), article)
	if err != nil {
		place = models.Place{ArticleID: article, Ordinal: ordinalOf(typed)}
	}
	return h.arrive(c, place, err, views.UndoForm, typed)
}
