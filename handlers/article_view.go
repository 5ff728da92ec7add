package handlers

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showArticle sends the article view. Session and rights are checked for every request; the page itself is
// rendered once for each state of the article and each set of rights.
func (h *Handlers) showArticle(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	from, err := parseFrom(c.Query("from"))
	if err != nil {
		return err
	}
	who, ctx := reader(c), c.Request.Context()
	stamp, err := h.store.CachedArticleVersion(ctx, who, id)
	if err != nil {
		return err
	}
	key := viewKey{article: id, rights: views.RightsOf(who, stamp.DeskID, stamp.Trashed), role: views.NavRole(who),
		language: printer(c).Lang(), part: models.PartFirst(from)}
	key.rights.Claim = key.rights.Answer && stamp.WriterID == who.UserID
	if who.ChecksBlind(stamp.DeskID) {
		key.blindUserID = who.UserID
	}
	usable := func(kept *cachedView) bool { return h.sameTextUnchanged(ctx, who, kept.sameText) }
	kept, err := h.viewCache.getOrRender(ctx, key, stamp.Changes, usable, func() (*cachedView, error) {
		return h.renderArticle(ctx, who, key)
	})
	if err != nil {
		return err
	}
	return sendCachedView(c, kept)
}

// parseFrom parses the number of a sentence with which the shown part begins; 1 if none is given.
func parseFrom(number string) (int, error) {
	if number == "" {
		return 1, nil
	}
	from, err := strconv.Atoi(number)
	if err != nil || from < 1 {
		return 0, models.NewFieldError("from", "This is no sentence’s number.")
	}
	return from, nil
}

// sameTextUnchanged reports whether the article with the same text that a cached page mentions is still in the same version; true if the
// page mentions none.
func (h *Handlers) sameTextUnchanged(ctx context.Context, who models.Reader, seen sameTextVersion) bool {
	if seen.article == 0 {
		return true
	}
	stamp, err := h.store.CachedArticleVersion(ctx, who, seen.article)
	return err == nil && stamp.Changes == seen.changes && !stamp.Trashed
}

// renderArticle renders the article view for everyone with the same rights, or for one reviewer at a blind
// desk.
func (h *Handlers) renderArticle(ctx context.Context, who models.Reader, key viewKey) (*cachedView, error) {
	article, err := h.store.ArticlePagePart(ctx, who, key.article, key.part)
	if err != nil {
		return nil, err
	}
	same, err := h.store.SameText(ctx, who, key.article)
	if err != nil {
		return nil, err
	}
	page := views.Page{
		Title:   article.Title,
		Role:    key.role,
		Current: "articles",
		Zone:    h.zone,
		Styles:  checkingStyles,
		Scripts: checkingScripts,
		Modules: checkingModules,
	}
	var body bytes.Buffer
	view := views.ArticleView{ArticlePage: article, May: key.rights, Zone: h.zone, Same: same}
	if err := views.ArticlePage(page, view).Render(ctx, &body); err != nil {
		return nil, fmt.Errorf("drawing the article: %w", err)
	}
	kept := newCachedView(article.Changes, body.Bytes())
	if same != nil {
		kept.sameText = sameTextVersion{same.ID, same.Changes}
	}
	return kept, nil
}

// Files that the article view and the sentence pages load in addition to base.css.
var (
	checkingStyles  = []string{"article.css"}
	checkingScripts = []string{"article.js"}
	checkingModules = []string{"messages.js", "place.js", "saving.js", "selection.js", "tagging.js", "cutting.js", "keys.js", "live.js",
		"mentions.js", "unseen.js"}
)

// sendCachedView sends a cached page, or 304 if the browser has it.
func sendCachedView(c *gin.Context, kept *cachedView) error {
	c.Header("Cache-Control", "private, no-cache")
	c.Header("Vary", "Accept-Encoding, Accept-Language, Cookie")
	return writeCachedView(c, htmlMediaType, kept)
}

// writeCachedView sends a cached view in the form that the browser accepts, or 304. The caller has set the headers about caching.
func writeCachedView(c *gin.Context, mediaType string, kept *cachedView) error {
	header := c.Writer.Header()
	if tag := kept.matchingETag(c.GetHeader("If-None-Match")); tag != "" {
		header.Set("ETag", tag)
		c.Status(http.StatusNotModified)
		return nil
	}
	body, encoding := kept.encodedBody(c.GetHeader("Accept-Encoding"))
	header.Set("ETag", kept.etag(encoding))
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
	}
	header.Set("Content-Type", mediaType)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	c.Status(http.StatusOK)
	_, err := c.Writer.Write(body)
	return err
}

// acceptsEncoding reports whether an Accept-Encoding header accepts an encoding.
func acceptsEncoding(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == encoding {
			q, weighed := strings.CutPrefix(strings.TrimSpace(weight), "q=")
			value, err := strconv.ParseFloat(q, 64)
			return !weighed || err == nil && value > 0
		}
	}
	return false
}
