package models_test

import (
	"strings"
	"testing"
	"time"

	"linecheck/models"
)

// The users of the table below.
const (
	ada = iota + 1
	bea
	cem
	edda
)

var accountNames = map[int64]string{ada: "Ada", bea: "Bea", cem: "Cem", edda: "Edda"}

// openedBy returns an account that was opened by a link with a purpose.
func openedBy(user, maker int64, purpose models.Purpose) models.AccountOpening {
	return models.AccountOpening{
		UserID:  user,
		MadeBy:  maker,
		Maker:   accountNames[maker],
		Purpose: purpose,
		MadeAt:  time.Date(2026, 11, 30, 22, 0, 0, 0, time.UTC),
	}
}

func TestAccountRestriction(t *testing.T) {
	const note = "account opened by a link made by Ada on 2026-11-30"
	barred := func(ways string) string {
		return "This account was opened by a link made by Ada on 2026-11-30, so it cannot sign, rule or override until " + ways + "."
	}
	const nobody = "it is confirmed: nobody at this desk can do that now, but whoever runs the server can, with “linecheck user confirm”"
	reset, join := models.PurposeReset, models.PurposeJoin
	for _, c := range []struct {
		name      string
		opened    []models.AccountOpening
		own       models.OwnerCredentials
		admins    []int64
		bar, note string
	}{
		{"not opened by a link", nil, models.OwnerCredentials{}, []int64{ada, bea}, "", ""},
		{"the maker is the only administrator", []models.AccountOpening{openedBy(edda, ada, reset)}, models.OwnerCredentials{}, []int64{ada}, "", note},
		{"so for somebody new", []models.AccountOpening{openedBy(edda, ada, join)}, models.OwnerCredentials{}, []int64{ada}, "", note},
		{"an administrator is opened by the only other one", []models.AccountOpening{openedBy(edda, ada, reset)}, models.OwnerCredentials{}, []int64{ada, edda}, "", note},
		{"the desk has no administrator", []models.AccountOpening{openedBy(edda, ada, reset)}, models.OwnerCredentials{}, nil, "", note},
		{"another administrator", []models.AccountOpening{openedBy(edda, ada, reset)}, models.OwnerCredentials{}, []int64{ada, bea},
			barred("Bea confirms it on the page “People”"), ""},
		{"two others", []models.AccountOpening{openedBy(edda, ada, join)}, models.OwnerCredentials{}, []int64{ada, bea, cem},
			barred("Bea or Cem confirms it on the page “People”"), ""},
		{"a second factor from before", []models.AccountOpening{openedBy(edda, ada, reset)}, models.OwnerCredentials{Code: true}, []int64{ada},
			barred("its owner signs in with a code of the second factor"), ""},
		{"single sign-on from before, and another administrator", []models.AccountOpening{openedBy(edda, ada, reset)}, models.OwnerCredentials{SignOn: true}, []int64{ada, bea},
			barred("its owner signs in by the single sign-on, or Bea confirms it on the page “People”"), ""},
		{"another administrator who joined by the same maker's link", []models.AccountOpening{openedBy(edda, ada, reset), openedBy(bea, ada, join)}, models.OwnerCredentials{},
			[]int64{ada, bea}, barred("Bea confirms it on the page “People”"), ""},
		{"another administrator whose account the maker may be using", []models.AccountOpening{openedBy(edda, ada, reset), openedBy(bea, ada, reset)}, models.OwnerCredentials{},
			[]int64{ada, bea}, barred(nobody), ""},
	} {
		all := models.AccountOpenings{}
		for _, o := range c.opened {
			all[o.UserID] = o
		}
		var admins []models.User
		for _, id := range c.admins {
			admins = append(admins, models.User{ID: id, Name: accountNames[id]})
		}
		bar, note := models.AccountRestriction(all, edda, c.own, admins)
		if bar.String() != c.bar || note != c.note {
			t.Errorf("%s:\ngot  %q, note %q\nwant %q, note %q", c.name, bar, note, c.bar, c.note)
		}
	}
}

// Nobody confirms an account that they may have opened, directly or through other accounts. Nobody confirms any account while their own
// is unconfirmed.
func TestConfirmRefusal(t *testing.T) {
	all := models.AccountOpenings{
		bea:  openedBy(bea, ada, models.PurposeReset),
		edda: openedBy(edda, bea, models.PurposeReset),
		cem:  openedBy(cem, ada, models.PurposeJoin),
	}
	for _, c := range []struct {
		admin, account int64
		refusal        string // a part of it; "" for none
	}{
		{ada, bea, "You made the link"},
		{bea, bea, "your own account"},
		{cem, bea, ""},
		{ada, edda, "You made the link"}, // she may have used Bea's account
		{bea, edda, "You made the link"},
		{cem, edda, ""},
		{bea, cem, "opened by a link made by Ada"},
		{edda, cem, "opened by a link made by Bea"},
		{ada, cem, "You made the link"},
	} {
		got := all.ConfirmRefusal(c.admin, all[c.account]).String()
		if (got == "") != (c.refusal == "") || !strings.Contains(got, c.refusal) {
			t.Errorf("%s confirms %s: got %q, want %q", accountNames[c.admin], accountNames[c.account], got, c.refusal)
		}
	}
	bar, note := models.AccountRestriction(
		all,
		edda,
		models.OwnerCredentials{},
		[]models.User{{ID: ada, Name: "Ada"}, {ID: bea, Name: "Bea"}},
	)
	if !strings.Contains(bar.String(), "nobody at this desk can") || note != "" {
		t.Errorf("the account that Ada may have opened through Bea's: %q, note %q", bar, note)
	}
}
