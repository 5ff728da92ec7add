package views

import (
	"context"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"linecheck/models"
)

// QueryListPage is the list of all queries that the user may see.
type QueryListPage struct {
	Page
	Filter Filter
	Rows   []models.QueryRow
	Next   string // the cursor of the next page, or ""
}

// ArticleQueriesPage lists the queries of one article, with the form for a new one.
type ArticleQueriesPage struct {
	Page
	Article models.ArticleRow
	Rows    []models.QueryRow
	Next    string // the cursor of the next page, or ""
	After   string // the cursor of this page
	People  []models.DeskPerson
	Guests  []models.NamedGuestLink // to its queries
	Asking  QueryContext
}

// QueryContext says who views queries and on which page, with the values of a form with errors.
type QueryContext struct {
	Me        int64
	Role      models.Role         // at the queries' desk
	May       bool                // may reply
	Ask       bool                // may raise one
	People    []models.DeskPerson // of the desk, to mention them
	Sentence  int64               // the sentence whose cards show them; 0 on their own pages
	FormState FormState
	Next      string // the page to return to after a change; "" for that of the query
	Zone      *time.Location
}

// NewQueryContext returns the context of a user who views a desk's queries on their own pages.
func NewQueryContext(reader models.Reader, deskID int64, typed FormState, zone *time.Location) QueryContext {
	role, _ := reader.Role(deskID)
	return QueryContext{
		Me:        reader.UserID,
		Role:      role,
		May:       reader.IsAllowed(models.ActAnswer, deskID),
		Ask:       reader.IsAllowed(models.ActCheck, deskID),
		FormState: typed,
		Zone:      zone,
	}
}

// queryContext returns the context of the queries in a sentence's cards.
func (v SentenceView) queryContext() QueryContext {
	return QueryContext{
		Me:        v.Me,
		Role:      v.Role,
		May:       v.May.Answer,
		Ask:       v.May.Check,
		Sentence:  v.Sentence.ID,
		FormState: v.FormState,
		Zone:      v.Zone,
	}
}

// canStep reports whether the user may perform an action on a query in its current state.
func (a QueryContext) canStep(q models.QueryThread, act models.QueryAction) bool {
	_, err := q.NextState(act, a.Me, a.Role)
	return a.May && err == nil
}

// queriesAbout returns the queries about a claim or, if claim is 0, about the sentence.
func (v SentenceView) queriesAbout(claim int64) []models.QueryThread {
	var list []models.QueryThread
	for _, q := range v.Queries {
		if claim == 0 && q.ClaimID == nil || q.ClaimID != nil && *q.ClaimID == claim {
			list = append(list, q)
		}
	}
	return list
}

// QueryForm is the id of the form that replies to a query.
func QueryForm(query int64) string { return "query-" + id(query) }

// AskForm is the id of the form that raises a query about an article, a sentence or a claim.
func AskForm(about string, of int64) string { return "ask-" + about + "-" + id(of) }

// UnsettledChoice is the filter value for open or answered queries.
const UnsettledChoice = "unsettled"

// queryStates are the options of the filter by state.
func queryStates(ctx context.Context) []choice {
	return append([]choice{{UnsettledChoice, say(ctx, "unsettled: open or answered")}}, toChoices(ctx, models.QueryStates)...)
}

// queryStateLabel returns a query's state with its symbol, so that colour is never the only sign.
func queryStateLabel(ctx context.Context, s models.QueryState) string {
	switch s {
	case models.QueryOpen:
		return say(ctx, "? Open")
	case models.QueryAnswered:
		return say(ctx, "↩ Answered")
	case models.QuerySettled:
		return say(ctx, "✓ Settled")
	}
	return say(ctx, "× Dismissed")
}

// roleGroupName names everyone with a role.
func roleGroupName(ctx context.Context, role models.Role) string {
	switch role {
	case models.Writer:
		return say(ctx, "the writers")
	case models.Reviewer:
		return say(ctx, "the reviewers")
	}
	return say(ctx, "the editors")
}

// recipientChoices offers the possible recipients: a role, or one user with it.
func recipientChoices(ctx context.Context, people []models.DeskPerson, me int64) []choice {
	choices := []choice{{string(models.Writer), say(ctx, "the writer")}, {string(models.Editor), say(ctx, "an editor")}}
	for _, p := range models.AskablePeople(people, me) {
		choices = append(choices, choice{id(p.ID), p.Name + " (" + word(ctx, p.Role) + ")"})
	}
	return choices
}

// querySubject introduces the words that a query is about.
func querySubject(ctx context.Context, q models.QueryRow) string {
	switch {
	case q.ClaimID != nil && q.Ordinal == 0:
		return say(ctx, "about a claim that was withdrawn since")
	case q.ClaimID != nil:
		return say(ctx, "about a claim in")
	case q.TrackID != nil:
		return say(ctx, "about")
	}
	return say(ctx, "about the whole article")
}

// maxExcerpt limits how much of a message a list shows, in code points.
const maxExcerpt = 280

func excerpt(s string) string {
	if shown := firstRunes(s, maxExcerpt); shown != s {
		return shown + "…"
	}
	return s
}

func queryAddress(query int64) string { return "/queries/" + strconv.FormatInt(query, 10) }

// inlineFormAttributes let htmx send a form among a sentence's cards.
func inlineFormAttributes(a QueryContext, address string) templ.Attributes {
	if a.Sentence == 0 {
		return nil
	}
	return templ.Attributes{"hx-post": address}
}

// messageLabel labels the field for a message by its effect.
func messageLabel(ctx context.Context, q models.QueryThread, a QueryContext) string {
	switch {
	case !q.State.Unsettled():
		return say(ctx, "Why it should be reopened")
	case q.RaisedBy != a.Me && q.IsAddressedTo(a.Me, a.Role):
		return say(ctx, "Your answer")
	}
	return say(ctx, "Write in this query")
}

// lastAuthor names who wrote the last message of a query.
func lastAuthor(ctx context.Context, q models.QueryRow) string {
	if q.LastGuest != nil {
		return sayText(ctx, q.LastGuest.Text(q.LastBy))
	}
	return q.LastBy
}

// lastWords returns the beginning of the last message of a query.
func lastWords(ctx context.Context, q models.QueryRow) string {
	if q.LastGuest != nil && q.LastGuest.OwnWords {
		return say(ctx, "These are my words.")
	}
	return excerpt(q.Last)
}
