package store

import (
	"context"
	"errors"
	"time"

	"linecheck/models"
)

const (
	// KnownBrowserLifetime is how long a browser stays known after a sign-in made it known.
	KnownBrowserLifetime = 365 * 24 * time.Hour
	// maxKnownBrowsers limits the known browsers of one user. The newest ones are kept.
	maxKnownBrowsers = 20
)

// RememberBrowser makes a session's browser a known browser of the user, and returns the token for its cookie. It returns "" if the
// browser already sent a valid token. A known browser has its own count of failed attempts, so wrong passwords from elsewhere do not lock
// it out.
func (s *Store) RememberBrowser(ctx context.Context, session, known string) (_ string, err error) {
	defer wrap(&err, "remember a browser")
	r, err := s.sessionReader(ctx, session)
	if err != nil {
		return "", err
	}
	if is, err := s.isKnownBrowser(ctx, r.UserID, known); err != nil || is {
		return "", err
	}
	token, hash := newToken()
	return token, s.writeTx(ctx, func(t *tx) error {
		if _, err := t.exec(
			"INSERT INTO known_browsers (token_hash, user_id, created_at) VALUES ($1, $2, $3)", hash, r.UserID, t.now,
		); err != nil {
			return err
		}
		_, err := t.exec(`DELETE FROM known_browsers WHERE user_id = $1 AND (created_at < $2 OR token_hash NOT IN
			(SELECT token_hash FROM known_browsers WHERE user_id = $1 ORDER BY created_at DESC, token_hash LIMIT $3))`,
			r.UserID, t.now.Add(-KnownBrowserLifetime), maxKnownBrowsers)
		return err
	})
}

// isKnownBrowser reports whether a token belongs to a browser in which the user has signed in.
func (s *Store) isKnownBrowser(ctx context.Context, userID int64, token string) (bool, error) {
	if token == "" || userID == 0 {
		return false, nil
	}
	var one int
	err := queryOne(
		s.readDB(ctx), &one,
		"SELECT 1 FROM known_browsers WHERE token_hash = ? AND user_id = ? AND created_at > ?",
		hashToken(token), userID, currentTime().Add(-KnownBrowserLifetime),
	)
	if errors.Is(err, models.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// attemptSubject returns the subject for which a user's wrong password or code counts: the browser, if it is a known one, or else the
// account.
func (s *Store) attemptSubject(ctx context.Context, userID int64, email, browser string) (string, error) {
	known, err := s.isKnownBrowser(ctx, userID, browser)
	if known {
		return browserSubject(browser), nil
	}
	return accountSubject(email), err
}
