package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// markDuplicatesRead marks as read exactly the identical sentences that the page showed.
func (h *Handlers) markDuplicatesRead(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if err != nil {
		return err
	}
	place, err := h.store.MarkDuplicatesRead(c.Request.Context(), reader(c), id, typed.ids("repeat"))
	return h.redirectOrRedisplay(c, place, err, views.DuplicatesForm, typed)
}

// addOccurrences adds a claim to exactly the identical sentences, or the similar passages, that the page
// showed.
func (h *Handlers) addOccurrences(c *gin.Context) error {
	return h.onOccurrences(c, func(ctx context.Context, who models.Reader, claim int64, version int, f form) (models.Location, error) {
		sentence, _ := parseID(f.Get("sentence")) // 0 if missing, which is no sentence's id
		if len(f["spot"]) > 0 {
			spots, err := f.locations()
			if err != nil {
				return models.Location{}, err
			}
			return h.store.AddSelectedOccurrences(ctx, who, claim, version, sentence, spots)
		}
		return h.store.AddOccurrences(ctx, who, claim, version, sentence, f.ids("repeat"))
	})
}

// removeOccurrence removes a claim from one of the other sentences in which it was marked.
func (h *Handlers) removeOccurrence(c *gin.Context) error {
	return h.onOccurrences(c, func(ctx context.Context, who models.Reader, claim int64, version int, f form) (models.Location, error) {
		sentences := f.ids("repeat")
		if len(sentences) != 1 {
			return models.Location{}, models.NewFieldError("repeats", "Please choose one sentence to take the claim away from.")
		}
		return h.store.RemoveOccurrence(ctx, who, claim, version, sentences[0])
	})
}

// onOccurrences changes the occurrences of the claim that the URL names.
func (h *Handlers) onOccurrences(
	c *gin.Context,
	change func(context.Context, models.Reader, int64, int, form) (models.Location, error),
) error {
	return h.onClaim(
		c,
		func(int64) string { return views.DuplicatesForm },
		func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
			return change(ctx, who, id, f.version(), f)
		},
	)
}

// ids reads the ids in a field that may occur several times. An invalid id becomes 0, which no object has.
func (f form) ids(field string) []int64 {
	ids := make([]int64, len(f[field]))
	for i, value := range f[field] {
		ids[i], _ = parseID(value)
	}
	return ids
}
