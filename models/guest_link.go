package models

import (
	"time"

	"linecheck/text/message"
)

// GuestLink lets a person without an account see one query to the writer, and answer it.
type GuestLink struct {
	ID        int64
	QueryID   int64
	Name      string // the guest's name, as the sender typed it
	Email     string
	AsWriter  bool // the sender says that the guest is the article's writer
	TokenHash string
	MadeBy    int64
	MadeAt    time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
	Imported  bool // from an imported file; such a link never works here
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
	RevisionID *int64 // nil for an answer
	Body       string
	Words      string
	Local      bool // from a browser that is or was signed in to this server
	At         time.Time
}

// Guest is the recipient of a link, shown with their messages.
type Guest struct {
	SentTo   string // the address
	OwnWords bool   // the guest stated that the sentence is in their own words
	Local    bool   // see GuestAnswer
	Imported bool   // from an imported file
}

// NewGuestLink is the form of a link.
type NewGuestLink struct {
	Name, Email string
	AsWriter    bool
	Days        int // the lifetime
}

// GuestLinkDays are the lifetimes that the form offers. DefaultGuestLinkDays is selected at first.
var GuestLinkDays = []int{1, 3, 7, 14, 30}

// Limits of a guest's link.
const (
	DefaultGuestLinkDays = 7
	MaxGuestLinks        = 20 // live links of one query
	MaxGuestAnswers      = 20 // of one link
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
	Words    string        // the words of the query's claim or sentence; "" for a query about the article
	Sentence string        // the sentence that contains the words; "" for a query about the article
	Answers  []GuestAnswer // the guest's earlier messages by this link
	MaySay   bool          // the guest may state that the sentence is in their own words
	Said     bool          // the guest has stated this about the present words
}

// GuestAnswerInput is what a guest sends.
type GuestAnswerInput struct {
	Body  string
	Words string // the words that the answer is about, as the guest saw them
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
