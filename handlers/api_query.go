package handlers

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"time"

	"linecheck/models"
)

// apiQuery is a question about an article, or about one of its sentences or claims.
type apiQuery struct {
	ID       int64             `json:"id"`
	Article  int64             `json:"article"`
	Sentence int64             `json:"sentence,omitempty" doc:"Id of the sentence in which its words begin, where they are in the text."`
	Claim    *int64            `json:"claim,omitempty" doc:"Id of the claim that it is about."`
	Words    string            `json:"words" doc:"The claim's words, or the sentence; empty where it is about the article."`
	AskedOf  string            `json:"asked_of" doc:"What these words were when it was asked."`
	To       models.Role       `json:"to" doc:"Whom it is put to: writer or editor; reviewer only together with to_user."`
	ToUser   *int64            `json:"to_user,omitempty" doc:"Id of the person it is put to, where it is not put to all of that role."`
	ToName   string            `json:"to_name,omitempty"`
	State    models.QueryState `json:"state" doc:"open and answered keep the gate closed; settled by who raised it; dismissed by an editor."`
	Reason   string            `json:"reason" doc:"Why it was dismissed."`
	By       string            `json:"by" doc:"Who raised it."`
	At       time.Time         `json:"at"`
	Version  int               `json:"version" doc:"Grows with everything that happens in it."`
}

// apiQueryRow is a query in a list.
type apiQueryRow struct {
	apiQuery
	Count int        `json:"count" doc:"How many messages there are."`
	Last  apiMessage `json:"last" doc:"The newest one."`
}

// apiQueries is one page of an article's queries.
type apiQueries struct {
	Queries []apiQueryRow `json:"queries" doc:"Newest first."`
	Next    string        `json:"next,omitempty" doc:"What after has to be for the next part; left out where there is no more."`
}

// apiWholeQuery is a query with all its messages.
type apiWholeQuery struct {
	apiQuery
	Messages []apiMessage `json:"messages" doc:"Oldest first; the first one is the question."`
}

// apiMessage is one message of a query.
type apiMessage struct {
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
	Of   string    `json:"of" doc:"The words that the query was about then; empty where it is about the article."`

	SentTo   string `json:"sent_to,omitempty" doc:"Address to which the link was sent by which a person without an account wrote this."`
	OwnWords bool   `json:"own_words,omitempty" doc:"By a link: the words in of are the writer's own."`
}

func toAPIQuery(q models.QueryRow) apiQuery {
	return apiQuery{
		ID:       q.ID,
		Article:  q.ArticleID,
		Sentence: q.SentenceID,
		Claim:    q.ClaimID,
		Words:    q.Words,
		AskedOf:  q.AskedOf,
		To:       q.ToRole,
		ToUser:   q.ToUser,
		ToName:   q.Asked,
		State:    q.State,
		Reason:   q.Reason,
		By:       q.Raiser,
		At:       q.RaisedAt.UTC(),
		Version:  q.Version,
	}
}

// bySomeoneWithLink names a guest as the author of a message, if there is one.
func (m apiMessage) bySomeoneWithLink(name string, guest *models.Guest) apiMessage {
	if guest != nil {
		m.By, m.SentTo, m.OwnWords = guest.NameOf(name), guest.SentTo, guest.OwnWords
	}
	return m
}

func toAPIQueryThread(q models.QueryThread) apiWholeQuery {
	whole := apiWholeQuery{toAPIQuery(q.QueryRow), make([]apiMessage, len(q.Thread))}
	for i, m := range q.Thread {
		message := apiMessage{By: m.Name, At: m.At.UTC(), Text: m.Body, Of: m.Words}
		whole.Messages[i] = message.bySomeoneWithLink(m.Name, m.Guest)
	}
	return whole
}

// apiListQueries lists the queries of an article.
func apiListQueries(q *call) (answer, error) {
	a := q.h.parseListQuery(q.c)
	filter, page := a.queryFilter(), a.pageWithLimit()
	if len(a.fieldErrors) > 0 {
		return answer{}, a.fieldErrors
	}
	if _, err := q.h.store.Article(q.ctx, q.reader, q.id); err != nil {
		return answer{}, err
	}
	filter.DeskID, filter.ArticleID = 0, q.id
	rows, next, err := q.h.store.Queries(q.ctx, q.reader, filter, page)
	list := make([]apiQueryRow, len(rows))
	for i, row := range rows {
		last := apiMessage{By: row.LastBy, At: row.LastAt.UTC(), Text: row.Last, Of: row.LastOf}
		list[i] = apiQueryRow{toAPIQuery(row), row.Messages, last.bySomeoneWithLink(row.LastBy, row.LastGuest)}
	}
	return answer{status: http.StatusOK, body: apiQueries{list, next}}, err
}

// apiGetQuery returns a query with all its messages.
func apiGetQuery(q *call) (answer, error) { return answerQuery(q, http.StatusOK, q.id) }

func answerQuery(q *call, status int, id int64) (answer, error) {
	found, err := q.h.store.Query(q.ctx, q.reader, id)
	return answer{status: status, body: toAPIQueryThread(found), article: found.ArticleID}, err
}

// apiNewQuery is the body of the call that raises a query.
type apiNewQuery struct {
	To    nameOrID `json:"to" doc:"writer, editor, or the id of a person of the desk who may answer: a writer, an editor or a reviewer."`
	Text  string   `json:"text"`
	Words string   `json:"words,omitempty" doc:"What it is about, as it was read. Where that changed since, nothing is asked."`
}

// queryFields maps the field names of the pages' forms to those of the API.
var queryFields = map[string]string{"body": "text"}

// apiRaiseQuery raises a query. The function about sets what it is about: the article, sentence or claim of
// the URL.
func apiRaiseQuery(about func(*models.NewQuery, int64)) withBody[apiNewQuery] {
	return func(q *call, sent apiNewQuery) (answer, error) {
		n := models.NewQuery{To: string(sent.To), Body: sent.Text, Words: sent.Words}
		about(&n, q.id)
		id, _, err := q.h.store.RaiseQuery(q.ctx, q.reader, n)
		if err != nil {
			return answer{}, renameFields(err, queryFields)
		}
		a, err := answerQuery(q, http.StatusCreated, id)
		a.location = fmt.Sprintf("%s/queries/%d", apiRoot, id)
		return a, err
	}
}

// apiStep is the body of a reply, settlement, dismissal or reopening.
type apiStep struct {
	Text    string `json:"text,omitempty" doc:"A message, which may be left out of a settlement and a reopening; of a dismissal its reason."`
	Reason  string `json:"reason,omitempty" doc:"Another name for text."`
	Version int    `json:"version,omitempty" doc:"Of the query, as it was read; the current one where it is left out."`
	Words   string `json:"words,omitempty" doc:"What the query is about, as it was read. Where that changed since, nothing is done."`
}

// queryProblem is a conflict that shows the query's current state.
type queryProblem struct {
	problem
	Query apiWholeQuery `json:"query" doc:"As it is now."`
}

func loadQueryConflict(q *call) (func(problem) any, error) {
	found, err := q.h.store.Query(q.ctx, q.reader, q.id)
	return func(p problem) any { return queryProblem{p, toAPIQueryThread(found)} }, err
}

// apiUpdateQuery replies to a query, or settles, dismisses or reopens it. If the query changed since it was
// read, the conflict shows its current state.
func apiUpdateQuery(act models.QueryAction, status int) withOptionalBody[apiStep] {
	return func(q *call, sent apiStep) (answer, error) {
		found, err := q.h.store.Query(q.ctx, q.reader, q.id)
		if err != nil {
			return answer{}, err
		}
		step := models.QueryActionInput{
			Action:  act,
			Body:    cmp.Or(sent.Text, sent.Reason),
			Version: cmp.Or(sent.Version, found.Version),
			Words:   sent.Words,
		}
		_, err = q.h.store.AdvanceQuery(q.ctx, q.reader, q.id, step)
		if errors.Is(err, models.ErrStale) {
			return answer{}, &conflict{error: renameFields(err, queryFields), loadBody: loadQueryConflict}
		}
		if err != nil {
			return answer{}, renameFields(err, queryFields)
		}
		return answerQuery(q, status, q.id)
	}
}
