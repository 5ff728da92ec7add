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

// articleNew shows the form of a new article.
func (h *Handlers) articleNew(c *gin.Context) error {
	if len(reader(c).DesksFor(models.ActHandIn)) == 0 {
		return models.ErrForbidden
	}
	return h.renderNew(c, http.StatusOK, views.ArticleNewPage{Details: views.ArticleDetails{}})
}

// articleCreate brings an article in and opens it. What is wrong is said beside each field, with everything typed still there.
func (h *Handlers) articleCreate(c *gin.Context) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	page, article, err := h.readNew(c, fields, invalid(err))
	if err != nil {
		return err
	}
	if files := filesOf(c); len(files) > 1 {
		return h.articlesCreate(c, page, article, files)
	}
	whole, err := uploadedArticle(c, page.Text)
	switch {
	case err != nil:
		return err
	case whole != nil:
		return h.importArticle(c, page, article.DeskID, whole)
	}
	take := takeText
	if page.Address != "" {
		take = h.takeAddress(article.DeskID)
	}
	taken, err := take(c, fields, &page.Details.Wrong)
	if err != nil {
		return err
	}
	article = taken.article(article)
	page.Text, page.FileAlong = article.Text, taken.along()
	if taken.name != "" {
		page.Details.Title = article.Title
	}
	saved, err := h.bringIn(c, article, &page.Details.Wrong)
	switch {
	case err != nil:
		return err
	case len(page.Details.Wrong) > 0:
		return h.renderNew(c, http.StatusUnprocessableEntity, page)
	}
	return seeOther(c, articlePath(saved.ID))
}

// readNew reads what was typed of a new article.
func (h *Handlers) readNew(c *gin.Context, fields form, wrong models.Invalid) (views.ArticleNewPage, models.NewArticle, error) {
	details, due := h.readDetails(fields, wrong)
	page := views.ArticleNewPage{
		Details: details,
		Desk:    fields.Get("desk"),
		Address: strings.TrimSpace(fields.Get("address")),
		Text:    read.Pasted(fields.Get("text")),
	}
	article := models.NewArticle{Title: details.Title, Language: details.Language, DueAt: due, WriterID: writerOf(details.Writer)}
	var err error
	article.DeskID, err = handInDesk(reader(c), page.Desk, &page.Details.Wrong)
	if role, _ := reader(c).Role(article.DeskID); role == models.Writer {
		who := reader(c).UserID
		article.WriterID = &who
	}
	return page, article, err
}

// article is a text that was taken as a new article. What somebody typed of it goes before what its file says; a file that cannot be read says its name
// at least.
func (f file) article(typed models.NewArticle) models.NewArticle {
	typed.Text, typed.Original = f.Text, f.original
	if f.original != nil {
		typed.FileName, typed.Said, typed.URL = f.name, f.said(), f.address
	}
	if strings.TrimSpace(typed.Title) == "" {
		typed.Title = f.title()
	}
	typed.Language = cmp.Or(typed.Language, read.LanguageOf(f.Document), "en")
	return typed
}

// mostFiles is how many files one form brings in: more are sent one by one.
const mostFiles = 50

// articlesCreate brings several files in, each an article of its own, and reports on each.
func (h *Handlers) articlesCreate(c *gin.Context, page views.ArticleNewPage, typed models.NewArticle, files []*multipart.FileHeader) error {
	wrong := &page.Details.Wrong
	if page.Text != "" {
		wrong.Add("file", "Please either paste the text or choose files: both were given, so the files have been left aside.")
	}
	if len(files) > mostFiles {
		wrong.Add("file", "Please choose at most %d files at once.", mostFiles)
	}
	if strings.TrimSpace(typed.Title) != "" {
		wrong.Add("title", "A title is of one article: leave it empty, and each takes the file’s own, or its name.")
	}
	if len(*wrong) > 0 {
		return h.renderNew(c, http.StatusUnprocessableEntity, page)
	}
	report := views.BroughtIn{Files: make([]views.BroughtFile, len(files))}
	for i, upload := range files {
		var err error
		if report.Files[i], err = h.bringFile(c, typed, upload); err != nil {
			return err
		}
	}
	report.Page = h.shell(c, "Files brought in", "articles")
	report.Page.Styles = []string{listStyle}
	return h.render(c, http.StatusOK, views.ArticlesBroughtIn(report))
}

// bringFile brings one of several files in.
func (h *Handlers) bringFile(c *gin.Context, typed models.NewArticle, upload *multipart.FileHeader) (views.BroughtFile, error) {
	brought := views.BroughtFile{Name: keptName(upload.Filename)}
	whole, err := beginsAsArticle(upload)
	if err != nil {
		return brought, err
	}
	if whole {
		brought.Article, err = h.bringWhole(c, typed.DeskID, upload)
		brought.Wrong = invalid(err)
		if brought.Wrong != nil {
			err = nil
		}
		return brought, err
	}
	taken, err := readUpload(c.Request.Context(), upload, &brought.Wrong)
	if err != nil || len(brought.Wrong) > 0 {
		return brought, err
	}
	brought.Article, err = h.bringIn(c, taken.article(typed), &brought.Wrong)
	return brought, err
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

func (h *Handlers) renderNew(c *gin.Context, status int, page views.ArticleNewPage) error {
	page.Page = h.shell(c, "New article", "articles")
	page.Page.Styles, page.Page.Scripts = []string{listStyle}, []string{"uploads.js", "paste.js"}
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
