package views

import (
	"time"

	"linecheck/models"
)

// GuestLinks is the section of a query's page about links for people without an account.
type GuestLinks struct {
	List  []models.NamedGuestLink
	Mails bool   // this server sends mail
	Made  string // the address of a new link, which is shown once
	MailOutcome
	Input  models.NewGuestLink
	Errors models.ValidationErrors
}

// days returns the lifetime that is selected in the form.
func (g GuestLinks) days() int {
	if g.Input.Days == 0 {
		return models.DefaultGuestLinkDays
	}
	return g.Input.Days
}

// isLive reports whether a link works now.
func isLive(l models.NamedGuestLink) bool { return l.IsLive(time.Now()) }

// mayRevoke reports whether the user may revoke a link: their own, or any link as an editor.
func (a QueryContext) mayRevoke(l models.NamedGuestLink) bool {
	return a.Ask && (l.MadeBy == a.Me || a.Role.Allows(models.ActRule))
}

// isAnswer reports whether a guest's message is an answer, not a statement about authorship.
func isAnswer(a models.GuestAnswer) bool { return a.RevisionID == nil }

// Guest is the page that a guest's link opens.
type Guest struct {
	View    models.GuestView
	Address string // the address of this page
	Body    string // the text of a form that was refused
	Errors  models.ValidationErrors
	Saved   bool
}
