package handlers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/store"
	"linecheck/views"
)

// articleList lists articles, with a search and filters.
func (h *Handlers) articleList(c *gin.Context) error {
	who, a, now := reader(c), h.parseListQuery(c), time.Now()
	filter, page := a.articleFilter(now), a.page()
	var rows []models.ArticleRow
	var next string
	if len(a.fieldErrors) == 0 {
		var err error
		if rows, next, err = h.store.Articles(c.Request.Context(), who, filter, page); err != nil {
			return err
		}
	}
	shell := h.newPage(c, "Articles", "articles")
	shell.Styles = []string{listStylesheet}
	list := views.ArticleListPage{Page: shell, Filter: a.filterView("/articles", who.Desks, nil), Now: now, Rows: rows, Next: next}
	return h.render(c, a.statusCode(), views.ArticleList(list))
}

// showTrash lists the articles in the trash.
func (h *Handlers) showTrash(c *gin.Context) error {
	ctx, who, a := c.Request.Context(), reader(c), h.parseListQuery(c)
	page := a.page()
	if len(a.fieldErrors) > 0 {
		return a.fieldErrors
	}
	rows, next, err := h.store.Articles(ctx, who, models.ArticleFilter{Trashed: true}, page)
	if err != nil {
		return err
	}
	people, err := h.store.Colleagues(ctx, who)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Trash", "articles")
	shell.Styles = []string{listStylesheet}
	list := views.ArticleListPage{
		Page:   shell,
		Filter: a.filterView("/articles/trash", nil, people),
		Now:    time.Now(),
		Rows:   rows,
		Next:   next,
	}
	return h.render(c, http.StatusOK, views.ArticleTrash(list, store.TrashDays))
}

// showArticleEdit shows the form for an article's details.
func (h *Handlers) showArticleEdit(c *gin.Context) error {
	row, err := h.requireArticle(c, models.ActArrange)
	if err != nil {
		return err
	}
	details := views.ArticleDetails{
		Title:    row.Title,
		Language: row.Language,
		Due:      formatLocalTime(row.DueAt, h.zone),
		URL:      row.URL,
		Copies:   row.Copies,
	}
	if row.WriterID != nil {
		details.Writer = strconv.FormatInt(*row.WriterID, 10)
	}
	return h.renderArticleEdit(c, http.StatusOK, row, details)
}

// saveArticleDetails saves an article's details. After a concurrent change, the form shows both versions.
func (h *Handlers) saveArticleDetails(c *gin.Context) error {
	row, err := h.requireArticle(c, models.ActArrange)
	if err != nil {
		return err
	}
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	details, due := h.parseArticleDetails(fields, validationErrors(err))
	version, err := strconv.Atoi(fields.Get("version"))
	if err != nil {
		details.Errors.Add("version", "The form has lost which version it shows; please load it again.")
	}
	if len(details.Errors) > 0 {
		return h.renderArticleEdit(c, http.StatusUnprocessableEntity, row, details)
	}
	rechecks, _ := strconv.Atoi(fields.Get("rechecks")) // 0 until a change of language has been refused
	err = h.store.EditArticle(
		c.Request.Context(),
		reader(c),
		row.ID,
		models.ArticleEdit{Title: details.Title, Language: details.Language, DueAt: due,
			URL: details.URL, Copies: details.Copies, WriterID: parseWriterID(details.Writer), Version: version,
			Rechecks: rechecks},
	)
	var lost models.RechecksError
	switch {
	case errors.As(err, &lost):
		details.Rechecks = int(lost)
		details.Errors.Add("language", "%s", lost.Error())
		return h.renderArticleEdit(c, http.StatusConflict, row, details)
	case errors.Is(err, models.ErrStale):
		if row, err = h.requireArticle(c, models.ActArrange); err != nil {
			return err
		}
		details.Stale = true
		return h.renderArticleEdit(c, http.StatusConflict, row, details)
	case validationErrors(err) != nil:
		details.Errors = validationErrors(err)
		return h.renderArticleEdit(c, http.StatusUnprocessableEntity, row, details)
	case err != nil:
		return err
	}
	return seeOther(c, articlePath(row.ID))
}

// trashArticle moves an article to the trash, and shows the trash.
func (h *Handlers) trashArticle(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.store.TrashArticle(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	return seeOther(c, "/articles/trash")
}

// restoreArticle takes an article out of the trash, and shows the article.
func (h *Handlers) restoreArticle(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	if err := h.store.RestoreArticle(c.Request.Context(), reader(c), id); err != nil {
		return err
	}
	return seeOther(c, articlePath(id))
}

// requireArticle loads the article that the URL names, if the user may now perform act on it.
func (h *Handlers) requireArticle(c *gin.Context, act models.Act) (models.ArticleRow, error) {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return models.ArticleRow{}, err
	}
	row, err := h.store.Article(c.Request.Context(), reader(c), id)
	switch {
	case err != nil:
		return row, err
	case row.TrashedAt != nil:
		return row, models.ErrNotFound
	case !reader(c).IsAllowed(act, row.DeskID):
		return row, models.ErrForbidden
	}
	return row, nil
}

func (h *Handlers) renderArticleEdit(c *gin.Context, status int, saved models.ArticleRow, details views.ArticleDetails) error {
	people, err := h.store.DeskPeople(c.Request.Context(), reader(c), saved.DeskID)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Details of %s", "articles", saved.Title)
	shell.Styles = []string{listStylesheet}
	return h.render(
		c,
		status,
		views.ArticleEdit(views.ArticleEditPage{Page: shell, Saved: saved, Details: details, People: people, Days: store.TrashDays}),
	)
}

// parseWriterID parses the chosen writer's id. It returns nil for no writer and 0, which is nobody's id, for
// an invalid id.
func parseWriterID(typed string) *int64 {
	if typed == "" {
		return nil
	}
	id, _ := parseID(typed)
	return &id
}

// parseArticleDetails reads the fields that the forms of a new and of an existing article share.
func (h *Handlers) parseArticleDetails(fields form, wrong models.ValidationErrors) (views.ArticleDetails, *time.Time) {
	d := views.ArticleDetails{
		Title:    fields.Get("title"),
		Language: fields.Get("language"),
		Due:      fields.Get("due"),
		Writer:   fields.Get("writer"),
		URL:      strings.TrimSpace(fields.Get("url")),
		Copies:   fields.multiline("copies"),
		Errors:   wrong,
	}
	if other := fields.Get("other-language"); d.Language == views.OtherLanguage {
		d.Language = other
		if other == "" {
			d.Errors.Add("language", "Please give the language as a tag such as en, fa or pt-BR.")
		}
	}
	due, err := parseLocalTime(d.Due, h.zone)
	if err != nil {
		d.Errors.Add("due", "“%s” is no time: please write it like 2026-11-22T17:00.", d.Due)
	}
	return d, due
}

// localTimeLayout is the format of an <input type="datetime-local">; its zone is the newsroom's.
const localTimeLayout = "2006-01-02T15:04"

func parseLocalTime(typed string, zone *time.Location) (*time.Time, error) {
	if typed == "" {
		return nil, nil
	}
	at, err := time.ParseInLocation(localTimeLayout, typed, zone)
	if err != nil {
		at, err = time.ParseInLocation(localTimeLayout+":05", typed, zone)
	}
	return &at, err
}

func formatLocalTime(at *time.Time, zone *time.Location) string {
	if at == nil {
		return ""
	}
	return at.In(zone).Format(localTimeLayout)
}

func articlePath(id int64) string { return "/articles/" + strconv.FormatInt(id, 10) }
