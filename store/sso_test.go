package store_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

const issuer = "https://id.example"

// signInWithGroups signs a user in through the provider.
func signInWithGroups(t *testing.T, s *store.Store, who models.Identity, mapping string, groups ...string) (models.Reader, error) {
	t.Helper()
	who.Issuer, who.Groups = issuer, groups
	var roles []models.GroupRole
	if mapping != "" {
		role, err := models.ParseGroupRole(mapping)
		if err != nil {
			t.Fatal(err)
		}
		roles = append(roles, role)
	}
	token, _, err := s.SignInBySSO(ctx, who, roles, models.Session{UserAgent: "a browser"})
	if err != nil {
		return models.Reader{}, err
	}
	r, err := s.Reader(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	return r, nil
}

// A new user gets an account and the roles of their groups. Every sign-in adds, changes and removes these;
// manual roles stay.
func TestSignInByGroups(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		ann := models.Identity{Subject: "ann-1", Name: "Ann", Email: "ann@example.org", EmailVerified: true}
		if _, err := signInWithGroups(t, s, ann, "editors=editor@City desk", "strangers"); !errors.Is(err, models.ErrNoRole) {
			t.Errorf("without a group that has a role: %v", err)
		}
		if _, err := s.ReaderByEmail(ctx, "ann@example.org"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("somebody without a role got an account: %v", err)
		}
		if _, err := signInWithGroups(t, s, ann, "editors=editor@No desk", "editors"); !errors.Is(err, models.ErrNoRole) {
			t.Errorf("with a role at no desk: %v", err)
		}
		role := func(mapping string, groups ...string) models.Role {
			t.Helper()
			r, err := signInWithGroups(t, s, ann, mapping, groups...)
			if err != nil {
				t.Fatal(err)
			}
			role, _ := r.Role(news.Desk.ID)
			return role
		}
		if got := role("editors=editor@City desk", "editors"); got != models.Editor {
			t.Errorf("given %q", got)
		}
		if got := role("editors=reviewer@City desk", "editors"); got != models.Reviewer {
			t.Errorf("changed to %q", got)
		}
		if _, err := signInWithGroups(t, s, ann, "editors=reviewer@City desk"); !errors.Is(err, models.ErrNoRole) {
			t.Errorf("out of the group: %v", err)
		}
		r, err := s.ReaderByEmail(ctx, "ann@example.org")
		if err != nil || len(r.Desks) != 0 {
			t.Errorf("the removed role is still there: %+v, %v", r, err)
		}
		// A manual role stays, independent of the groups.
		if got := role("editors=reviewer@City desk", "editors"); got != models.Reviewer {
			t.Errorf("given again: %q", got)
		}
		if err := s.SetRole(ctx, news.Admin, r.UserID, news.Desk.ID, models.Auditor); err != nil {
			t.Fatal(err)
		}
		for _, groups := range [][]string{{"editors"}, nil} {
			if got := role("editors=reviewer@City desk", groups...); got != models.Auditor {
				t.Errorf("a manual role became %q", got)
			}
		}
		// A disabled user cannot sign in with any group.
		if err := s.DisableUser(ctx, news.Admin, r.UserID); err != nil {
			t.Fatal(err)
		}
		if _, err := signInWithGroups(t, s, ann, "editors=editor@City desk", "editors"); !errors.Is(err, models.ErrDisabled) {
			t.Errorf("a disabled person: %v", err)
		}
		if v, err := s.Verify(ctx); err != nil || v.Break != "" {
			t.Error(v.Break, err)
		}
	})
}

// Groups can also remove the last administrator of a desk.
func TestGroupsMayRemoveTheLastAdministrator(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Newsroom(t, s)
		desk, err := s.AddDesk(ctx, "Night desk")
		if err != nil {
			t.Fatal(err)
		}
		boss := models.Identity{Subject: "boss"}
		if r, err := signInWithGroups(t, s, boss, "chiefs=admin@Night desk", "chiefs"); err != nil ||
			!r.IsAllowed(models.ActManage, desk.ID) {
			t.Fatalf("%+v, %v", r, err)
		}
		if _, err := signInWithGroups(t, s, boss, "chiefs=admin@Night desk"); !errors.Is(err, models.ErrNoRole) {
			t.Errorf("out of the group: %v", err)
		}
		people, err := s.AllPeople(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			for _, d := range p.Desks {
				if d.DeskID == desk.ID {
					t.Errorf("%s still has a role: %+v", p.Email, d)
				}
			}
		}
	})
}

// An existing account is linked to the owner of its address, once, and its old credentials are revoked.
func TestExistingAccountIsLinked(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		token, _, err := s.SignIn(ctx, news.Editor.Email, storetest.Password, models.Session{})
		if err != nil {
			t.Fatal(err)
		}
		script, err := s.AddToken(ctx, news.Editor, models.NewToken{Name: "script", Scope: "write"})
		if err != nil {
			t.Fatal(err)
		}
		edda := models.Identity{Subject: "edda", Name: "Edda at the provider", Email: "Editor@Example.org"}
		// An unverified address identifies nobody. A user with a role gets a separate account, and a user without a role gets none.
		if _, err := signInWithGroups(t, s, edda, ""); !errors.Is(err, models.ErrNoRole) {
			t.Errorf("an address that nobody vouches for: %v", err)
		}
		other, err := signInWithGroups(
			t,
			s,
			models.Identity{Subject: "mallory", Email: "editor@example.org"},
			"all=writer@City desk",
			"all",
		)
		if err != nil || other.UserID == news.Editor.UserID || other.Email == news.Editor.Email {
			t.Errorf("an address that nobody vouches for leads to %+v, %v", other, err)
		}
		edda.EmailVerified = true
		r, err := signInWithGroups(t, s, edda, "")
		if err != nil || r.UserID != news.Editor.UserID || r.Name != news.Editor.Name {
			t.Fatalf("%+v, %v", r, err)
		}
		if role, _ := r.Role(news.Desk.ID); role != models.Editor {
			t.Errorf("the manual role is %q", role)
		}
		if _, err := s.Reader(ctx, token); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("a session of before: %v", err)
		}
		if _, err := s.ReaderByAPIToken(ctx, script); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("a token of before: %v", err)
		}
		if _, _, err := s.SignIn(ctx, news.Editor.Email, storetest.Password, models.Session{}); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("the password of before: %v", err)
		}
		// Another identity with the same address, a year later, is another user.
		if _, err := signInWithGroups(t, s, models.Identity{Subject: "heir", Email: "editor@example.org", EmailVerified: true}, "all=writer@City desk", "all"); !errors.Is(
			err,
			models.ErrIdentityMismatch,
		) {
			t.Errorf("another subject with the same address: %v", err)
		}
		// The same identity with another address is the same user.
		moved, err := signInWithGroups(t, s, models.Identity{Subject: "edda", Email: "reviewer@example.org", EmailVerified: true}, "")
		if err != nil || moved.UserID != news.Editor.UserID {
			t.Errorf("with another address: %+v, %v", moved, err)
		}
		if err := s.DisableUser(ctx, news.Admin, news.Writer.UserID); err != nil {
			t.Fatal(err)
		}
		if _, err := signInWithGroups(t, s, models.Identity{Subject: "wim", Email: "writer@example.org", EmailVerified: true}, "all=writer@City desk", "all"); !errors.Is(
			err,
			models.ErrDisabled,
		) {
			t.Errorf("a disabled account is tied: %v", err)
		}
	})
}

// A sign-in comes back once, in the browser where it began, on any instance, and not after it has expired.
func TestSSOReturnsOnce(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s, other := storetest.Open(t, address), storetest.Open(t, address)
		begin := func() (string, string) {
			t.Helper()
			state, browser, err := s.BeginSSO(ctx, models.PendingSignOn{Nonce: "n", Verifier: "v", Next: "/articles"})
			if err != nil {
				t.Fatal(err)
			}
			return state, browser
		}
		state, browser := begin()
		_, elsewhere := begin()
		for name, c := range map[string][2]string{"another browser": {state, elsewhere}, "no browser": {state, ""}, "another state": {"x", browser}, "nothing": {"", ""}} {
			if _, err := other.FinishSSO(ctx, c[0], c[1]); !errors.Is(err, models.ErrLinkUsed) {
				t.Errorf("%s: %v", name, err)
			}
		}
		var took atomic.Int64
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				if row, err := []*store.Store{s, other}[i%2].FinishSSO(ctx, state, browser); err == nil {
					took.Add(1)
					if (row != models.PendingSignOn{Nonce: "n", Verifier: "v", Next: "/articles"}) {
						t.Errorf("%+v", row)
					}
				} else if !errors.Is(err, models.ErrLinkUsed) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if took.Load() != 1 {
			t.Errorf("it was used %d times", took.Load())
		}
		state, browser = begin()
		storetest.Exec(
			t,
			address,
			"UPDATE sign_ons SET expires_at = "+map[bool]string{true: "'2020-01-01 00:00:00+00:00'", false: "now() - interval '1 second'"}[s.Engine() == "sqlite"],
		)
		if _, err := s.FinishSSO(ctx, state, browser); !errors.Is(err, models.ErrLinkUsed) {
			t.Errorf("after its time: %v", err)
		}
	})
}

// Two simultaneous sign-ins of a new user create one account.
func TestNewPersonSignsInTwiceAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Newsroom(t, s)
		var group sync.WaitGroup
		ids := make([]int64, 8)
		for i := range ids {
			group.Go(func() {
				r, err := signInWithGroups(
					t,
					s,
					models.Identity{Subject: "new", Name: fmt.Sprint("New ", i)},
					"all=writer@City desk",
					"all",
				)
				if err != nil {
					t.Error(err)
				}
				ids[i] = r.UserID
			})
		}
		group.Wait()
		for _, id := range ids {
			if id != ids[0] || id == 0 {
				t.Errorf("accounts %v", ids)
				break
			}
		}
	})
}
