package store_test

import (
	"errors"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// aside is a second administrator of the newsroom's desk.
func aside(t *testing.T, s *store.Store, news storetest.Fixture) models.Reader {
	t.Helper()
	return storetest.Person(t, s, "Bea Boss", "bea@example.org", models.Admin, news.Desk)
}

// reset makes a link for a new password and uses it.
func reset(t *testing.T, s *store.Store, maker, whose models.Reader) {
	t.Helper()
	link := must(s.ResetLink(ctx, maker, whose.UserID))(t)
	must(s.Join(ctx, link, "", goodPassword))(t)
}

// standing is whether an account may act, as its bar and its note say.
func standing(t *testing.T, s *store.Store, who models.Reader) (bar, note string) {
	t.Helper()
	bar, note, err := s.AccountBar(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	return bar, note
}

// acts lists the actions of a desk's audit log, newest first.
func acts(t *testing.T, s *store.Store, news storetest.Fixture) string {
	t.Helper()
	record := must(s.Record(ctx, news.Auditor, models.RecordFilter{DeskID: news.Desk.ID}, models.Page{Limit: 100}))(t)
	var list []string
	for _, d := range record.Deeds {
		list = append(list, d.Action)
	}
	return strings.Join(list, ", ")
}

// An administrator who opens an editor's account by a link for a new password cannot sign with it until somebody else has confirmed it.
func TestAccountOpenedByAnAdministrator(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		if bar, note := standing(t, s, news.Editor); bar != "" || note != "" {
			t.Errorf("an account that nobody opened: %q, %q", bar, note)
		}
		reset(t, s, news.Admin, news.Editor)
		if bar, note := standing(t, s, news.Editor); bar != "" ||
			!strings.HasPrefix(note, "account opened by a link made by Ada Admin on 20") {
			t.Errorf("with nobody who could confirm it: %q, %q", bar, note)
		}
		bea := aside(t, s, news)
		bar, note := standing(t, s, news.Editor)
		if note != "" || !strings.Contains(bar, "until Bea Boss confirms it on the page “People”.") {
			t.Errorf("with somebody who can: %q, %q", bar, note)
		}
		for _, c := range []struct {
			name string
			who  models.Reader
			want error
		}{
			{"who made the link", news.Admin, models.Invalid{}},
			{"an editor", news.Editor, models.ErrNotFound},
			{"a stranger", news.Stranger, models.ErrNotFound},
			{"a token that only reads", readOnly(bea), models.ErrForbidden},
		} {
			err := s.ConfirmAccount(ctx, c.who, news.Editor.UserID)
			if rule := models.IsInvalid(c.want); rule && !models.IsInvalid(err) || !rule && !errors.Is(err, c.want) {
				t.Errorf("%s confirms: %v", c.name, err)
			}
		}
		people := must(s.People(ctx, bea))(t)
		for _, p := range people {
			if got, want := p.Unconfirmed(), p.ID == news.Editor.UserID; got != want ||
				got && (p.Opening.Maker != "Ada Admin" || p.Refusal != "") {
				t.Errorf("%s is listed as %+v, refusal %q", p.Name, p.Opening, p.Refusal)
			}
		}
		if err := s.ConfirmAccount(ctx, bea, news.Editor.UserID); err != nil {
			t.Fatal(err)
		}
		if bar, note := standing(t, s, news.Editor); bar != "" || note != "" {
			t.Errorf("confirmed: %q, %q", bar, note)
		}
		if err := s.ConfirmAccount(ctx, bea, news.Editor.UserID); !models.IsInvalid(err) {
			t.Errorf("confirmed twice: %v", err)
		}
		if got := acts(t, s, news); !strings.HasPrefix(got, "account confirmed, ") || !strings.Contains(got, "account opened by a link, ") {
			t.Errorf("the desk's audit log: %s", got)
		}
		verify(t, s)
	})
}

// readOnly is somebody with a token that only reads.
func readOnly(r models.Reader) models.Reader {
	r.ReadOnly = true
	return r
}

// Who joins by a link waits for another administrator as well; the command line confirms where nobody else can.
func TestAccountOfSomebodyNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := aside(t, s, news)
		link := must(
			s.Invite(
				ctx,
				news.Admin,
				models.Invitation{Name: "Nel New", Email: "nel@example.org", DeskID: &news.Desk.ID, Role: models.Editor},
			),
		)(
			t,
		)
		must(s.Join(ctx, link, "Nel New", goodPassword))(t)
		nel := must(s.ReaderByEmail(ctx, "nel@example.org"))(t)
		if bar, _ := standing(t, s, nel); !strings.Contains(bar, "Bea Boss") {
			t.Errorf("somebody new: %q", bar)
		}
		// Ada opens Bea's account, so that Bea's word would be Ada's.
		reset(t, s, news.Admin, bea)
		if bar, _ := standing(t, s, nel); !strings.Contains(bar, "linecheck user confirm") {
			t.Errorf("where the other administrator's account was opened too: %q", bar)
		}
		if err := s.ConfirmAccount(ctx, bea, nel.UserID); !models.IsInvalid(err) {
			t.Errorf("the opened account confirms another: %v", err)
		}
		// And through it the editor's.
		reset(t, s, bea, news.Editor)
		if err := s.ConfirmAccount(ctx, news.Admin, news.Editor.UserID); !models.IsInvalid(err) {
			t.Errorf("who opened the account of who made the link: %v", err)
		}
		if err := s.ConfirmAccountByEmail(ctx, " NEL@example.org"); err != nil {
			t.Fatal(err)
		}
		if bar, note := standing(t, s, nel); bar != "" || note != "" {
			t.Errorf("confirmed by the command line: %q, %q", bar, note)
		}
		if err := s.ConfirmAccountByEmail(ctx, "nobody@example.org"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		verify(t, s)
	})
}

// What the owner has from before the link confirms the account; what was set up since does not.
func TestAccountConfirmedByItsOwner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := aside(t, s, news)
		_, has := withFactor(t, s, news.Editor.Email)
		reset(t, s, news.Admin, news.Editor)
		if bar, _ := standing(t, s, news.Editor); !strings.Contains(
			bar,
			"its owner signs in with a code of the second factor, or Bea Boss confirms it",
		) {
			t.Errorf("with a second factor from before: %q", bar)
		}
		pending, _, err := s.SignIn(ctx, news.Editor.Email, goodPassword, models.Session{})
		if !errors.Is(err, models.ErrCodeNeeded) {
			t.Fatal(err)
		}
		if _, _, err := s.FinishSignIn(ctx, pending, has.recovery[0], models.Session{}); err != nil {
			t.Fatal(err)
		}
		if bar, note := standing(t, s, news.Editor); bar != "" || note != "" {
			t.Errorf("after a code: %q, %q", bar, note)
		}

		// A second factor that was set up after the account was opened proves nothing, also after another link.
		boss := must(s.ReaderByEmail(ctx, bea.Email))(t)
		reset(t, s, news.Admin, boss)
		boss = signedIn(t, s, boss.Email, goodPassword)
		must(0, s.BeginFactor(ctx, boss))(t)
		f := must(s.Factor(ctx, boss))(t)
		_, codes, err := s.ConfirmFactor(ctx, boss, goodPassword, device(t, f.Secret, 0))
		if err != nil {
			t.Fatal(err)
		}
		storetest.Person(t, s, "Cem Chief", "cem@example.org", models.Admin, news.Desk)
		for _, again := range []bool{false, true} {
			if again {
				reset(t, s, news.Admin, boss)
			}
			pending, _, err := s.SignIn(ctx, boss.Email, goodPassword, models.Session{})
			if !errors.Is(err, models.ErrCodeNeeded) {
				t.Fatal(err)
			}
			if _, _, err := s.FinishSignIn(ctx, pending, codes[0], models.Session{}); err != nil {
				t.Fatal(err)
			}
			codes = codes[1:]
			if bar, _ := standing(t, s, boss); !strings.HasSuffix(bar, "until Cem Chief confirms it on the page “People”.") {
				t.Errorf("with a second factor from after, another link %v: %q", again, bar)
			}
		}
		verify(t, s)
	})
}

// The provider of the single sign-on vouches for an identity that the account had before, and for the account's address.
func TestAccountConfirmedBySignOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		aside(t, s, news)
		edda := models.Identity{Subject: "edda", Email: news.Editor.Email, EmailVerified: true}
		for _, state := range []string{"the address", "the identity"} {
			reset(t, s, news.Admin, news.Editor)
			if bar, _ := standing(t, s, news.Editor); bar == "" || strings.Contains(bar, "single sign-on") != (state == "the identity") {
				t.Errorf("before %s: %q", state, bar)
			}
			if _, err := byGroups(t, s, edda, ""); err != nil {
				t.Fatal(err)
			}
			if bar, note := standing(t, s, news.Editor); bar != "" || note != "" {
				t.Errorf("after %s: %q, %q", state, bar, note)
			}
		}
		verify(t, s)
	})
}

// Tokens that somebody else may have made with an account end when its owner gets it back; those from before stay.
func TestTokensOfAnOpenedAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := aside(t, s, news)
		old := must(s.AddToken(ctx, news.Editor, models.NewToken{Name: "mine", Scope: "write"}))(t)
		reset(t, s, news.Admin, news.Editor)
		planted := must(s.AddToken(ctx, news.Editor, models.NewToken{Name: "planted", Scope: "write"}))(t)
		reset(t, s, bea, news.Editor)
		if _, err := s.ReaderByAPIToken(ctx, planted); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("the planted token: %v", err)
		}
		if _, err := s.ReaderByAPIToken(ctx, old); err != nil {
			t.Errorf("the owner's token: %v", err)
		}
		if err := s.ConfirmAccount(ctx, news.Admin, news.Editor.UserID); err != nil {
			t.Errorf("confirming after the second link: %v", err)
		}
		verify(t, s)
	})
}

// Evidence is not overridden with an account that waits to be confirmed.
func TestOverrideByAnOpenedAccount(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := aside(t, s, news)
		claim := storetest.Claim(t, s, news.Reviewer, storetest.Article(t, s, news), "€12 million")
		override := models.Tag{Status: "sourced", Override: "It runs tonight.", Version: 1}
		reset(t, s, news.Admin, news.Editor)
		var wrong models.Invalid
		if _, err := s.Annotate(ctx, news.Editor, claim.ClaimID, override); !errors.As(err, &wrong) ||
			!strings.Contains(wrong.Of("evidence"), "Bea Boss confirms it") {
			t.Errorf("before it is confirmed: %v", err)
		}
		for _, blank := range []string{"\u200b", "—", "👍"} {
			wordless := override
			wordless.Override = blank
			if _, err := s.Annotate(ctx, bea, claim.ClaimID, wordless); !models.IsInvalid(err) {
				t.Errorf("for the reason %+q: %v", blank, err)
			}
		}
		must(0, s.ConfirmAccount(ctx, bea, news.Editor.UserID))(t)
		must(s.Annotate(ctx, news.Editor, claim.ClaimID, override))(t)
		verify(t, s)
	})
}

// Who changes the rows of openings behind the program's back is noticed.
func TestVerifyNoticesOpenings(t *testing.T) {
	for change, want := range map[string]string{
		"UPDATE account_openings SET confirmed_at = opened_at, confirmed_how = 'command'": "was confirmed, and no event tells by whom",
		"DELETE FROM account_openings": "of which event",
	} {
		storetest.EachAddress(t, func(t *testing.T, address string) {
			s := storetest.Open(t, address)
			news := storetest.Newsroom(t, s)
			reset(t, s, news.Admin, news.Editor)
			verify(t, s)
			storetest.Exec(t, address, change)
			if v := must(s.Verify(ctx))(t); !strings.Contains(v.Break, want) {
				t.Errorf("after %s: %q, want %q", change, v.Break, want)
			}
		})
	}
}
