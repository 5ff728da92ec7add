package handlers

import (
	"context"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// queryList lists queries, to be narrowed.
func (h *Handlers) queryList(c *gin.Context) error {
	who, a := reader(c), h.asks(c)
	filter, page := a.queries(), a.page()
	var rows []models.QueryRow
	var next string
	if len(a.wrong) == 0 {
		var err error
		if rows, next, err = h.store.Queries(c.Request.Context(), who, filter, page); err != nil {
			return err
		}
	}
	shell := h.shell(c, "Queries", "queries")
	shell.Styles = []string{listStyle}
	return h.render(
		c,
		a.status(),
		views.QueryList(views.QueryListPage{Page: shell, Filter: a.shown("/queries", who.Desks, nil), Rows: rows, Next: next}),
	)
}

// queries reads the narrowing of queries.
func (a *asked) queries() models.QueryFilter {
	f := models.QueryFilter{DeskID: a.id("desk"), ArticleID: a.id("article"), ToMe: a.flag("tome"), Mine: a.flag("raised")}
	if a.query.Get("state") == views.UnsettledChoice {
		f.Unsettled = true
	} else {
		f.State = oneOf(a, "state", models.ParseQueryState)
	}
	return f
}

// showQuery shows one query with all that was said in it.
func (h *Handlers) showQuery(c *gin.Context) error {
	return showByID(c, h.queryPage)
}

// queryPage draws a query's page, with a form that was refused where there is one.
func (h *Handlers) queryPage(c *gin.Context, status int, id int64, typed views.Typed) error {
	who := reader(c)
	query, err := h.store.Query(c.Request.Context(), who, id)
	if err != nil {
		return err
	}
	shell := h.shell(c, "Query "+strconv.FormatInt(id, 10), "queries")
	shell.Styles = []string{listStyle}
	return h.render(c, status, views.QueryPage(shell, query, views.AskingOf(who, query.DeskID, typed, h.zone)))
}

// articleQueries shows the queries of an article, and asks for another about the whole of it.
func (h *Handlers) articleQueries(c *gin.Context) error {
	return showByID(c, h.articleQueryPage)
}

func (h *Handlers) articleQueryPage(c *gin.Context, status int, id int64, typed views.Typed) error {
	ctx, who, a := c.Request.Context(), reader(c), h.asks(c)
	page := a.page()
	if len(a.wrong) > 0 {
		return a.wrong
	}
	article, err := h.store.Article(ctx, who, id)
	if err != nil {
		return err
	}
	rows, next, err := h.store.Queries(ctx, who, models.QueryFilter{ArticleID: id}, page)
	if err != nil {
		return err
	}
	people, err := h.store.DeskPeople(ctx, who, article.DeskID)
	if err != nil {
		return err
	}
	shell := h.shell(c, "Queries about "+article.Title, "queries")
	shell.Styles = []string{listStyle}
	return h.render(
		c,
		status,
		views.ArticleQueries(views.ArticleQueriesPage{Page: shell, Article: article, Rows: rows, Next: next, After: a.query.Get("after"),
			People: people, Asking: views.AskingOf(who, article.DeskID, typed, h.zone)}),
	)
}

// askAboutArticle raises a query about an article as a whole.
func (h *Handlers) askAboutArticle(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	if err == nil {
		_, _, err = h.store.RaiseQuery(
			c.Request.Context(),
			reader(c),
			models.NewQuery{ArticleID: id, To: typed.Get("to"), Body: typed.lines("body")},
		)
	}
	if err == nil {
		return seeOther(c, articlePath(id)+"/queries")
	}
	if again, status, ok := refused(views.AskForm("article", id), typed, err); ok {
		return h.articleQueryPage(c, status, id, again)
	}
	return err
}

// askAboutSentence raises a query about the sentence that the address names.
func (h *Handlers) askAboutSentence(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	return h.onSentence(
		c,
		views.AskForm("sentence", id),
		func(ctx context.Context, who models.Reader, id int64, f form) (models.Place, error) {
			_, place, err := h.store.RaiseQuery(ctx, who, models.NewQuery{
				SentenceID: id, To: f.Get("to"), Body: f.lines("body"), Words: f.lines("words")})
			return place, err
		},
	)
}

// askAboutClaim raises a query about the claim that the address names.
func (h *Handlers) askAboutClaim(c *gin.Context) error {
	formOf := func(claim int64) string { return views.AskForm("claim", claim) }
	return h.onClaim(c, formOf, func(ctx context.Context, who models.Reader, id int64, f form) (models.Place, error) {
		_, place, err := h.store.RaiseQuery(ctx, who, models.NewQuery{
			ClaimID: id, To: f.Get("to"), Body: f.lines("body"), Words: f.lines("words")})
		return place, err
	})
}

// stepQuery writes in a query, or settles, dismisses or reopens it, and goes back to where its form stood.
func (h *Handlers) stepQuery(act models.QueryAct) action {
	return func(c *gin.Context) error {
		id, typed, err := readIDForm(c)
		if typed == nil {
			return err
		}
		var place models.Place
		if err == nil {
			place, err = h.store.StepQuery(
				c.Request.Context(),
				reader(c),
				id,
				models.QueryStep{Act: act, Body: typed.lines("body"), Version: typed.version(), Words: typed.lines("words")},
			)
		}
		if typed.Get("sentence") != "" && place.Ordinal != 0 {
			return h.arrive(c, place, err, views.QueryForm(id), typed)
		}
		return h.backToQuery(c, id, err, typed)
	}
}

// backToQuery shows a query's own page after a step in it.
func (h *Handlers) backToQuery(c *gin.Context, id int64, err error, typed form) error {
	if err == nil {
		return seeOther(c, "/queries/"+strconv.FormatInt(id, 10))
	}
	if again, status, ok := refused(views.QueryForm(id), typed, err); ok {
		return h.queryPage(c, status, id, again)
	}
	return err
}

// roleAt is the reader's role at a desk; "" where they have none.
func roleAt(who models.Reader, desk int64) models.Role {
	role, _ := who.Role(desk)
	return role
}
