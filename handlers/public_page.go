package handlers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/formats/write"
	"linecheck/models"
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
	a, err := h.store.PublicArticle(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return sendPublic(c, htmlMediaType, func(w io.Writer) error { return PublicPage(c.Request.Context(), w, a) })
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
	d, err := h.publicCorrections(c)
	if err != nil {
		return err
	}
	return sendPublic(c, htmlMediaType, func(w io.Writer) error {
		return views.PublicCorrections(d).Render(message.With(c.Request.Context(), views.PublicLanguage(c.Request.Context(), d.Language())), w)
	})
}

// correctionsFeed sends the same as an Atom feed.
func (h *Handlers) correctionsFeed(c *gin.Context) error {
	d, err := h.publicCorrections(c)
	if err != nil {
		return err
	}
	ctx := message.With(c.Request.Context(), views.PublicLanguage(c.Request.Context(), d.Language()))
	base := strings.TrimSuffix(h.absoluteURL(c, "/"), "/")
	return sendPublic(c, "application/atom+xml; charset=utf-8", func(w io.Writer) error {
		return write.CorrectionsFeed(w, d, base, func(k models.PublicDeskEntry) string { return views.DescribePublicCorrection(ctx, k) })
	})
}

func (h *Handlers) publicCorrections(c *gin.Context) (models.PublicDesk, error) {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return models.PublicDesk{}, err
	}
	return h.store.PublicCorrections(c.Request.Context(), id)
}

const htmlMediaType = "text/html; charset=utf-8"

// sendPublic sends what anybody may read, in a frame of any site too. It is the same for everybody and sets no cookie.
func sendPublic(c *gin.Context, mediaType string, writes func(io.Writer) error) error {
	var content bytes.Buffer
	if err := writes(&content); err != nil {
		return err
	}
	sum := sha256.Sum256(content.Bytes())
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	c.Header("Content-Security-Policy", publicPolicy+"*")
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	c.Header("Cache-Control", publicCaching)
	c.Header("ETag", tag)
	if strings.Contains(c.GetHeader("If-None-Match"), tag) {
		c.Status(http.StatusNotModified)
		return nil
	}
	c.Data(http.StatusOK, mediaType, content.Bytes())
	return nil
}
