package handlers

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path"

	"github.com/gin-gonic/gin"

	"linecheck/formats/write"
	"linecheck/models"
	"linecheck/store"
	"linecheck/text"
	"linecheck/text/message"
	"linecheck/views"
)

// articleJSON exports a complete article.
func (h *Handlers) articleJSON(c *gin.Context) error {
	return h.exportArticleFile(
		c,
		"application/json",
		"article.json",
		func(w io.Writer, f models.ArticleFile, _ string) error {
			return write.ArticleFile(w, f, func(object []byte) (string, error) { return h.store.SignArticleFile(c.Request.Context(), object) })
		},
	)
}

// webAnnotations exports an article's annotations as W3C Web Annotations.
func (h *Handlers) webAnnotations(c *gin.Context) error {
	return h.exportArticleFile(
		c,
		`application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`,
		"annotations.jsonld",
		write.WebAnnotations,
	)
}

// claimReviews exports an article's settled claims as ClaimReview.
func (h *Handlers) claimReviews(c *gin.Context) error {
	return h.exportArticleFile(c, "application/ld+json", "claimreview.jsonld", write.ClaimReviews)
}

// exportArticleFile sends a file made from everything stored about an article. All of it is read first, in
// one read transaction.
func (h *Handlers) exportArticleFile(
	c *gin.Context,
	mediaType, what string,
	write func(w io.Writer, f models.ArticleFile, base string) error,
) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	f, err := h.store.ArticleFile(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	return h.sendFile(
		c,
		mediaType,
		attachmentHeader(what, f.Article.Title, id),
		func(w io.Writer) error { return write(w, f, h.absoluteURL(c, "")) },
	)
}

// importedFile sends the file that an article was imported from, byte for byte.
func (h *Handlers) importedFile(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	file, name, err := h.store.ImportedFile(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	named := cmp.Or(sanitizeFileName(name[:len(name)-len(path.Ext(name))]), "imported") + ".json"
	return h.sendFile(c, file.MediaType, attachmentHeader(named, "", 0), func(w io.Writer) error {
		_, err := w.Write(file.Bytes)
		return err
	})
}

// showExports lists every export of an article.
func (h *Handlers) showExports(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	row, err := h.store.Article(ctx, who, id)
	if err != nil {
		return err
	}
	imported, err := h.store.ImportOrigin(ctx, who, id)
	if err != nil {
		return err
	}
	page := h.newPage(c, "Export %s", "articles", row.Title)
	page.Styles = []string{listStylesheet}
	return h.render(
		c,
		http.StatusOK,
		views.Export(views.ExportPage{Page: page, Article: row, Imported: imported, Blind: who.ChecksBlind(row.DeskID),
			Check: row.TrashedAt == nil && who.IsAllowed(models.ActCheck, row.DeskID)}),
	)
}

// dashboardXLSX exports the filtered dashboard and the rows behind it as a workbook.
func (h *Handlers) dashboardXLSX(c *gin.Context) error {
	if len(reader(c).DesksFor(models.ActOversee)) == 0 {
		return models.ErrForbidden
	}
	a := h.parseListQuery(c)
	filter := a.claimFilter()
	if len(a.fieldErrors) > 0 {
		return a.fieldErrors
	}
	return h.sendWorkbook(c, "dashboard.xlsx", models.ArticleRow{}, filter)
}

// articleXLSX exports one article as a workbook.
func (h *Handlers) articleXLSX(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	row, err := h.store.Article(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	if row.TrashedAt != nil {
		return models.ErrNotFound // lists and exports leave out the trash
	}
	return h.sendWorkbook(c, "article.xlsx", row, models.Filter{ArticleID: id})
}

// workbookType is the media type of an .xlsx.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// sendWorkbook sends a workbook of one article, or of everything that the filter selects. Only one is written
// at a time, because each keeps a processor busy.
func (h *Handlers) sendWorkbook(c *gin.Context, name string, article models.ArticleRow, f models.Filter) error {
	ctx, who := c.Request.Context(), reader(c)
	if c.Request.Method != http.MethodHead {
		select {
		case h.exportSlot <- struct{}{}:
			defer func() { <-h.exportSlot }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return h.sendFile(c, workbookType, attachmentHeader(name, article.Title, article.ID), func(w io.Writer) error {
		return Workbook(ctx, w, h.store, who, article, f)
	})
}

// Workbook writes the filtered dashboard with the claims, annotations and sentences behind it as an .xlsx.
// The zero article selects all articles.
func Workbook(ctx context.Context, w io.Writer, s *store.Store, who models.Reader, article models.ArticleRow, f models.Filter) error {
	return write.Workbook(
		w,
		message.From(ctx),
		text.Direction(article.Language) == "rtl",
		write.NewSheet(
			"Articles",
			models.ArticleColumns,
			func(row func(models.ArticleExportRow) error) error { return s.EachArticle(ctx, who, f, row) },
		),
		write.NewSheet(
			"Claims",
			models.ClaimColumns,
			func(row func(models.ClaimExportRow) error) error { return s.EachClaim(ctx, who, f, row) },
		),
		write.NewSheet(
			"Annotations",
			models.AnnotationColumns,
			func(row func(models.AnnotationExportRow) error) error { return s.EachAnnotation(ctx, who, f, row) },
		),
		write.NewSheet(
			"Sentences",
			models.SentenceColumns,
			func(row func(models.SentenceExportRow) error) error { return s.EachSentence(ctx, who, f, row) },
		),
	)
}

// articleUpload is an uploaded file.
type articleUpload struct {
	name    string
	content []byte
}

// findArticleUpload returns the uploaded file if it is an exported article. It returns nil if it is something
// else or if a text was pasted too.
func findArticleUpload(c *gin.Context, pasted string) (*articleUpload, error) {
	if pasted != "" || c.Request.MultipartForm == nil || len(c.Request.MultipartForm.File["file"]) == 0 {
		return nil, nil
	}
	file := c.Request.MultipartForm.File["file"][0]
	if is, err := isArticleFile(file); err != nil || !is {
		return nil, err
	}
	content, err := readUploadedContent(file)
	if text.Validate(file.Filename) != nil {
		file.Filename = ""
	}
	return &articleUpload{file.Filename, content}, err
}

// isArticleFile reports whether the first bytes of a file are those of an exported article.
func isArticleFile(file *multipart.FileHeader) (bool, error) {
	opened, err := file.Open()
	if err != nil {
		return false, fmt.Errorf("opening the upload: %w", err)
	}
	defer opened.Close()
	first, err := io.ReadAll(io.LimitReader(opened, 1024))
	return models.IsArticleFile(first), err
}

// importUploadedArticle imports an exported article.
func (h *Handlers) importUploadedArticle(c *gin.Context, desk int64, file *multipart.FileHeader) (models.Article, error) {
	content, err := readUploadedContent(file)
	if err != nil {
		return models.Article{}, err
	}
	return h.store.ImportArticle(c.Request.Context(), reader(c), desk, validFileName(file.Filename), content)
}

// importArticle imports an exported article, or shows the form again with the errors in the file.
func (h *Handlers) importArticle(c *gin.Context, page views.ArticleNewPage, desk int64, file *articleUpload) error {
	var article models.Article
	wrong := page.Details.Errors
	if wrong.Detail("desk") == "" {
		var err error
		article, err = h.store.ImportArticle(c.Request.Context(), reader(c), desk, file.name, file.content)
		if wrong = validationErrors(err); err != nil && wrong == nil {
			return err
		}
	}
	if len(wrong) > 0 {
		page.Details.Errors = wrong
		return h.renderNewArticle(c, http.StatusUnprocessableEntity, page)
	}
	return seeOther(c, articlePath(article.ID))
}
