package store

import (
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// checkUsable is ErrLinkUsed unless a link can be used now.
func checkUsable(db *gorm.DB, i models.Invitation, at time.Time) error {
	if i.UsedAt != nil || i.RevokedAt != nil || i.ExpiresAt.Before(at) {
		return models.ErrLinkUsed
	}
	may, err := isMakerAllowed(db, i)
	if err == nil && !may {
		err = models.ErrLinkUsed
	}
	return err
}

// isMakerAllowed reports whether a link could be made now by who made it: for a desk an administrator of it, for a new password one
// of every desk of the person.
// The link for a first administrator ends with the first account.
func isMakerAllowed(db *gorm.DB, i models.Invitation) (may bool, err error) {
	const admin = "EXISTS (SELECT 1 FROM memberships a JOIN users u ON u.id = a.user_id AND u.disabled_at IS NULL WHERE a.user_id = ? AND a.role = 'admin' AND a.desk_id = "
	switch {
	case i.Purpose == models.PurposeSetup:
		err = queryOne(db, &may, "SELECT NOT EXISTS (SELECT 1 FROM users)")
	case i.InvitedBy == nil:
		return false, nil
	case i.Purpose == models.PurposeJoin:
		err = queryOne(db, &may, "SELECT "+admin+"?)", *i.InvitedBy, i.DeskID)
	default:
		err = queryOne(db, &may, `SELECT EXISTS (SELECT 1 FROM memberships m JOIN users p ON p.id = m.user_id WHERE p.email = ?)
			AND NOT EXISTS (SELECT 1 FROM memberships m JOIN users p ON p.id = m.user_id WHERE p.email = ? AND NOT `+admin+"m.desk_id))", i.Email, i.Email, *i.InvitedBy)
	}
	return may, err
}

// recordLink writes an event about a link into the audit log of the desk that it leads to, or of those of the person who gets a new
// password.
func (t *tx) recordLink(i models.Invitation, e event) error {
	e.object, e.id = "invitation", i.ID
	if i.DeskID != nil {
		e.desk = *i.DeskID
		return t.recordEvent(e)
	}
	var person int64
	if err := t.Raw("SELECT id FROM users WHERE email = ?", i.Email).Scan(&person).Error; err != nil {
		return err
	}
	return t.recordForDesks(person, e)
}

// revokeLinks ends the links that are not used yet and that a condition picks, and says why.
func (t *tx) revokeLinks(by int64, why, where string, args ...any) error {
	var links []models.Invitation
	if err := t.Where("used_at IS NULL AND revoked_at IS NULL").Where(where, args...).Order("id").Find(&links).Error; err != nil {
		return err
	}
	for _, i := range links {
		if _, err := t.exec("UPDATE invitations SET revoked_at = $1 WHERE id = $2", t.now, i.ID); err != nil {
			return err
		}
		err := t.recordLink(
			i,
			event{
				actor:  by,
				action: "link revoked",
				before: map[string]any{"purpose": i.Purpose, "email": i.Email, "role": i.Role},
				after:  map[string]any{"why": why},
			},
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// revokeLinksOf ends the links that a person made and those that are for them.
func (t *tx) revokeLinksOf(userID, by int64, why string) error {
	return t.revokeLinks(by, why, "invited_by = ? OR email = (SELECT u.email FROM users u WHERE u.id = ?)", userID, userID)
}

// revokeLinksOnRoleChange ends the links of a person whose role at a desk is another one. Who joins a desk keeps those that they
// made: no right of theirs went.
func (t *tx) revokeLinksOnRoleChange(userID, by int64, before models.Role) error {
	if before == "" {
		return t.revokeLinks(by, roleChanged, "email = (SELECT u.email FROM users u WHERE u.id = ?)", userID)
	}
	return t.revokeLinksOf(userID, by, roleChanged)
}

// Why links end with a change of the person who made them, or whom they are for.
const (
	roleChanged     = "a role was changed"
	passwordChanged = "a password was changed"
	accountClosed   = "an account was closed"
)
