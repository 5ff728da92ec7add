package handlers

import (
	"context"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// splitSentence splits the sentence that the URL names, at an offset in code points or before one of its
// words.
func (h *Handlers) splitSentence(c *gin.Context) error {
	return h.onSentence(c, views.SplitForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		if f.Get("at") != "" {
			return h.store.SplitSentence(ctx, who, id, parseOffset(f.Get("at")))
		}
		return h.store.SplitSentenceBefore(ctx, who, id, parseOffset(f.Get("word")))
	})
}

// mergeSentence joins the sentence that the URL names with the next one.
func (h *Handlers) mergeSentence(c *gin.Context) error {
	return h.onSentence(c, views.MergeForm, func(ctx context.Context, who models.Reader, id int64, _ form) (models.Location, error) {
		return h.store.MergeSentence(ctx, who, id)
	})
}

// onSentence runs a change of the sentence that the URL names. A form with errors is shown again at the
// sentence.
func (h *Handlers) onSentence(
	c *gin.Context,
	formID string,
	change func(context.Context, models.Reader, int64, form) (models.Location, error),
) error {
	id, typed, err := readIDForm(c)
	if err != nil {
		return err
	}
	at, err := change(c.Request.Context(), reader(c), id, typed)
	return h.redirectOrRedisplay(c, at, err, formID, typed)
}

// parseOffset parses an offset. An invalid number becomes -1, which the store rejects.
func parseOffset(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
