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

// maxFragments limits the sentences of one request. A client that needs more reloads the page.
const maxFragments = 60

// updatePresence saves which sentence a user is at.
func (h *Handlers) updatePresence(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if _, err := h.store.ArticleVersion(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	sentence, err := parseID(c.PostForm("sentence"))
	if err != nil {
		return models.NewFieldError("sentence", "This is no sentence's id.")
	}
	if err := h.store.UpdatePresence(c.Request.Context(), reader(c), id, truncateHeader(c.PostForm("page")), sentence); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// showArticleFragments sends the current state of some sentences. It is rendered once for all users with the
// same rights.
func (h *Handlers) showArticleFragments(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	asked, err := parseFragmentIDs(c.Query("sentences"))
	if err != nil {
		return err
	}
	who, ctx := reader(c), c.Request.Context()
	stamp, err := h.store.ArticleVersion(ctx, who, id)
	if err != nil {
		return err
	}
	here, _ := strconv.Atoi(c.Query("here"))
	key := viewKey{article: id, fragments: fmt.Sprint(asked, here), language: printer(c).Lang()}
	if who.ChecksBlind(stamp.DeskID) {
		key.blindUserID = who.UserID
	}
	always := func(*cachedView) bool { return true }
	kept, err := h.viewCache.getOrRender(ctx, key, stamp.Changes, always, func() (*cachedView, error) {
		parts, err := h.store.ArticleFragments(ctx, who, id, asked)
		if err != nil {
			return nil, err
		}
		var body bytes.Buffer
		if err := views.Parts(views.PartsView{ArticleFragments: parts, Here: here}).Render(ctx, &body); err != nil {
			return nil, fmt.Errorf("drawing parts of the article: %w", err)
		}
		return newCachedView(parts.Changes, body.Bytes()), nil
	})
	if err != nil {
		return err
	}
	return sendCachedView(c, kept)
}

// parseFragmentIDs parses ids separated by commas, sorted; an empty list is valid.
func parseFragmentIDs(list string) ([]int64, error) {
	var ids []int64
	if list == "" {
		return ids, nil
	}
	for field := range strings.SplitSeq(list, ",") {
		id, err := parseID(field)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) > maxFragments {
		return nil, models.NewFieldError("sentences", "Ask for %d sentences at most.", maxFragments)
	}
	return ids, nil
}
