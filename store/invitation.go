package store

import (
	"context"
	"fmt"
	"time"

	"linecheck/models"
)

// invitationLifetime is how long a one-time link is valid.
const invitationLifetime = 7 * 24 * time.Hour

// CreateSetupToken creates the one-time link for the first administrator. It returns "" if there is already an account. Links of earlier
// starts become invalid.
func (s *Store) CreateSetupToken(ctx context.Context) (_ string, err error) {
	defer wrap(&err, "make a setup link")
	token, hash := newToken()
	err = s.writeTx(ctx, func(t *tx) error {
		var users int
		if err := t.Raw("SELECT count(*) FROM users").Scan(&users).Error; err != nil {
			return err
		}
		if users > 0 {
			token = ""
			return nil
		}
		return t.invite(&models.Invitation{TokenHash: hash, Purpose: models.PurposeSetup}, 0)
	})
	return token, err
}

// invite stores a one-time link. It revokes the user's earlier link for the same purpose and desk.
func (t *tx) invite(i *models.Invitation, by int64) error {
	err := t.revokeLinks(by, "another link was made", "purpose = ? AND email = ? AND coalesce(desk_id, 0) = ?",
		i.Purpose, i.Email, pointedID(i.DeskID))
	if err != nil {
		return err
	}
	i.InvitedBy, i.CreatedAt, i.ExpiresAt = nullableID(by), t.now, t.now.Add(invitationLifetime)
	if err := t.Create(i).Error; err != nil {
		return err
	}
	return t.recordLink(
		*i,
		event{
			actor:  by,
			action: "link made",
			after:  map[string]any{"purpose": i.Purpose, "email": i.Email, "role": i.Role, "expires": i.ExpiresAt},
		},
	)
}

// Invitation reads a valid one-time link by its token. It returns ErrLinkUsed if the link was used, was
// revoked or has expired, or if its maker may no longer make it.
func (s *Store) Invitation(ctx context.Context, token string) (_ models.Invitation, err error) {
	defer wrap(&err, "find an invitation")
	return s.invitation(ctx, token)
}

// invitation is Invitation for other methods, which wrap its errors as their own.
func (s *Store) invitation(ctx context.Context, token string) (models.Invitation, error) {
	var i models.Invitation
	if err := queryOne(s.readDB(ctx), &i, "SELECT * FROM invitations WHERE token_hash = ?", hashToken(token)); err != nil {
		return i, err
	}
	return i, checkUsable(s.readDB(ctx), i, currentTime())
}

// useInvitation uses up a link with one of the purposes.
func (t *tx) useInvitation(token string, purposes ...models.Purpose) (models.Invitation, error) {
	var i models.Invitation
	if err := queryOne(t.DB, &i, "SELECT * FROM invitations WHERE token_hash = ? AND purpose IN ?", hashToken(token), purposes); err != nil {
		return i, err
	}
	if err := checkUsable(t.DB, i, t.now); err != nil {
		return i, err
	}
	return i, t.Exec("UPDATE invitations SET used_at = ? WHERE id = ?", t.now, i.ID).Error
}

// Setup creates the first administrator, their desk and the sample article with the link that the first start
// printed.
func (s *Store) Setup(ctx context.Context, token, name, email, password string) (_ models.User, err error) {
	defer wrap(&err, "set up the first administrator")
	var wrong models.ValidationErrors
	name, email = models.CheckPerson(name, email, &wrong)
	if detail := models.CheckPassword(password); detail != "" {
		wrong.Add("password", "%s", detail)
	}
	if len(wrong) > 0 {
		return models.User{}, wrong
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return models.User{}, err
	}
	user := models.User{Name: name, Email: email, PasswordHash: hash}
	err = s.writeTx(ctx, func(t *tx) error {
		if _, err := t.useInvitation(token, models.PurposeSetup); err != nil {
			return err
		}
		return t.createFirstDesk(s.limits, &user)
	})
	return user, err
}

// createFirstDesk creates the newsroom's first desk with its administrator and the sample article.
func (t *tx) createFirstDesk(limits models.Limits, admin *models.User) error {
	if err := t.addUser(admin, 0, 0, ""); err != nil {
		return err
	}
	desk := models.Desk{Name: "News desk"}
	if err := t.addDesk(&desk, admin.ID); err != nil {
		return err
	}
	draft, err := models.SampleArticle(desk.ID).Segment(limits)
	if err != nil {
		return fmt.Errorf("cutting the sample article: %w", err)
	}
	_, err = t.addArticle(models.NewArticle{DeskID: desk.ID}, draft, admin.ID)
	return err
}

// Join creates the account for an invitation, or sets the new password for a reset link.
func (s *Store) Join(ctx context.Context, token, name, password string) (_ models.User, err error) {
	defer wrap(&err, "accept an invitation")
	invitation, err := s.invitation(ctx, token)
	if err != nil {
		return models.User{}, err
	}
	var wrong models.ValidationErrors
	if invitation.Purpose == models.PurposeReset {
		name = invitation.Name
	}
	name, email := models.CheckPerson(name, invitation.Email, &wrong)
	if detail := models.CheckPassword(password); detail != "" {
		wrong.Add("password", "%s", detail)
	}
	if len(wrong) > 0 {
		return models.User{}, wrong
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return models.User{}, err
	}
	user := models.User{Name: name, Email: email, PasswordHash: hash}
	err = s.writeTx(ctx, func(t *tx) error { return t.join(token, &user) })
	return user, err
}

func (t *tx) join(token string, user *models.User) error {
	i, err := t.useInvitation(token, models.PurposeJoin, models.PurposeReset)
	if err != nil {
		return err
	}
	if i.Purpose == models.PurposeJoin {
		if err := t.addUser(user, *i.InvitedBy, *i.DeskID, i.Role); err != nil {
			return err
		}
		return t.recordOpening(user.ID, i)
	}
	hash := user.PasswordHash
	if err := queryOne(t.DB, user, "SELECT * FROM users WHERE email = ? AND disabled_at IS NULL", i.Email); err != nil {
		return err
	}
	if err := t.setPassword(user.ID, hash, 0); err != nil {
		return err
	}
	return t.recordOpening(user.ID, i)
}

// Invite creates a one-time link to a desk. The result is the same whether or not the address has an account, so it does not reveal who
// has one. Nobody joins a desk without using the link.
func (s *Store) Invite(ctx context.Context, r models.Reader, i models.Invitation) (_ string, err error) {
	defer wrap(&err, "invite a user")
	var wrong models.ValidationErrors
	i.Name, i.Email = models.CheckPerson(i.Name, i.Email, &wrong)
	if _, err := models.ParseRole(string(i.Role)); err != nil {
		wrong.Add("role", "Please choose one of the listed roles.")
	}
	if i.DeskID == nil {
		wrong.Add("desk", "Please choose a desk.")
	}
	if len(wrong) > 0 {
		return "", wrong
	}
	token, hash := newToken()
	err = s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManage(r, *i.DeskID); err != nil {
			return err
		}
		i.TokenHash, i.Purpose = hash, models.PurposeJoin
		return t.invite(&i, r.UserID)
	})
	return token, err
}

// AcceptInvitation makes the reader a member of the desk that invited their address. It returns ErrNotFound for a link to another
// address.
func (s *Store) AcceptInvitation(ctx context.Context, r models.Reader, token string) (err error) {
	defer wrap(&err, "accept an invitation as user %d", r.UserID)
	return s.writeTx(ctx, func(t *tx) error {
		i, err := t.useInvitation(token, models.PurposeJoin)
		if err != nil {
			return err
		}
		var email string
		if err := queryOne(t.DB, &email, "SELECT email FROM users WHERE id = ? AND disabled_at IS NULL", r.UserID); err != nil {
			return err
		}
		switch {
		case email != i.Email:
			return models.ErrNotFound
		case r.ReadOnly:
			return models.ErrForbidden
		}
		return t.setRole(r.UserID, r.UserID, *i.DeskID, i.Role)
	})
}

// CreateResetLink creates a one-time link with which a user chooses a new password.
func (s *Store) CreateResetLink(ctx context.Context, r models.Reader, userID int64) (_ string, err error) {
	defer wrap(&err, "make a reset link for user %d", userID)
	token, hash := newToken()
	err = s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManagePerson(r, userID); err != nil {
			return err
		}
		var user models.User
		if err := queryOne(t.DB, &user, "SELECT * FROM users WHERE id = ? AND disabled_at IS NULL", userID); err != nil {
			return err
		}
		return t.invite(&models.Invitation{TokenHash: hash, Purpose: models.PurposeReset, Email: user.Email, Name: user.Name}, r.UserID)
	})
	return token, err
}

// Invitations lists the valid links to the desks that the reader manages, and the password links of people
// there, newest first.
func (s *Store) Invitations(ctx context.Context, r models.Reader) (_ []models.LiveLink, err error) {
	defer wrap(&err, "list invitations for user %d", r.UserID)
	var managed []int64
	for _, d := range r.DesksFor(models.ActManage) {
		managed = append(managed, d.DeskID)
	}
	var list []models.LiveLink
	err = s.readDB(ctx).Raw(`SELECT i.*, coalesce(u.name, '') AS maker, coalesce(d.name, '') AS desk FROM invitations i
		LEFT JOIN users u ON u.id = i.invited_by LEFT JOIN desks d ON d.id = i.desk_id
		WHERE i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > ? AND (i.desk_id IN ? OR i.purpose = ? AND i.email IN
			(SELECT p.email FROM users p JOIN memberships m ON m.user_id = p.id WHERE m.desk_id IN ?)) ORDER BY i.id DESC`,
		currentTime(), managed, models.PurposeReset, managed).Scan(&list).Error
	return list, err
}

// RevokeInvitation revokes a valid link: one to a desk that the reader manages, or a password link of
// somebody there.
func (s *Store) RevokeInvitation(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "revoke invitation %d", id)
	return s.writeTx(ctx, func(t *tx) error {
		var i models.Invitation
		if err := queryOne(t.DB, &i, "SELECT * FROM invitations WHERE id = ? AND purpose <> ?", id, models.PurposeSetup); err != nil {
			return err
		}
		if err := t.mayRevoke(r, i); err != nil {
			return err
		}
		if i.UsedAt != nil || i.RevokedAt != nil || i.ExpiresAt.Before(t.now) {
			return models.ErrLinkUsed
		}
		return t.revokeLinks(r.UserID, "taken back", "id = ?", id)
	})
}

func (t *tx) mayRevoke(r models.Reader, i models.Invitation) error {
	if i.DeskID != nil {
		return t.mayManage(r, *i.DeskID)
	}
	var person int64
	if err := queryOne(t.DB, &person, "SELECT id FROM users WHERE email = ?", i.Email); err != nil {
		return err
	}
	return t.mayManageAnyDeskOf(r, person)
}
