package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// One link is valid for a purpose and a user. Administrators see it with its maker, and any of them can
// revoke it.
func TestLiveLinks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		bea := secondAdmin(t, s, news)
		wish := models.Invitation{Name: "Nel New", Email: "nel@example.org", DeskID: &news.Desk.ID, Role: models.Reviewer}
		first := must(s.Invite(ctx, news.Admin, wish))(t)
		second := must(s.Invite(ctx, bea, wish))(t)
		lost := must(s.CreateResetLink(ctx, news.Admin, news.Editor.UserID))(t)
		fresh := must(s.CreateResetLink(ctx, news.Admin, news.Editor.UserID))(t)
		for name, token := range map[string]string{"the first invitation": first, "the first link for a password": lost} {
			if _, err := s.Join(ctx, token, "Eve", goodPassword); !errors.Is(err, models.ErrLinkUsed) {
				t.Errorf("%s: %v", name, err)
			}
		}
		links := must(s.Invitations(ctx, news.Admin))(t)
		var got []string
		for _, l := range links {
			got = append(got, fmt.Sprintf("%s %s %s by %s at %q", l.Purpose, l.Email, l.Role, l.Maker, l.Desk))
		}
		want := []string{`reset editor@example.org  by Ada Admin at ""`, `join nel@example.org reviewer by Bea Boss at "City desk"`}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Fatalf("got  %q\nwant %q", got, want)
		}
		if list, err := s.Invitations(ctx, storetest.AddPerson(t, s, "Ole Other", "ole@example.org", models.Admin, news.OtherDesk)); err != nil ||
			len(list) != 0 {
			t.Errorf("an administrator of another desk sees %+v, %v", list, err)
		}
		for who, want := range map[*models.Reader]error{&news.OtherDeskReviewer: models.ErrNotFound, &news.Editor: models.ErrNotFound} {
			if err := s.RevokeInvitation(ctx, *who, links[0].ID); !errors.Is(err, want) {
				t.Errorf("%s revokes it: %v", who.Name, err)
			}
		}
		for _, l := range links {
			if err := s.RevokeInvitation(ctx, bea, l.ID); err != nil {
				t.Errorf("taking back a link to %s: %v", l.PurposeText(), err)
			}
			if err := s.RevokeInvitation(ctx, bea, l.ID); !errors.Is(err, models.ErrLinkUsed) {
				t.Errorf("taking it back twice: %v", err)
			}
		}
		for name, token := range map[string]string{"the invitation": second, "the link for a password": fresh} {
			if _, err := s.Invitation(ctx, token); !errors.Is(err, models.ErrLinkUsed) {
				t.Errorf("%s that was revoked is shown: %v", name, err)
			}
			if _, err := s.Join(ctx, token, "Eve", goodPassword); !errors.Is(err, models.ErrLinkUsed) {
				t.Errorf("%s that was revoked: %v", name, err)
			}
		}
		if got := strings.Count(deskActions(t, s, news), "link revoked"); got != 4 {
			t.Errorf("%d links were revoked in the audit log, want 4: %s", got, deskActions(t, s, news))
		}
		verify(t, s)
	})
}

// Changes of password, role or desk and a closed account revoke the links that a user made and those for
// them.
func TestLinksEndWithTheirPeople(t *testing.T) {
	const joinsDesk = "another desk, with those kept that they made"
	changes := map[string]func(*store.Store, storetest.Fixture, models.Reader) error{
		"a password": func(s *store.Store, _ storetest.Fixture, who models.Reader) error {
			return s.ChangePassword(ctx, who, storetest.Password, goodPassword)
		},
		"a role": func(s *store.Store, n storetest.Fixture, who models.Reader) error {
			return s.SetRole(ctx, n.Admin, who.UserID, n.Desk.ID, models.Auditor)
		},
		"a desk": func(s *store.Store, n storetest.Fixture, who models.Reader) error {
			return s.SetRole(ctx, n.Admin, who.UserID, n.Desk.ID, "")
		},
		joinsDesk: func(s *store.Store, n storetest.Fixture, who models.Reader) error {
			desk, err := s.CreateDesk(ctx, n.Admin, "Night desk")
			if err != nil {
				return err
			}
			token, err := s.Invite(ctx, n.Admin, models.Invitation{Name: who.Name, Email: who.Email, DeskID: &desk.ID, Role: models.Writer})
			if err != nil {
				return err
			}
			return s.AcceptInvitation(ctx, who, token)
		},
		"an account": func(s *store.Store, n storetest.Fixture, who models.Reader) error {
			return s.DisableUser(ctx, n.Admin, who.UserID)
		},
		"an account, by the command line": func(s *store.Store, _ storetest.Fixture, who models.Reader) error {
			return s.DisableUserByEmail(ctx, who.Email)
		},
		"an identity": func(s *store.Store, _ storetest.Fixture, who models.Reader) error {
			_, _, err := s.SignInBySSO(
				ctx,
				models.Identity{Issuer: issuer, Subject: "x", Email: who.Email, EmailVerified: true},
				nil,
				models.Session{},
			)
			return err
		},
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		n := 0
		for name, change := range changes {
			n++
			person := storetest.AddPerson(t, s, "Pia", fmt.Sprintf("pia%d@example.org", n), models.Admin, news.Desk)
			made := must(
				s.Invite(
					ctx,
					person,
					models.Invitation{Name: "New", Email: fmt.Sprintf("new%d@example.org", n), DeskID: &news.Desk.ID, Role: models.Editor},
				),
			)(
				t,
			)
			other := must(s.CreateResetLink(ctx, person, news.SecondReviewer.UserID))(t)
			own := must(s.CreateResetLink(ctx, news.Admin, person.UserID))(t)
			if err := change(s, news, person); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for link, token := range map[string]string{"the invitation that they made": made, "the link for a password that they made": other, "the link for them": own} {
				_, err := s.Invitation(ctx, token)
				if lives := name == joinsDesk && link == "the invitation that they made" || name == joinsDesk && link == "the link for a password that they made"; lives != (err == nil) {
					t.Errorf("after a change of %s, %s: %v", name, link, err)
				}
				if _, err := s.Join(ctx, token, "Eve", "short"); name != joinsDesk && !errors.Is(err, models.ErrLinkUsed) {
					t.Errorf("after a change of %s, %s is used: %v", name, link, err)
				}
			}
		}
		var listed []models.LiveLink
		for _, l := range must(s.Invitations(ctx, news.Admin))(t) {
			if l.Purpose == models.PurposeJoin {
				listed = append(listed, l)
			}
		}
		if len(listed) != 1 {
			t.Errorf("%d invitations are listed, want that of the user who joined a desk: %+v", len(listed), listed)
		}
		verify(t, s)
	})
}

// The maker of a link must have the right when it is used.
func TestLinkNeedsTheCurrentRightsOfItsMaker(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		bea := secondAdmin(t, s, news)
		invitation := must(
			s.Invite(ctx, bea, models.Invitation{Name: "Nel", Email: "nel@example.org", DeskID: &news.Desk.ID, Role: models.Editor}),
		)(
			t,
		)
		password := must(s.CreateResetLink(ctx, bea, news.Editor.UserID))(t)
		for _, c := range []struct{ name, lose, back string }{
			{"an editor now", "UPDATE memberships SET role = 'editor' WHERE user_id = %d", "UPDATE memberships SET role = 'admin' WHERE user_id = %d"},
			{"closed", "UPDATE users SET disabled_at = created_at WHERE id = %d", "UPDATE users SET disabled_at = NULL WHERE id = %d"},
			{"off the desk", "DELETE FROM memberships WHERE user_id = %d", ""},
		} {
			storetest.Exec(t, address, fmt.Sprintf(c.lose, bea.UserID))
			for link, token := range map[string]string{"invitation": invitation, "link for a password": password} {
				if _, err := s.Invitation(ctx, token); !errors.Is(err, models.ErrLinkUsed) {
					t.Errorf("the %s of somebody who is %s is shown: %v", link, c.name, err)
				}
				if _, err := s.Join(ctx, token, "Eve", goodPassword); !errors.Is(err, models.ErrLinkUsed) {
					t.Errorf("the %s of somebody who is %s: %v", link, c.name, err)
				}
			}
			if c.back == "" {
				continue
			}
			storetest.Exec(t, address, fmt.Sprintf(c.back, bea.UserID))
			for link, token := range map[string]string{"invitation": invitation, "link for a password": password} {
				if _, err := s.Invitation(ctx, token); err != nil {
					t.Errorf("the %s of an administrator again: %v", link, err)
				}
			}
		}
	})
}

// The setup link ends with the first account, however it was created.
func TestSetupLinkEndsWithTheFirstAccount(t *testing.T) {
	for name, make := range map[string]func(*store.Store, int64) error{
		"the command line": func(s *store.Store, desk int64) error {
			_, err := s.AddUser(ctx, store.NewUser{Name: "Ada", Email: "ada@example.org", Role: models.Admin, DeskID: desk})
			return err
		},
		"single sign-on": func(s *store.Store, _ int64) error {
			role, err := models.ParseGroupRole("all=admin@News desk")
			if err != nil {
				return err
			}
			_, _, err = s.SignInBySSO(ctx, models.Identity{Issuer: issuer, Subject: "ada", Groups: []string{"all"}}, []models.GroupRole{role}, models.Session{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				token := must(s.CreateSetupToken(ctx))(t)
				desk := must(s.AddDesk(ctx, "News desk"))(t)
				if _, err := s.Invitation(ctx, token); err != nil {
					t.Fatalf("before: %v", err)
				}
				if err := make(s, desk.ID); err != nil {
					t.Fatal(err)
				}
				if _, err := s.Invitation(ctx, token); !errors.Is(err, models.ErrLinkUsed) {
					t.Errorf("the link is shown: %v", err)
				}
				if _, err := s.Setup(ctx, token, "Eve", "eve@example.org", goodPassword); !errors.Is(err, models.ErrLinkUsed) {
					t.Errorf("the link is used: %v", err)
				}
				verify(t, s)
			})
		})
	}
}
