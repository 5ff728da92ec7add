package handlers

import (
	"net/http"
	"slices"
	"strings"
)

// Query parameters of the lists; the pages use the same filters.
var (
	pagingParameters = []parameter{
		{"after", "Where the page begins: the value 'next' of the page before."},
		{"limit", "How many at most, up to 200; 50 if it is missing."},
	}

	articleParameters = []parameter{
		{"q", "Words of the title."},
		{"desk", "Number of a desk."},
		{"state", "checking or signed."},
		{"mine", "1: articles that the caller wrote, added, or works on."},
		{"asked", "1: articles that are assigned to the caller."},
		{"gate", "closed."},
		{"due", "overdue, today or day: how soon."},
	}

	dashboardParameters = []parameter{
		{"q", "Words of a claim or of a title."},
		{"desk", "Number of a desk."},
		{"article", "Number of an article."},
		{"status", "Claims of this status."},
		{"kind", "Claims of this kind."},
		{
			"state",
			"Sentences of this state.",
		},
		{"disagree", "1: claims on which reviewers differ."},
		{"open", "1: claims that are still open."},
		{"lost", "1: claims whose words are gone."},
		{
			"once",
			"1: sentences that no second person has looked at.",
		},
		{"reviewer", "Number of a person who annotated."},
		{"assignee", "Number of a person to whom claims are assigned."},
		{"from", "Claims that changed on this day or later, as 2026-11-22."},
		{"until", "Claims that changed on this day or earlier."},
	}
)

// operations returns every call of the API.
func (h *Handlers) operations() []operation {
	return slices.Concat(
		h.overviewOperations(),
		h.articleOperations(),
		claimOperations,
		sentenceOperations,
		gateOperations,
		queryOperations,
		noteOperations,
		h.noticeOperations(),
	)
}

// overviewOperations returns the description of the API, and the dashboard.
func (h *Handlers) overviewOperations() []operation {
	return []operation{
		{
			method:      "GET",
			path:        "/openapi.json",
			operationID: "getDescription",
			summary:     "This document.",
			rawHandler:  h.sendOpenAPI,
			public:      true,
			answers:     map[int]any{200: rawMediaType("application/json")},
		},
		{
			method:      "GET",
			path:        "/dashboard",
			operationID: "getDashboard",
			summary:     "The dashboard's figures.",
			query:       slices.Concat(dashboardParameters, pagingParameters),
			endpoint:    apiHandler(apiDashboard),
			answers:     map[int]any{200: apiBoard{}, 403: problem{}, 422: problem{}},
		},
	}
}

// articleOperations returns the calls about whole articles.
func (h *Handlers) articleOperations() []operation {
	return []operation{
		{
			method:      "POST",
			path:        "/articles",
			operationID: "createArticle",
			summary:     "Add an article.",
			authorize:   mayCreateArticle,
			endpoint:    withBody[apiNewArticle](apiCreateArticle),
			answers:     map[int]any{201: apiWholeArticle{}},
		},
		{
			method:      "GET",
			path:        "/articles",
			operationID: "listArticles",
			summary:     "List articles with their counters.",
			query:       slices.Concat(articleParameters, pagingParameters),
			endpoint:    apiHandler(apiListArticles),
			answers:     map[int]any{200: apiArticles{}, 422: problem{}},
		},
		{
			method:      "GET",
			path:        "/articles/:id",
			operationID: "getArticle",
			summary:     "One article with its text, sentences and claims.",
			endpoint:    apiHandler(apiGetArticle),
			answers:     map[int]any{200: apiWholeArticle{}},
		},
		{
			method:      "POST",
			path:        "/articles/:id/revisions",
			operationID: "reviseArticle",
			summary:     "Add a new draft.",
			query:       []parameter{{"preview", "1: answer with the changes that the draft would make, and change nothing."}},
			authorize:   mayReviseArticle,
			endpoint:    withBody[apiDraft](apiReviseArticle),
			answers:     map[int]any{200: apiRevised{}, 201: apiRevised{}, 409: problem{}},
		},
		{
			method:      "POST",
			path:        "/articles/:id/revisions/:n/words",
			operationID: "claimWords",
			summary:     "State that the words of a revision are one's own, or vouch for its writer.",
			endpoint:    withOptionalBody[apiWords](apiClaimAuthorship),
			answers:     map[int]any{201: apiSpoken{}, 409: problem{}},
		},
		{
			method:      "GET",
			path:        "/articles/:id/events",
			operationID: "listenToArticle",
			summary:     "What changes in an article, as it happens.",
			rawHandler:  h.streamArticleEvents,
			query: []parameter{
				{"after", "Continue after this event; the header Last-Event-ID does the same."},
			},
			answers: map[int]any{200: rawMediaType("text/event-stream")},
		},
	}
}

// claimOperations are the calls about claims and their corrections.
var claimOperations = []operation{
	{
		method:      "POST",
		path:        "/articles/:id/claims",
		operationID: "createClaim",
		summary:     "Mark words as a claim.",
		endpoint:    withBody[apiNewClaim](apiCreateClaim),
		answers:     map[int]any{200: apiWholeClaim{}, 201: apiWholeClaim{}, 409: problem{}},
	},
	{
		method:      "GET",
		path:        "/claims/:id",
		operationID: "getClaim",
		summary:     "One claim with its annotations, evidence and occurrences.",
		endpoint:    apiHandler(apiGetClaim),
		answers:     map[int]any{200: apiWholeClaim{}},
	},
	{
		method:      "POST",
		path:        "/claims/:id/annotations",
		operationID: "annotate",
		summary:     "Give a verdict on a claim.",
		endpoint:    withBody[apiTag](apiAnnotate),
		answers:     map[int]any{201: apiWholeClaim{}, 409: claimProblem{}},
	},
	{
		method:      "DELETE",
		path:        "/annotations/:id",
		operationID: "withdrawAnnotation",
		summary:     "Withdraw an annotation of one's own; it stays in the audit log.",
		endpoint:    apiHandler(apiWithdrawAnnotation),
		answers:     map[int]any{200: apiWholeClaim{}},
	},
	{
		method:      "POST",
		path:        "/claims/:id/resolution",
		operationID: "resolveClaim",
		summary:     "Set the outcome of a claim.",
		endpoint:    withBody[apiEnding](apiResolveClaim),
		answers:     map[int]any{200: apiWholeClaim{}, 409: claimProblem{}},
	},
	{
		method:      "POST",
		path:        "/claims/:id/corrections",
		operationID: "proposeCorrection",
		summary:     "Propose a correction of a claim's words.",
		endpoint:    withBody[apiNewCorrection](apiProposeCorrection),
		answers:     map[int]any{201: apiCorrection{}, 409: claimProblem{}},
	},
	{
		method:      "POST",
		path:        "/corrections/:id/decision",
		operationID: "decideCorrection",
		summary:     "Accept or decline a correction, or mark it as made.",
		endpoint:    withBody[apiDeciding](apiDecideCorrection),
		answers:     map[int]any{200: apiCorrection{}, 409: correctionProblem{}},
	},
}

// sentenceOperations are the calls about sentences.
var sentenceOperations = []operation{
	{
		method:      "PUT",
		path:        "/sentences/:id/reading",
		operationID: "markRead",
		summary:     "Mark a sentence, or the rest that its claims leave, as having nothing to check.",
		endpoint:    withOptionalBody[apiReading](apiMarkRead),
		answers:     map[int]any{200: apiSentence{}, 409: problem{}},
	},
	{
		method:      "POST",
		path:        "/articles/:id/readings",
		operationID: "markRangeRead",
		summary:     "Mark neighbouring sentences as having nothing to check, in one step with one undo.",
		endpoint:    withOptionalBody[apiRange](apiMarkRange),
		answers:     map[int]any{200: apiRangeResult{}, 409: problem{}},
		authorize:   findSuggestions,
	},
	{
		method:      "DELETE",
		path:        "/sentences/:id/reading",
		operationID: "unmarkRead",
		summary:     "Withdraw one's own read mark.",
		endpoint:    apiHandler(apiUnmarkRead),
		answers:     map[int]any{200: apiSentence{}, 409: problem{}},
	},
	{
		method:      "POST",
		path:        "/sentences/:id/confirmations",
		operationID: "confirmSentence",
		summary:     "Confirm that the findings about a sentence's former words still apply.",
		endpoint:    withOptionalBody[apiTicked](apiConfirmSentence),
		answers:     map[int]any{201: apiSentence{}, 409: problem{}},
	},
	{
		method:      "POST",
		path:        "/sentences/:id/split",
		operationID: "splitSentence",
		summary:     "Split a sentence in two.",
		endpoint:    withBody[apiSplit](apiSplitSentence),
		answers:     map[int]any{200: apiSentences{}, 409: problem{}},
	},
	{
		method:      "POST",
		path:        "/sentences/:id/merge",
		operationID: "mergeSentence",
		summary:     "Join a sentence with the next one.",
		endpoint:    apiHandler(apiMergeSentence),
		answers:     map[int]any{200: apiSentences{}, 409: problem{}},
	},
}

// gateOperations are the calls about the gate, overrides and sign-offs.
var gateOperations = []operation{
	{
		method:      "GET",
		path:        "/articles/:id/gate",
		operationID: "getGate",
		summary:     "The reasons that prevent the sign-off of an article.",
		endpoint:    apiHandler(apiGetGate),
		answers:     map[int]any{200: apiGate{}},
	},
	{
		method:      "POST",
		path:        "/articles/:id/signoffs",
		operationID: "signOff",
		summary:     "Sign an article off.",
		endpoint:    withOptionalBody[apiSigning](apiSignOffArticle),
		answers:     map[int]any{201: apiSignOff{}, 409: gateProblem{}},
	},
	{
		method:      "POST",
		path:        "/articles/:id/overrides",
		operationID: "overrideGate",
		summary:     "Override a reason of the gate, for things in their present state.",
		endpoint:    withBody[apiNewOverride](apiOverrideGate),
		answers:     map[int]any{201: apiMadeOverride{}, 409: gateProblem{}},
	},
	{
		method:      "DELETE",
		path:        "/overrides/:id",
		operationID: "withdrawOverride",
		summary:     "Withdraw an override.",
		endpoint:    apiHandler(apiWithdrawOverride),
		answers:     map[int]any{200: apiGate{}, 409: problem{}},
	},
}

// rawMediaType describes a response body that has no Go type.
type rawMediaType string

// impliedErrorStatuses returns the error statuses that follow from the operation's method, path and body.
func (op operation) impliedErrorStatuses() []int {
	if op.public {
		return nil
	}
	statuses := []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusInternalServerError}
	if strings.Contains(op.path, ":id") {
		statuses = append(statuses, http.StatusNotFound)
	}
	if op.endpoint != nil && op.method != http.MethodGet {
		statuses = append(statuses, http.StatusForbidden, http.StatusUnprocessableEntity)
	}
	if op.endpoint != nil && op.endpoint.bodyType() != nil {
		statuses = append(statuses, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return statuses
}

// answersByStatus returns a value of each response body's type, by status.
func (op operation) answersByStatus() map[int]any {
	all := map[int]any{}
	for _, status := range op.impliedErrorStatuses() {
		all[status] = problem{}
	}
	for status, body := range op.answers {
		all[status] = body
	}
	return all
}
