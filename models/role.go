// Package models holds the newsroom's words and rules: plain records, statuses, and pure functions that
// say what follows from what. It knows no database, no clock and no request.
package models

import "fmt"

// Role is what a person may do within one desk.
type Role string

// The five roles of a desk.
const (
	Writer   Role = "writer"   // hands in and answers queries
	Reviewer Role = "reviewer" // checks
	Editor   Role = "editor"   // decides and signs off
	Auditor  Role = "auditor"  // reads everything, changes nothing
	Admin    Role = "admin"    // manages people and desks, and may do what an editor may
)

// Roles lists every role in the order in which forms offer them.
var Roles = []Role{Reviewer, Editor, Writer, Auditor, Admin}

// ParseRole reads a role from a form, a flag or the database.
func ParseRole(s string) (Role, error) { return parse(s, "role", Roles) }

// Allows reports whether a role allows an act within its desk.
func (r Role) Allows(act Act) bool {
	for _, allowed := range rights[act] {
		if r == allowed {
			return true
		}
	}
	return false
}

// Act is a kind of deed that needs a right.
type Act string

// The acts that roles differ in. Reading is open to every member of a desk.
const (
	ActHandIn  Act = "hand in" // bring an article in
	ActImport  Act = "import"  // bring an article in with all that was found of it elsewhere
	ActAnswer  Act = "answer"  // write in a query
	ActCheck   Act = "check"   // mark sentences, make claims, annotate, give evidence
	ActArrange Act = "arrange" // title, due time, who works on it
	ActTrash   Act = "trash"   // move to the trash and back
	ActRule    Act = "rule"    // settle a disagreement, decide how a claim ends
	ActSign    Act = "sign"    // sign off
	ActManage  Act = "manage"  // people, roles and desks
	ActOversee Act = "oversee" // the desk's dashboard
)

// rights is the whole of who may do what; whoever is not named may not.
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

// parse finds s among the allowed values of a word.
func parse[T ~string](s, word string, allowed []T) (T, error) {
	for _, v := range allowed {
		if s == string(v) {
			return v, nil
		}
	}
	return "", fmt.Errorf("%w: %q is no %s we know", ErrUnknownValue, s, word)
}
