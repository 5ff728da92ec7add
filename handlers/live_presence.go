package handlers

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// mostParts bounds the sentences of one question; whoever needs more loads the page.
const mostParts = 60

// movePresence says at which sentence a reader is.
func (h *Handlers) movePresence(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	if _, err := h.store.Stamp(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	sentence, err := idOf(c.PostForm("sentence"))
	if err != nil {
		return models.Invalid{{Field: "sentence", Detail: "This is no sentence's id."}}
	}
	if err := h.store.Move(c.Request.Context(), reader(c), id, clipped(c.PostForm("page")), sentence); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// articleParts answers with sentences of an article as they are now. It is drawn once for all who see the same.
func (h *Handlers) articleParts(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	asked, err := partsAsked(c.Query("sentences"))
	if err != nil {
		return err
	}
	who, ctx := reader(c), c.Request.Context()
	stamp, err := h.store.Stamp(ctx, who, id)
	if err != nil {
		return err
	}
	here, _ := strconv.Atoi(c.Query("here"))
	key := viewKey{article: id, parts: fmt.Sprint(asked, here)}
	if who.Blind(stamp.DeskID) {
		key.blind = who.UserID
	}
	kept := h.kept.get(key, stamp.Changes)
	if kept == nil {
		parts, err := h.store.ArticleParts(ctx, who, id, asked)
		if err != nil {
			return err
		}
		var body bytes.Buffer
		if err := views.Parts(views.PartsView{ArticleParts: parts, Here: here}).Render(ctx, &body); err != nil {
			return fmt.Errorf("drawing parts of the article: %w", err)
		}
		kept = newKeptView(parts.Changes, body.Bytes())
		h.kept.put(key, kept)
	}
	return sendView(c, kept)
}

// partsAsked reads ids with commas between them, in order; none are none.
func partsAsked(list string) ([]int64, error) {
	var ids []int64
	if list == "" {
		return ids, nil
	}
	for field := range strings.SplitSeq(list, ",") {
		id, err := idOf(field)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) > mostParts {
		return nil, models.Invalid{{Field: "sentences", Detail: fmt.Sprintf("Ask for %d sentences at most.", mostParts)}}
	}
	return ids, nil
}
