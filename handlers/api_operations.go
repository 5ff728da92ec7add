package handlers

import (
	"net/http"
	"slices"
	"strings"
)

// What lists can be narrowed to, as the pages' own filters have it.
var (
	paging = []parameter{
		{"after", "Where the part begins: next of the part before."},
		{"limit", "How many at most: 50 where nothing is said, 200 at most."},
	}

	articleFilter = []parameter{
		{"q", "Words of the title."},
		{"desk", "Number of a desk."},
		{"state", "checking or signed."},
		{"mine", "1: what the caller wrote, brought in, or works on."},
		{"asked", "1: what the caller was asked to work on."},
		{"gate", "closed."},
		{"due", "overdue, today or day: how soon."},
	}

	boardFilter = []parameter{
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
			"1: sentences that nobody has looked at a second time.",
		},
		{"reviewer", "Number of a person who annotated."},
		{"assignee", "Number of a person to whom claims are given."},
		{"from", "Claims that changed on this day or later, as 2026-11-22."},
		{"until", "And on this day or before."},
	}
)

// operations is every call of the API.
func (h *Handlers) operations() []operation {
	return slices.Concat(h.articleOperations(), queryOperations)
}

// articleOperations is every call of the API that is not about queries.
func (h *Handlers) articleOperations() []operation {
	return []operation{
		{
			method:  "GET",
			path:    "/openapi.json",
			id:      "getDescription",
			summary: "This document.",
			raw:     h.openAPI,
			open:    true,
			answers: map[int]any{200: media("application/json")},
		},
		{
			method:  "POST",
			path:    "/articles",
			id:      "createArticle",
			summary: "Bring an article in.",
			do:      taking[apiNewArticle](apiCreateArticle),
			answers: map[int]any{201: apiWholeArticle{}},
		},
		{
			method:  "GET",
			path:    "/articles",
			id:      "listArticles",
			summary: "List articles with their counters.",
			query:   slices.Concat(articleFilter, paging),
			do:      deed(apiListArticles),
			answers: map[int]any{200: apiArticles{}, 422: problem{}},
		},
		{
			method:  "GET",
			path:    "/articles/:id",
			id:      "getArticle",
			summary: "One article whole.",
			do:      deed(apiGetArticle),
			answers: map[int]any{200: apiWholeArticle{}},
		},
		{
			method:  "POST",
			path:    "/articles/:id/claims",
			id:      "createClaim",
			summary: "Mark words as a claim.",
			do:      taking[apiNewClaim](apiCreateClaim),
			answers: map[int]any{200: apiWholeClaim{}, 201: apiWholeClaim{}, 409: problem{}},
		},
		{
			method:  "GET",
			path:    "/claims/:id",
			id:      "getClaim",
			summary: "One claim with its annotations, evidence and occurrences.",
			do:      deed(apiGetClaim),
			answers: map[int]any{200: apiWholeClaim{}},
		},
		{
			method:  "POST",
			path:    "/claims/:id/annotations",
			id:      "annotate",
			summary: "Say of a claim what was found.",
			do:      taking[apiTag](apiAnnotate),
			answers: map[int]any{201: apiWholeClaim{}, 409: claimProblem{}},
		},
		{
			method:  "DELETE",
			path:    "/annotations/:id",
			id:      "withdrawAnnotation",
			summary: "Take an annotation of one's own back; it stays in the record.",
			do:      deed(apiWithdrawAnnotation),
			answers: map[int]any{200: apiWholeClaim{}},
		},
		{
			method:  "POST",
			path:    "/claims/:id/resolution",
			id:      "resolveClaim",
			summary: "Say how a claim ended.",
			do:      taking[apiEnding](apiResolve),
			answers: map[int]any{200: apiWholeClaim{}, 409: claimProblem{}},
		},
		{
			method:  "POST",
			path:    "/claims/:id/corrections",
			id:      "proposeCorrection",
			summary: "Say how a claim's words should read.",
			do:      taking[apiNewCorrection](apiPropose),
			answers: map[int]any{201: apiCorrection{}, 409: claimProblem{}},
		},
		{
			method:  "POST",
			path:    "/corrections/:id/decision",
			id:      "decideCorrection",
			summary: "Accept or decline a correction, or say that it is made.",
			do:      taking[apiDeciding](apiDecide),
			answers: map[int]any{200: apiCorrection{}, 409: correctionProblem{}},
		},
		{
			method:  "PUT",
			path:    "/sentences/:id/reading",
			id:      "markRead",
			summary: "Say that there is nothing to check in a sentence, or in what its claims leave of it.",
			do:      perhaps[apiReading](apiRead),
			answers: map[int]any{200: apiSentence{}, 409: problem{}},
		},
		{
			method:  "DELETE",
			path:    "/sentences/:id/reading",
			id:      "unmarkRead",
			summary: "Take the own mark back.",
			do:      deed(apiUnread),
			answers: map[int]any{200: apiSentence{}, 409: problem{}},
		},
		{
			method:  "POST",
			path:    "/sentences/:id/confirmations",
			id:      "confirmSentence",
			summary: "Confirm what was found of a sentence's former words.",
			do:      perhaps[apiTicked](apiConfirm),
			answers: map[int]any{201: apiSentence{}, 409: problem{}},
		},
		{
			method:  "POST",
			path:    "/sentences/:id/split",
			id:      "splitSentence",
			summary: "Split a sentence in two.",
			do:      taking[apiSplit](apiSplitSentence),
			answers: map[int]any{200: apiSentences{}, 409: problem{}},
		},
		{
			method:  "POST",
			path:    "/sentences/:id/merge",
			id:      "mergeSentence",
			summary: "Join a sentence with the next one.",
			do:      deed(apiMergeSentence),
			answers: map[int]any{200: apiSentences{}, 409: problem{}},
		},
		{
			method:  "POST",
			path:    "/articles/:id/revisions",
			id:      "reviseArticle",
			summary: "Bring a new draft in.",
			query:   []parameter{{"preview", "1: say what it would come to, and change nothing."}},
			do:      taking[apiDraft](apiRevise),
			answers: map[int]any{200: apiRevised{}, 201: apiRevised{}, 409: problem{}},
		},
		{
			method:  "POST",
			path:    "/articles/:id/revisions/:n/words",
			id:      "claimWords",
			summary: "Say that the words of a revision are one's own, or vouch for its writer.",
			do:      perhaps[apiWords](apiSpeak),
			answers: map[int]any{201: apiSpoken{}, 409: problem{}},
		},
		{
			method:  "GET",
			path:    "/articles/:id/gate",
			id:      "getGate",
			summary: "What stands between an article and its sign-off.",
			do:      deed(apiGetGate),
			answers: map[int]any{200: apiGate{}},
		},
		{
			method:  "POST",
			path:    "/articles/:id/signoffs",
			id:      "signOff",
			summary: "Sign an article off.",
			do:      perhaps[apiSigning](apiSign),
			answers: map[int]any{201: apiSignOff{}, 409: gateProblem{}},
		},
		{
			method:  "POST",
			path:    "/articles/:id/overrides",
			id:      "overrideGate",
			summary: "Let things behind a reason keep the gate closed no more.",
			do:      taking[apiNewOverride](apiOverrideGate),
			answers: map[int]any{201: apiMadeOverride{}, 409: gateProblem{}},
		},
		{
			method:  "DELETE",
			path:    "/overrides/:id",
			id:      "withdrawOverride",
			summary: "Take an override back.",
			do:      deed(apiWithdrawOverride),
			answers: map[int]any{200: apiGate{}, 409: problem{}},
		},
		{
			method:  "GET",
			path:    "/articles/:id/events",
			id:      "listenToArticle",
			summary: "What changes in an article, as it happens.",
			raw:     h.articleEvents,
			query: []parameter{
				{"after", "Go on behind this event; Last-Event-ID says the same."},
			},
			answers: map[int]any{200: media("text/event-stream")},
		},
		{
			method:  "GET",
			path:    "/dashboard",
			id:      "getDashboard",
			summary: "The dashboard's figures.",
			query:   slices.Concat(boardFilter, paging),
			do:      deed(apiDashboard),
			answers: map[int]any{200: apiBoard{}, 403: problem{}, 422: problem{}},
		},
	}
}

// media is an answer that no Go type stands for.
type media string

// refusals are the statuses of the problems that follow from what an operation is.
func (op operation) refusals() []int {
	if op.open {
		return nil
	}
	statuses := []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusInternalServerError}
	if strings.Contains(op.path, ":id") {
		statuses = append(statuses, http.StatusNotFound)
	}
	if op.do != nil && op.method != http.MethodGet {
		statuses = append(statuses, http.StatusForbidden, http.StatusUnprocessableEntity)
	}
	if op.do != nil && op.do.sent() != nil {
		statuses = append(statuses, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return statuses
}

// everyAnswer is what an operation can answer, by status.
func (op operation) everyAnswer() map[int]any {
	all := map[int]any{}
	for _, status := range op.refusals() {
		all[status] = problem{}
	}
	for status, body := range op.answers {
		all[status] = body
	}
	return all
}
