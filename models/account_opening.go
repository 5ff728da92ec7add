package models

import (
	"fmt"
	"slices"
	"time"

	"linecheck/text/message"
)

// AccountOpening is that an account was opened by a link that another person made: the newest one of the account counts.
type AccountOpening struct {
	ID           int64
	UserID       int64
	LinkID       int64
	MadeBy       int64 // never the account's own person
	MadeAt       time.Time
	OpenedAt     time.Time
	ConfirmedAt  *time.Time
	ConfirmedBy  *int64 // nil: nobody has, or the command line
	ConfirmedHow AccountConfirmation
	Purpose      Purpose // of the link
	Maker        string  // the name of who made it

	// Since is when the first link was made of those that opened the account and that nobody has confirmed: what is younger may be
	// somebody else's.
	Since time.Time
}

// AccountConfirmation is how an account that was opened by another person's link was confirmed to be its owner's.
type AccountConfirmation string

// The ways of confirming an account.
const (
	ConfirmedByCode    AccountConfirmation = "code"          // a code of the second factor that it had before the link was made
	ConfirmedBySignOn  AccountConfirmation = "sign-on"       // by single sign-on: an identity from before, or the account's address
	ConfirmedByAdmin   AccountConfirmation = "administrator" // another administrator than who made the link
	ConfirmedByCommand AccountConfirmation = "command"       // whoever runs the server
)

// formatDay is a day as a printed sentence names it.
func formatDay(at time.Time) string { return at.UTC().Format(time.DateOnly) }

// Note is what is printed of what an account signs that nobody could confirm.
func (o AccountOpening) Note() string {
	return fmt.Sprintf("account opened by a link made by %s on %s", o.Maker, formatDay(o.MadeAt))
}

// AccountOpenings are the newest openings of accounts that are not confirmed, by account.
type AccountOpenings map[int64]AccountOpening

// possibleOpeners are the people who may have opened an account: who made the link and, where somebody may have opened the maker's
// account by a link for
// a new password, who made that one, and so on. The last is the first in the row.
func (all AccountOpenings) possibleOpeners(o AccountOpening) []int64 {
	hands := []int64{o.MadeBy}
	for {
		before, opened := all[hands[len(hands)-1]]
		if !opened || before.Purpose != PurposeReset || slices.Contains(hands, before.MadeBy) {
			return hands
		}
		hands = append(hands, before.MadeBy)
	}
}

// ConfirmRefusal says why somebody who manages a desk may not confirm an account; "" where they may. Nobody confirms their own
// account, one that they may
// have opened, or any while somebody else may be using theirs.
func (all AccountOpenings) ConfirmRefusal(admin int64, o AccountOpening) message.Text {
	own, opened := all[admin]
	switch {
	case admin == o.UserID:
		return message.New("You cannot confirm your own account here: another administrator can.")
	case slices.Contains(all.possibleOpeners(o), admin):
		return message.New("You made the link that opened this account, so another administrator has to confirm it.")
	case opened && own.Purpose == PurposeReset:
		return message.New(
			"Your own account was opened by a link made by %s, so it has to be confirmed before you can confirm another.",
			own.Maker,
		)
	}
	return message.Text{}
}

// OwnerCredentials is what the owner of an account has from before it was opened by a link.
type OwnerCredentials struct {
	Code   bool // a second factor
	SignOn bool // an identity at the provider of the single sign-on
}

// AccountRestriction says, as one sentence, why an account may not sign, rule or override at a desk, and who can change that; ""
// where it may. Where
// it may although nobody has confirmed it, since nobody there could, note is what is printed of what it signs. admins manage the desk.
func AccountRestriction(all AccountOpenings, user int64, own OwnerCredentials, admins []User) (bar message.Text, note string) {
	o, opened := all[user]
	if !opened {
		return message.Text{}, ""
	}
	hands := all.possibleOpeners(o)
	first := hands[len(hands)-1]
	others := slices.DeleteFunc(slices.Clone(admins), func(u User) bool { return u.ID == user || u.ID == first })
	if len(others) == 0 && own == (OwnerCredentials{}) {
		return message.Text{}, o.Note()
	}
	return message.New("This account was opened by a link made by %s on %s, so it cannot sign, rule or override until %s.",
		o.Maker, formatDay(o.MadeAt), all.confirmationWays(o, own, others)), ""
}

// confirmationWays says what confirms an account.
func (all AccountOpenings) confirmationWays(o AccountOpening, own OwnerCredentials, others []User) message.Text {
	var ways []message.Text
	var names []string
	if own.Code {
		ways = append(ways, message.New("its owner signs in with a code of the second factor"))
	}
	if own.SignOn {
		ways = append(ways, message.New("its owner signs in by the single sign-on"))
	}
	for _, u := range others {
		if all.ConfirmRefusal(u.ID, o).IsZero() {
			names = append(names, u.Name)
		}
	}
	if len(names) > 0 {
		ways = append(ways, message.New("%s confirms it on the page “People”", eitherOf(names)))
	}
	if len(ways) == 0 {
		return message.New("it is confirmed: nobody at this desk can do that now, but whoever runs the server can, with “linecheck user confirm”")
	}
	joined := ways[0]
	for _, way := range ways[1:] {
		joined = message.New("%s, or %s", joined, way)
	}
	return joined
}

// eitherOf lists names of whom one is enough: "Ana or Ben".
func eitherOf(names []string) message.Text {
	joined := message.Plain(names[0])
	for _, name := range names[1:] {
		joined = message.New("%s or %s", joined, name)
	}
	return joined
}

// LiveLink is a one-time link that can still be used, as administrators see it.
type LiveLink struct {
	Invitation `gorm:"embedded"`
	Maker      string // the name of who made it
	Desk       string // that it leads to; "" of a link for a new password
}

// PurposeText says what a link is for.
func (i Invitation) PurposeText() message.Key {
	switch i.Purpose {
	case PurposeSetup:
		return "make the first account"
	case PurposeReset:
		return "choose a new password"
	}
	return "join the desk"
}
