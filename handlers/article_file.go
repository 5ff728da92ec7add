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
	"linecheck/views"
)

// articleJSON takes an article out whole.
func (h *Handlers) articleJSON(c *gin.Context) error {
	return h.takeOut(
		c,
		"application/json",
		"article.json",
		func(w io.Writer, f models.ArticleFile, _ string) error { return write.ArticleFile(w, f) },
	)
}

// webAnnotations takes an article's annotations out as W3C Web Annotations.
func (h *Handlers) webAnnotations(c *gin.Context) error {
	return h.takeOut(c, `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`, "annotations.jsonld", write.WebAnnotations)
}

// claimReviews takes an article's settled claims out as ClaimReview.
func (h *Handlers) claimReviews(c *gin.Context) error {
	return h.takeOut(c, "application/ld+json", "claimreview.jsonld", write.ClaimReviews)
}

// takeOut sends a file that is written from all that is known of an article. It is read whole first, on one state of the database.
func (h *Handlers) takeOut(c *gin.Context, mediaType, what string, write func(w io.Writer, f models.ArticleFile, base string) error) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	f, err := h.store.ArticleFile(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	return h.sendFile(c, mediaType, attachment(what, f.Article.Title, id), func(w io.Writer) error { return write(w, f, h.address(c, "")) })
}

// importedFile takes out the file that an article was imported from, byte for byte.
func (h *Handlers) importedFile(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	file, name, err := h.store.ImportedFile(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	named := cmp.Or(fileName(name[:len(name)-len(path.Ext(name))]), "imported") + ".json"
	return h.sendFile(c, file.MediaType, attachment(named, "", 0), func(w io.Writer) error {
		_, err := w.Write(file.Bytes)
		return err
	})
}

// exports lists every way in which an article can be taken out.
func (h *Handlers) exports(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	ctx, who := c.Request.Context(), reader(c)
	row, err := h.store.Article(ctx, who, id)
	if err != nil {
		return err
	}
	imported, err := h.store.Imported(ctx, who, id)
	if err != nil {
		return err
	}
	page := h.shell(c, "Take out "+row.Title, "articles")
	page.Styles = []string{listStyle}
	return h.render(
		c,
		http.StatusOK,
		views.Export(views.ExportPage{Page: page, Article: row, Imported: imported, Blind: who.Blind(row.DeskID),
			Check: row.TrashedAt == nil && who.Can(models.ActCheck, row.DeskID)}),
	)
}

// dashboardXLSX takes out what the dashboard shows under a filter, and what is behind it, as a workbook.
func (h *Handlers) dashboardXLSX(c *gin.Context) error {
	if len(reader(c).DesksFor(models.ActOversee)) == 0 {
		return models.ErrForbidden
	}
	a := h.asks(c)
	filter := a.filter()
	if len(a.wrong) > 0 {
		return a.wrong
	}
	return h.sendBook(c, "dashboard.xlsx", models.ArticleRow{}, filter)
}

// articleXLSX takes one article out as a workbook.
func (h *Handlers) articleXLSX(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	row, err := h.store.Article(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	if row.TrashedAt != nil {
		return models.ErrNotFound // lists and files leave out what is in the trash
	}
	return h.sendBook(c, "article.xlsx", row, models.Filter{ArticleID: id})
}

// workbookType is the media type of an .xlsx.
const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// sendBook sends a workbook, of one article or of all under a filter. One is written at a time: it takes a processor for as long as it takes.
func (h *Handlers) sendBook(c *gin.Context, name string, article models.ArticleRow, f models.Filter) error {
	ctx, who := c.Request.Context(), reader(c)
	if c.Request.Method != http.MethodHead {
		select {
		case h.books <- struct{}{}:
			defer func() { <-h.books }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return h.sendFile(c, workbookType, attachment(name, article.Title, article.ID), func(w io.Writer) error {
		return Workbook(ctx, w, h.store, who, article, f)
	})
}

// Workbook writes what the dashboard shows under a filter, and the claims, annotations and sentences behind it, as an .xlsx: of one article, or of all
// where that is the zero row.
func Workbook(ctx context.Context, w io.Writer, s *store.Store, who models.Reader, article models.ArticleRow, f models.Filter) error {
	return write.Workbook(
		w,
		text.Direction(article.Language) == "rtl",
		write.SheetOf(
			"Articles",
			models.ArticleColumns,
			func(row func(models.ArticleRecord) error) error { return s.EachArticle(ctx, who, f, row) },
		),
		write.SheetOf(
			"Claims",
			models.ClaimColumns,
			func(row func(models.ClaimRecord) error) error { return s.EachClaim(ctx, who, f, row) },
		),
		write.SheetOf(
			"Annotations",
			models.AnnotationColumns,
			func(row func(models.AnnotationRecord) error) error { return s.EachAnnotation(ctx, who, f, row) },
		),
		write.SheetOf(
			"Sentences",
			models.SentenceColumns,
			func(row func(models.SentenceRecord) error) error { return s.EachSentence(ctx, who, f, row) },
		),
	)
}

// uploaded is a file that somebody chose.
type uploaded struct {
	name    string
	content []byte
}

// uploadedArticle is the chosen file where that is an article that was taken out whole; nil where it is not, or a text was pasted besides.
func uploadedArticle(c *gin.Context, pasted string) (*uploaded, error) {
	if pasted != "" || c.Request.MultipartForm == nil || len(c.Request.MultipartForm.File["file"]) == 0 {
		return nil, nil
	}
	file := c.Request.MultipartForm.File["file"][0]
	if is, err := beginsAsArticle(file); err != nil || !is {
		return nil, err
	}
	content, err := contents(file)
	if text.Valid(file.Filename) != nil {
		file.Filename = ""
	}
	return &uploaded{file.Filename, content}, err
}

// beginsAsArticle looks at the first bytes of a file.
func beginsAsArticle(file *multipart.FileHeader) (bool, error) {
	opened, err := file.Open()
	if err != nil {
		return false, fmt.Errorf("opening the upload: %w", err)
	}
	defer opened.Close()
	first, err := io.ReadAll(io.LimitReader(opened, 1024))
	return models.IsArticleFile(first), err
}

// bringWhole brings in an article that was taken out whole.
func (h *Handlers) bringWhole(c *gin.Context, desk int64, file *multipart.FileHeader) (models.Article, error) {
	content, err := contents(file)
	if err != nil {
		return models.Article{}, err
	}
	return h.store.ImportArticle(c.Request.Context(), reader(c), desk, keptName(file.Filename), content)
}

// importArticle brings in an article that was taken out whole. What is wrong with it is said beside the file.
func (h *Handlers) importArticle(c *gin.Context, page views.ArticleNewPage, desk int64, file *uploaded) error {
	var article models.Article
	wrong := page.Details.Wrong
	if wrong.Of("desk") == "" {
		var err error
		article, err = h.store.ImportArticle(c.Request.Context(), reader(c), desk, file.name, file.content)
		if wrong = invalid(err); err != nil && wrong == nil {
			return err
		}
	}
	if len(wrong) > 0 {
		page.Details.Wrong = wrong
		return h.renderNew(c, http.StatusUnprocessableEntity, page)
	}
	return seeOther(c, articlePath(article.ID))
}
