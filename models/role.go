// Package models contains the newsroom's terms and rules: plain structs, statuses, and pure functions. It
// uses no database, no clock and no request.
package models

import "fmt"

// Role is a user's role at one desk.
type Role string

// The five roles of a desk.
const (
	Writer   Role = "writer"   // adds articles and answers queries
	Reviewer Role = "reviewer" // checks claims and sentences
	Editor   Role = "editor"   // decides, rules and signs off
	Auditor  Role = "auditor"  // reads everything, changes nothing
	Admin    Role = "admin"    // manages people and desks, and may do what an editor may
)

// Roles lists every role in the order in which forms offer them.
var Roles = []Role{Reviewer, Editor, Writer, Auditor, Admin}

// ParseRole parses a role from a form, a flag or the database.
func ParseRole(s string) (Role, error) { return parse(s, "role", Roles) }

// Allows reports whether a role allows an action at its desk.
func (r Role) Allows(act Act) bool {
	for _, allowed := range rights[act] {
		if r == allowed {
			return true
		}
	}
	return false
}

// Act is an action that needs a right.
type Act string

// The actions in which roles differ. Every member of a desk may read.
const (
	ActHandIn  Act = "hand in" // add an article
	ActImport  Act = "import"  // import an article with all its verdicts and evidence
	ActAnswer  Act = "answer"  // write a message in a query
	ActCheck   Act = "check"   // mark sentences as read, make claims, annotate, give evidence
	ActArrange Act = "arrange" // change title and due time, assign people
	ActTrash   Act = "trash"   // move to the trash and back
	ActRule    Act = "rule"    // rule on a disagreement, set outcomes
	ActSign    Act = "sign"    // sign off
	ActManage  Act = "manage"  // people, roles and desks
	ActOversee Act = "oversee" // the desk's dashboard
)

// rights lists the roles that may do each action. No other role may.
var rights = map[Act][]Role{
	ActHandIn:  {Writer, Reviewer, Editor, Admin},
	ActImport:  {Editor, Admin},
	ActAnswer:  {Writer, Reviewer, Editor, Admin},
	ActCheck:   {Reviewer, Editor, Admin},
	ActArrange: {Reviewer, Editor, Admin},
	ActTrash:   {Editor, Admin},
	ActRule:    {Editor, Admin},
	ActSign:    {Editor, Admin},
	ActManage:  {Admin},
	ActOversee: {Editor, Auditor, Admin},
}

// parse finds s among the allowed values; word names it in the error.
func parse[T ~string](s, word string, allowed []T) (T, error) {
	for _, v := range allowed {
		if s == string(v) {
			return v, nil
		}
	}
	return "", fmt.Errorf("%w: %q is no %s we know", ErrUnknownValue, s, word)
}
