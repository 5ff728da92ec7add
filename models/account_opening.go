package models

import (
	"fmt"
	"slices"
	"time"

	"linecheck/text/message"
)

// AccountOpening records that an account was opened by a link that another user made. The newest opening of
// an account counts.
type AccountOpening struct {
	ID           int64
	UserID       int64
	LinkID       int64
	MadeBy       int64 // never the account's own user
	MadeAt       time.Time
	OpenedAt     time.Time
	ConfirmedAt  *time.Time
	ConfirmedBy  *int64 // nil: nobody has confirmed it, or the command line has
	ConfirmedHow AccountConfirmation
	Purpose      Purpose // the purpose of the link
	Maker        string  // the name of the user who made the link

	// Since is the creation time of the first unconfirmed link that opened the account. Anything that was added to the account later may
	// be somebody else's.
	Since time.Time
}

// AccountConfirmation names how an account that was opened by another user's link was confirmed to be its
// owner's.
type AccountConfirmation string

// The ways to confirm an account.
const (
	ConfirmedByCode    AccountConfirmation = "code"          // a code of the second factor that the account had before the link was made
	ConfirmedBySignOn  AccountConfirmation = "sign-on"       // single sign-on: an older identity, or the account's address
	ConfirmedByAdmin   AccountConfirmation = "administrator" // an administrator other than the maker of the link
	ConfirmedByCommand AccountConfirmation = "command"       // the operator, on the command line
)

// formatDay formats a day for a printed sentence.
func formatDay(at time.Time) string { return at.UTC().Format(time.DateOnly) }

// Note returns the text that is printed beside the signatures of an account that nobody could confirm.
func (o AccountOpening) Note() string {
	return fmt.Sprintf("account opened by a link made by %s on %s", o.Maker, formatDay(o.MadeAt))
}

// AccountOpenings maps accounts that are not confirmed to their newest opening.
type AccountOpenings map[int64]AccountOpening

// possibleOpeners lists the users who may have opened an account: the maker of its link, the user who may have opened the maker's account
// with a password link, and so on up to the first of this chain.
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

// ConfirmRefusal returns why an administrator of a desk may not confirm an account, or "" if they may. Nobody
// confirms their own account or one that they may have opened. Nobody confirms any account while their own is
// unconfirmed.
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

// OwnerCredentials lists the credentials that an account had before it was opened by a link.
type OwnerCredentials struct {
	Code   bool // a second factor
	SignOn bool // an identity at the single sign-on provider
}

// AccountRestriction returns, in one sentence, why an account may not sign, rule or override at a desk, and who can change that. It
// returns "" for an unrestricted account. note is printed beside the account's signatures. It is set for an account that is unconfirmed
// but unrestricted, because nobody at the desk could confirm it. admins are the users who manage the desk.
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

// confirmationWays lists, as text, how the account can be confirmed.
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
	Maker      string // the name of the user who made the link
	Desk       string // the desk that the link leads to; "" for a password link
}

// PurposeText describes the purpose of a link.
func (i Invitation) PurposeText() message.Key {
	switch i.Purpose {
	case PurposeSetup:
		return "make the first account"
	case PurposeReset:
		return "choose a new password"
	}
	return "join the desk"
}
