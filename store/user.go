package store

import (
	"context"
	"fmt"

	"linecheck/models"
	"linecheck/store/database"
	"linecheck/text"
)

// NewUser is a user as the command line adds them.
type NewUser struct {
	Name, Email, Password string // without a password, the account needs a link
	PasswordHash          string // instead of a password: an argon2id hash from elsewhere
	Role                  models.Role
	DeskID                int64
}

// AddUser creates an account with a role at a desk, for the command line, which needs no rights.
func (s *Store) AddUser(ctx context.Context, n NewUser) (_ models.User, err error) {
	defer wrap(&err, "add a user")
	var wrong models.ValidationErrors
	n.Name, n.Email = models.CheckPerson(n.Name, n.Email, &wrong)
	if detail := models.CheckPassword(n.Password); n.Password != "" && detail != "" {
		wrong.Add("password", "%s", detail)
	}
	if len(wrong) > 0 {
		return models.User{}, wrong
	}
	user := models.User{Name: n.Name, Email: n.Email, PasswordHash: n.PasswordHash}
	if n.Password != "" {
		if user.PasswordHash, err = s.hashPassword(ctx, n.Password); err != nil {
			return models.User{}, err
		}
	}
	err = s.writeTx(ctx, func(t *tx) error { return t.addUser(&user, 0, n.DeskID, n.Role) })
	return user, err
}

// addUser stores a user and their role at a desk.
func (t *tx) addUser(user *models.User, by, deskID int64, role models.Role) error {
	user.CreatedAt, user.TypedName = t.now, user.Name
	if err := t.Create(user).Error; err != nil {
		if database.IsDuplicateKey(err) {
			return fmt.Errorf("%w: there is an account with this email already", models.ErrTaken)
		}
		return err
	}
	if err := t.recordEvent(event{actor: by, action: "person added", object: "user", id: user.ID, desk: deskID, after: map[string]any{"email": user.Email, "name": user.Name}}); err != nil {
		return err
	}
	if err := t.revokeLinks(by, "there is an account now", "purpose = ?", models.PurposeSetup); err != nil {
		return err
	}
	if deskID == 0 {
		return nil
	}
	return t.setRole(by, user.ID, deskID, role)
}

// setRole sets a user's role at a desk; "" removes it. The desk keeps at least one administrator.
func (t *tx) setRole(by, userID, deskID int64, role models.Role) error {
	var was string
	if err := t.Raw("SELECT role FROM memberships WHERE user_id = ? AND desk_id = ?", userID, deskID).Scan(&was).Error; err != nil {
		return err
	}
	before := models.Role(was)
	if before == role {
		return nil
	}
	if err := t.writeRole(by, userID, deskID, role, false); err != nil {
		return err
	}
	if before == models.Admin {
		if err := t.checkAdminRemains(deskID); err != nil {
			return err
		}
	}
	err := t.recordEvent(event{actor: by, action: "role set", object: "user", id: userID, desk: deskID,
		before: map[string]any{"role": before}, after: map[string]any{"role": role}})
	if err != nil {
		return err
	}
	return t.revokeLinksOnRoleChange(userID, deskID, by, before)
}

// writeRole stores a membership; fromGroup tells whether it follows from a group.
func (t *tx) writeRole(by, userID, deskID int64, role models.Role, fromGroup bool) error {
	if role == "" {
		return t.Exec("DELETE FROM memberships WHERE user_id = ? AND desk_id = ?", userID, deskID).Error
	}
	err := t.Exec(`INSERT INTO memberships (user_id, desk_id, role, created_at, from_group) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (user_id, desk_id) DO UPDATE SET role = excluded.role, from_group = excluded.from_group`, userID, deskID, role, t.now, fromGroup).Error
	if err != nil {
		return err
	}
	return t.disambiguateNames(by, deskID)
}

// checkAdminRemains refuses to leave a desk without an administrator.
func (t *tx) checkAdminRemains(deskID int64) error {
	var admins int
	err := t.Raw(`SELECT count(*) FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE m.desk_id = ? AND m.role = ?`, deskID, models.Admin).Scan(&admins).Error
	if err == nil && admins == 0 {
		err = models.NewFieldError("role", "A desk needs at least one administrator; please make somebody else one first.")
	}
	return err
}

// mayManage checks, inside the transaction, that the reader manages a desk now.
func (t *tx) mayManage(r models.Reader, deskID int64) error {
	role, err := t.loadRole(r, deskID)
	if err != nil {
		return err
	}
	return checkAllowed(r, role, models.ActManage)
}

// loadRole returns the reader's current role at a desk, which may have changed since the request began;
// ErrNotFound if they have none.
func (t *tx) loadRole(r models.Reader, deskID int64) (models.Role, error) {
	var role string
	err := queryOne(t.DB, &role, `SELECT m.role FROM memberships m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
		WHERE m.user_id = ? AND m.desk_id = ?`, r.UserID, deskID)
	return models.Role(role), err
}

// checkAllowed returns ErrForbidden unless the role allows the action and the token is not read-only.
func checkAllowed(r models.Reader, role models.Role, act models.Act) error {
	if r.ReadOnly || !role.Allows(act) {
		return fmt.Errorf("%w: a %s may not %s", models.ErrForbidden, role, act)
	}
	return nil
}

// SetRole changes a user's role at a desk that the reader manages; "" removes them from the desk.
func (s *Store) SetRole(ctx context.Context, r models.Reader, userID, deskID int64, role models.Role) (err error) {
	defer wrap(&err, "set the role of user %d at desk %d", userID, deskID)
	return s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManage(r, deskID); err != nil {
			return err
		}
		var member int
		if err := t.Raw("SELECT count(*) FROM memberships WHERE user_id = ? AND desk_id = ?", userID, deskID).Scan(&member).Error; err != nil {
			return err
		}
		if member == 0 {
			return models.ErrNotFound
		}
		return t.setRole(r.UserID, userID, deskID, role)
	})
}

// DisableUser disables an account and ends its sessions at once. The reader must manage every desk of the
// user.
func (s *Store) DisableUser(ctx context.Context, r models.Reader, userID int64) (err error) {
	defer wrap(&err, "disable user %d", userID)
	return s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManagePerson(r, userID); err != nil {
			return err
		}
		if userID == r.UserID {
			return models.NewFieldError("person", "You cannot disable yourself; please ask another administrator.")
		}
		return t.disableUser(r.UserID, userID)
	})
}

// DisableUserByEmail is DisableUser for the command line.
func (s *Store) DisableUserByEmail(ctx context.Context, email string) (err error) {
	defer wrap(&err, "disable a user by email")
	return s.writeTx(ctx, func(t *tx) error {
		var id int64
		if err := queryOne(t.DB, &id, "SELECT id FROM users WHERE email = ?", text.PrepareUserName(email)); err != nil {
			return err
		}
		return t.disableUser(0, id)
	})
}

func (t *tx) disableUser(by, userID int64) error {
	if err := t.Exec("UPDATE users SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL", t.now, userID).Error; err != nil {
		return err
	}
	var desks []int64
	if err := t.Raw("SELECT desk_id FROM memberships WHERE user_id = ? AND role = ?", userID, models.Admin).Scan(&desks).Error; err != nil {
		return err
	}
	for _, desk := range desks {
		if err := t.checkAdminRemains(desk); err != nil {
			return err
		}
	}
	for _, table := range []string{"sessions", "sign_ins"} {
		if _, err := t.exec("DELETE FROM "+table+" WHERE user_id = $1", userID); err != nil {
			return err
		}
	}
	err := t.recordForDesks(userID, event{actor: by, action: "person disabled", object: "user", id: userID,
		before: map[string]any{"account": "open"}, after: map[string]any{"account": "disabled"}})
	if err != nil {
		return err
	}
	return t.revokeLinksOf(userID, by, accountClosed)
}

// EnableUser enables a disabled account again.
func (s *Store) EnableUser(ctx context.Context, r models.Reader, userID int64) (err error) {
	defer wrap(&err, "enable user %d", userID)
	return s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManagePerson(r, userID); err != nil {
			return err
		}
		if err := t.Exec("UPDATE users SET disabled_at = NULL WHERE id = ?", userID).Error; err != nil {
			return err
		}
		return t.recordForDesks(userID, event{actor: r.UserID, action: "person enabled", object: "user", id: userID,
			before: map[string]any{"account": "disabled"}, after: map[string]any{"account": "open"}})
	})
}

// mayManagePerson checks that the reader manages every desk of a user; ErrNotFound if they share no desk that
// the reader manages.
func (t *tx) mayManagePerson(r models.Reader, userID int64) error {
	var desks struct{ All, Managed int }
	err := queryOne(t.DB, &desks, `SELECT count(*) AS "all", count(mine.user_id) AS managed FROM memberships m
		LEFT JOIN memberships mine ON mine.desk_id = m.desk_id AND mine.user_id = ? AND mine.role = ?
		WHERE m.user_id = ?`, r.UserID, models.Admin, userID)
	switch {
	case err != nil:
		return err
	case desks.Managed == 0:
		return models.ErrNotFound
	case desks.Managed < desks.All || r.ReadOnly:
		return fmt.Errorf("%w: this person also belongs to a desk that you do not manage", models.ErrForbidden)
	}
	return nil
}

// ChangePassword replaces the reader's own password and ends their other sessions.
func (s *Store) ChangePassword(ctx context.Context, r models.Reader, old, fresh string) (err error) {
	defer wrap(&err, "change the password of user %d", r.UserID)
	var user models.User
	if err := queryOne(s.readDB(ctx), &user, "SELECT * FROM users WHERE id = ?", r.UserID); err != nil {
		return err
	}
	var wrong models.ValidationErrors
	ok, err := s.checkAttempt(ctx, passwordSubject(r.UserID), old, user.PasswordHash)
	if err != nil {
		return err
	}
	if !ok {
		wrong.Add("old", "This is not your present password.")
	}
	if detail := models.CheckPassword(fresh); detail != "" {
		wrong.Add("new", "%s", detail)
	}
	if len(wrong) > 0 {
		return wrong
	}
	hash, err := s.hashPassword(ctx, fresh)
	if err != nil {
		return err
	}
	return s.writeTx(ctx, func(t *tx) error { return t.setPassword(r.UserID, hash, r.SessionID) })
}

// setPassword stores a password's hash and ends the user's sessions but one.
func (t *tx) setPassword(userID int64, hash string, keep int64) error {
	if err := t.Exec("UPDATE users SET password_hash = ? WHERE id = ?", hash, userID).Error; err != nil {
		return err
	}
	if err := t.Exec("DELETE FROM sessions WHERE user_id = ? AND id <> ?", userID, keep).Error; err != nil {
		return err
	}
	for _, table := range []string{"sign_ins", "known_browsers"} {
		if _, err := t.exec("DELETE FROM "+table+" WHERE user_id = $1", userID); err != nil {
			return err
		}
	}
	if err := t.recordEvent(event{actor: userID, action: "password set", object: "user", id: userID}); err != nil {
		return err
	}
	return t.revokeLinksOf(userID, userID, passwordChanged)
}
