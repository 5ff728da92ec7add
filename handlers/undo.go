package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// undo reverts the user's last change in an article.
func (h *Handlers) undo(c *gin.Context) error { return h.undoOrRedo(c, h.store.Undo, views.UndoForm) }

// redo repeats the change that the user undid last.
func (h *Handlers) redo(c *gin.Context) error { return h.undoOrRedo(c, h.store.Redo, views.RedoForm) }

func (h *Handlers) undoOrRedo(
	c *gin.Context,
	step func(context.Context, models.Reader, int64) (models.Location, error),
	formID string,
) error {
	article, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	typed, err := readForm(c)
	if err != nil {
		return err
	}
	place, err := step(c.Request.Context(), reader(c), article)
	if err != nil {
		place = models.Location{ArticleID: article, Ordinal: formOrdinal(typed)}
	}
	return h.redirectOrRedisplay(c, place, err, formID, typed)
}
