package models

import (
	"time"

	"linecheck/text/message"
)

// GuestLink lets a person without an account see one query to the writer, and answer it.
type GuestLink struct {
	ID        int64
	QueryID   int64
	Name      string // of the guest, as the sender typed it
	Email     string
	AsWriter  bool // the guest is the article's writer, as the sender says
	TokenHash string
	MadeBy    int64
	MadeAt    time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
	Imported  bool // it is from a file, and never worked here
}

// IsLive reports whether a link is neither revoked nor expired.
func (l GuestLink) IsLive(at time.Time) bool { return l.RevokedAt == nil && l.ExpiresAt.After(at) }

// NamedGuestLink is a link with the name of its sender and the number of answers to it.
type NamedGuestLink struct {
	GuestLink `gorm:"embedded"`
	Sender    string
	Answers   int
}

// GuestAnswer is a guest's message: an answer to the query or, if it has a revision, the statement that a sentence is in their own words.
// It belongs to no account, and changes no authorship.
type GuestAnswer struct {
	ID         int64
	LinkID     int64
	QueryID    int64
	RevisionID *int64 // nil: an answer
	Body       string
	Words      string
	Local      bool // it came from a browser that is or was signed in at this server
	At         time.Time
}

// Guest is the recipient of a link, shown with their messages.
type Guest struct {
	SentTo   string // the address
	OwnWords bool   // they said that the sentence is in their own words
	Local    bool   // see GuestAnswer
	Imported bool   // according to a file
}

// NewGuestLink is the form of a link.
type NewGuestLink struct {
	Name, Email string
	AsWriter    bool
	Days        int // how long it is valid
}

// GuestLinkDays are the lifetimes that the form offers. DefaultGuestLinkDays is selected at first.
var GuestLinkDays = []int{1, 3, 7, 14, 30}

// Limits of a guest's link.
const (
	DefaultGuestLinkDays = 7
	MaxGuestLinks        = 20 // live ones of a query
	MaxGuestAnswers      = 20 // of a link
)

// Check validates the form.
func (n NewGuestLink) Check() (NewGuestLink, error) {
	var wrong ValidationErrors
	n.Name, n.Email = CheckPerson(n.Name, n.Email, &wrong)
	known := false
	for _, days := range GuestLinkDays {
		known = known || days == n.Days
	}
	if !known {
		wrong.Add("days", "Please choose how long the link is valid.")
	}
	return n, wrong.Err()
}

// GuestView is everything that a guest sees.
type GuestView struct {
	Link     GuestLink
	Asker    string // the name of the person who asks
	Question string
	Language string        // the article's
	Words    string        // the claim's words or the sentence that the query is about; "": about the article
	Sentence string        // the sentence in which they are; ""
	Answers  []GuestAnswer // that came by this link
	MaySay   bool          // may say that the sentence is in their own words
	Said     bool          // has said so of these words
}

// GuestAnswerInput is what a guest sends.
type GuestAnswerInput struct {
	Body  string
	Words string // the words that it is about, as they were shown
	Local bool   // see GuestAnswer
}

// Check validates an answer.
func (g GuestAnswerInput) Check() error { return checkMessage(g.Body, "Please write something.") }

// NameOf returns a guest's name for files, in English.
func (g Guest) NameOf(name string) string { return g.Text(name).String() }

// Text returns a guest's name for display. The sender of the link typed the name, and nobody has verified it.
func (g Guest) Text(name string) message.Text {
	switch {
	case g.Imported:
		return message.New("%s (by a link sent to %s, according to a file)", name, g.SentTo)
	case g.Local:
		return message.New("%s (by a link sent to %s, opened in a browser that was signed in here)", name, g.SentTo)
	}
	return message.New("%s (by a link sent to %s)", name, g.SentTo)
}
