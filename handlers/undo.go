package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// undo takes back the reader's last step in an article.
func (h *Handlers) undo(c *gin.Context) error { return h.stepBy(c, h.store.Undo, views.UndoForm) }

// redo does again what the reader undid last.
func (h *Handlers) redo(c *gin.Context) error { return h.stepBy(c, h.store.Redo, views.RedoForm) }

func (h *Handlers) stepBy(c *gin.Context, step func(context.Context, models.Reader, int64) (models.Place, error), formID string) error {
	article, err := paramID(c, "id")
	if err != nil {
		return err
	}
	typed, err := readForm(c)
	if err != nil {
		return err
	}
	place, err := step(c.Request.Context(), reader(c), article)
	if err != nil {
		place = models.Place{ArticleID: article, Ordinal: ordinalOf(typed)}
	}
	return h.arrive(c, place, err, formID, typed)
}
