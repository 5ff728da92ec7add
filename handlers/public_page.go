package handlers

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/formats/write"
	"linecheck/models"
	"linecheck/store"
	"linecheck/text/message"
	"linecheck/views"
)

// publicPolicy allows a public page nothing but its own style sheet. Any site may show the page in a frame.
var publicPolicy = "default-src 'none'; style-src " + views.PublicStylesHash + "; base-uri 'none'; form-action 'none'; frame-ancestors "

// publicCaching lets caches keep a public page for a minute, so that it disappears soon after it was switched off.
const publicCaching = "public, max-age=60, must-revalidate"

// PublicPage writes the public page of an article. The bytes depend on nothing else.
func PublicPage(ctx context.Context, w io.Writer, a models.PublicArticle) error {
	data, err := write.PublicData(a)
	if err != nil {
		return fmt.Errorf("writing structured data: %w", err)
	}
	if err := views.PublicArticle(a, data).Render(message.With(ctx, views.PublicLanguage(ctx, a.Language)), w); err != nil {
		return fmt.Errorf("drawing the public page: %w", err)
	}
	return nil
}

// showPublicArticle shows anybody how an article was checked.
func (h *Handlers) showPublicArticle(c *gin.Context) error {
	ctx, token := c.Request.Context(), c.Param("token")
	version, err := h.store.PublicArticleVersion(ctx, token)
	if err != nil {
		return err
	}
	return h.sendPublic(c, htmlMediaType, viewKey{article: version.ID, fragments: "public"}, version, func(w io.Writer) error {
		a, err := h.store.PublicArticle(ctx, token)
		if err != nil {
			return err
		}
		return PublicPage(ctx, w, a)
	})
}

// previewPublicArticle shows an editor the bytes that would be public.
func (h *Handlers) previewPublicArticle(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	a, err := h.store.PreviewPublicArticle(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := PublicPage(c.Request.Context(), &page, a); err != nil {
		return err
	}
	c.Header("Content-Security-Policy", publicPolicy+"'none'")
	c.Data(http.StatusOK, htmlMediaType, page.Bytes())
	return nil
}

// setPublicPage switches the public page of an article on or off.
func (h *Handlers) setPublicPage(c *gin.Context) error {
	return h.onGate(c, "public", func(id int64, f form) (int64, error) {
		return id, h.store.SetPublicPage(c.Request.Context(), reader(c), id, f.Get("public") == "on")
	})
}

// showPublicCorrections shows anybody what a desk has corrected.
func (h *Handlers) showPublicCorrections(c *gin.Context) error {
	return h.sendCorrections(c, htmlMediaType, func(ctx context.Context, w io.Writer, d models.PublicDesk, _ string) error {
		return views.PublicCorrections(d).Render(ctx, w)
	})
}

// correctionsFeed sends the same as an Atom feed.
func (h *Handlers) correctionsFeed(c *gin.Context) error {
	const mediaType = "application/atom+xml; charset=utf-8"
	return h.sendCorrections(c, mediaType, func(ctx context.Context, w io.Writer, d models.PublicDesk, base string) error {
		return write.CorrectionsFeed(w, d, base, func(k models.PublicDeskEntry) string { return views.DescribePublicCorrection(ctx, k) })
	})
}

// sendCorrections sends a desk's corrections in a form. base is the address of Linecheck without a slash at its end, which is in the feed.
func (h *Handlers) sendCorrections(c *gin.Context, mediaType string,
	writes func(_ context.Context, _ io.Writer, _ models.PublicDesk, base string) error) error {
	ctx := c.Request.Context()
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	version, err := h.store.PublicDeskVersion(ctx, id)
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(h.absoluteURL(c, "/"), "/")
	key := viewKey{article: -version.ID, fragments: mediaType + " " + base} // a desk's number below zero is no article's
	return h.sendPublic(c, mediaType, key, version, func(w io.Writer) error {
		d, err := h.store.PublicCorrections(ctx, id)
		if err != nil {
			return err
		}
		return writes(message.With(ctx, views.PublicLanguage(ctx, d.Language())), w, d, base)
	})
}

const htmlMediaType = "text/html; charset=utf-8"

// sendPublic sends what anybody may read, in a frame of any site too. It is the same for everybody and sets no cookie. Anybody can ask for
// it as often as they like, so it is drawn once for each version, and one at a time for each article.
func (h *Handlers) sendPublic(c *gin.Context, mediaType string, key viewKey, version store.PublicVersion,
	draw func(io.Writer) error) error {
	always := func(*cachedView) bool { return true }
	kept, err := h.viewCache.getOrRender(c.Request.Context(), key, version.Event, always, func() (*cachedView, error) {
		var content bytes.Buffer
		if err := draw(&content); err != nil {
			return nil, err
		}
		return newCachedView(version.Event, content.Bytes()), nil
	})
	if err != nil {
		return err
	}
	c.Header("Content-Security-Policy", publicPolicy+"*")
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	c.Header("Cache-Control", publicCaching)
	c.Header("Vary", "Accept-Encoding")
	return writeCachedView(c, mediaType, kept)
}
