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
	"linecheck/views"
)

// annotationImport shows the form for a file of annotations.
func (h *Handlers) annotationImport(c *gin.Context) error {
	row, err := h.articleFor(c, models.ActCheck)
	if err != nil {
		return err
	}
	return h.renderImport(c, http.StatusOK, views.AnnotationImportPage{Article: row})
}

// annotationPreview shows what a file of annotations would come to.
func (h *Handlers) annotationPreview(c *gin.Context) error {
	row, err := h.articleFor(c, models.ActCheck)
	if err != nil {
		return err
	}
	page := views.AnnotationImportPage{Article: row}
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	rows, name, err := rowsOf(c)
	if wrong := invalid(err); wrong != nil {
		page.Wrong = wrong
		return h.renderImport(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	page.File = name
	if page.Plan, err = h.store.PlanAnnotations(c.Request.Context(), reader(c), row.ID, rows); err != nil {
		return err
	}
	if page.Wrong = invalid(models.TooManyImported(len(page.Plan.New()))); page.Wrong != nil {
		return h.renderPlan(c, http.StatusUnprocessableEntity, page)
	}
	return h.renderPlan(c, http.StatusOK, page)
}

// importAnnotations takes the rows in that were shown.
func (h *Handlers) importAnnotations(c *gin.Context) error {
	row, err := h.articleFor(c, models.ActCheck)
	if err != nil {
		return err
	}
	fields, err := readForm(c)
	if err != nil {
		return err
	}
	var rows []models.AnnotationRow
	if err := json.Unmarshal([]byte(fields.Get("rows")), &rows); err != nil && fields.Get("rows") != "" {
		return fmt.Errorf("%w: the rows of a file: %w", errUnreadable, err)
	}
	page := views.AnnotationImportPage{Article: row, File: fields.Get("file")}
	page.Plan, err = h.store.ImportAnnotations(c.Request.Context(), reader(c), row.ID, page.File, rows)
	if page.Wrong = invalid(err); page.Wrong != nil {
		status := http.StatusUnprocessableEntity
		if errors.Is(err, models.ErrStale) {
			status = http.StatusConflict
		}
		return h.renderPlan(c, status, page)
	}
	if err != nil {
		return err
	}
	return seeOther(c, articlePath(row.ID))
}

func (h *Handlers) renderImport(c *gin.Context, status int, page views.AnnotationImportPage) error {
	page.Page = h.shell(c, "Take annotations in: "+page.Article.Title, "articles")
	page.Page.Styles = []string{listStyle}
	return h.render(c, status, views.AnnotationImport(page))
}

// renderPlan shows a plan, with the rows that would come in for the form that takes them in.
func (h *Handlers) renderPlan(c *gin.Context, status int, page views.AnnotationImportPage) error {
	if page.Plan.ID == 0 { // nothing could be planned
		return h.renderImport(c, status, page)
	}
	rows, err := json.Marshal(page.Plan.New())
	if err != nil {
		return fmt.Errorf("writing rows: %w", err)
	}
	page.Rows = string(rows)
	return h.renderImport(c, status, page)
}

// rowsOf reads the chosen file of annotations, and its name.
func rowsOf(c *gin.Context) ([]models.AnnotationRow, string, error) {
	if c.Request.MultipartForm == nil || len(c.Request.MultipartForm.File["file"]) == 0 {
		return nil, "", chosenWrong("Please choose the file of annotations that you edited.")
	}
	file := c.Request.MultipartForm.File["file"][0]
	if file.Filename == "" && file.Size == 0 {
		return nil, "", chosenWrong("Please choose the file of annotations that you edited.")
	}
	content, err := contents(file)
	if err != nil {
		return nil, "", err
	}
	table, err := read.CSV(file.Filename, content)
	var wrong *read.TableError
	var character *text.InvalidError
	switch {
	case errors.As(err, &wrong):
		return nil, "", chosenWrong(wrong.Detail)
	case errors.As(err, &character):
		return nil, "", chosenWrong(fmt.Sprintf("This cannot be kept as text: %s.", character))
	case err != nil:
		return nil, "", err
	}
	if text.Valid(file.Filename) != nil {
		file.Filename = ""
	}
	rows, err := annotationRows(table)
	return rows, file.Filename, err
}

func chosenWrong(detail string) error { return models.Invalid{{Field: "file", Detail: detail}} }

// annotationRows reads a table's rows as annotations.
func annotationRows(table read.Table) ([]models.AnnotationRow, error) {
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
		return nil, chosenWrong(
			fmt.Sprintf("The first row of this file has no column %s. It should be annotations.csv, or a table with the columns %s.",
				strings.Join(missing, ", "), strings.Join(models.AnnotationRowColumns, ", ")),
		)
	}
	rows := make([]models.AnnotationRow, len(table.Rows))
	for i, row := range table.Rows {
		rows[i] = models.ReadAnnotationRow(row.Line, row.Cells)
	}
	return rows, nil
}
