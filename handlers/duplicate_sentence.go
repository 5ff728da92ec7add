package handlers

import (
	"context"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// markDuplicatesRead marks the identical sentences read that the page showed, and no others.
func (h *Handlers) markDuplicatesRead(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if err != nil {
		return err
	}
	place, err := h.store.MarkDuplicatesRead(c.Request.Context(), reader(c), id, typed.ids("repeat"))
	return h.redirectOrRedisplay(c, place, err, views.DuplicatesForm, typed)
}

// addOccurrences marks a claim in the identical sentences that the page showed, or at the places that say the same, and in no others.
func (h *Handlers) addOccurrences(c *gin.Context) error {
	return h.onOccurrences(c, func(ctx context.Context, who models.Reader, claim int64, version int, f form) (models.Location, error) {
		sentence, _ := parseID(f.Get("sentence")) // none is where no claim stands
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

// removeOccurrence takes a claim away from one of the further sentences in which it was marked.
func (h *Handlers) removeOccurrence(c *gin.Context) error {
	return h.onOccurrences(c, func(ctx context.Context, who models.Reader, claim int64, version int, f form) (models.Location, error) {
		sentences := f.ids("repeat")
		if len(sentences) != 1 {
			return models.Location{}, models.NewFieldError("repeats", "Please choose one sentence to take the claim away from.")
		}
		return h.store.RemoveOccurrence(ctx, who, claim, version, sentences[0])
	})
}

// onOccurrences changes where the claim stands that the address names.
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

// ids reads a field that was sent any number of times. What is no id is 0, which names nothing.
func (f form) ids(field string) []int64 {
	ids := make([]int64, len(f[field]))
	for i, value := range f[field] {
		ids[i], _ = parseID(value)
	}
	return ids
}
