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

// QueryState is the state of a query.
type QueryState string

// The states of a query.
const (
	QueryOpen      QueryState = "open"      // waiting for an answer
	QueryAnswered  QueryState = "answered"  // waiting for its raiser to settle it
	QuerySettled   QueryState = "settled"   // by its raiser
	QueryDismissed QueryState = "dismissed" // by an editor, with a reason
)

// QueryStates lists every state; UnsettledStates are those that keep an article from being signed off.
var (
	QueryStates     = []QueryState{QueryOpen, QueryAnswered, QuerySettled, QueryDismissed}
	UnsettledStates = []QueryState{QueryOpen, QueryAnswered}
)

// ParseQueryState parses a query's state, as a filter names it.
func ParseQueryState(s string) (QueryState, error) { return parse(s, "state of a query", QueryStates) }

// Unsettled reports whether a query in this state is not finished.
func (s QueryState) Unsettled() bool { return slices.Contains(UnsettledStates, s) }

// AddresseeRoles are the roles to which a query can be addressed, in the order of the forms.
// A query to a reviewer names one.
var AddresseeRoles = []Role{Writer, Editor, Reviewer}

// Query is a question about an article, or about one of its sentences or claims.
type Query struct {
	ID        int64
	ArticleID int64
	DeskID    int64
	TrackID   *int64 // nil: about no single sentence
	At        *int   `gorm:"column:at_cp"` // where that sentence began, in code points of the current revision
	ClaimID   *int64 // nil: about no claim
	RaisedBy  int64
	ToRole    Role
	ToUser    *int64 // one person, such as the named writer; nil: everybody with that role
	State     QueryState
	Reason    string    // why it was dismissed
	RaisedAt  time.Time `gorm:"column:at"`
	Version   int
}

// Message is one message in a query. It never changes.
type Message struct {
	ID       int64
	QueryID  int64
	AuthorID int64
	Body     string
	At       time.Time
	Words    string // the claim's words or the sentence that the query was about then; "" if unknown, or about the article
}

// NewQuery is a query as it is raised. It is about the claim, else the sentence, else the article.
type NewQuery struct {
	ArticleID  int64
	SentenceID int64
	ClaimID    int64
	To         string // "writer", "editor", or the id of a person who may answer
	Body       string
	Words      string // the words that it is about, as they were read; "": not checked
}

// QueryAction is an action on a query.
type QueryAction string

// The actions on a query.
const (
	ReplyToQuery QueryAction = "say"
	SettleQuery  QueryAction = "settle"
	DismissQuery QueryAction = "dismiss"
	ReopenQuery  QueryAction = "reopen"
)

// QueryActionInput is an action on a query with its text: a message, or the reason for a dismissal.
type QueryActionInput struct {
	Action  QueryAction
	Body    string
	Version int    // of the query, as it was read
	Words   string // the words that the query is about, as they were read; "": not checked
}

// maxMessage limits a message, in code points.
const maxMessage = 10_000

// Check validates the text of a query.
func (n NewQuery) Check() error { return checkMessage(n.Body, "Please write what you want to know.") }

// missingTextErrors are the messages for actions that require text.
var missingTextErrors = map[QueryAction]message.Key{
	ReplyToQuery: "Please write something.", DismissQuery: "Please write why the query is dismissed: the reason stays with it.",
}

// Check validates the text of the action.
func (s QueryActionInput) Check() error {
	if s.Action == DismissQuery && !text.HasVisibleWord(s.Body) { // a reason must have a visible word
		return NewFieldError("body", missingTextErrors[s.Action])
	}
	return checkMessage(s.Body, missingTextErrors[s.Action])
}

// checkMessage validates a message. need is the error for an empty one; "" allows it.
func checkMessage(body string, need message.Key) error {
	switch {
	case need != "" && !text.HasVisible(body):
		return NewFieldError("body", need)
	case utf8.RuneCountInString(body) > maxMessage:
		return NewFieldError("body", "Please use at most %d characters.", maxMessage)
	}
	return nil
}

// ErrQueryChanged means that the query changed since it was read. It is ErrStale.
var ErrQueryChanged = fmt.Errorf("%w: %w", ErrStale, NewFieldError("body", "Somebody wrote in this query or settled it since you "+
	"opened it, so nothing was sent. It is shown as it is now, with what you typed: look, then send again."))

// errQueryTextChanged means that the words that a query is about changed since they were read. It is
// ErrStale.
var errQueryTextChanged = fmt.Errorf("%w: %w", ErrStale, NewFieldError("body", "The words that this is about changed since you "+
	"opened it, so nothing was sent. Look at them, then send again."))

// CheckQueryUnchanged refuses a query or answer if the words that it is about changed since they were read.
func CheckQueryUnchanged(read, now string) error {
	if read != "" && strings.ReplaceAll(read, "\r", "") != strings.ReplaceAll(now, "\r", "") { // browsers send line breaks as CR LF
		return errQueryTextChanged
	}
	return nil
}

// FormerWords returns the words that a message was written about, if the query is about other words now; else
// "".
func (q QueryRow) FormerWords(of string) string {
	if of == q.Words {
		return ""
	}
	return of
}

// NextState returns the query's state after an action of a user with a role at the desk, or an error if they
// may not do it.
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

// CheckAllowed returns ErrForbidden if a user may not do an action, independently of the query's state.
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

// stateAfter returns the state after an allowed action. A message of an addressee or an editor is an answer;
// one of the raiser reopens the question.
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

// IsAddressedTo reports whether the query is addressed to a user with a role at the desk. Queries to editors
// are also addressed to admins.
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
	Raiser       string // the name of the user who raised it
	Asked        string // the name of the addressee; "" for everybody with a role
	Ordinal      int    // the sentence's number in the current revision; 0 if it is about the article, or its claim is gone
	SentenceID   int64  // of that sentence; 0 for none
	Words        string // the claim's words, or the sentence; "" if it is about the article
	Messages     int    // the number of messages
	Last         string // the newest message
	LastBy       string
	LastAt       time.Time
	LastOf       string // the words that the newest message was written about
	LastGuest    *Guest `gorm:"-"` // who wrote the newest message by a link; nil: a user did
	AskedOf      string // the words that the query was raised about
	Risk         Risk   // of the claim that it is about; "" for none
}

// QueryThread is a query with all its messages, oldest first.
type QueryThread struct {
	QueryRow
	Thread []NamedMessage
}

// NamedMessage is a message with its author's name.
type NamedMessage struct {
	Message
	Name  string
	Guest *Guest `gorm:"-"` // who said it by a link, without an account; nil: the author did
}

// DeskPerson is a current member of a desk.
type DeskPerson struct {
	ID   int64
	Name string
	Role Role
}

// AskablePeople returns the people that a user can address a query to: everybody else at the desk who may
// answer.
func AskablePeople(people []DeskPerson, me int64) []DeskPerson {
	var list []DeskPerson
	for _, p := range people {
		if p.ID != me && p.Role.Allows(ActAnswer) {
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
	ToMe      bool // addressed to the reader, or to their role
	Mine      bool // raised by the reader
}
