package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

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
		return h.renderDraft(c, http.StatusUnprocessableEntity, row, draft.Draft)
	}
	_, err = h.store.ReviseArticle(c.Request.Context(), reader(c), row.ID, draft.revision())
	switch {
	case errors.Is(err, models.ErrStale):
		draft.Base, draft.Stale = row.Revision, true
		return h.preview(c, http.StatusConflict, row, draft)
	case invalid(err) != nil:
		draft.Wrong = invalid(err)
		return h.renderDraft(c, http.StatusUnprocessableEntity, row, draft.Draft)
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

// draft is a draft as it was typed, and the file that its text is of.
type draft struct {
	views.Draft
	file file
}

// readDraft reads a draft as it was typed, or as it came along from its preview.
func (h *Handlers) readDraft(c *gin.Context) (models.ArticleRow, draft, error) {
	row, err := h.revisable(c)
	if err != nil {
		return row, draft{}, err
	}
	fields, err := readForm(c)
	if fields == nil {
		return row, draft{}, err
	}
	d := draft{Draft: views.Draft{Note: fields.lines("note"), Wrong: invalid(err)}}
	d.Base, _ = strconv.Atoi(fields.Get("base")) // 0 is no revision: who does not say which one they read has to look first
	if d.file, err = takeText(c, fields, &d.Wrong); err != nil {
		return row, d, err
	}
	d.Text, d.FileAlong = d.file.Text, d.file.along()
	return row, d, nil
}

// revision is the draft as the store takes it.
func (d draft) revision() models.NewRevision {
	n := models.NewRevision{Text: d.Text, Note: d.Note, Base: d.Base}
	if d.file.original != nil {
		n.Original, n.FileName, n.Said = d.file.original, d.file.name, d.file.said()
	}
	return n
}

// preview lays a draft beside the text that stands, or shows again what is wrong with it.
func (h *Handlers) preview(c *gin.Context, status int, row models.ArticleRow, draft draft) error {
	if len(draft.Wrong) > 0 {
		return h.renderDraft(c, http.StatusUnprocessableEntity, row, draft.Draft)
	}
	preview, err := h.store.PreviewRevision(c.Request.Context(), reader(c), row.ID, draft.revision())
	switch {
	case errors.Is(err, models.ErrStale) && !draft.Stale:
		draft.Base, draft.Stale = row.Revision, true
		return h.preview(c, http.StatusConflict, row, draft)
	case invalid(err) != nil:
		draft.Wrong = invalid(err)
		return h.renderDraft(c, http.StatusUnprocessableEntity, row, draft.Draft)
	case err != nil:
		return err
	}
	page := h.shell(c, "New draft of "+row.Title, "articles")
	page.Styles = revisionStyles
	return h.render(c, status, views.RevisionPreview(views.RevisionPreviewPage{Page: page, Preview: preview, Draft: draft.Draft}))
}

func (h *Handlers) renderDraft(c *gin.Context, status int, row models.ArticleRow, draft views.Draft) error {
	page := h.shell(c, "New draft of "+row.Title, "articles")
	page.Styles, page.Scripts = revisionStyles, []string{"paste.js"}
	return h.render(c, status, views.RevisionNew(views.RevisionNewPage{Page: page, Article: row, Draft: draft}))
}
