package store_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// deviceCode returns the code for a secret; later is how far the device's clock is ahead.
func deviceCode(t *testing.T, secret string, later time.Duration) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, time.Now().Add(later))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// testFactor is a user's second factor: the secret, the code it was set up with, and the recovery codes.
type testFactor struct {
	secret, used string
	recovery     []string
}

// withFactor sets up a second factor for a user.
func withFactor(t *testing.T, s *store.Store, email string) (models.Reader, testFactor) {
	t.Helper()
	r := signInAs(t, s, email, storetest.Password)
	if err := s.BeginSecondFactor(ctx, r); err != nil {
		t.Fatal(err)
	}
	f, err := s.SecondFactor(ctx, r)
	if err != nil || f.IsEnabled() || len(f.Secret) != 32 {
		t.Fatalf("%+v %v", f, err)
	}
	used := deviceCode(t, f.Secret, 0)
	token, codes, err := s.ConfirmSecondFactor(ctx, r, storetest.Password, used)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = s.Reader(ctx, token); err != nil || r.SignInMethod != models.SignInByCode {
		t.Fatalf("%+v %v", r, err)
	}
	return r, testFactor{f.Secret, used, codes}
}

// passwordOnly signs a user in as far as the password goes.
func passwordOnly(t *testing.T, s *store.Store, email string) string {
	t.Helper()
	token, _, err := s.SignIn(ctx, email, storetest.Password, models.Session{})
	if !errors.Is(err, models.ErrCodeRequired) {
		t.Fatalf("signing in without a code: %v", err)
	}
	return token
}

func TestSecondFactor(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		before := signedInToken(t, s, news.Reviewer.Email)
		r, has := withFactor(t, s, news.Reviewer.Email)
		codes := has.recovery
		if _, err := s.Reader(ctx, before); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("a session from before: %v", err)
		}
		if f, err := s.SecondFactor(ctx, r); err != nil || !f.IsEnabled() || f.Secret != "" || f.Recovery != len(codes) ||
			len(codes) != 10 {
			t.Errorf("%+v, %d codes, %v", f, len(codes), err)
		}
		pending := passwordOnly(t, s, r.Email)
		if _, err := s.Reader(ctx, pending); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("the password alone opens a session: %v", err)
		}
		next := deviceCode(t, has.secret, 30*time.Second)
		for name, code := range map[string]string{"the one it was set up with": has.used, "a wrong one": "000000", "nothing": "", "another's recovery code": models.NewRecoveryCodes()[0]} {
			if _, _, err := s.FinishSignIn(ctx, pending, code, models.Session{}); !errors.Is(err, models.ErrSignedOut) {
				t.Errorf("%s: %v", name, err)
			}
		}
		token, _, err := s.FinishSignIn(ctx, pending, next[:3]+" "+next[3:], models.Session{})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Reader(ctx, token); err != nil || got.UserID != r.UserID || got.SignInMethod != models.SignInByCode {
			t.Errorf("%+v %v", got, err)
		}
		if _, _, err := s.FinishSignIn(ctx, pending, codes[0], models.Session{}); !errors.Is(err, models.ErrLinkUsed) {
			t.Errorf("a sign-in that was finished: %v", err)
		}
		pending = passwordOnly(t, s, r.Email)
		if _, _, err := s.FinishSignIn(ctx, pending, next, models.Session{}); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("a code a second time: %v", err)
		}
		if _, _, err := s.FinishSignIn(ctx, pending, strings.ToLower(codes[0]), models.Session{}); err != nil {
			t.Errorf("a recovery code: %v", err)
		}
		if _, _, err := s.FinishSignIn(ctx, passwordOnly(t, s, r.Email), codes[0], models.Session{}); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("a recovery code a second time: %v", err)
		}
		verify(t, s)
	})
}

func signedInToken(t *testing.T, s *store.Store, email string) string {
	t.Helper()
	token, _, err := s.SignIn(ctx, email, storetest.Password, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// A code that is used on two instances at the same time opens one session.
func TestCodeIsUsedOnceOnAnyInstance(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		r, has := withFactor(t, s, storetest.Newsroom(t, s).Reviewer.Email)
		instances := []*store.Store{s, storetest.Open(t, address)}
		for name, code := range map[string]string{"a code": deviceCode(t, has.secret, 30*time.Second), "a recovery code": has.recovery[3]} {
			var together sync.WaitGroup
			var opened atomic.Int32
			for i := range 8 {
				pending := passwordOnly(t, s, r.Email)
				together.Go(func() {
					_, _, err := instances[i%2].FinishSignIn(ctx, pending, code, models.Session{})
					switch {
					case err == nil:
						opened.Add(1)
					case !errors.Is(err, models.ErrSignedOut):
						t.Errorf("%s: %v", name, err)
					}
				})
			}
			together.Wait()
			if opened.Load() != 1 {
				t.Errorf("%s opened %d sessions", name, opened.Load())
			}
			storetest.Exec(t, address, "DELETE FROM failed_logins")
		}
	})
}

// Attempts with codes have the same limit as those with passwords, also in parallel, and a correct password
// does not reset it.
func TestCodeAttemptsAreLimited(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		r, has := withFactor(t, s, storetest.Newsroom(t, s).Reviewer.Email)
		codes := has.recovery
		pending := passwordOnly(t, s, r.Email)
		passwordOnly(t, s, r.Email)
		var together sync.WaitGroup
		var tried, refused atomic.Int32
		for range 20 {
			together.Go(func() {
				switch _, _, err := s.FinishSignIn(ctx, pending, "000000", models.Session{}); {
				case errors.Is(err, models.ErrSignedOut):
					tried.Add(1)
				case errors.Is(err, models.ErrTooManyAttempts):
					refused.Add(1)
				}
			})
		}
		together.Wait()
		if tried.Load() != 10 || refused.Load() != 10 {
			t.Errorf("%d tried, %d refused", tried.Load(), refused.Load())
		}
		if _, _, err := s.FinishSignIn(ctx, pending, codes[0], models.Session{}); !errors.Is(err, models.ErrTooManyAttempts) {
			t.Errorf("the right one after too many: %v", err)
		}
		if _, _, err := s.SignIn(ctx, r.Email, storetest.Password, models.Session{}); !errors.Is(err, models.ErrTooManyAttempts) {
			t.Errorf("the password after too many codes: %v", err)
		}
		if err := s.RemoveOwnSecondFactor(ctx, r, codes[0]); !errors.Is(err, models.ErrTooManyAttempts) {
			t.Errorf("switching it off after too many codes: %v", err)
		}
	})
}

func TestSecondFactorIsRemoved(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		admin := signInAs(t, s, news.Admin.Email, storetest.Password)

		// By its owner, with a code; all their sessions end.
		token := ""
		r, has := withFactor(t, s, news.Reviewer.Email)
		codes := has.recovery
		if err := s.RemoveOwnSecondFactor(ctx, r, "000000"); !models.IsValidationError(err) {
			t.Errorf("without a code: %v", err)
		}
		token, _, err := s.FinishSignIn(ctx, passwordOnly(t, s, r.Email), codes[0], models.Session{})
		if err != nil {
			t.Fatal(err)
		}
		if codes, err = s.RenewRecoveryCodes(ctx, r, codes[1]); err != nil || len(codes) != 10 {
			t.Fatalf("%d new codes: %v", len(codes), err)
		}
		waiting := passwordOnly(t, s, r.Email)
		if err := s.RemoveOwnSecondFactor(ctx, r, codes[0]); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Reader(ctx, token); !errors.Is(err, models.ErrSignedOut) {
			t.Errorf("a session after it was switched off: %v", err)
		}
		if err := s.CheckPendingSignIn(ctx, waiting); !errors.Is(err, models.ErrLinkUsed) {
			t.Errorf("a sign-in that waited for a code: %v", err)
		}
		signInAs(t, s, r.Email, storetest.Password)

		// By an administrator of all their desks only.
		r, _ = withFactor(t, s, news.Reviewer.Email)
		for name, who := range map[string]models.Reader{"an editor": news.Editor, "somebody of another desk": news.OtherDeskReviewer} {
			if err := s.RemoveSecondFactor(ctx, who, r.UserID); !errors.Is(err, models.ErrNotFound) &&
				!errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		people, err := s.People(ctx, admin)
		for _, p := range people {
			if p.Factor != (p.ID == r.UserID) {
				t.Errorf("%s has a second factor: %v", p.Name, p.Factor)
			}
		}
		if err != nil || len(people) == 0 {
			t.Error(err)
		}
		if err := s.RemoveSecondFactor(ctx, admin, r.UserID); err != nil {
			t.Fatal(err)
		}
		if err := s.RemoveSecondFactor(ctx, admin, r.UserID); !models.IsValidationError(err) {
			t.Errorf("twice: %v", err)
		}
		signInAs(t, s, r.Email, storetest.Password)

		// On the command line.
		withFactor(t, s, news.Editor.Email)
		if err := s.RemoveSecondFactorByEmail(ctx, " EDITOR@example.org"); err != nil {
			t.Error(err)
		}
		verify(t, s)
	})
}

// A new password does not bypass the second factor, and a disabled user cannot finish a pending sign-in.
func TestSecondFactorCannotBeBypassed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		r, has := withFactor(t, s, news.Reviewer.Email)
		codes := has.recovery
		link, err := s.CreateResetLink(ctx, news.Admin, r.UserID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Join(ctx, link, "", goodPassword); err != nil {
			t.Fatal(err)
		}
		pending, _, err := s.SignIn(ctx, r.Email, goodPassword, models.Session{})
		if !errors.Is(err, models.ErrCodeRequired) {
			t.Fatalf("after a new password: %v", err)
		}
		if err := s.DisableUser(ctx, news.Admin, r.UserID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.FinishSignIn(ctx, pending, codes[0], models.Session{}); !errors.Is(err, models.ErrLinkUsed) {
			t.Errorf("a disabled person: %v", err)
		}
		if _, _, err := s.ConfirmSecondFactor(ctx, signInAs(t, s, news.Editor.Email, storetest.Password), storetest.Password, "123456"); !errors.Is(
			err,
			models.ErrNotFound,
		) {
			t.Errorf("confirming without a setup: %v", err)
		}
	})
}

// A session expires after a day without use, and after two weeks with any use.
func TestSessionsExpire(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		for set, want := range map[string]error{
			"seen_at = '" + time.Now().UTC().Add(-25*time.Hour).Format("2006-01-02 15:04:05+00:00") + "'":    models.ErrSignedOut,
			"seen_at = '" + time.Now().UTC().Add(-23*time.Hour).Format("2006-01-02 15:04:05+00:00") + "'":    nil,
			"expires_at = '" + time.Now().UTC().Add(-time.Second).Format("2006-01-02 15:04:05+00:00") + "'":  models.ErrSignedOut,
			"expires_at = '" + time.Now().UTC().Add(330*time.Hour).Format("2006-01-02 15:04:05+00:00") + "'": nil,
		} {
			token := signedInToken(t, s, news.Reviewer.Email)
			storetest.Exec(t, address, "UPDATE sessions SET "+set)
			if _, err := s.Reader(ctx, token); !errors.Is(err, want) {
				t.Errorf("%s: %v", set, err)
			}
		}
		// Use is recorded, so the day starts again.
		token := signedInToken(t, s, news.Reviewer.Email)
		storetest.Exec(
			t,
			address,
			"UPDATE sessions SET seen_at = '"+time.Now().UTC().Add(-23*time.Hour).Format("2006-01-02 15:04:05+00:00")+"'",
		)
		r, err := s.Reader(ctx, token)
		if err != nil {
			t.Fatal(err)
		}
		list, err := s.Sessions(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, session := range list {
			if session.ID == r.SessionID && time.Since(session.SeenAt) > time.Minute {
				t.Errorf("seen %s", session.SeenAt)
			}
		}
	})
}
