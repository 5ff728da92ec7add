package views

import (
	"context"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"linecheck/models"
)

// QueryListPage is the list of all queries that the reader may see.
type QueryListPage struct {
	Page
	Filter Filter
	Rows   []models.QueryRow
	Next   string // the cursor of the next part, or ""
}

// ArticleQueriesPage is the queries of one article, with the form for another.
type ArticleQueriesPage struct {
	Page
	Article models.ArticleRow
	Rows    []models.QueryRow
	Next    string // the cursor of the next part, or ""
	After   string // the part that is shown
	People  []models.DeskPerson
	Asking  QueryContext
}

// QueryContext is who looks at queries, where, and what was typed into a form that was refused.
type QueryContext struct {
	Me        int64
	Role      models.Role // at the queries' desk
	May       bool        // write in them
	Ask       bool        // raise one
	Sentence  int64       // the sentence in whose cards they stand; 0 on pages of their own
	FormState FormState
	Zone      *time.Location
}

// NewQueryContext is a reader as they look at queries of a desk, on pages of their own.
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

// queryContext is who looks at the queries in a sentence's cards.
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

// canStep reports whether somebody may take a step in a query as it is.
func (a QueryContext) canStep(q models.QueryThread, act models.QueryAction) bool {
	_, err := q.NextState(act, a.Me, a.Role)
	return a.May && err == nil
}

// queriesAbout are the queries about a claim, or about the sentence with claim 0.
func (v SentenceView) queriesAbout(claim int64) []models.QueryThread {
	var list []models.QueryThread
	for _, q := range v.Queries {
		if claim == 0 && q.ClaimID == nil || q.ClaimID != nil && *q.ClaimID == claim {
			list = append(list, q)
		}
	}
	return list
}

// QueryForm is the id of the form that writes in a query.
func QueryForm(query int64) string { return "query-" + id(query) }

// AskForm is the id of the form that raises a query about an article, a sentence or a claim.
func AskForm(about string, of int64) string { return "ask-" + about + "-" + id(of) }

// UnsettledChoice is how an address asks for the queries that are open or answered.
const UnsettledChoice = "unsettled"

// queryStates are the choices of the list of queries.
func queryStates(ctx context.Context) []choice {
	return append([]choice{{UnsettledChoice, say(ctx, "unsettled: open or answered")}}, toChoices(ctx, models.QueryStates)...)
}

// queryStateLabel is a query's state with the sign that stands for it wherever colour does.
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

// roleGroupName names those of a role together.
func roleGroupName(ctx context.Context, role models.Role) string {
	if role == models.Writer {
		return say(ctx, "the writers")
	}
	return say(ctx, "the editors")
}

// recipientChoices offers who can be asked: a role, or one person of it.
func recipientChoices(ctx context.Context, people []models.DeskPerson, me int64) []choice {
	choices := []choice{{string(models.Writer), say(ctx, "the writer")}, {string(models.Editor), say(ctx, "an editor")}}
	for _, p := range models.AskablePeople(people, me) {
		choices = append(choices, choice{id(p.ID), p.Name + " (" + word(ctx, p.Role) + ")"})
	}
	return choices
}

// querySubject says what a query is about, before its words.
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

// maxExcerpt is how much of a message a list shows, in code points.
const maxExcerpt = 280

func excerpt(s string) string {
	if shown := firstRunes(s, maxExcerpt); shown != s {
		return shown + "…"
	}
	return s
}

func queryAddress(query int64) string { return "/queries/" + strconv.FormatInt(query, 10) }

// inlineFormAttributes lets the scripts send a form that stands among a sentence's cards.
func inlineFormAttributes(a QueryContext, address string) templ.Attributes {
	if a.Sentence == 0 {
		return nil
	}
	return templ.Attributes{"hx-post": address}
}

// messageLabel says what a message does.
func messageLabel(ctx context.Context, q models.QueryThread, a QueryContext) string {
	switch {
	case !q.State.Unsettled():
		return say(ctx, "Why it should be reopened")
	case q.RaisedBy != a.Me && q.IsAddressedTo(a.Me, a.Role):
		return say(ctx, "Your answer")
	}
	return say(ctx, "Write in this query")
}
