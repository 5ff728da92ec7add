package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/gin-gonic/gin"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/text"
	"linecheck/views"
)

// articleNew shows the form of a new article.
func (h *Handlers) articleNew(c *gin.Context) error {
	if len(reader(c).DesksFor(models.ActHandIn)) == 0 {
		return models.ErrForbidden
	}
	return h.renderNew(c, http.StatusOK, views.ArticleNewPage{Details: views.ArticleDetails{Language: "en"}})
}

// articleCreate brings an article in and opens it. What is wrong is said beside each field, with everything typed still there.
func (h *Handlers) articleCreate(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	details, due := h.readDetails(fields, invalid(err))
	page := views.ArticleNewPage{Details: details, Desk: fields.Get("desk"), Text: read.Pasted(fields.Get("text"))}
	article := models.NewArticle{Title: details.Title, Language: details.Language, DueAt: due}
	if article.DeskID, err = handInDesk(reader(c), page.Desk, &page.Details.Wrong); err != nil {
		return err
	}
	article.WriterID = writerOf(details.Writer)
	if role, _ := reader(c).Role(article.DeskID); role == models.Writer {
		who := reader(c).UserID
		article.WriterID = &who
	}
	whole, err := uploadedArticle(c, page.Text)
	switch {
	case err != nil:
		return err
	case whole != nil:
		return h.importArticle(c, page, article.DeskID, whole)
	}
	upload, err := takeFile(c, page.Text, &page.Details.Wrong)
	if err != nil {
		return err
	}
	if upload.original != nil {
		page.FromFile, page.Text = true, upload.text
		article.Original, article.FileName = upload.original, upload.name
	}
	article.Text = page.Text
	saved, err := h.bringIn(c, article, &page.Details.Wrong)
	switch {
	case err != nil:
		return err
	case len(page.Details.Wrong) > 0:
		return h.renderNew(c, http.StatusUnprocessableEntity, page)
	}
	return seeOther(c, articlePath(saved.ID))
}

// bringIn keeps the article, or notes everything that is wrong with it.
func (h *Handlers) bringIn(c *gin.Context, article models.NewArticle, wrong *models.Invalid) (models.Article, error) {
	var saved models.Article
	var err error
	if len(*wrong) > 0 {
		_, err = article.Cut(h.limits) // what else is wrong
	} else {
		saved, err = h.store.CreateArticle(c.Request.Context(), reader(c), article)
	}
	more := invalid(err)
	if err != nil && more == nil {
		return saved, err
	}
	for _, w := range more {
		if wrong.Of(w.Field) == "" && (w.Field != "text" || wrong.Of("file") == "") {
			wrong.Add(w.Field, "%s", w.Detail)
		}
	}
	return saved, nil
}

// handInDesk is the desk that was chosen, or the only one there is to choose.
func handInDesk(who models.Reader, typed string, wrong *models.Invalid) (int64, error) {
	desks := who.DesksFor(models.ActHandIn)
	switch {
	case len(desks) == 0:
		return 0, models.ErrForbidden
	case typed == "" && len(desks) == 1:
		return desks[0].DeskID, nil
	}
	id, _ := idOf(typed) // 0 is no desk
	if !who.Can(models.ActHandIn, id) {
		wrong.Add("desk", "Please choose one of your desks.")
	}
	return id, nil
}

// file is an uploaded file that was read.
type file struct {
	text     string
	original *models.Original // nil where no file was chosen, or it cannot be read
	name     string
}

// takeFile reads an uploaded file, if there is one. What is wrong with it is noted. A text that was pasted besides leaves it aside.
func takeFile(c *gin.Context, pasted string, wrong *models.Invalid) (file, error) {
	if c.Request.MultipartForm == nil || len(c.Request.MultipartForm.File["file"]) == 0 {
		return file{}, nil
	}
	upload := c.Request.MultipartForm.File["file"][0]
	if upload.Filename == "" && upload.Size == 0 {
		return file{}, nil // a browser's way of saying that none was chosen
	}
	if pasted != "" {
		wrong.Add("file", "Please either paste the text or choose a file: both were given, so the file has been left aside.")
		return file{}, nil
	}
	content, err := contents(upload)
	if err != nil {
		return file{}, err
	}
	document, err := read.Text(upload.Filename, content)
	var character *text.InvalidError
	switch {
	case errors.As(err, &character):
		wrong.Add("file", "This cannot be kept as text: %s.", character)
		return file{}, nil
	case err != nil:
		wrong.Add("file", "%s", err)
		return file{}, nil
	}
	return file{document.Text, originalOf(content, document.MediaType), keptName(upload.Filename)}, nil
}

// originalOf is a file's bytes as they are kept.
func originalOf(content []byte, mediaType string) *models.Original {
	sum := sha256.Sum256(content)
	return &models.Original{SHA256: hex.EncodeToString(sum[:]), MediaType: mediaType, Size: len(content), Bytes: content}
}

func contents(file *multipart.FileHeader) ([]byte, error) {
	opened, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("opening the upload: %w", err)
	}
	defer opened.Close()
	content, err := io.ReadAll(opened)
	if err != nil {
		return nil, fmt.Errorf("reading the upload: %w", err)
	}
	return content, nil
}

func (h *Handlers) renderNew(c *gin.Context, status int, page views.ArticleNewPage) error {
	page.Page = h.shell(c, "New article", "articles")
	page.Page.Styles = []string{listStyle}
	page.Desks = reader(c).DesksFor(models.ActHandIn)
	for _, d := range page.Desks {
		people, err := h.store.DeskPeople(c.Request.Context(), reader(c), d.DeskID)
		if err != nil {
			return err
		}
		page.People = append(page.People, people)
	}
	return h.render(c, status, views.ArticleNew(page))
}
