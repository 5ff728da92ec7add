package handlers

import (
	"slices"

	"linecheck/models"
)

// queryFilter is what a list of queries can be narrowed to.
var queryFilter = []parameter{
	{"state", "open, answered, settled or dismissed; unsettled: open or answered."},
	{"tome", "1: those that are put to the caller, or to their role."},
	{"raised", "1: those that the caller raised."},
}

// queryOperations is every call of the API about queries.
var queryOperations = []operation{
	{
		method:  "GET",
		path:    "/articles/:id/queries",
		id:      "listQueries",
		summary: "The queries of an article.",
		query:   slices.Concat(queryFilter, paging),
		do:      deed(apiListQueries),
		answers: map[int]any{200: apiQueries{}, 422: problem{}},
	},
	{
		method:  "GET",
		path:    "/queries/:id",
		id:      "getQuery",
		summary: "One query with all that was said in it.",
		do:      deed(apiGetQuery),
		answers: map[int]any{200: apiWholeQuery{}},
	},
	{
		method:  "POST",
		path:    "/articles/:id/queries",
		id:      "askAboutArticle",
		summary: "Ask something about an article.",
		do:      apiAsk(func(n *models.NewQuery, id int64) { n.ArticleID = id }),
		answers: map[int]any{201: apiWholeQuery{}},
	},
	{
		method:  "POST",
		path:    "/sentences/:id/queries",
		id:      "askAboutSentence",
		summary: "Ask something about a sentence.",
		do:      apiAsk(func(n *models.NewQuery, id int64) { n.SentenceID = id }),
		answers: map[int]any{201: apiWholeQuery{}, 409: problem{}},
	},
	{
		method:  "POST",
		path:    "/claims/:id/queries",
		id:      "askAboutClaim",
		summary: "Ask something about a claim.",
		do:      apiAsk(func(n *models.NewQuery, id int64) { n.ClaimID = id }),
		answers: map[int]any{201: apiWholeQuery{}},
	},
	{
		method:  "POST",
		path:    "/queries/:id/messages",
		id:      "writeInQuery",
		summary: "Write in a query.",
		do:      apiStepQuery(models.SayInQuery, 201),
		answers: map[int]any{201: apiWholeQuery{}, 409: queryProblem{}},
	},
	{
		method:  "POST",
		path:    "/queries/:id/settle",
		id:      "settleQuery",
		summary: "Settle a query of one's own.",
		do:      apiStepQuery(models.SettleQuery, 200),
		answers: map[int]any{200: apiWholeQuery{}, 409: queryProblem{}},
	},
	{
		method:  "POST",
		path:    "/queries/:id/dismiss",
		id:      "dismissQuery",
		summary: "Dismiss a query, with a reason.",
		do:      apiStepQuery(models.DismissQuery, 200),
		answers: map[int]any{200: apiWholeQuery{}, 409: queryProblem{}},
	},
	{
		method:  "POST",
		path:    "/queries/:id/reopen",
		id:      "reopenQuery",
		summary: "Reopen a query.",
		do:      apiStepQuery(models.ReopenQuery, 200),
		answers: map[int]any{200: apiWholeQuery{}, 409: queryProblem{}},
	},
}
