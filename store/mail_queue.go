package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"strings"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

const (
	// maxMailUsers limits the users whose mails one call composes.
	maxMailUsers = 100
	// maxMailBatch limits the notices of one user that one transaction plans.
	maxMailBatch = 5000
)

// ComposeMails puts due notices into mails, and sets the mail time of the others. It returns for how many users it did so, at most
// maxMailUsers. Every instance may call it. A notice is never in two mails.
func (s *Store) ComposeMails(ctx context.Context, plan models.MailPlan) (_ int, err error) {
	defer wrap(&err, "compose mails")
	var users []int64
	err = s.readDB(ctx).Raw("SELECT DISTINCT n.user_id FROM notices n WHERE n.mail_at <= ? AND n.read_at IS NULL ORDER BY n.user_id LIMIT ?",
		currentTime(), maxMailUsers).Scan(&users).Error
	if err != nil {
		return 0, err
	}
	for _, user := range users {
		if err := s.writeTx(ctx, func(t *tx) error { return t.composeMails(user, plan) }); err != nil {
			return 0, err
		}
	}
	return len(users), nil
}

// unmailedNotice is a notice that has not been mailed yet.
type unmailedNotice struct {
	ID, ArticleID int64
	Kind          models.NoticeKind
	At            time.Time
}

// composeMails handles the notices of one user. The due ones go into one mail for each article, or into one digest.
func (t *tx) composeMails(user int64, plan models.MailPlan) error {
	settings, err := mailSettings(t.DB, "s.user_id = ?", user, user)
	if err != nil {
		return err
	}
	var disabled bool
	if err := t.queryRow("SELECT disabled_at IS NOT NULL FROM users WHERE id = $1", []any{user}, &disabled); err != nil {
		return err
	}
	settings.Off = settings.Off || disabled
	var list []unmailedNotice
	err = t.Raw(`SELECT n.id, n.article_id, n.kind, n.at
		FROM notices n
		WHERE n.user_id = ? AND n.mail_at IS NOT NULL AND n.read_at IS NULL
		ORDER BY n.id LIMIT ?`, user, maxMailBatch).Scan(&list).Error
	if err != nil {
		return err
	}
	var never []int64
	ready, later := map[int64][]int64{}, map[time.Time][]unmailedNotice{}
	for _, n := range list {
		switch due, ok := settings.Due(n.Kind, n.At, t.now, plan.Zone, plan.Delay); {
		case !ok:
			never = append(never, n.ID)
		case due.After(t.now):
			later[due] = append(later[due], n)
		default:
			key := mailGroup(settings, n)
			ready[key] = append(ready[key], n.ID)
		}
	}
	if err := t.setMailTime(never, nil); err != nil {
		return err
	}
	for due, waiting := range later {
		if err := t.postpone(settings, waiting, due, ready); err != nil {
			return err
		}
	}
	for article, ids := range ready {
		if err := t.writeMail(user, article, ids); err != nil {
			return err
		}
	}
	return nil
}

// mailGroup returns the id of the article whose mail contains a notice, or 0 for the digest.
func mailGroup(settings models.MailSettings, n unmailedNotice) int64 {
	if settings.Mode(n.Kind) == models.MailDigest {
		return 0
	}
	return n.ArticleID
}

// postpone sets a later mail time for notices. A notice instead joins the current mail about its article, if there is one.
func (t *tx) postpone(settings models.MailSettings, waiting []unmailedNotice, due time.Time, ready map[int64][]int64) error {
	var ids []int64
	for _, n := range waiting {
		if group := mailGroup(settings, n); group != 0 && len(ready[group]) > 0 {
			ready[group] = append(ready[group], n.ID)
			continue
		}
		ids = append(ids, n.ID)
	}
	return t.setMailTime(ids, &due)
}

// setMailTime sets the mail time of notices. nil means never.
func (t *tx) setMailTime(ids []int64, at *time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	return t.Exec("UPDATE notices SET mail_at = ? WHERE id IN ?", at, ids).Error
}

// writeMail creates a mail with notices. article is 0 for a digest.
func (t *tx) writeMail(user, article int64, notices []int64) error {
	if err := t.ensureMailSettings(user); err != nil { // the mail needs the settings' unsubscribe link
		return err
	}
	m := models.OutgoingMail{UserID: user, ArticleID: nullableID(article), Message: strings.ToLower(rand.Text()), CreatedAt: t.now,
		State: models.MailWaiting, NextAt: t.now}
	if err := t.Create(&m).Error; err != nil {
		return err
	}
	return t.Exec("UPDATE notices SET mail_at = NULL, mail_id = ? WHERE id IN ?", m.ID, notices).Error
}

// dueMail selects the mail that has been due longest and is not leased.
const dueMail = `SELECT m.id FROM mails m WHERE m.state = 'waiting' AND m.next_at <= $1 AND (m.leased_until IS NULL OR m.leased_until < $1)
	ORDER BY m.next_at, m.id LIMIT 1`

// LeaseMail leases a due mail to the caller, who sends it and then calls RecordMail. It returns nil if no mail is due. If the instance
// stops before RecordMail, the mail is due again when the lease expires. Every attempt has the same Message-ID, so that mail programs can
// recognise a duplicate.
func (s *Store) LeaseMail(ctx context.Context) (_ *models.DueMail, err error) {
	defer wrap(&err, "take a mail")
	for {
		if any, err := s.anyRow(ctx, dueMail, currentTime()); err != nil || !any {
			return nil, err
		}
		lease := rand.Text()
		err := s.writeTx(ctx, func(t *tx) error {
			_, err := t.exec("UPDATE mails SET lease = $2, leased_until = $3, tries = tries + 1 WHERE id = ("+dueMail+`)
					AND state = 'waiting' AND (leased_until IS NULL OR leased_until < $1)`,
				t.now, lease, t.now.Add(leaseTime))
			return err
		})
		if err != nil {
			return nil, err
		}
		m, err := s.leasedMail(ctx, lease)
		if errors.Is(err, models.ErrNotFound) {
			return nil, nil // another instance has leased it
		}
		if err != nil || len(m.Notices) > 0 {
			return m, err
		}
		if err := s.endMail(ctx, m.OutgoingMail, models.MailEmpty, models.MailResult{}); err != nil {
			return nil, err
		}
	}
}

// leasedMail reads a leased mail, with the content that its user may see now.
func (s *Store) leasedMail(ctx context.Context, lease string) (*models.DueMail, error) {
	m := &models.DueMail{}
	if err := queryOne(s.readDB(ctx), &m.OutgoingMail, "SELECT * FROM mails WHERE lease = ?", lease); err != nil {
		return nil, err
	}
	found, err := s.queryReader(ctx, `SELECT 0, NULL, 'read', '', NULL, '', u.id, u.name, u.email, m.desk_id, d.name, m.role, d.blind
		FROM users u LEFT JOIN memberships m ON m.user_id = u.id LEFT JOIN desks d ON d.id = m.desk_id
		WHERE u.id = $1 AND u.disabled_at IS NULL`, m.UserID)
	if errors.Is(err, models.ErrSignedOut) {
		return m, nil // the account is closed, so the mail stays empty
	}
	if err != nil {
		return nil, err
	}
	m.Reader = found.reader
	return m, s.readTx(ctx, func(db *gorm.DB) (err error) {
		if m.Settings, err = mailSettings(db, "s.user_id = ?", m.UserID, m.UserID); err != nil || m.Settings.Off {
			return err
		}
		const unread = "n.read_at IS NULL AND n.mail_id = ?"
		if m.Notices, err = noticeRows(db, m.Reader, unread, 0, models.MaxMailNotices, m.ID); err != nil {
			return err
		}
		if len(m.Notices) < models.MaxMailNotices {
			return nil
		}
		from, args := visibleNotices(m.Reader)
		err = queryOne(db, &m.More, "SELECT count(*)"+from+" AND "+unread, append(args, m.ID)...)
		m.More -= len(m.Notices)
		return err
	})
}

// RecordMail stores the result of sending a leased mail: it was sent, will be retried, was given up, or its address was refused.
func (s *Store) RecordMail(ctx context.Context, m models.OutgoingMail, r models.MailResult) (err error) {
	defer wrap(&err, "save the outcome of mail %d", m.ID)
	wait, again := models.NextRetry(m.Tries, mathrand.Float64())
	switch {
	case r.Detail == "":
		return s.endMail(ctx, m, models.MailSent, r)
	case r.Bounced:
		return s.endMail(ctx, m, models.MailBounced, r)
	case r.Final || !again:
		return s.endMail(ctx, m, models.MailGivenUp, r)
	}
	return s.writeTx(ctx, func(t *tx) error {
		_, err := t.exec("UPDATE mails SET lease = '', leased_until = NULL, next_at = $1, code = $2, detail = $3 WHERE id = $4 AND lease = $5",
			t.now.Add(wait), r.Code, r.Detail, m.ID, m.Lease)
		return err
	})
}

// endMail ends a leased mail. If the address was refused, the user receives no more mail.
func (s *Store) endMail(ctx context.Context, m models.OutgoingMail, state models.MailState, r models.MailResult) error {
	return s.writeTx(ctx, func(t *tx) error {
		n, err := t.exec(`UPDATE mails SET state = $1, ended_at = $2, code = $3, detail = $4, lease = '', leased_until = NULL
			WHERE id = $5 AND lease = $6 AND state = 'waiting'`, state, t.now, r.Code, r.Detail, m.ID, m.Lease)
		if err != nil || n == 0 || state != models.MailBounced {
			return err
		}
		_, err = t.exec("UPDATE mail_settings SET bounced_at = $1, bounce_detail = $2 WHERE user_id = $3", t.now, r.Detail, m.UserID)
		return err
	})
}

// NextMailDelay returns the time until the next mail or notice is due, at most the given duration.
func (s *Store) NextMailDelay(ctx context.Context, most time.Duration) (_ time.Duration, err error) {
	defer wrap(&err, "find the next mail")
	var next []time.Time
	err = s.readDB(ctx).Raw(`SELECT * FROM (SELECT m.next_at FROM mails m
			WHERE m.state = 'waiting' AND (m.leased_until IS NULL OR m.leased_until < ?) ORDER BY m.next_at LIMIT 1) x
		UNION ALL
		SELECT * FROM (SELECT n.mail_at FROM notices n
			WHERE n.mail_at IS NOT NULL AND n.read_at IS NULL ORDER BY n.mail_at LIMIT 1) y`,
		currentTime()).Scan(&next).Error
	for _, at := range next {
		most = max(0, min(most, at.Sub(currentTime())))
	}
	return most, err
}

// DeleteOldMails deletes finished mails after models.MailRetention. Their notices have been deleted by then. It returns how many mails it
// deleted, at most maxNoticeBatch.
func (s *Store) DeleteOldMails(ctx context.Context) (deleted int64, err error) {
	defer wrap(&err, "delete old mails")
	const old = `SELECT m.id FROM mails m WHERE m.state <> 'waiting' AND m.ended_at < $1
		AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.mail_id = m.id) ORDER BY m.ended_at LIMIT $2`
	args := []any{currentTime().Add(-models.MailRetention), maxNoticeBatch}
	if any, err := s.anyRow(ctx, old, args...); err != nil || !any {
		return 0, err
	}
	err = s.writeTx(ctx, func(t *tx) error {
		var err error
		deleted, err = t.exec("DELETE FROM mails WHERE id IN ("+old+")", args...)
		return err
	})
	return deleted, err
}

// mailMetrics reads the metrics of the mail queue.
func mailMetrics(db *gorm.DB) (m models.MailMetrics, err error) {
	var states []struct {
		State models.MailState
		Count int
	}
	err = db.Raw("SELECT m.state, count(*) AS count FROM mails m GROUP BY m.state").Scan(&states).Error
	for _, row := range states {
		switch row.State {
		case models.MailWaiting:
			m.Waiting = row.Count
		case models.MailGivenUp:
			m.GivenUp = row.Count
		case models.MailBounced:
			m.Bounced = row.Count
		}
	}
	var first, last []time.Time
	err = cmp.Or(err,
		db.Raw("SELECT m.next_at FROM mails m WHERE m.state = 'waiting' ORDER BY m.next_at LIMIT 1").Scan(&first).Error,
		db.Raw("SELECT m.ended_at FROM mails m WHERE m.state = 'sent' ORDER BY m.ended_at DESC LIMIT 1").Scan(&last).Error)
	if len(first) > 0 {
		m.Overdue = max(0, currentTime().Sub(first[0]))
	}
	if len(last) > 0 {
		m.LastSent = &last[0]
	}
	return m, err
}
