package store

import (
	"time"

	"gorm.io/gorm"

	"linecheck/models"
)

// checkUsable returns ErrLinkUsed unless a link is valid now.
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

// isMakerAllowed reports whether a link's maker could still make it. A link to a desk needs an administrator of that desk. A password
// link needs an administrator of every desk of the user. The setup link becomes invalid with the first account.
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

// recordLink writes an event about a link to an audit log. For a link to a desk, this is the desk's. For a password link, these are the
// logs of all desks of its user.
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

// revokeLinks revokes the unused links that match a condition, and records why.
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

// revokeLinksOf revokes the links that a user made, including guest links, the links made for the user, and the address of their
// calendar.
func (t *tx) revokeLinksOf(userID, by int64, why string) error {
	if err := t.revokeCalendar(userID, by, why); err != nil {
		return err
	}
	if err := t.revokeGuestLinks(by, why, "made_by = ?", userID); err != nil {
		return err
	}
	return t.revokeLinks(by, why, "invited_by = ? OR email = (SELECT u.email FROM users u WHERE u.id = ?)", userID, userID)
}

// revokeLinksOnRoleChange revokes the links of a user whose role at a desk changed. Joining a desk takes no right away, so a new member's
// own links and invitations to other desks stay valid.
func (t *tx) revokeLinksOnRoleChange(userID, deskID, by int64, before models.Role) error {
	if before == "" {
		return t.revokeLinks(by, roleChanged, "email = (SELECT u.email FROM users u WHERE u.id = ?) AND (desk_id IS NULL OR desk_id = ?)",
			userID, deskID)
	}
	return t.revokeLinksOf(userID, by, roleChanged)
}

// The reasons for revoking links after a change of their maker or their user.
const (
	roleChanged     = "a role was changed"
	passwordChanged = "a password was changed"
	accountClosed   = "an account was closed"
)

// pointedID returns the id that p points to; 0 for nil.
func pointedID(p *int64) int64 {
	if p == nil {
		return 0
	}
	return *p
}
