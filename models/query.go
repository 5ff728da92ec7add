package models

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/message"
)

// QueryState is how far a query has come.
type QueryState string

// The states of a query.
const (
	QueryOpen      QueryState = "open"      // waits for an answer
	QueryAnswered  QueryState = "answered"  // waits for its raiser to settle it
	QuerySettled   QueryState = "settled"   // by who raised it
	QueryDismissed QueryState = "dismissed" // by an editor, with a reason
)

// QueryStates lists every state; UnsettledStates are those that keep an article from being signed off.
var (
	QueryStates     = []QueryState{QueryOpen, QueryAnswered, QuerySettled, QueryDismissed}
	UnsettledStates = []QueryState{QueryOpen, QueryAnswered}
)

// ParseQueryState reads a query's state, as a filter names it.
func ParseQueryState(s string) (QueryState, error) { return parse(s, "state of a query", QueryStates) }

// Unsettled reports whether a query of this state still waits for somebody.
func (s QueryState) Unsettled() bool { return slices.Contains(UnsettledStates, s) }

// AddresseeRoles are the roles that a query can be put to, in the order in which forms offer them.
var AddresseeRoles = []Role{Writer, Editor}

// Query is a question about an article, or about one of its sentences or claims.
type Query struct {
	ID        int64
	ArticleID int64
	DeskID    int64
	TrackID   *int64 // the sentence it is about, if it is about one
	At        *int   `gorm:"column:at_cp"` // where that sentence began, in code points of the current revision
	ClaimID   *int64 // the claim it is about, if it is about one
	RaisedBy  int64
	ToRole    Role
	ToUser    *int64 // one person of that role; nil: all of them
	State     QueryState
	Reason    string    // why it was dismissed
	RaisedAt  time.Time `gorm:"column:at"`
	Version   int
}

// Message is one contribution to a query. It is never changed.
type Message struct {
	ID       int64
	QueryID  int64
	AuthorID int64
	Body     string
	At       time.Time
	Words    string // what the query was about then: the claim's words, or the sentence; "" where it is not known, or about the article
}

// NewQuery is a query as it is asked. It is about the claim, else about the sentence, else about the article.
type NewQuery struct {
	ArticleID  int64
	SentenceID int64
	ClaimID    int64
	To         string // a role of AddresseeRoles, or the id of a person who has one of them
	Body       string
	Words      string // what it is about, as it was read; "" where that is not said
}

// QueryAction is what somebody does with a query.
type QueryAction string

// The acts on a query.
const (
	ReplyToQuery QueryAction = "say"
	SettleQuery  QueryAction = "settle"
	DismissQuery QueryAction = "dismiss"
	ReopenQuery  QueryAction = "reopen"
)

// QueryActionInput is one act on a query with what was written along with it: a message, or the reason why it is dismissed.
type QueryActionInput struct {
	Action  QueryAction
	Body    string
	Version int    // of the query, as it was read
	Words   string // what the query is about, as it was read; "" where that is not said
}

// maxMessage bounds a message, in code points.
const maxMessage = 10_000

// Check says what is wrong with the words of a query.
func (n NewQuery) Check() error { return checkMessage(n.Body, "Please write what you want to know.") }

// missingTextErrors says of the acts that need words why they do.
var missingTextErrors = map[QueryAction]message.Key{
	ReplyToQuery: "Please write something.", DismissQuery: "Please write why the query is dismissed: the reason stays with it.",
}

// Check says what is wrong with what is written along with a step.
func (s QueryActionInput) Check() error {
	if s.Action == DismissQuery && !text.HasVisibleWord(s.Body) { // a reason, which is words
		return NewFieldError("body", missingTextErrors[s.Action])
	}
	return checkMessage(s.Body, missingTextErrors[s.Action])
}

// checkMessage says what is wrong with a message; need is why it must not be empty, or "".
func checkMessage(body string, need message.Key) error {
	switch {
	case need != "" && !text.HasVisible(body):
		return NewFieldError("body", need)
	case utf8.RuneCountInString(body) > maxMessage:
		return NewFieldError("body", "Please use at most %d characters.", maxMessage)
	}
	return nil
}

// ErrQueryChanged is a query in which something happened since it was read. It is ErrStale.
var ErrQueryChanged = fmt.Errorf("%w: %w", ErrStale, NewFieldError("body", "Somebody wrote in this query or settled it since you "+
	"opened it, so nothing was sent. It is shown as it is now, with what you typed: look, then send again."))

// errQueryTextChanged is a query about words that have changed since they were read. It is ErrStale.
var errQueryTextChanged = fmt.Errorf("%w: %w", ErrStale, NewFieldError("body", "The words that this is about changed since you "+
	"opened it, so nothing was sent. Look at them, then send again."))

// CheckQueryUnchanged refuses what is asked or answered of words that are no longer those that were read.
func CheckQueryUnchanged(read, now string) error {
	if read != "" && strings.ReplaceAll(read, "\r", "") != strings.ReplaceAll(now, "\r", "") { // as browsers send line breaks
		return errQueryTextChanged
	}
	return nil
}

// FormerWords are the words that a message was written of, where they are not those that its query is about now; otherwise "".
func (q QueryRow) FormerWords(of string) string {
	if of == q.Words {
		return ""
	}
	return of
}

// NextState says in which state a step of a person of that role at the desk leaves the query; an error where it is not theirs to take.
func (q Query) NextState(act QueryAction, userID int64, role Role) (QueryState, error) {
	if err := q.CheckAllowed(act, userID, role); err != nil {
		return q.State, err
	}
	switch {
	case act == ReopenQuery && q.State.Unsettled():
		return q.State, NewFieldError("body", "The query is not settled: there is nothing to reopen.")
	case act != ReopenQuery && !q.State.Unsettled():
		return q.State, NewFieldError("body", "The query is %s: it must be reopened first.", WordKey(string(q.State)))
	}
	return q.stateAfter(act, userID == q.RaisedBy, role.Allows(ActRule) || q.IsAddressedTo(userID, role)), nil
}

// CheckAllowed is ErrForbidden where a step is not this person's to take, in whatever state the query is.
func (q Query) CheckAllowed(act QueryAction, userID int64, role Role) error {
	raiser, editor := userID == q.RaisedBy, role.Allows(ActRule)
	switch {
	case !role.Allows(ActAnswer):
		return fmt.Errorf("%w: a %s may not %s", ErrForbidden, role, ActAnswer)
	case act == SettleQuery && !raiser:
		return fmt.Errorf("%w: only who raised a query settles it", ErrForbidden)
	case act == DismissQuery && !editor:
		return fmt.Errorf("%w: only an editor dismisses a query", ErrForbidden)
	case act == DismissQuery && !raiser && q.IsAddressedTo(userID, role):
		return fmt.Errorf(
			"%w: %w",
			ErrForbidden,
			NewFieldError("body", "The query was put to you, so you do not dismiss it. Answer it, and who raised it settles it."),
		)
	case act == ReopenQuery && !raiser && !editor:
		return fmt.Errorf("%w: only who raised a query, or an editor, reopens it", ErrForbidden)
	}
	return nil
}

// stateAfter is the state that an allowed act leaves. A message of who was asked, or of an editor, answers; one of the raiser asks on.
func (q Query) stateAfter(act QueryAction, raiser, answers bool) QueryState {
	switch {
	case act == SettleQuery:
		return QuerySettled
	case act == DismissQuery:
		return QueryDismissed
	case act == ReopenQuery, raiser:
		return QueryOpen
	case answers:
		return QueryAnswered
	}
	return q.State
}

// IsAddressedTo reports whether the query is put to a person who has that role at the desk. What may be asked of an editor may be
// asked of an admin.
func (q Query) IsAddressedTo(userID int64, role Role) bool {
	if q.ToUser != nil {
		return *q.ToUser == userID
	}
	return role == q.ToRole || q.ToRole == Editor && role == Admin
}

// QueryRow is a query in a list.
type QueryRow struct {
	Query
	ArticleTitle string
	Language     string     // the article's
	DueAt        *time.Time // the article's
	Desk         string
	Raiser       string // who raised it
	Asked        string // the person it is put to; "" where all of a role are
	Ordinal      int    // the sentence's number in the current revision; 0 where it is about the article, or its claim is gone
	SentenceID   int64  // of that sentence; 0 where there is none
	Words        string // the claim's words, or the sentence; "" where it is about the article
	Messages     int    // how many there are
	Last         string // the newest one
	LastBy       string
	LastAt       time.Time
	LastOf       string // the words that it was written of
	AskedOf      string // the words that the query was asked of
}

// QueryThread is a query with all that was said in it, oldest first.
type QueryThread struct {
	QueryRow
	Thread []NamedMessage
}

// NamedMessage is a message with its author's name.
type NamedMessage struct {
	Message
	Name string
}

// DeskPerson is somebody who works at a desk now.
type DeskPerson struct {
	ID   int64
	Name string
	Role Role
}

// AskablePeople are those whom a person can ask by name: the writers, editors and admins of the desk, but not themselves.
func AskablePeople(people []DeskPerson, me int64) []DeskPerson {
	var list []DeskPerson
	for _, p := range people {
		if p.ID != me && (p.Role == Writer || p.Role.Allows(ActRule)) {
			list = append(list, p)
		}
	}
	return list
}

// QueryFilter narrows the list of queries.
type QueryFilter struct {
	DeskID    int64
	ArticleID int64
	State     QueryState
	Unsettled bool // open or answered
	ToMe      bool // put to the reader, or to their role
	Mine      bool // raised by the reader
}
