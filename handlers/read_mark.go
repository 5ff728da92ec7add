package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text"
	"linecheck/views"
)

// markRead marks a sentence as read with nothing to check, except the words that claims covered on the page.
func (h *Handlers) markRead(c *gin.Context) error {
	return h.onSentence(c, views.ReadMarkForm, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		covered, err := parseSpans(f.Get("covered"))
		if err != nil {
			return models.Location{}, err
		}
		return h.store.MarkRead(ctx, who, id, covered...)
	})
}

// parseSpans reads which words of a sentence claims covered on the page.
func parseSpans(covered string) ([]text.Span, error) {
	var list []text.Span
	for part := range strings.FieldsSeq(covered) {
		var s text.Span
		if n, err := fmt.Sscanf(part, "%d-%d", &s.Start, &s.End); err != nil || n != 2 {
			return nil, models.NewFieldError("covered", "The places of the claims came incomplete. Please look at the sentence again.")
		}
		list = append(list, s)
	}
	return list, nil
}

// unmarkRead removes the user's own read mark.
func (h *Handlers) unmarkRead(c *gin.Context) error { return h.onObject(c, h.store.UnmarkRead) }
