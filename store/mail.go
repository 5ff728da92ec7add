package store

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// MailSettings reads the reader's choices about mail.
func (s *Store) MailSettings(ctx context.Context, r models.Reader) (_ models.MailSettings, err error) {
	defer wrap(&err, "read the mail settings of user %d", r.UserID)
	return mailSettings(s.readDB(ctx), "s.user_id = ?", r.UserID, r.UserID)
}

// mailSettings reads the settings that match a condition, or a user's default settings if there are none.
func mailSettings(db *gorm.DB, where string, arg any, user int64) (models.MailSettings, error) {
	var row struct {
		models.MailSettings `gorm:"embedded"`
		StoredModes         string
	}
	err := queryOne(db, &row, "SELECT s.*, s.modes AS stored_modes FROM mail_settings s WHERE "+where, arg)
	if errors.Is(err, models.ErrNotFound) && user != 0 {
		return models.DefaultMailSettings(user), nil
	}
	row.Modes = models.DecodeModes(row.StoredModes)
	return row.MailSettings, err
}

// SetMailSettings changes the reader's choices about mail. They also apply to notices that have not been mailed yet.
func (s *Store) SetMailSettings(ctx context.Context, r models.Reader, n models.NewMailSettings) (err error) {
	defer wrap(&err, "change the mail settings of user %d", r.UserID)
	settings, err := n.Check()
	if err != nil {
		return err
	}
	return s.writeTx(ctx, func(t *tx) error {
		if r.ReadOnly {
			return models.ErrForbidden
		}
		if err := t.ensureMailSettings(r.UserID); err != nil {
			return err
		}
		_, err := t.exec(`UPDATE mail_settings SET off = $1, modes = $2, digest_hour = $3, digest_days = $4, zone = $5, quiet_from = $6,
				quiet_until = $7, language = $8 WHERE user_id = $9`,
			settings.Off, settings.EncodeModes(), settings.DigestHour, int(settings.DigestDays), settings.Zone, settings.QuietFrom,
			settings.QuietUntil, settings.Language, r.UserID)
		if err != nil {
			return err
		}
		return t.planMailsAgain(r.UserID)
	})
}

// ensureMailSettings adds a user's settings with the defaults, if the user has none.
func (t *tx) ensureMailSettings(user int64) error {
	_, err := t.exec("INSERT INTO mail_settings (user_id, unsubscribe) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING",
		user, strings.ToLower(rand.Text()))
	return err
}

// planMailsAgain makes a user's waiting notices due, so that the sender plans them again with the new settings.
func (t *tx) planMailsAgain(user int64) error {
	_, err := t.exec("UPDATE notices SET mail_at = $1 WHERE user_id = $2 AND mail_at IS NOT NULL AND read_at IS NULL", t.now, user)
	return err
}

// RetryMail allows mail to the reader's address again after a mail server refused the address.
func (s *Store) RetryMail(ctx context.Context, r models.Reader) (err error) {
	defer wrap(&err, "send mail to user %d again", r.UserID)
	return s.writeTx(ctx, func(t *tx) error {
		if r.ReadOnly {
			return models.ErrForbidden
		}
		_, err := t.exec("UPDATE mail_settings SET bounced_at = NULL, bounce_detail = '' WHERE user_id = $1", r.UserID)
		return err
	})
}

// UnsubscribeInfo reads the settings for the token of an unsubscribe link. It returns ErrNotFound for an unknown token.
func (s *Store) UnsubscribeInfo(ctx context.Context, token string) (_ models.MailSettings, err error) {
	defer wrap(&err, "read an unsubscribe link")
	return mailSettings(s.readDB(ctx), "s.unsubscribe = ?", token, 0)
}

// Unsubscribe stops mail about notices for the user to whom the link belongs. Repeating it is no error.
func (s *Store) Unsubscribe(ctx context.Context, token string) (err error) {
	defer wrap(&err, "end mail by a link")
	return s.writeTx(ctx, func(t *tx) error {
		n, err := t.exec("UPDATE mail_settings SET off = TRUE WHERE unsubscribe = $1", token)
		if err == nil && n == 0 {
			err = models.ErrNotFound
		}
		return err
	})
}
