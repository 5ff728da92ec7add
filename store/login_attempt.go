package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// The number of failed logins within the window after which an account, a known browser or a network address must wait.
const (
	loginWindow         = 15 * time.Minute
	maxLoginsPerAccount = 10
	maxLoginsPerAddress = 100
)

// The subjects for which failures are counted. They are hashes, so that no email or network address is stored.
func accountSubject(email string) string   { return hashToken("account " + email) }
func addressSubject(address string) string { return hashToken("address " + address) }
func browserSubject(token string) string   { return hashToken("browser " + token) }

// passwordSubject is the subject for wrong passwords of a signed-in user. It differs from that of sign-in, so that guesses from elsewhere
// cannot keep the owner from changing the password.
func passwordSubject(userID int64) string {
	return hashToken("password of user " + strconv.FormatInt(userID, 10))
}

// loginAttempt is one attempt to guess a password. It counts as a failure before the password is compared, so that parallel guesses are
// limited like sequential ones. A correct password releases it.
type loginAttempt struct{ ids []int64 }

// reserveAttempt counts an attempt for an account and, unless it is "", for a network address. It returns ErrTooManyAttempts if there
// were too many.
func (s *Store) reserveAttempt(ctx context.Context, account, address string) (loginAttempt, error) {
	refused, err := tooManyFailures(s.readDB(ctx), currentTime(), account, address) // many requests at once are refused without a write
	if err != nil || refused != nil {
		return loginAttempt{}, errors.Join(err, refused)
	}
	var attempt loginAttempt
	err = s.writeTx(ctx, func(t *tx) error {
		attempt = loginAttempt{}
		if refused, err = tooManyFailures(t.DB, t.now, account, address); err != nil || refused != nil {
			return err
		}
		subjects := []string{account}
		if address != "" {
			subjects = append(subjects, address)
		}
		attempt.ids, err = t.recordLoginFailure(subjects...)
		return err
	})
	return attempt, errors.Join(err, refused)
}

// releaseAttempt removes an attempt whose password was correct.
func (s *Store) releaseAttempt(ctx context.Context, a loginAttempt) error {
	return s.writeTx(ctx, func(t *tx) error { return t.releaseAttempt(a) })
}

func (t *tx) releaseAttempt(a loginAttempt) error {
	return t.Exec("DELETE FROM failed_logins WHERE id IN ?", a.ids).Error
}

// checkAttempt compares a password with its hash, and counts the comparison as an attempt of the account.
func (s *Store) checkAttempt(ctx context.Context, account, password, hash string) (bool, error) {
	attempt, err := s.reserveAttempt(ctx, account, "")
	if err != nil {
		return false, err
	}
	ok, err := s.passwordMatches(ctx, password, hash)
	if err != nil || !ok {
		return false, err
	}
	return true, s.releaseAttempt(ctx, attempt)
}

// tooManyFailures reports whether an account or a network address had too many recent failures.
func tooManyFailures(db *gorm.DB, at time.Time, account, address string) (refused, err error) {
	var failed struct{ Account, Address int }
	since := at.Add(-loginWindow)
	err = queryOne(db, &failed, `SELECT (SELECT count(*) FROM failed_logins WHERE subject = ? AND at > ?) AS account,
		(SELECT count(*) FROM failed_logins WHERE subject = ? AND at > ?) AS address`, account, since, address, since)
	if err == nil && (failed.Account >= maxLoginsPerAccount || failed.Address >= maxLoginsPerAddress) {
		refused = models.ErrTooManyAttempts
	}
	return refused, err
}

// recordLoginFailure counts one failure for each subject, deletes expired failures, and returns the ids of the new ones.
func (t *tx) recordLoginFailure(subjects ...string) ([]int64, error) {
	if err := t.Exec("DELETE FROM failed_logins WHERE at < ?", t.now.Add(-loginWindow)).Error; err != nil {
		return nil, err
	}
	ids := make([]int64, len(subjects))
	for i, subject := range subjects {
		err := queryOne(t.DB, &ids[i], "INSERT INTO failed_logins (subject, at) VALUES (?, ?) RETURNING id", subject, t.now)
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}
