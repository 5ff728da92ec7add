package handlers

import (
	"cmp"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/formats/read"
	"linecheck/models"
	"linecheck/views"
)

// showNewArticle shows the form for a new article.
func (h *Handlers) showNewArticle(c *gin.Context) error {
	if len(reader(c).DesksFor(models.ActHandIn)) == 0 {
		return models.ErrForbidden
	}
	return h.renderNewArticle(c, http.StatusOK, views.ArticleNewPage{Details: views.ArticleDetails{}})
}

// createArticle creates an article and shows it. After an error, the form comes back with the message at each
// field and everything that was typed.
func (h *Handlers) createArticle(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	page, article, err := h.parseNewArticle(c, fields, validationErrors(err))
	if err != nil {
		return err
	}
	if files := uploadedFiles(c); len(files) > 1 {
		return h.createArticles(c, page, article, files)
	}
	whole, err := findArticleUpload(c, page.Text)
	switch {
	case err != nil:
		return err
	case whole != nil:
		return h.importArticle(c, page, article.DeskID, whole)
	}
	take := readFormText
	if page.Address != "" {
		take = h.addressTextReader(article.DeskID)
	}
	taken, err := take(c, fields, &page.Details.Errors)
	if err != nil {
		return err
	}
	article = taken.fillNewArticle(article)
	page.Text, page.CarriedFile = article.Text, taken.carriedFile()
	if taken.name != "" {
		page.Details.Title = article.Title
	}
	saved, err := h.saveNewArticle(c, article, &page.Details.Errors)
	switch {
	case err != nil:
		return err
	case len(page.Details.Errors) > 0:
		return h.renderNewArticle(c, http.StatusUnprocessableEntity, page)
	}
	return seeOther(c, articlePath(saved.ID))
}

// parseNewArticle reads the form of a new article.
func (h *Handlers) parseNewArticle(
	c *gin.Context,
	fields form,
	wrong models.ValidationErrors,
) (views.ArticleNewPage, models.NewArticle, error) {
	details, due := h.parseArticleDetails(fields, wrong)
	page := views.ArticleNewPage{
		Details: details,
		Desk:    fields.Get("desk"),
		Address: strings.TrimSpace(fields.Get("address")),
		Text:    read.NormalizePasted(fields.Get("text")),
	}
	article := models.NewArticle{Title: details.Title, Language: details.Language, DueAt: due, WriterID: parseWriterID(details.Writer)}
	var err error
	article.DeskID, err = chooseDesk(reader(c), page.Desk, &page.Details.Errors)
	if role, _ := reader(c).Role(article.DeskID); role == models.Writer {
		who := reader(c).UserID
		article.WriterID = &who
	}
	return page, article, err
}

// fillNewArticle adds the uploaded text to the typed details. Typed details take precedence over those in the
// file. If the file cannot be read, at least its name is kept. A pasted text has its first headline as the title.
func (f parsedUpload) fillNewArticle(typed models.NewArticle) models.NewArticle {
	typed.Text, typed.Original, typed.Markup = f.Text, f.original, f.importedMarkup()
	if f.original != nil {
		typed.FileName, typed.URL = f.name, f.address
	}
	if strings.TrimSpace(typed.Title) == "" {
		typed.Title = f.guessTitle()
	}
	typed.Language = cmp.Or(typed.Language, read.DocumentLanguage(f.Document), "en")
	if strings.TrimSpace(typed.Title) == "" {
		typed.Title = models.FirstHeadline(typed.Text, typed.Language)
	}
	return typed
}

// maxFiles is the largest number of files in one form.
const maxFiles = 50

// createArticles creates one article from each of several files, and reports on each.
func (h *Handlers) createArticles(c *gin.Context, page views.ArticleNewPage, typed models.NewArticle, files []*multipart.FileHeader) error {
	wrong := &page.Details.Errors
	if page.Text != "" {
		wrong.Add("file", "Please either paste the text or choose files: both were given, so the files have been left aside.")
	}
	if len(files) > maxFiles {
		wrong.Add("file", "Please choose at most %d files at once.", maxFiles)
	}
	if strings.TrimSpace(typed.Title) != "" {
		wrong.Add("title", "A title is of one article: leave it empty, and each takes the file’s own, or its name.")
	}
	if len(*wrong) > 0 {
		return h.renderNewArticle(c, http.StatusUnprocessableEntity, page)
	}
	report := views.UploadReport{Files: make([]views.UploadResult, len(files))}
	for i, upload := range files {
		var err error
		if report.Files[i], err = h.createArticleFromFile(c, typed, upload); err != nil {
			return err
		}
	}
	report.Page = h.newPage(c, "Files brought in", "articles")
	report.Page.Styles = []string{listStylesheet}
	return h.render(c, http.StatusOK, views.UploadReportPage(report))
}

// createArticleFromFile creates an article from one of several files.
func (h *Handlers) createArticleFromFile(
	c *gin.Context,
	typed models.NewArticle,
	upload *multipart.FileHeader,
) (views.UploadResult, error) {
	brought := views.UploadResult{Name: validFileName(upload.Filename)}
	whole, err := isArticleFile(upload)
	if err != nil {
		return brought, err
	}
	if whole {
		brought.Article, err = h.importUploadedArticle(c, typed.DeskID, upload)
		brought.Errors = validationErrors(err)
		if brought.Errors != nil {
			err = nil
		}
		return brought, err
	}
	taken, err := readUpload(c.Request.Context(), upload, &brought.Errors)
	if err != nil || len(brought.Errors) > 0 {
		return brought, err
	}
	article := taken.fillNewArticle(typed)
	brought.LeftOut = article.Markup.IsPartial()
	brought.Article, err = h.saveNewArticle(c, article, &brought.Errors)
	return brought, err
}

// saveNewArticle saves the article. If it is invalid, all errors are added to wrong.
func (h *Handlers) saveNewArticle(c *gin.Context, article models.NewArticle, wrong *models.ValidationErrors) (models.Article, error) {
	var saved models.Article
	var err error
	if len(*wrong) > 0 {
		_, err = article.Segment(h.limits) // finds the remaining errors
	} else {
		saved, err = h.store.CreateArticle(c.Request.Context(), reader(c), article)
	}
	more := validationErrors(err)
	if err != nil && more == nil {
		return saved, err
	}
	for _, w := range more {
		if wrong.Detail(w.Field) == "" && (w.Field != "text" || wrong.Detail("file") == "") {
			wrong.AddText(w.Field, w.Text())
		}
	}
	return saved, nil
}

// chooseDesk returns the chosen desk, or the user's only desk.
func chooseDesk(who models.Reader, typed string, wrong *models.ValidationErrors) (int64, error) {
	desks := who.DesksFor(models.ActHandIn)
	switch {
	case len(desks) == 0:
		return 0, models.ErrForbidden
	case typed == "" && len(desks) == 1:
		return desks[0].DeskID, nil
	}
	id, _ := parseID(typed) // on failure 0, which is no desk's id
	if !who.IsAllowed(models.ActHandIn, id) {
		wrong.Add("desk", "Please choose one of your desks.")
	}
	return id, nil
}

func (h *Handlers) renderNewArticle(c *gin.Context, status int, page views.ArticleNewPage) error {
	page.Page = h.newPage(c, "New article", "articles")
	page.Page.Styles, page.Page.Scripts = []string{listStylesheet}, []string{"uploads.js", "paste.js"}
	page.Desks = reader(c).DesksFor(models.ActHandIn)
	for _, d := range page.Desks {
		people, err := h.store.DeskPeople(c.Request.Context(), reader(c), d.DeskID)
		if err != nil {
			return err
		}
		page.People = append(page.People, people)
		page.Fetches = page.Fetches || h.store.MayFetch(c.Request.Context(), reader(c), models.ActHandIn, d.DeskID) == nil
	}
	return h.render(c, status, views.ArticleNew(page))
}
