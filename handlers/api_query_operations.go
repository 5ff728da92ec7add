package handlers

import (
	"slices"

	"linecheck/models"
)

// queryParameters are the filters of a list of queries.
var queryParameters = []parameter{
	{"state", "open, answered, settled or dismissed; unsettled: open or answered."},
	{"tome", "1: those that are put to the caller, or to their role."},
	{"raised", "1: those that the caller raised."},
}

// queryOperations is every call of the API about queries.
var queryOperations = []operation{
	{
		method:      "GET",
		path:        "/articles/:id/queries",
		operationID: "listQueries",
		summary:     "The queries of an article.",
		query:       slices.Concat(queryParameters, pagingParameters),
		endpoint:    apiHandler(apiListQueries),
		answers:     map[int]any{200: apiQueries{}, 422: problem{}},
	},
	{
		method:      "GET",
		path:        "/queries/:id",
		operationID: "getQuery",
		summary:     "One query with all that was said in it.",
		endpoint:    apiHandler(apiGetQuery),
		answers:     map[int]any{200: apiWholeQuery{}},
	},
	{
		method:      "POST",
		path:        "/articles/:id/queries",
		operationID: "askAboutArticle",
		summary:     "Ask something about an article.",
		endpoint:    apiRaiseQuery(func(n *models.NewQuery, id int64) { n.ArticleID = id }),
		answers:     map[int]any{201: apiWholeQuery{}},
	},
	{
		method:      "POST",
		path:        "/sentences/:id/queries",
		operationID: "askAboutSentence",
		summary:     "Ask something about a sentence.",
		endpoint:    apiRaiseQuery(func(n *models.NewQuery, id int64) { n.SentenceID = id }),
		answers:     map[int]any{201: apiWholeQuery{}, 409: problem{}},
	},
	{
		method:      "POST",
		path:        "/claims/:id/queries",
		operationID: "askAboutClaim",
		summary:     "Ask something about a claim.",
		endpoint:    apiRaiseQuery(func(n *models.NewQuery, id int64) { n.ClaimID = id }),
		answers:     map[int]any{201: apiWholeQuery{}},
	},
	{
		method:      "POST",
		path:        "/queries/:id/messages",
		operationID: "writeInQuery",
		summary:     "Write in a query.",
		endpoint:    apiUpdateQuery(models.ReplyToQuery, 201),
		answers:     map[int]any{201: apiWholeQuery{}, 409: queryProblem{}},
	},
	{
		method:      "POST",
		path:        "/queries/:id/settle",
		operationID: "settleQuery",
		summary:     "Settle a query of one's own.",
		endpoint:    apiUpdateQuery(models.SettleQuery, 200),
		answers:     map[int]any{200: apiWholeQuery{}, 409: queryProblem{}},
	},
	{
		method:      "POST",
		path:        "/queries/:id/dismiss",
		operationID: "dismissQuery",
		summary:     "Dismiss a query, with a reason.",
		endpoint:    apiUpdateQuery(models.DismissQuery, 200),
		answers:     map[int]any{200: apiWholeQuery{}, 409: queryProblem{}},
	},
	{
		method:      "POST",
		path:        "/queries/:id/reopen",
		operationID: "reopenQuery",
		summary:     "Reopen a query.",
		endpoint:    apiUpdateQuery(models.ReopenQuery, 200),
		answers:     map[int]any{200: apiWholeQuery{}, 409: queryProblem{}},
	},
}
