package store_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

const goodPassword = "four unrelated plain words"

func TestFirstStart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		old, err := s.CreateSetupToken(ctx)
		if err != nil {
			t.Fatal(err)
		}
		token, err := s.CreateSetupToken(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Setup(ctx, old, "Ada", "ada@example.org", goodPassword); !errors.Is(err, models.ErrLinkUsed) {
			t.Errorf("the link of an earlier start: %v", err)
		}
		var wrong models.ValidationErrors
		if _, err := s.Setup(ctx, token, " ", "nobody", "short"); !errors.As(err, &wrong) || len(wrong) != 3 {
			t.Errorf("bad input: %v", err)
		}
		if _, err := s.Setup(ctx, token, "Ada", "Ada@Example.org ", goodPassword); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Setup(ctx, token, "Eve", "eve@example.org", goodPassword); !errors.Is(err, models.ErrLinkUsed) {
			t.Errorf("the link a second time: %v", err)
		}
		if again, err := s.CreateSetupToken(ctx); again != "" || err != nil {
			t.Errorf("a second administrator was offered (%v)", err)
		}
		ada := signInAs(t, s, "ada@example.org", goodPassword)
		rows, _, err := s.Articles(ctx, ada, models.ArticleFilter{}, models.Page{})
		if err != nil || len(rows) != 1 || !ada.IsAllowed(models.ActManage, rows[0].DeskID) {
			t.Errorf("the sample article: %v %v", rows, err)
		}
		verify(t, s)
	})
}

// signInAs signs a user in and returns them as a reader.
func signInAs(t *testing.T, s *store.Store, email, password string) models.Reader {
	t.Helper()
	token, _, err := s.SignIn(ctx, email, password, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Reader(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		for name, try := range map[string][2]string{"a wrong password": {"reviewer@example.org", "not the password"}, "nobody": {"nobody@example.org", storetest.Password}} {
			if _, _, err := s.SignIn(ctx, try[0], try[1], models.Session{}); !errors.Is(err, models.ErrSignedOut) {
				t.Errorf("%s: %v", name, err)
			}
		}
		token, _, err := s.SignIn(ctx, "REVIEWER@example.org", storetest.Password, models.Session{UserAgent: "a browser\x00\xff"})
		if err != nil {
			t.Fatal(err)
		}
		reader, err := s.Reader(ctx, token)
		if err != nil || reader.UserID != news.Reviewer.UserID || len(reader.Desks) != 1 {
			t.Fatalf("%+v %v", reader, err)
		}
		if err := s.SignOut(ctx, token); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Reader(ctx, token); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("after signing out: %v", err)
		}
		if err := s.SignOut(ctx, token); err != nil {
			t.Errorf("signing out twice: %v", err)
		}
	})
}

func TestTooManyFailures(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Newsroom(t, s)
		var err error
		for range 11 {
			_, _, err = s.SignIn(ctx, "editor@example.org", "a wrong guess of this", models.Session{Address: "192.0.2.1"})
		}
		if !errors.Is(err, models.ErrTooManyAttempts) {
			t.Errorf("the eleventh failure: %v", err)
		}
		if _, _, err := s.SignIn(ctx, "editor@example.org", storetest.Password, models.Session{Address: "192.0.2.2"}); !errors.Is(
			err,
			models.ErrTooManyAttempts,
		) {
			t.Errorf("the correct password has to wait as well: %v", err)
		}
		if _, _, err := s.SignIn(ctx, "reviewer@example.org", storetest.Password, models.Session{Address: "192.0.2.1"}); err != nil {
			t.Errorf("another account: %v", err)
		}
	})
}

// Guesses that are sent all at once are bounded like guesses that are sent one by one.
func TestGuessesAtOnceAreCountedFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		for name, guess := range map[string]func() error{
			"signing in": func() error {
				_, _, err := s.SignIn(ctx, "editor@example.org", "a wrong guess of this", models.Session{Address: "192.0.2.1"})
				return err
			},
			"a new password": func() error {
				return s.ChangePassword(ctx, news.Reviewer, "a wrong guess of this", "fifty quiet afternoons")
			},
		} {
			var together sync.WaitGroup
			var compared, refused atomic.Int32
			for range 40 {
				together.Go(func() {
					switch err := guess(); {
					case errors.Is(err, models.ErrTooManyAttempts):
						refused.Add(1)
					case errors.Is(err, models.ErrSignedOut), models.IsValidationError(err):
						compared.Add(1)
					default:
						t.Errorf("%s: %v", name, err)
					}
				})
			}
			together.Wait()
			if compared.Load() != 10 || refused.Load() != 30 {
				t.Errorf("%s: %d passwords were compared and %d refused; want 10 and 30", name, compared.Load(), refused.Load())
			}
		}
	})
}

// Wrong passwords from elsewhere lock an account, but not a browser in which its owner has signed in before.
func TestKnownBrowserIsNotLockedOut(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Newsroom(t, s)
		signIn := func(password, browser string) (string, error) {
			token, _, err := s.SignIn(ctx, "editor@example.org", password, models.Session{Address: "192.0.2.1", KnownBrowser: browser})
			return token, err
		}
		session, err := signIn(storetest.Password, "")
		if err != nil {
			t.Fatal(err)
		}
		browser, err := s.RememberBrowser(ctx, session, "")
		if err != nil || browser == "" {
			t.Fatalf("remembered as %q: %v", browser, err)
		}
		if again, err := s.RememberBrowser(ctx, session, browser); err != nil || again != "" {
			t.Errorf("a known browser was given another token %q: %v", again, err)
		}
		for range 10 {
			if _, err := signIn("a wrong guess of this", ""); !errors.Is(err, models.ErrSignedOut) {
				t.Fatalf("a wrong password: %v", err)
			}
		}
		for _, other := range []string{"", "made up", strings.Repeat("f", 43)} {
			if _, err := signIn(storetest.Password, other); !errors.Is(err, models.ErrTooManyAttempts) {
				t.Errorf("a browser %q that nobody knows: %v", other, err)
			}
		}
		if _, err := signIn(storetest.Password, browser); err != nil {
			t.Errorf("the known browser: %v", err)
		}
		for range 10 {
			_, _ = signIn("a wrong guess of this", browser)
		}
		if _, err := signIn(storetest.Password, browser); !errors.Is(err, models.ErrTooManyAttempts) {
			t.Errorf("ten wrong ones from the known browser itself: %v", err)
		}
	})
}

func TestDisableUser(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		token, _, err := s.SignIn(ctx, "reviewer@example.org", storetest.Password, models.Session{})
		if err != nil {
			t.Fatal(err)
		}
		script, err := s.AddToken(ctx, news.Reviewer, models.NewToken{Name: "script", Scope: "write"})
		if err != nil {
			t.Fatal(err)
		}
		for who, r := range map[string]models.Reader{"an editor": news.Editor, "a stranger": news.OtherDeskReviewer} {
			if err := s.DisableUser(ctx, r, news.Reviewer.UserID); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s disables: %v", who, err)
			}
		}
		if err := s.DisableUser(ctx, news.Admin, news.Admin.UserID); err == nil {
			t.Error("an administrator disabled themselves")
		}
		if err := s.DisableUser(ctx, news.Admin, news.Reviewer.UserID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Reader(ctx, token); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("their session: %v", err)
		}
		if _, err := s.ReaderByAPIToken(ctx, script); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("their token: %v", err)
		}
		if _, _, err := s.SignIn(ctx, "reviewer@example.org", storetest.Password, models.Session{}); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("signing in: %v", err)
		}
		if _, err := s.CreateArticle(ctx, news.Reviewer, models.NewArticle{Title: "t", Text: "A.", DeskID: news.Desk.ID}); err == nil {
			t.Error("a request that had begun before went through")
		}
		if err := s.EnableUser(ctx, news.Admin, news.Reviewer.UserID); err != nil {
			t.Fatal(err)
		}
		signInAs(t, s, "reviewer@example.org", storetest.Password)
	})
}

func TestInviteUser(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		invite := models.Invitation{Name: "Nel New", Email: "nel@example.org", DeskID: &news.Desk.ID, Role: models.Reviewer}
		if _, err := s.Invite(ctx, news.Editor, invite); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("an editor invites: %v", err)
		}
		if _, err := s.Invite(ctx, news.OtherDeskReviewer, invite); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger invites: %v", err)
		}
		token, err := s.Invite(ctx, news.Admin, invite)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Join(ctx, token, "Nel New", goodPassword); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Join(ctx, token, "Eve", goodPassword); !errors.Is(err, models.ErrLinkUsed) {
			t.Errorf("the link a second time: %v", err)
		}
		nel := signInAs(t, s, "nel@example.org", goodPassword)
		if role, _ := nel.Role(news.Desk.ID); role != models.Reviewer {
			t.Errorf("they joined as %q", role)
		}
		invite.DeskID, invite.Role = &news.OtherDesk.ID, models.Auditor
		if _, err := s.Invite(ctx, news.Admin, invite); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("an invitation to a desk of others: %v", err)
		}
		again, err := s.Invite(
			ctx,
			news.Admin,
			models.Invitation{Name: "Nel", Email: "nel@example.org", DeskID: &news.Desk.ID, Role: models.Editor},
		)
		if err != nil || again == "" {
			t.Fatalf("inviting somebody who has an account: link %q, %v", again, err)
		}
		if role, _ := signInAs(t, s, "nel@example.org", goodPassword).Role(news.Desk.ID); role != models.Reviewer {
			t.Errorf("without their consent they are %q", role)
		}
		if err := s.AcceptInvitation(ctx, news.Editor, again); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("somebody else accepts it: %v", err)
		}
		if err := s.AcceptInvitation(ctx, nel, again); err != nil {
			t.Fatal(err)
		}
		if role, _ := signInAs(t, s, "nel@example.org", goodPassword).Role(news.Desk.ID); role != models.Editor {
			t.Errorf("with their consent they are %q", role)
		}
		if err := s.AcceptInvitation(ctx, nel, again); !errors.Is(err, models.ErrLinkUsed) {
			t.Errorf("the link a second time: %v", err)
		}
		reset, err := s.CreateResetLink(ctx, news.Admin, nel.UserID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Join(ctx, reset, "", goodPassword+" anew"); err != nil {
			t.Fatal(err)
		}
		signInAs(t, s, "nel@example.org", goodPassword+" anew")
		if sessions, err := s.Sessions(ctx, nel); err != nil || len(sessions) != 1 {
			t.Errorf("a new password ends the sessions of the old one: %d, %v", len(sessions), err)
		}
	})
}

func TestRoles(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		if err := s.SetRole(ctx, news.Admin, news.Writer.UserID, news.Desk.ID, models.Reviewer); err != nil {
			t.Fatal(err)
		}
		var wrong models.ValidationErrors
		if err := s.SetRole(ctx, news.Admin, news.Admin.UserID, news.Desk.ID, models.Editor); !errors.As(err, &wrong) {
			t.Errorf("the last administrator steps down: %v", err)
		}
		if err := s.SetRole(ctx, news.Admin, news.OtherDeskReviewer.UserID, news.Desk.ID, models.Editor); !errors.Is(
			err,
			models.ErrNotFound,
		) {
			t.Errorf("a role for somebody of another desk: %v", err)
		}
		article := storetest.AddArticle(t, s, news)
		if err := s.SetRole(ctx, news.Admin, news.Reviewer.UserID, news.Desk.ID, models.Auditor); err != nil {
			t.Fatal(err)
		}
		page, err := s.ArticlePage(ctx, news.Reviewer, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.MarkRead(ctx, news.Reviewer, page.Sentences[0].ID); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("a role that changed half-way: %v", err)
		}
		if err := s.ChangePassword(ctx, news.Editor, "not the old one", "short"); !errors.As(err, &wrong) || len(wrong) != 2 {
			t.Errorf("changing a password wrongly: %v", err)
		}
		if err := s.ChangePassword(ctx, news.Editor, storetest.Password, goodPassword); err != nil {
			t.Fatal(err)
		}
		signInAs(t, s, "editor@example.org", goodPassword)
	})
}
