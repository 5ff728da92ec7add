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
	Name         string // as printed: with a suffix if the desk has a namesake
	TypedName    string // as it was typed
	PasswordHash string // argon2id; empty until a password is chosen
	CreatedAt    time.Time
	DisabledAt   *time.Time
}

// Desk is a team with its own articles, people and policy.
type Desk struct {
	ID                int64
	Name              string
	Secondaries       int    // the number of independent secondary sources that replace a primary one
	ProofRules        string // names of the proof rules that are on, separated by blanks
	SharedSites       string // sites with many publishers, one per line, normalized for comparison
	SecondReader      bool   // the gate requires a second reader
	Blind             bool   // reviewers see no verdict before they give their own
	Fetches           bool   // the server may open web addresses for it
	SmallDesk         bool   // independence may be overridden, item by item
	MailText          bool   // mails may quote titles and claims of the desk's articles
	PublicNames       bool   // public pages name people
	PublicCorrections bool   // corrections of its public articles are listed in public
	Furniture         string // lines that its site adds to what it publishes, one per line, see compare.Rules
	Version           int    // of its policy
	CreatedAt         time.Time
}

// Membership is a user's role at a desk.
type Membership struct {
	UserID    int64 `gorm:"primaryKey"`
	DeskID    int64 `gorm:"primaryKey"`
	Role      Role
	FromGroup bool // it follows from a group at the single sign-on provider
	CreatedAt time.Time
}

// Purpose is the purpose of a one-time link.
type Purpose string

// The purposes of a one-time link.
const (
	PurposeSetup Purpose = "setup" // create the first administrator
	PurposeJoin  Purpose = "join"  // a new user chooses a password and joins a desk
	PurposeReset Purpose = "reset" // a user chooses a new password
)

// Invitation is a one-time link; only the hash of its token is stored.
type Invitation struct {
	ID        int64
	TokenHash string
	Purpose   Purpose
	Email     string
	Name      string
	DeskID    *int64
	Role      Role
	InvitedBy *int64
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
	RevokedAt *time.Time
}

// Session is one signed-in browser; only the hash of its token is stored.
type Session struct {
	ID        int64
	TokenHash string
	UserID    int64
	UserAgent string
	Address   string
	CreatedAt time.Time
	SeenAt    time.Time // rounded to the hour
	ExpiresAt time.Time
	Proof     SignInMethod

	KnownBrowser string `gorm:"-"` // the token of the browser's own cookie, if it has one
}

// Person is a user with the desks and roles that the reader may know of.
type Person struct {
	User
	Desks  []DeskRole
	Factor bool // they have a second factor

	MailRefused bool // a mail server refused their address

	Opening        *AccountOpening // how another user's link opened the account; nil if none did, or it is confirmed
	ConfirmRefusal message.Text    `gorm:"-"` // why the reader may not confirm it; ""
}

// Unconfirmed reports whether the account can sign at one of the listed desks, but nobody has confirmed its
// owner.
func (p Person) Unconfirmed() bool {
	return p.Opening != nil && slices.ContainsFunc(p.Desks, func(d DeskRole) bool { return d.Role.Allows(ActSign) })
}

// DeskRole is a role at a named desk.
type DeskRole struct {
	DeskID int64
	Desk   string
	Role   Role
	Blind  bool // reviewers check blind at the desk
}

// Reader is the user who makes a request. Every query and every change takes one.
type Reader struct {
	UserID          int64
	Name            string
	Email           string
	SessionID       int64        // 0 with an API token
	TokenID         int64        // 0 without an API token
	TokenName       string       // the API token's name
	ReadOnly        bool         // an API token with the scope read
	SignInMethod    SignInMethod // how the session was opened; "" without one
	DatabaseVersion int64        // the database's version at the time of authentication; 0 if unknown
	Desks           []DeskRole
}

// Door returns where the reader's changes come from.
func (r Reader) Door() Door {
	if r.TokenID != 0 {
		return Door{Kind: TokenDoor, TokenID: r.TokenID, TokenName: r.TokenName}
	}
	return Door{Kind: PageDoor}
}

// Role returns the reader's role at a desk; false if they are not a member.
func (r Reader) Role(deskID int64) (Role, bool) {
	for _, d := range r.Desks {
		if d.DeskID == deskID {
			return d.Role, true
		}
	}
	return "", false
}

// IsAllowed reports whether the reader may do an action at a desk. A read-only token allows ActOversee alone.
func (r Reader) IsAllowed(act Act, deskID int64) bool {
	role, ok := r.Role(deskID)
	return ok && role.Allows(act) && (!r.ReadOnly || act == ActOversee)
}

// DesksFor lists the desks at which the reader may do an action.
func (r Reader) DesksFor(act Act) []DeskRole {
	var desks []DeskRole
	for _, d := range r.Desks {
		if r.IsAllowed(act, d.DeskID) {
			desks = append(desks, d)
		}
	}
	return desks
}

// DeskIDs lists the ids of the reader's desks.
func (r Reader) DeskIDs() []int64 {
	ids := make([]int64, len(r.Desks))
	for i, d := range r.Desks {
		ids[i] = d.DeskID
	}
	return ids
}

// MinPassword is the minimum length of a password, in code points (NIST SP 800-63B-4 requires 15 if a
// password is the only factor).
const MinPassword = 15

// maxPassword limits the work of hashing, in code points.
const maxPassword = 256

// CheckPassword returns what is wrong with a new password, or "". Its length is counted in its normalized
// form.
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

// maxName limits the name of a user, a desk, a token or a webhook, in code points.
const maxName = 200

// CheckName validates the name of a user, a desk, a token or a webhook. The program prints names within its
// own lines, so a name is one line without characters that reorder text.
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

// CheckPerson validates a name and an email address; it returns both as they are stored.
func CheckPerson(name, email string, wrong *ValidationErrors) (string, string) {
	name, email = CheckName(name, wrong), text.PrepareUserName(email)
	at := strings.LastIndex(email, "@")
	if at < 1 || at == len(email)-1 || len(email) > 254 || strings.ContainsAny(email, " \t\r\n,;<>\"") ||
		!text.IsUserName(email) {
		wrong.Add("email", "Please give an email address such as name@example.org.")
	}
	return name, email
}
