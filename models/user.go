package models

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/message"
)

// User is a person who can sign in.
type User struct {
	ID           int64
	Email        string // lower case
	Name         string // as it is printed: with more, where another at a desk has the same one
	TypedName    string // as it was typed
	PasswordHash string // argon2id; empty until a password is chosen
	CreatedAt    time.Time
	DisabledAt   *time.Time
}

// Desk is a team with its own articles, people and sourcing policy.
type Desk struct {
	ID           int64
	Name         string
	Secondaries  int    // so many independent secondary sources stand for one primary
	ProofRules   string // names of the rules that ask more of some claims, parted by blanks
	SharedSites  string // sites on which many publishers stand, one a line, as addresses are compared
	SecondReader bool   // the gate asks for a second person
	Blind        bool   // a second reviewer sees no first verdict until theirs is in
	Fetches      bool   // addresses may be opened for it
	SmallDesk    bool   // what only an author or the signer looked at may be overridden, thing by thing
	Version      int    // of its policy
	CreatedAt    time.Time
}

// Membership is a person's role within a desk.
type Membership struct {
	UserID    int64 `gorm:"primaryKey"`
	DeskID    int64 `gorm:"primaryKey"`
	Role      Role
	FromGroup bool // it follows from a group at the provider of the single sign-on
	CreatedAt time.Time
}

// Purpose is what a one-time link is for.
type Purpose string

// The purposes of a one-time link.
const (
	PurposeSetup Purpose = "setup" // make the first administrator
	PurposeJoin  Purpose = "join"  // a new person chooses a password and joins a desk
	PurposeReset Purpose = "reset" // a person chooses a new password
)

// Invitation is a one-time link; only the hash of its token is kept.
type Invitation struct {
	ID                int64
	TokenHash         string
	Purpose           Purpose
	Email             string
	Name              string
	DeskID            *int64
	Role              Role
	InvitedBy         *int64
	CreatedAt         time.Time
	ExpiresAt         time.Time
	UsedAt            *time.Time
	RevokedAt         *time.Time
	ExistingUsersOnly bool `gorm:"-"` // it is for somebody who has an account: nobody gets one by a link
}

// Session is one signed-in browser; only the hash of its token is kept.
type Session struct {
	ID        int64
	TokenHash string
	UserID    int64
	UserAgent string
	Address   string
	CreatedAt time.Time
	SeenAt    time.Time // last, to the hour
	ExpiresAt time.Time
	Proof     SignInMethod
}

// Person is a user with the desks and roles that the asking reader may know of.
type Person struct {
	User
	Desks  []DeskRole
	Factor bool // they have a second factor

	Opening        *AccountOpening // by another person's link, and not confirmed; nil: none
	ConfirmRefusal message.Text    `gorm:"-"` // why the reader may not confirm it; "" where they may
}

// Unconfirmed reports whether nobody has confirmed yet whose an account is that can sign at one of the desks that are listed.
func (p Person) Unconfirmed() bool {
	return p.Opening != nil && slices.ContainsFunc(p.Desks, func(d DeskRole) bool { return d.Role.Allows(ActSign) })
}

// DeskRole is a role within a named desk.
type DeskRole struct {
	DeskID int64
	Desk   string
	Role   Role
	Blind  bool // the desk has second reviewers check blind
}

// Reader is who asks: every read and every change goes through one.
type Reader struct {
	UserID          int64
	Name            string
	Email           string
	SessionID       int64        // 0 with an API token
	TokenID         int64        // 0 without one
	TokenName       string       // what the API token is called
	ReadOnly        bool         // an API token of scope read
	SignInMethod    SignInMethod // how the session was opened; "" without one
	DatabaseVersion int64        // the state of the database in which they were recognised; 0 where there is no telling
	Desks           []DeskRole
}

// Door is the door by which the reader comes.
func (r Reader) Door() Door {
	if r.TokenID != 0 {
		return Door{Kind: TokenDoor, TokenID: r.TokenID, TokenName: r.TokenName}
	}
	return Door{Kind: PageDoor}
}

// Role is the reader's role within a desk; false where they are not a member.
func (r Reader) Role(deskID int64) (Role, bool) {
	for _, d := range r.Desks {
		if d.DeskID == deskID {
			return d.Role, true
		}
	}
	return "", false
}

// IsAllowed reports whether the reader may do something within a desk. A token that only reads may look over it, and change nothing.
func (r Reader) IsAllowed(act Act, deskID int64) bool {
	role, ok := r.Role(deskID)
	return ok && role.Allows(act) && (!r.ReadOnly || act == ActOversee)
}

// DesksFor lists the desks in which the reader may do something.
func (r Reader) DesksFor(act Act) []DeskRole {
	var desks []DeskRole
	for _, d := range r.Desks {
		if r.IsAllowed(act, d.DeskID) {
			desks = append(desks, d)
		}
	}
	return desks
}

// DeskIDs lists every desk the reader belongs to.
func (r Reader) DeskIDs() []int64 {
	ids := make([]int64, len(r.Desks))
	for i, d := range r.Desks {
		ids[i] = d.DeskID
	}
	return ids
}

// MinPassword is the shortest password accepted, in code points (NIST SP 800-63B-4 asks for 15 where a password is the only factor).
const MinPassword = 15

// maxPassword bounds the work of hashing.
const maxPassword = 256

// CheckPassword says what is wrong with a new password, or "". Characters are counted as they are compared.
func CheckPassword(password string) message.Key {
	prepared, err := text.PreparePassword(password)
	switch n := utf8.RuneCountInString(prepared); {
	case err != nil && password != "":
		return "This password holds a control character or one that has no meaning yet; please choose another."
	case n < MinPassword:
		return "Please choose at least 15 characters; a few unrelated words do well."
	case n > maxPassword:
		return "Please choose at most 256 characters."
	}
	return ""
}

// maxName bounds the name of a person, a desk, a token or a webhook, in code points.
const maxName = 200

// CheckName reads the name of a person, a desk, a token or a webhook. It stands within the program's own lines everywhere, so it is one
// line that reorders nothing.
func CheckName(name string, wrong *ValidationErrors) string {
	name = strings.TrimSpace(name)
	switch {
	case !text.HasVisibleWord(name):
		wrong.Add("name", "Please give a name with at least one letter or digit.")
	case utf8.RuneCountInString(name) > maxName:
		wrong.Add("name", "Please use at most %d characters.", maxName)
	case !text.IsOneLine(name) || text.HasBidiControl(name):
		wrong.Add("name", "Please leave line breaks, control characters and characters that turn the direction of text out of the name.")
	default:
		checkCharacters("name", name, wrong)
	}
	return name
}

// CheckPerson says what is wrong with a name and an email address; it returns the address as it is stored.
func CheckPerson(name, email string, wrong *ValidationErrors) (string, string) {
	name, email = CheckName(name, wrong), text.PrepareUserName(email)
	at := strings.LastIndex(email, "@")
	if at < 1 || at == len(email)-1 || len(email) > 254 || strings.ContainsAny(email, " \t\r\n,;<>\"") {
		wrong.Add("email", "Please give an email address such as name@example.org.")
	}
	return name, email
}
