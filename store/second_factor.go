package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text"
)

// pendingSignInLifetime is how long a user may take to enter the code.
const pendingSignInLifetime = 5 * time.Minute

// SecondFactor returns the reader's own second factor; the zero value if they have none.
func (s *Store) SecondFactor(ctx context.Context, r models.Reader) (_ models.SecondFactor, err error) {
	defer wrap(&err, "read the second factor of user %d", r.UserID)
	var f models.SecondFactor
	err = queryOne(s.readDB(ctx), &f, `SELECT CASE WHEN f.confirmed_at IS NULL THEN f.secret ELSE '' END AS secret, f.confirmed_at,
		(SELECT count(*) FROM recovery_codes c WHERE c.user_id = f.user_id AND c.used_at IS NULL) AS recovery FROM second_factors f WHERE f.user_id = ?`, r.UserID)
	if errors.Is(err, models.ErrNotFound) {
		err = nil
	}
	return f, err
}

// BeginSecondFactor creates a secret for the reader's device. It replaces one that was never confirmed.
func (s *Store) BeginSecondFactor(ctx context.Context, r models.Reader) (err error) {
	defer wrap(&err, "begin the second factor of user %d", r.UserID)
	return s.writeTx(ctx, func(t *tx) error {
		if r.SessionID == 0 || r.SignInMethod == models.SignInBySSO {
			return models.ErrForbidden
		}
		n, err := t.exec(`INSERT INTO second_factors (user_id, secret, created_at) VALUES ($1, $2, $3)
			ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at WHERE second_factors.confirmed_at IS NULL`,
			r.UserID, models.NewTOTPSecret(), t.now)
		if err == nil && n == 0 {
			err = models.ErrTaken
		}
		return err
	})
}

// ConfirmSecondFactor enables the reader's second factor if their password and a code of the device are
// correct. Their other sessions end, and this one gets a new token. It returns that token and the recovery
// codes; only hashes of the codes are stored.
func (s *Store) ConfirmSecondFactor(ctx context.Context, r models.Reader, password, code string) (token string, codes []string, err error) {
	defer wrap(&err, "confirm the second factor of user %d", r.UserID)
	var hash string
	if err := queryOne(s.readDB(ctx), &hash, "SELECT password_hash FROM users WHERE id = ?", r.UserID); err != nil {
		return "", nil, err
	}
	ok, err := s.checkAttempt(ctx, passwordSubject(r.UserID), password, hash)
	if err != nil {
		return "", nil, err
	}
	if !ok {
		return "", nil, models.NewFieldError("password", "This is not your password.")
	}
	token, tokenHash := newToken()
	err = s.writeTx(ctx, func(t *tx) error {
		codes, err = t.confirmSecondFactor(r, code, tokenHash)
		return err
	})
	return token, codes, err
}

func (t *tx) confirmSecondFactor(r models.Reader, typed, tokenHash string) ([]string, error) {
	var secret string
	if err := t.queryRow("SELECT secret FROM second_factors WHERE user_id = $1 AND confirmed_at IS NULL", []any{r.UserID}, &secret); err != nil {
		return nil, err
	}
	code, _ := models.NormalizeCode(typed)
	step, ok := models.MatchTOTPStep(secret, code, t.now)
	if !ok {
		return nil, models.NewFieldError("code",
			"Wrong code. Please type the one that your app shows now, and check that the clock of the device is right.")
	}
	if _, err := t.exec("UPDATE second_factors SET confirmed_at = $1, last_step = $2 WHERE user_id = $3", t.now, step, r.UserID); err != nil {
		return nil, err
	}
	codes, err := t.replaceRecoveryCodes(r.UserID)
	if err != nil {
		return nil, err
	}
	if _, err := t.exec("DELETE FROM sessions WHERE user_id = $1 AND id <> $2", r.UserID, r.SessionID); err != nil {
		return nil, err
	}
	n, err := t.exec("UPDATE sessions SET token_hash = $1, proof = 'code' WHERE id = $2 AND user_id = $3", tokenHash, r.SessionID, r.UserID)
	if err == nil && n == 0 {
		err = models.ErrSignedOut
	}
	if err != nil {
		return nil, err
	}
	return codes, t.recordEvent(event{actor: r.UserID, action: "second factor set up", object: "user", id: r.UserID})
}

// replaceRecoveryCodes replaces the recovery codes.
func (t *tx) replaceRecoveryCodes(userID int64) ([]string, error) {
	if _, err := t.exec("DELETE FROM recovery_codes WHERE user_id = $1", userID); err != nil {
		return nil, err
	}
	codes := models.NewRecoveryCodes()
	for _, shown := range codes {
		code, _ := models.NormalizeCode(shown)
		if _, err := t.exec("INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)", userID, hashToken(code)); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// RenewRecoveryCodes creates new recovery codes for the reader, after checking a code.
func (s *Store) RenewRecoveryCodes(ctx context.Context, r models.Reader, code string) (codes []string, err error) {
	defer wrap(&err, "renew the recovery codes of user %d", r.UserID)
	err = s.withCode(ctx, r, code, func(t *tx) error {
		if codes, err = t.replaceRecoveryCodes(r.UserID); err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "recovery codes made", object: "user", id: r.UserID})
	})
	return codes, err
}

// RemoveOwnSecondFactor disables the reader's second factor, after checking a code. All their sessions end.
func (s *Store) RemoveOwnSecondFactor(ctx context.Context, r models.Reader, code string) (err error) {
	defer wrap(&err, "remove the second factor of user %d", r.UserID)
	return s.withCode(ctx, r, code, func(t *tx) error { return t.removeSecondFactor(r.UserID, r.UserID) })
}

// withCode makes a change that requires a code, under the same limits as at sign-in.
func (s *Store) withCode(ctx context.Context, r models.Reader, code string, do func(*tx) error) error {
	var refused error
	err := s.writeTx(ctx, func(t *tx) error {
		var err error
		if refused, err = t.verifyCode(r.UserID, code, accountSubject(r.Email)); err != nil || refused != nil {
			return err
		}
		return do(t)
	})
	if errors.Is(refused, models.ErrSignedOut) {
		refused = models.NewFieldError("code", "Wrong code, or one that was used already. Please type the next one that your app shows.")
	}
	return errors.Join(err, refused)
}

// RemoveSecondFactor removes a user's second factor, so that they can sign in with their password alone. The
// reader must manage every desk of the user.
func (s *Store) RemoveSecondFactor(ctx context.Context, r models.Reader, userID int64) (err error) {
	defer wrap(&err, "remove the second factor of user %d", userID)
	return s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManagePerson(r, userID); err != nil {
			return err
		}
		if userID == r.UserID {
			return models.NewFieldError("person", "Your own second factor is switched off on the page of your account, with a code.")
		}
		err := t.removeSecondFactor(r.UserID, userID)
		if errors.Is(err, models.ErrNotFound) {
			err = models.NewFieldError("person", "This person has no second factor.")
		}
		return err
	})
}

// RemoveSecondFactorByEmail is RemoveSecondFactor for the command line.
func (s *Store) RemoveSecondFactorByEmail(ctx context.Context, email string) (err error) {
	defer wrap(&err, "remove a second factor by email")
	return s.writeTx(ctx, func(t *tx) error {
		var id int64
		if err := queryOne(t.DB, &id, "SELECT id FROM users WHERE email = ?", text.PrepareUserName(email)); err != nil {
			return err
		}
		return t.removeSecondFactor(0, id)
	})
}

// removeSecondFactor removes a user's second factor and ends their sessions; ErrNotFound if they have none.
func (t *tx) removeSecondFactor(by, userID int64) error {
	n, err := t.exec("DELETE FROM second_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL", userID)
	if err == nil && n == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return err
	}
	for _, table := range []string{"recovery_codes", "sign_ins", "sessions"} {
		if _, err := t.exec("DELETE FROM "+table+" WHERE user_id = $1", userID); err != nil {
			return err
		}
	}
	return t.recordForDesks(userID, event{actor: by, action: "second factor removed", object: "user", id: userID,
		before: map[string]any{"second_factor": "on"}, after: map[string]any{"second_factor": "off"}})
}

// hasSecondFactor reports whether a user needs a code to sign in.
func (t *tx) hasSecondFactor(userID int64) (bool, error) {
	var n int
	err := t.queryRow("SELECT count(*) FROM second_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL", []any{userID}, &n)
	return n > 0, err
}

// addPendingSignIn stores a sign-in with a correct password.
func (t *tx) addPendingSignIn(hash string, userID int64) (time.Time, error) {
	until := t.now.Add(pendingSignInLifetime)
	if _, err := t.exec("DELETE FROM sign_ins WHERE expires_at < $1", t.now); err != nil {
		return until, err
	}
	_, err := t.exec("INSERT INTO sign_ins (token_hash, user_id, expires_at) VALUES ($1, $2, $3)", hash, userID, until)
	return until, err
}

// CheckPendingSignIn returns ErrLinkUsed unless a code can finish this sign-in.
func (s *Store) CheckPendingSignIn(ctx context.Context, token string) (err error) {
	defer wrap(&err, "find a sign-in that awaits its code")
	var n int
	err = queryOne(
		s.readDB(ctx),
		&n,
		"SELECT count(*) FROM sign_ins WHERE token_hash = ? AND expires_at > ?",
		hashToken(token),
		currentTime(),
	)
	if err == nil && n == 0 {
		err = models.ErrLinkUsed
	}
	return err
}

// FinishSignIn opens the session of a sign-in that waits for a code of the second factor. It returns
// ErrLinkUsed if the sign-in has expired or is finished, ErrSignedOut for a code that is wrong or was already
// used, and ErrTooManyAttempts after too many failures. Failures count like those of passwords.
func (s *Store) FinishSignIn(ctx context.Context, pending, code string, browser models.Session) (_ string, _ time.Time, err error) {
	defer wrap(&err, "finish a sign-in")
	token, hash := newToken()
	session := models.Session{TokenHash: hash, UserAgent: browser.UserAgent, Address: browser.Address, Proof: models.SignInByCode}
	var refused error
	err = s.writeTx(ctx, func(t *tx) error {
		var email string
		err := t.queryRow(
			`SELECT u.id, u.email FROM sign_ins i JOIN users u ON u.id = i.user_id AND u.disabled_at IS NULL WHERE i.token_hash = $1 AND i.expires_at > $2`,
			[]any{hashToken(pending), t.now},
			&session.UserID,
			&email,
		)
		if errors.Is(err, models.ErrNotFound) {
			return models.ErrLinkUsed
		}
		if err != nil {
			return err
		}
		account, err := s.attemptSubject(ctx, session.UserID, email, browser.KnownBrowser)
		if err != nil {
			return err
		}
		refused, err = t.verifyCode(session.UserID, code, account, addressSubject(browser.Address))
		if err != nil || refused != nil {
			return err
		}
		if _, err := t.exec("DELETE FROM sign_ins WHERE token_hash = $1", hashToken(pending)); err != nil {
			return err
		}
		if err := t.confirmByOwner(session.UserID, models.ConfirmedByCode); err != nil {
			return err
		}
		return t.openSession(&session)
	})
	if err = errors.Join(err, refused); err != nil {
		return "", time.Time{}, err
	}
	return token, session.ExpiresAt, nil
}

// verifyCode checks a code of a user's second factor. The limit on failures is checked, and a failure
// counted, in this transaction, so that parallel attempts cannot exceed the limit. refused is separate from
// err because its transaction is committed.
func (t *tx) verifyCode(userID int64, typed string, account string, address ...string) (refused, err error) {
	subjects := append([]string{account}, address...)
	if refused, err = tooManyFailures(t.DB, t.now, account, strings.Join(address, "")); err != nil || refused != nil {
		return refused, err
	}
	ok, err := t.useCode(userID, typed)
	if err != nil {
		return nil, err
	}
	if !ok {
		_, err := t.recordLoginFailure(subjects...)
		return models.ErrSignedOut, err
	}
	_, err = t.exec("DELETE FROM failed_logins WHERE subject = $1", account)
	return nil, err
}

// useCode uses up a code, if it is valid.
func (t *tx) useCode(userID int64, typed string) (bool, error) {
	code, recovery := models.NormalizeCode(typed)
	if recovery {
		n, err := t.exec(
			"UPDATE recovery_codes SET used_at = $1 WHERE user_id = $2 AND code_hash = $3 AND used_at IS NULL",
			t.now,
			userID,
			hashToken(code),
		)
		if err != nil || n == 0 {
			return false, err
		}
		return true, t.recordEvent(event{actor: userID, action: "recovery code used", object: "user", id: userID})
	}
	var secret string
	err := t.queryRow("SELECT secret FROM second_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL", []any{userID}, &secret)
	if errors.Is(err, models.ErrNotFound) {
		return false, nil
	}
	step, ok := models.MatchTOTPStep(secret, code, t.now)
	if err != nil || !ok {
		return false, err
	}
	n, err := t.exec("UPDATE second_factors SET last_step = $1 WHERE user_id = $2 AND last_step < $1", step, userID)
	return n == 1, err
}
