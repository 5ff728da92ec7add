package handlers

import (
	"net/http"
	"slices"
	"time"

	"linecheck/models"
	"linecheck/views"
)

// apiNotice is one of the caller's notices.
type apiNotice struct {
	ID       int64             `json:"id"`
	Kind     models.NoticeKind `json:"kind" doc:"Why the caller is notified."`
	Text     string            `json:"text" doc:"What happened, in English."`
	At       time.Time         `json:"at"`
	Article  int64             `json:"article"`
	Title    string            `json:"title" doc:"Of the article."`
	Claim    *int64            `json:"claim,omitempty" doc:"Id of the claim that it is about."`
	Words    string            `json:"words,omitempty" doc:"The claim's words."`
	Sentence int               `json:"sentence,omitempty" doc:"Number of the sentence in which the claim begins; left out for the title."`
	Query    *int64            `json:"query,omitempty" doc:"Id of the query that it is about."`
	Actor    *int64            `json:"actor,omitempty" doc:"Id of the user who did it; left out if no user did."`
	Name     string            `json:"name,omitempty" doc:"Of that person, or of somebody without an account who answered by a link."`
	DueAt    *time.Time        `json:"due,omitempty"`
	ReadAt   *time.Time        `json:"read_at,omitempty" doc:"When the caller marked it as read; left out while it is unread."`
	URL      string            `json:"url" doc:"The page of what it is about, on this server."`
}

// apiNotices is one page of the caller's notices.
type apiNotices struct {
	Unread  int         `json:"unread" doc:"How many are unread; 100 means at least 100."`
	Notices []apiNotice `json:"notices" doc:"The unread ones first, each part newest first."`
	Next    string      `json:"next,omitempty" doc:"What after has to be for the next part; left out where there is no more."`
}

// apiReadNotices is the body of the call that marks notices as read.
type apiReadNotices struct {
	Through int64 `json:"through" doc:"Id of the newest notice that was read. Those that came later stay unread."`
}

// apiUnreadNotices is the answer to that call.
type apiUnreadNotices struct {
	Unread int `json:"unread" doc:"How many are unread now; 100 means at least 100."`
}

// noticeOperations returns every call of the API about notices.
func (h *Handlers) noticeOperations() []operation {
	return []operation{
		{
			method:      "GET",
			path:        "/notices",
			operationID: "listNotices",
			summary:     "What happened that concerns the caller.",
			query:       slices.Concat([]parameter{{"unread", "1: only those that are unread."}}, pagingParameters),
			endpoint:    apiHandler(apiListNotices),
			answers:     map[int]any{200: apiNotices{}, 422: problem{}},
		},
		{
			method:      "GET",
			path:        "/notices/events",
			operationID: "listenToNotices",
			summary:     "How many notices are unread and the newest one, at once and whenever there are new ones.",
			rawHandler:  h.streamNotices,
			answers:     map[int]any{200: rawMediaType("text/event-stream")},
		},
		{
			method:      "POST",
			path:        "/notices/read",
			operationID: "readNotices",
			summary:     "Mark all notices up to one as read.",
			endpoint:    withBody[apiReadNotices](apiMarkNoticesRead),
			answers:     map[int]any{200: apiUnreadNotices{}},
		},
		{
			method:      "POST",
			path:        "/notices/:id/read",
			operationID: "readNotice",
			summary:     "Mark one notice as read.",
			endpoint:    apiHandler(apiMarkNoticeRead),
			answers:     map[int]any{200: apiNotice{}},
		},
	}
}

func toAPINotice(n models.NoticeRow) apiNotice {
	utc := func(at *time.Time) *time.Time {
		if at == nil {
			return nil
		}
		u := at.UTC()
		return &u
	}
	return apiNotice{
		ID:       n.ID,
		Kind:     n.Kind,
		Text:     n.Text().String(),
		At:       n.At.UTC(),
		Article:  n.ArticleID,
		Title:    n.ArticleTitle,
		Claim:    n.ClaimID,
		Words:    n.Words,
		Sentence: n.Ordinal,
		Query:    n.QueryID,
		Actor:    n.ActorID,
		Name:     n.Person(),
		DueAt:    utc(n.DueAt),
		ReadAt:   utc(n.ReadAt),
		URL:      string(views.NoticeAddress(n)),
	}
}

// apiListNotices lists the caller's notices.
func apiListNotices(q *call) (answer, error) {
	a := q.h.parseListQuery(q.c)
	filter, page := models.NoticeFilter{Unread: a.boolParam("unread")}, a.pageWithLimit()
	if len(a.fieldErrors) > 0 {
		return answer{}, a.fieldErrors
	}
	found, err := q.h.store.Notices(q.ctx, q.reader, filter, page)
	list := make([]apiNotice, len(found.List))
	for i, n := range found.List {
		list[i] = toAPINotice(n)
	}
	return answer{status: http.StatusOK, body: apiNotices{found.Unread, list, found.Next}}, err
}

// apiMarkNoticesRead marks the caller's notices up to one as read.
func apiMarkNoticesRead(q *call, sent apiReadNotices) (answer, error) {
	if err := q.h.store.ReadNotices(q.ctx, q.reader, sent.Through); err != nil {
		return answer{}, err
	}
	n, err := q.h.store.UnreadNotices(q.ctx, q.reader)
	return answer{status: http.StatusOK, body: apiUnreadNotices{n}}, err
}

// apiMarkNoticeRead marks one of the caller's notices as read.
func apiMarkNoticeRead(q *call) (answer, error) {
	if err := q.h.store.ReadNotice(q.ctx, q.reader, q.id); err != nil {
		return answer{}, err
	}
	n, err := q.h.store.Notice(q.ctx, q.reader, q.id)
	return answer{status: http.StatusOK, body: toAPINotice(n)}, err
}
