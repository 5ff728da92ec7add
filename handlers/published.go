package handlers

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/formats/published"
	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/text/compare"
	"linecheck/views"
)

// comparePublished compares a published article with the text of its newest sign-off.
func (h *Handlers) comparePublished(
	ctx context.Context,
	who models.Reader,
	article int64,
	given models.PublishedInput,
) (models.SignedText, []compare.Result, error) {
	signed, err := h.store.SignedText(ctx, who, article)
	if err != nil {
		return signed, nil, err
	}
	if signed.SignedAt.IsZero() {
		return signed, nil, models.NotSignedError()
	}
	if err := given.Check(); err != nil {
		return signed, nil, err
	}
	text := published.Signed{Sentences: signed.Sentences, Language: signed.Article.Language, Rules: signed.Rules}
	if given.Text != "" {
		return signed, text.CompareText(given.Text), nil
	}
	options := read.Options{ContentType: "text/html; charset=utf-8"}
	content := []byte(given.HTML)
	if given.URL != "" {
		if err := h.store.MayFetch(ctx, who, models.ActHandIn, signed.Article.DeskID); err != nil {
			return signed, nil, err
		}
		page, err := h.fetchPage(ctx, given.URL)
		if err != nil {
			return signed, nil, err
		}
		options = read.Options{Address: page.Address, ContentType: page.ContentType}
		content = page.Body
	}
	list, err := text.ComparePage(ctx, content, options)
	if failed := (*read.FileError)(nil); errors.As(err, &failed) {
		err = models.ValidationErrors{{Field: "published", Detail: failed.Error()}}
	}
	return signed, list, err
}

// showPublished shows the form for the published article.
func (h *Handlers) showPublished(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	signed, err := h.store.SignedText(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	return h.renderPublished(c, http.StatusOK, views.PublishedPage{Signed: signed})
}

// publishedDifferences shows the differences between the published and the signed text. It stores nothing.
func (h *Handlers) publishedDifferences(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	given := parsePublished(fields)
	shown := views.PublishedPage{Given: given}
	shown.Signed, shown.List, err = h.comparePublished(c.Request.Context(), reader(c), id, given)
	if wrong := validationErrors(err); wrong != nil {
		shown.Errors = wrong
		return h.renderPublished(c, http.StatusUnprocessableEntity, shown)
	}
	if err != nil {
		return err
	}
	shown.Compared = true
	return h.renderPublished(c, http.StatusOK, shown)
}

// parsePublished parses the form. A text that begins with a tag counts as HTML.
func parsePublished(f form) models.PublishedInput {
	given := models.PublishedInput{URL: strings.TrimSpace(f.Get("address"))}
	if text := f.multiline("text"); strings.HasPrefix(strings.TrimSpace(text), "<") {
		given.HTML = text
	} else if strings.TrimSpace(text) != "" {
		given.Text = text
	}
	return given
}

func (h *Handlers) renderPublished(c *gin.Context, status int, shown views.PublishedPage) error {
	shown.Page = h.newPage(c, "Compare what was published of %s", "articles", shown.Signed.Article.Title)
	shown.Styles = revisionStyles
	return h.render(c, status, views.Published(shown))
}
