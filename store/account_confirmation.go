package store

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/message"
)

// unconfirmedOpenings reads the newest openings of accounts that are not confirmed.
func unconfirmedOpenings(db *gorm.DB) (models.AccountOpenings, error) {
	var list []models.AccountOpening
	err := db.Raw(`SELECT o.*, i.purpose, u.name AS maker, f.made_at AS since FROM account_openings o
		JOIN account_openings f ON f.id = (SELECT min(n.id) FROM account_openings n WHERE n.user_id = o.user_id
			AND n.id > coalesce((SELECT max(c.id) FROM account_openings c WHERE c.user_id = o.user_id AND c.confirmed_at IS NOT NULL), 0)) JOIN invitations i ON i.id = o.link_id JOIN users u ON u.id = o.made_by
		WHERE o.confirmed_at IS NULL AND o.id = (SELECT max(n.id) FROM account_openings n WHERE n.user_id = o.user_id)`).Scan(&list).Error
	all := models.AccountOpenings{}
	for _, o := range list {
		all[o.UserID] = o
	}
	return all, err
}

// recordOpening records that an account was opened by a link. No confirmation is needed if the user made the
// link themselves. If somebody else may have used the account before, its tokens are revoked.
func (t *tx) recordOpening(userID int64, link models.Invitation) error {
	if link.InvitedBy == nil || *link.InvitedBy == userID {
		return nil
	}
	var before models.AccountOpening
	err := queryOne(t.DB, &before, "SELECT * FROM account_openings WHERE user_id = ? ORDER BY id DESC LIMIT 1", userID)
	if err != nil && !isNotFound(err) {
		return err
	}
	if before.ID != 0 && before.ConfirmedAt == nil {
		if err := t.revokeTokensSince(userID, before); err != nil {
			return err
		}
	}
	var id int64
	err = t.queryRow(
		"INSERT INTO account_openings (user_id, link_id, made_by, made_at, opened_at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
		[]any{userID, link.ID, *link.InvitedBy, link.CreatedAt, t.now},
		&id,
	)
	if err != nil {
		return err
	}
	var maker string
	if err := queryOne(t.DB, &maker, "SELECT name FROM users WHERE id = ?", *link.InvitedBy); err != nil {
		return err
	}
	return t.recordForDesks(userID, event{actor: userID, action: "account opened by a link", object: "user", id: userID,
		after: map[string]any{
			"opening":   id,
			"link":      link.ID,
			"purpose":   link.Purpose,
			"made_by":   *link.InvitedBy,
			"maker":     maker,
			"confirmed": false,
		}})
}

// revokeTokensSince revokes the API tokens and the calendar address that were made while somebody else may have used an account.
func (t *tx) revokeTokensSince(userID int64, o models.AccountOpening) error {
	var tokens []int64
	err := t.Raw("SELECT id FROM api_tokens WHERE user_id = ? AND revoked_at IS NULL AND created_at >= ? ORDER BY id", userID, o.OpenedAt).
		Scan(&tokens).
		Error
	if err != nil {
		return err
	}
	for _, id := range tokens {
		if err := t.revokeToken(0, id); err != nil {
			return err
		}
	}
	return t.revokeCalendar(userID, 0, "the account was confirmed")
}

// recordForDesks writes an event about a user once for each of their desks, so that each desk's audit log
// contains it.
func (t *tx) recordForDesks(userID int64, e event) error {
	var desks []int64
	if err := t.Raw("SELECT desk_id FROM memberships WHERE user_id = ? ORDER BY desk_id", userID).Scan(&desks).Error; err != nil {
		return err
	}
	if len(desks) == 0 {
		desks = []int64{0}
	}
	for _, e.desk = range desks {
		if err := t.recordEvent(e); err != nil {
			return err
		}
	}
	return nil
}

// accountRestriction returns why the reader's account may not sign, rule or override at a desk, and who can confirm the account. An
// account is restricted if a link that another user made opened it, and nobody has confirmed it. bar is the reason in one sentence, or ""
// for an unrestricted account. note is printed beside the account's signatures if nobody at the desk could confirm it; otherwise it is
// "".
func (t *tx) accountRestriction(r models.Reader, desk int64) (bar message.Text, note string, err error) {
	return accountRestriction(t.DB, r.UserID, desk)
}

// restrictedError returns a ValidationError with the restriction bar, or err if the query for it failed.
func restrictedError(err error, field string, bar message.Text) error {
	if err != nil {
		return err
	}
	return asFieldError(field, bar)
}

// asFieldError returns a text as the error of a field.
func asFieldError(field string, t message.Text) error {
	var wrong models.ValidationErrors
	wrong.AddText(field, t)
	return wrong
}

func accountRestriction(db *gorm.DB, userID, desk int64) (bar message.Text, note string, err error) {
	all, err := unconfirmedOpenings(db)
	o, opened := all[userID]
	if err != nil || !opened {
		return message.Text{}, "", err
	}
	own, err := ownerProof(db, o)
	if err != nil {
		return message.Text{}, "", err
	}
	var admins []models.User
	err = db.Raw(`SELECT u.id, u.name FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE m.desk_id = ? AND m.role = ? ORDER BY u.name, u.id`, desk, models.Admin).Scan(&admins).Error
	bar, note = models.AccountRestriction(all, userID, own, admins)
	return bar, note, err
}

// ownerProof returns the credentials that the owner of an account had before somebody else may have used it.
func ownerProof(db *gorm.DB, o models.AccountOpening) (models.OwnerCredentials, error) {
	var own models.OwnerCredentials
	err := queryOne(db, &own, `SELECT EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = ? AND f.confirmed_at < ?) AS code,
		EXISTS (SELECT 1 FROM identities i WHERE i.user_id = ? AND i.created_at < ?) AS sign_on`, o.UserID, o.Since, o.UserID, o.Since)
	return own, err
}

// confirmByOwner confirms an account whose owner has just used a code of the second factor or an identity. It does so only if that
// credential is older than the opening of the account, and if the account needs a confirmation.
func (t *tx) confirmByOwner(userID int64, how models.AccountConfirmation) error {
	all, err := unconfirmedOpenings(t.DB)
	o, opened := all[userID]
	if err != nil || !opened {
		return err
	}
	own, err := ownerProof(t.DB, o)
	if err != nil || how == models.ConfirmedByCode && !own.Code || how == models.ConfirmedBySignOn && !own.SignOn {
		return err
	}
	return t.confirmAccount(o, userID, how)
}

// confirmByAddress confirms an account if the provider has just verified the address that the account had
// before it was opened.
func (t *tx) confirmByAddress(userID int64) error {
	all, err := unconfirmedOpenings(t.DB)
	o, opened := all[userID]
	if err != nil || !opened {
		return err
	}
	return t.confirmAccount(o, userID, models.ConfirmedBySignOn)
}

// confirmAccount records that an account belongs to its owner. by is 0 for the command line.
func (t *tx) confirmAccount(o models.AccountOpening, by int64, how models.AccountConfirmation) error {
	_, err := t.exec(
		"UPDATE account_openings SET confirmed_at = $1, confirmed_by = $2, confirmed_how = $3 WHERE id = $4 AND confirmed_at IS NULL",
		t.now,
		nullableID(by),
		how,
		o.ID,
	)
	if err != nil {
		return err
	}
	return t.recordForDesks(o.UserID, event{actor: by, action: "account confirmed", object: "user", id: o.UserID,
		before: map[string]any{
			"opening":   o.ID,
			"link":      o.LinkID,
			"made_by":   o.MadeBy,
			"maker":     o.Maker,
			"confirmed": false,
		}, after: map[string]any{"confirmed": true, "how": how}})
}

// ConfirmAccount confirms, as an administrator, that an account opened by another administrator's link is
// used by its owner.
func (s *Store) ConfirmAccount(ctx context.Context, r models.Reader, userID int64) (err error) {
	defer wrap(&err, "confirm the account of user %d", userID)
	return s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManageAnyDeskOf(r, userID); err != nil {
			return err
		}
		all, err := unconfirmedOpenings(t.DB)
		if err != nil {
			return err
		}
		o, opened := all[userID]
		if !opened {
			return errNothingToConfirm
		}
		if refusal := all.ConfirmRefusal(r.UserID, o); !refusal.IsZero() {
			return asFieldError("person", refusal)
		}
		return t.confirmAccount(o, r.UserID, models.ConfirmedByAdmin)
	})
}

// errNothingToConfirm is returned if an account needs no confirmation.
var errNothingToConfirm = models.NewFieldError("person", "This account needs no confirmation.")

// ConfirmAccountByEmail is ConfirmAccount for the command line.
func (s *Store) ConfirmAccountByEmail(ctx context.Context, email string) (err error) {
	defer wrap(&err, "confirm an account")
	return s.writeTx(ctx, func(t *tx) error {
		var id int64
		if err := queryOne(t.DB, &id, "SELECT id FROM users WHERE email = ?", text.PrepareUserName(email)); err != nil {
			return err
		}
		all, err := unconfirmedOpenings(t.DB)
		if err != nil {
			return err
		}
		o, opened := all[id]
		if !opened {
			return errNothingToConfirm
		}
		return t.confirmAccount(o, 0, models.ConfirmedByCommand)
	})
}

// mayManageAnyDeskOf checks that the reader may manage at a desk of a user. It returns ErrNotFound if they
// share no desk that the reader manages.
func (t *tx) mayManageAnyDeskOf(r models.Reader, userID int64) error {
	err := t.mayManagePerson(r, userID)
	if errors.Is(err, models.ErrForbidden) && !r.ReadOnly { // they also belong to another desk
		return nil
	}
	return err
}

// AccountRestriction returns why the reader's account may not sign, rule and override at their desks (bar),
// and what is printed beside its signatures (note).
func (s *Store) AccountRestriction(ctx context.Context, r models.Reader) (bar message.Text, note string, err error) {
	defer wrap(&err, "ask whether user %d may sign", r.UserID)
	for _, d := range r.DesksFor(models.ActSign) {
		bar, n, err := accountRestriction(s.readDB(ctx), r.UserID, d.DeskID)
		if err != nil || !bar.IsZero() {
			return bar, "", err
		}
		if n != "" {
			note = n
		}
	}
	return message.Text{}, note, nil
}
