package handlers

import (
	"net/http"

	"linecheck/models"
)

// apiBoard is one page of the dashboard: the totals and some of the articles.
type apiBoard struct {
	Articles  int             `json:"articles" doc:"How many articles the filter leaves."`
	Totals    apiCounts       `json:"totals" doc:"What they hold."`
	Attention apiAttention    `json:"attention"`
	Rows      []apiArticleRow `json:"rows" doc:"The articles, those due first first, with the claims counted that the filter leaves."`
	Next      string          `json:"next,omitempty" doc:"What after has to be for the next part; left out where there is no more."`
}

// apiAttention counts what needs an editor's attention.
type apiAttention struct {
	Queries int  `json:"queries" doc:"That are not settled."`
	DueSoon int  `json:"due_soon" doc:"Articles due within a day, or overdue, that are not signed off."`
	Blocked int  `json:"blocked" doc:"Of those, articles whose gate is closed."`
	More    bool `json:"more" doc:"There are more than these: they were counted so far."`
}

// apiDashboard returns the filtered dashboard. It needs the right to oversee a desk.
func apiDashboard(q *call) (answer, error) {
	if len(q.reader.DesksFor(models.ActOversee)) == 0 {
		return answer{}, models.ErrForbidden
	}
	a := q.h.parseListQuery(q.c)
	filter, page := a.claimFilter(), a.pageWithLimit()
	if len(a.fieldErrors) > 0 {
		return answer{}, a.fieldErrors
	}
	d, err := q.h.store.Dashboard(q.ctx, q.reader, filter, page)
	board := apiBoard{
		d.Articles,
		toAPICounts(d.Totals),
		apiAttention{d.Queries, d.DueSoon, d.Blocked, d.More},
		toAPIArticleRows(d.Rows),
		d.Next,
	}
	return answer{status: http.StatusOK, body: board}, err
}
