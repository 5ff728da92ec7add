package handlers

import (
	"context"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// queryList lists queries, with filters.
func (h *Handlers) queryList(c *gin.Context) error {
	who, a := reader(c), h.parseListQuery(c)
	filter, page := a.queryFilter(), a.page()
	var rows []models.QueryRow
	var next string
	if len(a.fieldErrors) == 0 {
		var err error
		if rows, next, err = h.store.Queries(c.Request.Context(), who, filter, page); err != nil {
			return err
		}
	}
	shell := h.newPage(c, "Queries", "queue")
	shell.Styles = []string{listStylesheet}
	return h.render(
		c,
		a.statusCode(),
		views.QueryList(views.QueryListPage{Page: shell, Filter: a.filterView("/queries", who.Desks, nil), Rows: rows, Next: next}),
	)
}

// queryFilter reads the filter of queries.
func (a *listQuery) queryFilter() models.QueryFilter {
	f := models.QueryFilter{DeskID: a.idParam("desk"), ArticleID: a.idParam("article"), ToMe: a.boolParam("tome"), Mine: a.boolParam("raised")}
	if a.query.Get("state") == views.UnsettledChoice {
		f.Unsettled = true
	} else {
		f.State = enumParam(a, "state", models.ParseQueryState)
	}
	return f
}

// showQuery shows one query with all its messages.
func (h *Handlers) showQuery(c *gin.Context) error {
	return renderByID(c, h.renderQuery)
}

// renderQuery renders a query's page, with the form to show again after an error.
func (h *Handlers) renderQuery(c *gin.Context, status int, id int64, typed views.FormState) error {
	return h.renderQueryWith(c, status, id, typed, views.GuestLinks{})
}

// renderQueryWith is renderQuery with the state of the form for a guest's link.
func (h *Handlers) renderQueryWith(c *gin.Context, status int, id int64, typed views.FormState, guests views.GuestLinks) error {
	who := reader(c)
	query, err := h.store.Query(c.Request.Context(), who, id)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Query %s", "queue", strconv.FormatInt(id, 10))
	shell.Styles, shell.Scripts = []string{listStylesheet}, []string{"mentions.js"}
	asking := views.NewQueryContext(who, query.DeskID, typed, h.zone)
	if asking.People, err = h.store.DeskPeople(c.Request.Context(), who, query.DeskID); err != nil {
		return err
	}
	if guests.List, err = h.store.GuestLinks(c.Request.Context(), who, query.ArticleID, id); err != nil {
		return err
	}
	guests.Mails = h.mailer != nil
	return h.render(c, status, views.QueryPage(shell, query, asking, guests))
}

// showArticleQueries shows the queries of an article, and the form for one about the whole article.
func (h *Handlers) showArticleQueries(c *gin.Context) error {
	return renderByID(c, h.renderArticleQueries)
}

func (h *Handlers) renderArticleQueries(c *gin.Context, status int, id int64, typed views.FormState) error {
	ctx, who, a := c.Request.Context(), reader(c), h.parseListQuery(c)
	page := a.page()
	if len(a.fieldErrors) > 0 {
		return a.fieldErrors
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
	links, err := h.store.GuestLinks(ctx, who, id, 0)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Queries about %s", "articles", article.Title)
	shell.Styles, shell.Scripts = []string{listStylesheet}, []string{"mentions.js"}
	return h.render(
		c,
		status,
		views.ArticleQueries(views.ArticleQueriesPage{Page: shell, Article: article, Rows: rows, Next: next, After: a.query.Get("after"),
			People: people, Guests: links, Asking: views.NewQueryContext(who, article.DeskID, typed, h.zone)}),
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
			models.NewQuery{ArticleID: id, To: typed.Get("to"), Body: typed.multiline("body")},
		)
	}
	if err == nil {
		return seeOther(c, articlePath(id)+"/queries")
	}
	if again, status, ok := redisplayForm(views.AskForm("article", id), typed, err); ok {
		return h.renderArticleQueries(c, status, id, again)
	}
	return err
}

// askAboutSentence raises a query about the sentence that the URL names.
func (h *Handlers) askAboutSentence(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.onSentence(
		c,
		views.AskForm("sentence", id),
		func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
			_, place, err := h.store.RaiseQuery(ctx, who, models.NewQuery{
				SentenceID: id, To: f.Get("to"), Body: f.multiline("body"), Words: f.multiline("words")})
			return place, err
		},
	)
}

// askAboutClaim raises a query about the claim that the URL names.
func (h *Handlers) askAboutClaim(c *gin.Context) error {
	formOf := func(claim int64) string { return views.AskForm("claim", claim) }
	return h.onClaim(c, formOf, func(ctx context.Context, who models.Reader, id int64, f form) (models.Location, error) {
		_, place, err := h.store.RaiseQuery(ctx, who, models.NewQuery{
			ClaimID: id, To: f.Get("to"), Body: f.multiline("body"), Words: f.multiline("words")})
		return place, err
	})
}

// updateQuery replies to a query, or settles, dismisses or reopens it. It redirects to the page with the
// form.
func (h *Handlers) updateQuery(act models.QueryAction) handlerFunc {
	return func(c *gin.Context) error {
		id, typed, err := readIDForm(c)
		if typed == nil {
			return err
		}
		var place models.Location
		if err == nil {
			place, err = h.store.AdvanceQuery(
				c.Request.Context(),
				reader(c),
				id,
				models.QueryActionInput{Action: act, Body: typed.multiline("body"), Version: typed.version(), Words: typed.multiline("words")},
			)
		}
		if typed.Get("sentence") != "" && place.Ordinal != 0 {
			return h.redirectOrRedisplay(c, place, err, views.QueryForm(id), typed)
		}
		return h.redirectOrRedisplayQuery(c, id, err, typed)
	}
}

// redirectOrRedisplayQuery redirects to a query's own page, or shows there why nothing was changed.
func (h *Handlers) redirectOrRedisplayQuery(c *gin.Context, id int64, err error, typed form) error {
	if err == nil {
		return seeOther(c, typed.next("/queries/"+strconv.FormatInt(id, 10)))
	}
	if again, status, ok := redisplayForm(views.QueryForm(id), typed, err); ok {
		return h.renderQuery(c, status, id, again)
	}
	return err
}

// roleAt returns the user's role at a desk, or "".
func roleAt(who models.Reader, desk int64) models.Role {
	role, _ := who.Role(desk)
	return role
}
