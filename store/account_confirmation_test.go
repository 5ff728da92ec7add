package store_test

import (
	"errors"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// secondAdmin adds a second administrator to the newsroom's desk.
func secondAdmin(t *testing.T, s *store.Store, news storetest.Fixture) models.Reader {
	t.Helper()
	return storetest.AddPerson(t, s, "Bea Boss", "bea@example.org", models.Admin, news.Desk)
}

// resetPassword makes a password link and uses it.
func resetPassword(t *testing.T, s *store.Store, maker, whose models.Reader) {
	t.Helper()
	link := must(s.CreateResetLink(ctx, maker, whose.UserID))(t)
	must(s.Join(ctx, link, "", goodPassword))(t)
}

// accountStatus returns the restriction and the note of an account.
func accountStatus(t *testing.T, s *store.Store, who models.Reader) (bar, note string) {
	t.Helper()
	restriction, note, err := s.AccountRestriction(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	return restriction.String(), note
}

// deskActions lists the actions of a desk's audit log, newest first.
func deskActions(t *testing.T, s *store.Store, news storetest.Fixture) string {
	t.Helper()
	record := must(s.AuditLog(ctx, news.Auditor, models.AuditFilter{DeskID: news.Desk.ID}, models.Page{Limit: 100}))(t)
	var list []string
	for _, d := range record.Entries {
		list = append(list, d.Action)
	}
	return strings.Join(list, ", ")
}

// An administrator who opens an editor's account with a password link cannot sign with it until somebody else
// has confirmed it.
func TestAccountOpenedByAnAdministrator(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		if bar, note := accountStatus(t, s, news.Editor); bar != "" || note != "" {
			t.Errorf("an account that nobody opened: %q, %q", bar, note)
		}
		resetPassword(t, s, news.Admin, news.Editor)
		if bar, note := accountStatus(t, s, news.Editor); bar != "" ||
			!strings.HasPrefix(note, "account opened by a link made by Ada Admin on 20") {
			t.Errorf("if nobody could confirm it: %q, %q", bar, note)
		}
		bea := secondAdmin(t, s, news)
		bar, note := accountStatus(t, s, news.Editor)
		if note != "" || !strings.Contains(bar, "until Bea Boss confirms it on the page “People”.") {
			t.Errorf("if somebody can confirm it: %q, %q", bar, note)
		}
		for _, c := range []struct {
			name string
			who  models.Reader
			want error
		}{
			{"the maker of the link", news.Admin, models.ValidationErrors{}},
			{"an editor", news.Editor, models.ErrNotFound},
			{"a stranger", news.OtherDeskReviewer, models.ErrNotFound},
			{"a token that only reads", asReadOnly(bea), models.ErrForbidden},
		} {
			err := s.ConfirmAccount(ctx, c.who, news.Editor.UserID)
			if rule := models.IsValidationError(c.want); rule && !models.IsValidationError(err) || !rule && !errors.Is(err, c.want) {
				t.Errorf("%s confirms: %v", c.name, err)
			}
		}
		people := must(s.People(ctx, bea))(t)
		for _, p := range people {
			if got, want := p.Unconfirmed(), p.ID == news.Editor.UserID; got != want ||
				got && (p.Opening.Maker != "Ada Admin" || !p.ConfirmRefusal.IsZero()) {
				t.Errorf("%s is listed as %+v, refusal %q", p.Name, p.Opening, p.ConfirmRefusal)
			}
		}
		if err := s.ConfirmAccount(ctx, bea, news.Editor.UserID); err != nil {
			t.Fatal(err)
		}
		if bar, note := accountStatus(t, s, news.Editor); bar != "" || note != "" {
			t.Errorf("confirmed: %q, %q", bar, note)
		}
		if err := s.ConfirmAccount(ctx, bea, news.Editor.UserID); !models.IsValidationError(err) {
			t.Errorf("confirmed twice: %v", err)
		}
		if got := deskActions(t, s, news); !strings.HasPrefix(got, "account confirmed, ") ||
			!strings.Contains(got, "account opened by a link, ") {
			t.Errorf("the desk's audit log: %s", got)
		}
		verify(t, s)
	})
}

// asReadOnly returns the user with a read-only token.
func asReadOnly(r models.Reader) models.Reader {
	r.ReadOnly = true
	return r
}

// A user who joins with a link also waits for another administrator. The command line confirms if nobody else
// can.
func TestNewAccountNeedsConfirmation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := secondAdmin(t, s, news)
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
		if bar, _ := accountStatus(t, s, nel); !strings.Contains(bar, "Bea Boss") {
			t.Errorf("somebody new: %q", bar)
		}
		// Ada opens Bea's account, so a confirmation by Bea could be Ada's.
		resetPassword(t, s, news.Admin, bea)
		if bar, _ := accountStatus(t, s, nel); !strings.Contains(bar, "linecheck user confirm") {
			t.Errorf("if the other administrator's account was opened too: %q", bar)
		}
		if err := s.ConfirmAccount(ctx, bea, nel.UserID); !models.IsValidationError(err) {
			t.Errorf("the opened account confirms another: %v", err)
		}
		// Through it she also opens the editor's.
		resetPassword(t, s, bea, news.Editor)
		if err := s.ConfirmAccount(ctx, news.Admin, news.Editor.UserID); !models.IsValidationError(err) {
			t.Errorf("confirmed by the user who opened the account of the link's maker: %v", err)
		}
		if err := s.ConfirmAccountByEmail(ctx, " NEL@example.org"); err != nil {
			t.Fatal(err)
		}
		if bar, note := accountStatus(t, s, nel); bar != "" || note != "" {
			t.Errorf("confirmed by the command line: %q, %q", bar, note)
		}
		if err := s.ConfirmAccountByEmail(ctx, "nobody@example.org"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("nobody: %v", err)
		}
		verify(t, s)
	})
}

// A credential that is older than the link confirms the account. A newer one does not.
func TestAccountConfirmedByItsOwner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := secondAdmin(t, s, news)
		_, has := withFactor(t, s, news.Editor.Email)
		resetPassword(t, s, news.Admin, news.Editor)
		if bar, _ := accountStatus(t, s, news.Editor); !strings.Contains(
			bar,
			"its owner signs in with a code of the second factor, or Bea Boss confirms it",
		) {
			t.Errorf("with a second factor from before: %q", bar)
		}
		pending, _, err := s.SignIn(ctx, news.Editor.Email, goodPassword, models.Session{})
		if !errors.Is(err, models.ErrCodeRequired) {
			t.Fatal(err)
		}
		if _, _, err := s.FinishSignIn(ctx, pending, has.recovery[0], models.Session{}); err != nil {
			t.Fatal(err)
		}
		if bar, note := accountStatus(t, s, news.Editor); bar != "" || note != "" {
			t.Errorf("after a code: %q, %q", bar, note)
		}

		// A second factor that was set up after the account was opened proves nothing, also after another
		// link.
		boss := must(s.ReaderByEmail(ctx, bea.Email))(t)
		resetPassword(t, s, news.Admin, boss)
		boss = signInAs(t, s, boss.Email, goodPassword)
		must(0, s.BeginSecondFactor(ctx, boss))(t)
		f := must(s.SecondFactor(ctx, boss))(t)
		_, codes, err := s.ConfirmSecondFactor(ctx, boss, goodPassword, deviceCode(t, f.Secret, 0))
		if err != nil {
			t.Fatal(err)
		}
		storetest.AddPerson(t, s, "Cem Chief", "cem@example.org", models.Admin, news.Desk)
		for _, again := range []bool{false, true} {
			if again {
				resetPassword(t, s, news.Admin, boss)
			}
			pending, _, err := s.SignIn(ctx, boss.Email, goodPassword, models.Session{})
			if !errors.Is(err, models.ErrCodeRequired) {
				t.Fatal(err)
			}
			if _, _, err := s.FinishSignIn(ctx, pending, codes[0], models.Session{}); err != nil {
				t.Fatal(err)
			}
			codes = codes[1:]
			if bar, _ := accountStatus(t, s, boss); !strings.HasSuffix(bar, "until Cem Chief confirms it on the page “People”.") {
				t.Errorf("with a second factor from after, another link %v: %q", again, bar)
			}
		}
		verify(t, s)
	})
}

// Single sign-on confirms by an identity that the account had before, or by the account's address.
func TestAccountConfirmedBySignOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		secondAdmin(t, s, news)
		edda := models.Identity{Subject: "edda", Email: news.Editor.Email, EmailVerified: true}
		for _, state := range []string{"the address", "the identity"} {
			resetPassword(t, s, news.Admin, news.Editor)
			if bar, _ := accountStatus(t, s, news.Editor); bar == "" ||
				strings.Contains(bar, "single sign-on") != (state == "the identity") {
				t.Errorf("before %s: %q", state, bar)
			}
			if _, err := signInWithGroups(t, s, edda, ""); err != nil {
				t.Fatal(err)
			}
			if bar, note := accountStatus(t, s, news.Editor); bar != "" || note != "" {
				t.Errorf("after %s: %q, %q", state, bar, note)
			}
		}
		verify(t, s)
	})
}

// When an owner gets their account back, tokens that somebody else may have made are revoked. Older tokens stay valid.
func TestTokensEndWhenTheOwnerConfirms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := secondAdmin(t, s, news)
		old := must(s.AddToken(ctx, news.Editor, models.NewToken{Name: "mine", Scope: "write"}))(t)
		resetPassword(t, s, news.Admin, news.Editor)
		planted := must(s.AddToken(ctx, news.Editor, models.NewToken{Name: "planted", Scope: "write"}))(t)
		resetPassword(t, s, bea, news.Editor)
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

// An unconfirmed account cannot override missing evidence.
func TestUnconfirmedAccountCannotOverride(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := secondAdmin(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, storetest.AddArticle(t, s, news), "€12 million")
		override := models.AnnotationInput{Status: "sourced", Override: "It runs tonight.", Version: 1}
		resetPassword(t, s, news.Admin, news.Editor)
		var wrong models.ValidationErrors
		if _, err := s.Annotate(ctx, news.Editor, claim.ClaimID, override); !errors.As(err, &wrong) ||
			!strings.Contains(wrong.Detail("evidence"), "Bea Boss confirms it") {
			t.Errorf("before it is confirmed: %v", err)
		}
		for _, blank := range []string{"\u200b", "—", "👍"} {
			wordless := override
			wordless.Override = blank
			if _, err := s.Annotate(ctx, bea, claim.ClaimID, wordless); !models.IsValidationError(err) {
				t.Errorf("for the reason %+q: %v", blank, err)
			}
		}
		must(0, s.ConfirmAccount(ctx, bea, news.Editor.UserID))(t)
		must(s.Annotate(ctx, news.Editor, claim.ClaimID, override))(t)
		verify(t, s)
	})
}

// Direct changes of the rows of openings are detected.
func TestVerifyNoticesChangedAccountConfirmations(t *testing.T) {
	for change, want := range map[string]string{
		"UPDATE account_openings SET confirmed_at = opened_at, confirmed_how = 'command'": "was confirmed, and no event tells by whom",
		"DELETE FROM account_openings": "named by event",
	} {
		storetest.EachAddress(t, func(t *testing.T, address string) {
			s := storetest.Open(t, address)
			news := storetest.Newsroom(t, s)
			resetPassword(t, s, news.Admin, news.Editor)
			verify(t, s)
			storetest.Exec(t, address, change)
			if v := must(s.Verify(ctx))(t); !strings.Contains(v.Break, want) {
				t.Errorf("after %s: %q, want %q", change, v.Break, want)
			}
		})
	}
}
