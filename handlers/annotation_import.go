package handlers

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/text"
	"linecheck/text/message"
	"linecheck/views"
)

// showAnnotationImport shows the form that uploads a file of annotations.
func (h *Handlers) showAnnotationImport(c *gin.Context) error {
	row, err := h.requireArticle(c, models.ActCheck)
	if err != nil {
		return err
	}
	return h.renderAnnotationImport(c, http.StatusOK, views.AnnotationImportPage{Article: row})
}

// previewAnnotationImport shows what an import of the uploaded file would change.
func (h *Handlers) previewAnnotationImport(c *gin.Context) error {
	row, err := h.requireArticle(c, models.ActCheck)
	if err != nil {
		return err
	}
	page := views.AnnotationImportPage{Article: row}
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	rows, name, err := readUploadedRows(c)
	if wrong := validationErrors(err); wrong != nil {
		page.Errors = wrong
		return h.renderAnnotationImport(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	page.File = name
	if page.Plan, err = h.store.PlanAnnotationImport(c.Request.Context(), reader(c), row.ID, rows); err != nil {
		return err
	}
	if page.Errors = validationErrors(models.CheckImportSize(len(page.Plan.NewRows()))); page.Errors != nil {
		return h.renderImportPlan(c, http.StatusUnprocessableEntity, page)
	}
	return h.renderImportPlan(c, http.StatusOK, page)
}

// importAnnotations imports the rows that the preview showed.
func (h *Handlers) importAnnotations(c *gin.Context) error {
	row, err := h.requireArticle(c, models.ActCheck)
	if err != nil {
		return err
	}
	fields, err := readForm(c)
	if err != nil {
		return err
	}
	var rows []models.AnnotationRow
	if err := json.Unmarshal([]byte(fields.Get("rows")), &rows); err != nil && fields.Get("rows") != "" {
		return fmt.Errorf("%w: the rows of a file: %w", errBadRequest, err)
	}
	page := views.AnnotationImportPage{Article: row, File: fields.Get("file")}
	page.Plan, err = h.store.ImportAnnotations(c.Request.Context(), reader(c), row.ID, page.File, rows)
	if page.Errors = validationErrors(err); page.Errors != nil {
		status := http.StatusUnprocessableEntity
		if errors.Is(err, models.ErrStale) {
			status = http.StatusConflict
		}
		return h.renderImportPlan(c, status, page)
	}
	if err != nil {
		return err
	}
	return seeOther(c, articlePath(row.ID))
}

func (h *Handlers) renderAnnotationImport(c *gin.Context, status int, page views.AnnotationImportPage) error {
	page.Page = h.newPage(c, "Import annotations: %s", "articles", page.Article.Title)
	page.Page.Styles = []string{listStylesheet}
	return h.render(c, status, views.AnnotationImport(page))
}

// renderImportPlan shows the plan, and puts its rows into the form that imports them.
func (h *Handlers) renderImportPlan(c *gin.Context, status int, page views.AnnotationImportPage) error {
	if page.Plan.ID == 0 { // no plan could be made
		return h.renderAnnotationImport(c, status, page)
	}
	rows, err := json.Marshal(page.Plan.NewRows())
	if err != nil {
		return fmt.Errorf("writing rows: %w", err)
	}
	page.Rows = string(rows)
	return h.renderAnnotationImport(c, status, page)
}

// readUploadedRows returns the rows and the name of the uploaded file.
func readUploadedRows(c *gin.Context) ([]models.AnnotationRow, string, error) {
	if c.Request.MultipartForm == nil || len(c.Request.MultipartForm.File["file"]) == 0 {
		return nil, "", fileError("Please choose the file of annotations that you edited.")
	}
	file := c.Request.MultipartForm.File["file"][0]
	if file.Filename == "" && file.Size == 0 {
		return nil, "", fileError("Please choose the file of annotations that you edited.")
	}
	content, err := readUploadedContent(file)
	if err != nil {
		return nil, "", err
	}
	table, err := read.TableFile(c.Request.Context(), file.Filename, content)
	var wrong *read.TableError
	var character *text.InvalidError
	switch {
	case errors.As(err, &wrong):
		return nil, "", fileError("%s", wrong.Detail)
	case errors.As(err, &character):
		return nil, "", fileError("This cannot be kept as text: %s.", character.Error())
	case err != nil:
		return nil, "", err
	}
	if text.Validate(file.Filename) != nil {
		file.Filename = ""
	}
	rows, err := parseAnnotationRows(table)
	return rows, file.Filename, err
}

func fileError(key message.Key, args ...any) error {
	return models.NewFieldError("file", key, args...)
}

// parseAnnotationRows converts a table to annotation rows. It fails when a column is missing.
func parseAnnotationRows(table read.Table) ([]models.AnnotationRow, error) {
	var missing []string
	for _, name := range models.AnnotationRowColumns {
		found := false
		for _, column := range table.Columns {
			found = found || column == name
		}
		if !found {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return nil, fileError("The first row of this file has no column %s. It should be annotations.csv, or a table with the columns %s.",
			strings.Join(missing, ", "), strings.Join(models.AnnotationRowColumns, ", "))
	}
	rows := make([]models.AnnotationRow, len(table.Rows))
	for i, row := range table.Rows {
		rows[i] = models.ParseAnnotationRow(row.Line, row.Cells)
	}
	return rows, nil
}
