package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showNewRevision shows the form for a new draft.
func (h *Handlers) showNewRevision(c *gin.Context) error {
	row, err := h.loadRevisableArticle(c)
	if err != nil {
		return err
	}
	return h.renderDraftForm(c, http.StatusOK, row, views.Draft{Base: row.Revision})
}

// previewRevision shows what a draft would change, and saves nothing.
func (h *Handlers) previewRevision(c *gin.Context) error {
	row, draft, err := h.parseDraft(c)
	if err != nil {
		return err
	}
	return h.renderRevisionPreview(c, http.StatusOK, row, draft)
}

// reviseArticle saves a draft as a revision. If another revision was saved since, it compares the draft with
// that one.
func (h *Handlers) reviseArticle(c *gin.Context) error {
	row, draft, err := h.parseDraft(c)
	if err != nil {
		return err
	}
	if len(draft.Errors) > 0 {
		return h.renderDraftForm(c, http.StatusUnprocessableEntity, row, draft.Draft)
	}
	_, err = h.store.ReviseArticle(c.Request.Context(), reader(c), row.ID, draft.toNewRevision())
	switch {
	case errors.Is(err, models.ErrStale):
		draft.Base, draft.Stale = row.Revision, true
		return h.renderRevisionPreview(c, http.StatusConflict, row, draft)
	case validationErrors(err) != nil:
		draft.Errors = validationErrors(err)
		return h.renderDraftForm(c, http.StatusUnprocessableEntity, row, draft.Draft)
	case err != nil:
		return err
	}
	return seeOther(c, articlePath(row.ID))
}

// loadRevisableArticle loads the article that the URL names, if the user may add a draft to it.
func (h *Handlers) loadRevisableArticle(c *gin.Context) (models.ArticleRow, error) {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return models.ArticleRow{}, err
	}
	return h.store.RevisableArticle(c.Request.Context(), reader(c), id)
}

// draftForm is a submitted draft with the file that its text came from.
type draftForm struct {
	views.Draft
	file parsedUpload
}

// parseDraft reads a draft that was typed, or that its preview sent along.
func (h *Handlers) parseDraft(c *gin.Context) (models.ArticleRow, draftForm, error) {
	row, err := h.loadRevisableArticle(c)
	if err != nil {
		return row, draftForm{}, err
	}
	fields, err := readForm(c)
	if fields == nil {
		return row, draftForm{}, err
	}
	d := draftForm{Draft: views.Draft{Note: fields.multiline("note"), Errors: validationErrors(err)}}
	d.Base, _ = strconv.Atoi(fields.Get("base")) // a missing base becomes 0, which no revision has: the user has to compare first
	if d.file, err = readFormText(c, fields, &d.Errors); err != nil {
		return row, d, err
	}
	d.Text, d.CarriedFile = d.file.Text, d.file.carriedFile()
	return row, d, nil
}

// toNewRevision converts the draft to the store's input.
func (d draftForm) toNewRevision() models.NewRevision {
	n := models.NewRevision{Text: d.Text, Note: d.Note, Base: d.Base, Markup: d.file.importedMarkup()}
	if d.file.original != nil {
		n.Original, n.FileName = d.file.original, d.file.name
	}
	return n
}

// renderRevisionPreview compares a draft with the current text, or shows its errors.
func (h *Handlers) renderRevisionPreview(c *gin.Context, status int, row models.ArticleRow, draft draftForm) error {
	if len(draft.Errors) > 0 {
		return h.renderDraftForm(c, http.StatusUnprocessableEntity, row, draft.Draft)
	}
	preview, err := h.store.PreviewRevision(c.Request.Context(), reader(c), row.ID, draft.toNewRevision())
	switch {
	case errors.Is(err, models.ErrStale) && !draft.Stale:
		draft.Base, draft.Stale = row.Revision, true
		return h.renderRevisionPreview(c, http.StatusConflict, row, draft)
	case validationErrors(err) != nil:
		draft.Errors = validationErrors(err)
		return h.renderDraftForm(c, http.StatusUnprocessableEntity, row, draft.Draft)
	case err != nil:
		return err
	}
	page := h.newPage(c, "New draft of %s", "articles", row.Title)
	page.Styles = revisionStyles
	return h.render(c, status, views.RevisionPreview(views.RevisionPreviewPage{Page: page, Preview: preview, Draft: draft.Draft}))
}

func (h *Handlers) renderDraftForm(c *gin.Context, status int, row models.ArticleRow, draft views.Draft) error {
	page := h.newPage(c, "New draft of %s", "articles", row.Title)
	page.Styles, page.Scripts = revisionStyles, []string{"paste.js"}
	return h.render(c, status, views.RevisionNew(views.RevisionNewPage{Page: page, Article: row, Draft: draft}))
}
