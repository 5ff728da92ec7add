package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text"
)

const (
	// sessionLifetime is the maximum lifetime of a session. sessionIdleTimeout ends it after a time without
	// requests: longer than a night, shorter than a weekend.
	sessionLifetime    = 14 * 24 * time.Hour
	sessionIdleTimeout = 24 * time.Hour
	// sessionUseInterval is the minimum time between two updates of a session's last use.
	sessionUseInterval = time.Hour
)

// SignIn checks an email and a password and opens a session. It returns ErrSignedOut for any wrong input, so
// that it does not reveal whether the account exists; ErrTooManyAttempts after too many failures; and, for a
// user with a second factor, ErrCodeRequired with a token for FinishSignIn.
func (s *Store) SignIn(ctx context.Context, email, password string, browser models.Session) (_ string, _ time.Time, err error) {
	defer wrap(&err, "sign in")
	typed := strings.ToLower(strings.TrimSpace(email))
	email = text.PrepareUserName(email)
	var user models.User
	err = queryOne(
		s.readDB(ctx),
		&user,
		"SELECT * FROM users WHERE email IN (?, ?) AND disabled_at IS NULL ORDER BY email = ? DESC LIMIT 1",
		email,
		typed, // as it was stored before addresses were normalized
		email,
	)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return "", time.Time{}, err
	}
	account, err := s.attemptSubject(ctx, user.ID, email, browser.KnownBrowser)
	if err != nil {
		return "", time.Time{}, err
	}
	attempt, err := s.reserveAttempt(ctx, account, addressSubject(browser.Address))
	if err != nil {
		return "", time.Time{}, err
	}
	ok, err := s.passwordMatches(ctx, password, user.PasswordHash)
	if err == nil && !ok {
		err = models.ErrSignedOut
	}
	if err != nil {
		return "", time.Time{}, err
	}
	return s.openSession(ctx, user.ID, browser, account, attempt)
}

// openSession stores a session and returns its token, or the token of a sign-in that waits for a code. Only a
// complete sign-in resets the failures.
func (s *Store) openSession(
	ctx context.Context,
	userID int64,
	browser models.Session,
	account string,
	attempt loginAttempt,
) (string, time.Time, error) {
	token, hash := newToken()
	session := models.Session{
		TokenHash: hash,
		UserID:    userID,
		UserAgent: browser.UserAgent,
		Address:   browser.Address,
		Proof:     models.SignInByPassword,
	}
	var await error
	err := s.writeTx(ctx, func(t *tx) error {
		await = nil
		if err := t.releaseAttempt(attempt); err != nil {
			return err
		}
		has, err := t.hasSecondFactor(userID)
		if err != nil {
			return err
		}
		if has {
			await = models.ErrCodeRequired
			session.ExpiresAt, err = t.addPendingSignIn(hash, userID)
			return err
		}
		if err := t.Exec("DELETE FROM failed_logins WHERE subject = ?", account).Error; err != nil {
			return err
		}
		return t.openSession(&session)
	})
	return token, session.ExpiresAt, errors.Join(err, await)
}

// openSession stores a session, and deletes expired ones.
func (t *tx) openSession(session *models.Session) error {
	session.UserAgent, session.Address = truncateText(session.UserAgent, 300), truncateText(session.Address, 100)
	session.ID, session.CreatedAt, session.SeenAt, session.ExpiresAt = 0, t.now, t.now, t.now.Add(sessionLifetime)
	if err := t.Create(session).Error; err != nil {
		return err
	}
	if err := t.Exec("DELETE FROM sessions WHERE expires_at < ? OR seen_at < ?", t.now, t.now.Add(-sessionIdleTimeout)).Error; err != nil {
		return err
	}
	return t.recordEvent(event{actor: session.UserID, action: "signed in", object: "session", id: session.ID})
}

// truncateText limits text from the client, in characters.
func truncateText(s string, most int) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// Reader returns the user of a session token with their current rights, and records the use of the session.
// It returns ErrSignedOut if the session has ended or was not used for too long.
func (s *Store) Reader(ctx context.Context, token string) (_ models.Reader, err error) {
	defer wrap(&err, "find the user of a session")
	return s.sessionReader(ctx, token)
}

// sessionReader is Reader for other methods, which wrap its errors as their own.
func (s *Store) sessionReader(ctx context.Context, token string) (models.Reader, error) {
	found, err := s.readerByToken(
		ctx,
		"session ",
		`SELECT x.id, x.expires_at, 'write', '', x.seen_at, x.proof, u.id, u.name, u.email, m.desk_id, d.name, m.role, d.blind
		FROM sessions x JOIN users u ON u.id = x.user_id AND u.disabled_at IS NULL
		LEFT JOIN memberships m ON m.user_id = u.id LEFT JOIN desks d ON d.id = m.desk_id
		WHERE x.token_hash = $1`,
		token,
	)
	switch rest := currentTime().Sub(found.used); {
	case err != nil:
		return models.Reader{}, err
	case rest > sessionIdleTimeout:
		return models.Reader{}, models.ErrSignedOut
	case rest >= sessionUseInterval:
		s.recordSessionUse(ctx, found.reader.SessionID)
	}
	return found.reader, nil
}

// recordSessionUse records that a session is in use. Errors are ignored, so that users can read while nothing
// can be written.
func (s *Store) recordSessionUse(ctx context.Context, id int64) {
	err := s.writeTx(ctx, func(t *tx) error {
		_, err := t.exec("UPDATE sessions SET seen_at = $1 WHERE id = $2 AND seen_at <= $3", t.now, id, t.now.Add(-sessionUseInterval))
		return err
	})
	if err != nil && ctx.Err() == nil {
		s.log.Warn("a session's use was not noted", "error", err)
	}
}

func (s *Store) readerByToken(ctx context.Context, kind, query, token string) (cachedSession, error) {
	hash := hashToken(token)
	found, version, err := loadCached(
		ctx,
		s,
		func(k *requestCache) map[string]cachedSession { return k.readers },
		kind+hash,
		func() (cachedSession, error) {
			return s.queryReader(ctx, query, hash)
		},
	)
	found.reader.DatabaseVersion = version
	if err == nil && !found.expires.IsZero() && found.expires.Before(currentTime()) {
		err = models.ErrSignedOut
	}
	if err != nil {
		return cachedSession{}, err
	}
	return found, nil
}

// ReaderByEmail returns a user for the command line, which needs no session.
func (s *Store) ReaderByEmail(ctx context.Context, email string) (_ models.Reader, err error) {
	defer wrap(&err, "find a user by email")
	found, err := s.queryReader(
		ctx,
		`SELECT 0, NULL, 'write', '', NULL, '', u.id, u.name, u.email, m.desk_id, d.name, m.role, d.blind FROM users u
		LEFT JOIN memberships m ON m.user_id = u.id LEFT JOIN desks d ON d.id = m.desk_id
		WHERE u.email = $1 AND u.disabled_at IS NULL`,
		text.PrepareUserName(email),
	)
	if errors.Is(err, models.ErrSignedOut) {
		err = models.ErrNotFound
	}
	return found.reader, err
}

// UnrestrictedReader returns a read-only reader of every desk, for the operator on the command line.
func (s *Store) UnrestrictedReader(ctx context.Context) (_ models.Reader, err error) {
	defer wrap(&err, "list all desks")
	r := models.Reader{Name: "command line", ReadOnly: true}
	err = s.readDB(ctx).Raw("SELECT id AS desk_id, name AS desk, 'auditor' AS role FROM desks ORDER BY name").Scan(&r.Desks).Error
	return r, err
}

// queryReader runs a query that returns a row for each desk of a user, or one row without a desk. Every
// request waits for it, so it does without GORM, which would double the time.
func (s *Store) queryReader(ctx context.Context, query string, key any) (cachedSession, error) {
	rows, err := s.queryFast(ctx, query+" ORDER BY d.name, d.id", key)
	if err != nil {
		return cachedSession{}, err
	}
	defer rows.Close()
	var r models.Reader
	var expires, used sql.NullTime
	for rows.Next() {
		var scope string
		var deskID *int64
		var desk, role *string
		var blind *bool
		if err := rows.Scan(&r.SessionID, &expires, &scope, &r.TokenName, &used, &r.SignInMethod, &r.UserID, &r.Name, &r.Email, &deskID, &desk, &role, &blind); err != nil {
			return cachedSession{}, err
		}
		r.ReadOnly = scope == "read"
		if deskID != nil {
			r.Desks = append(r.Desks, models.DeskRole{DeskID: *deskID, Desk: *desk, Role: models.Role(*role), Blind: *blind})
		}
	}
	if err := rows.Err(); err != nil {
		return cachedSession{}, err
	}
	if r.UserID == 0 {
		return cachedSession{}, models.ErrSignedOut
	}
	return cachedSession{r, expires.Time, used.Time}, nil
}

// SignOut ends a session; it is no error if the session has already ended.
func (s *Store) SignOut(ctx context.Context, token string) (err error) {
	defer wrap(&err, "sign out")
	r, err := s.sessionReader(ctx, token)
	if errors.Is(err, models.ErrSignedOut) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.endSession(ctx, r, r.SessionID)
}

// Sessions lists the reader's own signed-in browsers, newest first.
func (s *Store) Sessions(ctx context.Context, r models.Reader) (_ []models.Session, err error) {
	defer wrap(&err, "list the sessions of user %d", r.UserID)
	var list []models.Session
	err = s.readDB(ctx).
		Where("user_id = ? AND expires_at > ? AND seen_at > ?", r.UserID, currentTime(), currentTime().Add(-sessionIdleTimeout)).
		Order("id DESC").
		Find(&list).
		Error
	return list, err
}

// EndSession ends one of the reader's own sessions.
func (s *Store) EndSession(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "end session %d of user %d", id, r.UserID)
	return s.endSession(ctx, r, id)
}

// endSession is EndSession for other methods, which wrap its errors as their own.
func (s *Store) endSession(ctx context.Context, r models.Reader, id int64) error {
	return s.writeTx(ctx, func(t *tx) error {
		result := t.Exec("DELETE FROM sessions WHERE id = ? AND user_id = ?", id, r.UserID)
		if result.Error != nil {
			return result.Error
		}
		if result.RowsAffected == 0 {
			return models.ErrNotFound
		}
		return t.recordEvent(event{actor: r.UserID, action: "signed out", object: "session", id: id})
	})
}
