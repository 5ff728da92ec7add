package handlers

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/views"
)

// revisionNew shows the form of a new draft.
func (h *Handlers) revisionNew(c *gin.Context) error {
	row, err := h.revisable(c)
	if err != nil {
		return err
	}
	return h.renderDraft(c, http.StatusOK, row, views.Draft{Base: row.Revision})
}

// revisionPreview shows what a draft would come to, and changes nothing.
func (h *Handlers) revisionPreview(c *gin.Context) error {
	row, draft, err := h.readDraft(c)
	if err != nil {
		return err
	}
	return h.preview(c, http.StatusOK, row, draft)
}

// reviseArticle brings a draft in. Where another revision came in since, the draft is laid beside that one.
func (h *Handlers) reviseArticle(c *gin.Context) error {
	row, draft, err := h.readDraft(c)
	if err != nil {
		return err
	}
	if len(draft.Wrong) > 0 {
		return h.renderDraft(c, http.StatusUnprocessableEntity, row, draft)
	}
	_, err = h.store.ReviseArticle(c.Request.Context(), reader(c), row.ID, newRevision(c.Request.Context(), draft))
	switch {
	case errors.Is(err, models.ErrStale):
		draft.Base, draft.Stale = row.Revision, true
		return h.preview(c, http.StatusConflict, row, draft)
	case invalid(err) != nil:
		draft.Wrong = invalid(err)
		return h.renderDraft(c, http.StatusUnprocessableEntity, row, draft)
	case err != nil:
		return err
	}
	return seeOther(c, articlePath(row.ID))
}

// revisable finds the article that the address names, of which the reader may bring a new draft.
func (h *Handlers) revisable(c *gin.Context) (models.ArticleRow, error) {
	id, err := paramID(c, "id")
	if err != nil {
		return models.ArticleRow{}, err
	}
	return h.store.RevisableArticle(c.Request.Context(), reader(c), id)
}

// readDraft reads a draft as it was typed, or as it came along from its preview. A file is taken at first; from then on its text goes along, and its
// bytes beside it.
func (h *Handlers) readDraft(c *gin.Context) (models.ArticleRow, views.Draft, error) {
	row, err := h.revisable(c)
	if err != nil {
		return row, views.Draft{}, err
	}
	fields, err := readForm(c)
	if fields == nil {
		return row, views.Draft{}, err
	}
	draft := views.Draft{Text: read.Pasted(fields.Get("text")), Note: fields.lines("note"), Wrong: invalid(err)}
	draft.Base, _ = strconv.Atoi(fields.Get("base")) // 0 is no revision: who does not say which one they read has to look first
	file, err := takeFile(c, draft.Text, &draft.Wrong)
	if err != nil {
		return row, draft, err
	}
	if file.original != nil {
		draft.Text, draft.Original, draft.FileName = file.Text, base64.StdEncoding.EncodeToString(file.original.Bytes), file.name
	} else if fields.Get("original") != "" {
		draft.Original, draft.FileName = fields.Get("original"), keptName(fields.Get("file-name"))
	}
	return row, draft, nil
}

// newRevision is a draft as the store takes it. The bytes beside it are kept where it is still their text; a form has changed its line ends
// on the way, which the file has as they are.
func newRevision(ctx context.Context, d views.Draft) models.NewRevision {
	n := models.NewRevision{Text: d.Text, Note: d.Note, Base: d.Base}
	content, err := base64.StdEncoding.DecodeString(d.Original)
	if err != nil || len(content) == 0 {
		return n
	}
	if document, err := read.File(ctx, d.FileName, content); err == nil && lineFeeds(document.Text) == lineFeeds(d.Text) {
		n.Text, n.Original, n.FileName, n.Said = document.Text, originalOf(content, document.MediaType), d.FileName, SaidBy(document)
	}
	return n
}

// lineFeeds is a text with every line end a line feed, as a form gives it back.
func lineFeeds(s string) string { return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s) }

// preview lays a draft beside the text that stands, or shows again what is wrong with it.
func (h *Handlers) preview(c *gin.Context, status int, row models.ArticleRow, draft views.Draft) error {
	if len(draft.Wrong) > 0 {
		return h.renderDraft(c, http.StatusUnprocessableEntity, row, draft)
	}
	preview, err := h.store.PreviewRevision(c.Request.Context(), reader(c), row.ID, newRevision(c.Request.Context(), draft))
	switch {
	case errors.Is(err, models.ErrStale) && !draft.Stale:
		draft.Base, draft.Stale = row.Revision, true
		return h.preview(c, http.StatusConflict, row, draft)
	case invalid(err) != nil:
		draft.Wrong = invalid(err)
		return h.renderDraft(c, http.StatusUnprocessableEntity, row, draft)
	case err != nil:
		return err
	}
	page := h.shell(c, "New draft of "+row.Title, "articles")
	page.Styles = revisionStyles
	return h.render(c, status, views.RevisionPreview(views.RevisionPreviewPage{Page: page, Preview: preview, Draft: draft}))
}

func (h *Handlers) renderDraft(c *gin.Context, status int, row models.ArticleRow, draft views.Draft) error {
	page := h.shell(c, "New draft of "+row.Title, "articles")
	page.Styles = revisionStyles
	return h.render(c, status, views.RevisionNew(views.RevisionNewPage{Page: page, Article: row, Draft: draft}))
}
