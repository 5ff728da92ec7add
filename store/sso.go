package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"linecheck/models"
)

// ssoTimeout is how long a sign-in at the provider may take.
const ssoTimeout = 10 * time.Minute

// BeginSSO stores a sign-in before the redirect to the provider. It returns the state that the provider must
// send back, and a secret for the browser's cookie.
func (s *Store) BeginSSO(ctx context.Context, row models.PendingSignOn) (state, browser string, err error) {
	defer wrap(&err, "begin a single sign-on")
	state, stateHash := newToken()
	browser, browserHash := newToken()
	err = s.writeTx(ctx, func(t *tx) error {
		if _, err := t.exec("DELETE FROM sign_ons WHERE expires_at < $1", t.now); err != nil {
			return err
		}
		_, err := t.exec(
			"INSERT INTO sign_ons (state_hash, browser_hash, nonce, verifier, next, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
			stateHash,
			browserHash,
			row.Nonce,
			row.Verifier,
			row.Next,
			t.now.Add(ssoTimeout),
		)
		return err
	})
	return state, browser, err
}

// FinishSSO uses up a sign-in that has come back. It returns ErrLinkUsed if the sign-in is unknown, came back
// in another browser, or has expired.
func (s *Store) FinishSSO(ctx context.Context, state, browser string) (_ models.PendingSignOn, err error) {
	defer wrap(&err, "find a single sign-on")
	var row models.PendingSignOn
	err = s.writeTx(ctx, func(t *tx) error {
		return t.queryRow(
			"DELETE FROM sign_ons WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > $3 RETURNING nonce, verifier, next",
			[]any{hashToken(state), hashToken(browser), t.now},
			&row.Nonce,
			&row.Verifier,
			&row.Next,
		)
	})
	if errors.Is(err, models.ErrNotFound) {
		err = models.ErrLinkUsed
	}
	return row, err
}

// SignInBySSO signs in the user whom the provider has authenticated: it updates the memberships that follow
// from their groups, and opens a session. It returns ErrNoRole if they have no role at any desk, in which
// case no account is created, ErrDisabled for a disabled account, and ErrIdentityMismatch if the account
// belongs to another identity.
func (s *Store) SignInBySSO(ctx context.Context, who models.Identity, mapping []models.GroupRole,
	browser models.Session) (_ string, _ time.Time, err error) {
	defer wrap(&err, "sign in by single sign-on")
	if err := who.Check(); err != nil {
		return "", time.Time{}, err
	}
	token, hash := newToken()
	session := models.Session{TokenHash: hash, UserAgent: browser.UserAgent, Address: browser.Address, Proof: models.SignInBySSO}
	refused := error(nil)
	err = s.writeTx(ctx, func(t *tx) error {
		refused = nil
		roles, err := t.resolveDeskRoles(models.RolesFromGroups(who.Groups, mapping))
		if err != nil {
			return err
		}
		if session.UserID, err = t.findOrCreateAccount(who, len(roles) > 0); err != nil {
			return err
		}
		if err := t.syncMemberships(session.UserID, roles); err != nil {
			return err
		}
		var desks int
		if err := queryOne(t.DB, &desks, "SELECT count(*) FROM memberships WHERE user_id = ?", session.UserID); err != nil {
			return err
		}
		if desks == 0 { // roles that were removed stay removed
			refused = models.ErrNoRole
			return nil
		}
		return t.openSession(&session)
	})
	if err = errors.Join(err, refused); err != nil {
		return "", time.Time{}, err
	}
	return token, session.ExpiresAt, nil
}

// resolveDeskRoles replaces the desks' names by their ids. Unknown desks are skipped.
func (t *tx) resolveDeskRoles(named map[string]models.Role) (map[int64]models.Role, error) {
	roles := map[int64]models.Role{}
	for _, name := range slices.Sorted(maps.Keys(named)) {
		var id int64
		err := queryOne(t.DB, &id, "SELECT id FROM desks WHERE name = ?", name)
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return nil, err
		}
		if err == nil {
			roles[id] = named[name]
		}
	}
	return roles, nil
}

// findOrCreateAccount finds the account of an identity at the provider, links one to it, or creates it.
func (t *tx) findOrCreateAccount(who models.Identity, hasRole bool) (int64, error) {
	var user models.User
	err := queryOne(
		t.DB,
		&user,
		"SELECT u.* FROM identities i JOIN users u ON u.id = i.user_id WHERE i.issuer = ? AND i.subject = ?",
		who.Issuer,
		who.Subject,
	)
	known := err == nil
	if errors.Is(err, models.ErrNotFound) && who.VerifiedEmail() != "" {
		err = queryOne(t.DB, &user, "SELECT * FROM users WHERE email = ?", who.VerifiedEmail())
	}
	switch {
	case errors.Is(err, models.ErrNotFound):
		return t.createAccount(who, hasRole)
	case err != nil:
		return 0, err
	case user.DisabledAt != nil:
		return 0, models.ErrDisabled
	case known:
		return user.ID, t.confirmByOwner(user.ID, models.ConfirmedBySignOn)
	}
	return user.ID, t.linkAccount(user, who, hasRole)
}

func (t *tx) createAccount(who models.Identity, hasRole bool) (int64, error) {
	if !hasRole {
		return 0, models.ErrNoRole
	}
	user := who.User()
	if err := t.addUser(&user, 0, 0, ""); err != nil {
		return 0, err
	}
	return user.ID, t.storeIdentity(user.ID, who)
}

// linkAccount links an existing account to the identity that owns its address. Nobody had to prove that they
// own the address to get the account, so its password, second factor, sessions and tokens are revoked.
func (t *tx) linkAccount(user models.User, who models.Identity, hasRole bool) error {
	var tied, desks int
	if err := queryOne(t.DB, &tied, "SELECT count(*) FROM identities WHERE user_id = ? AND issuer = ?", user.ID, who.Issuer); err != nil {
		return err
	}
	if tied > 0 {
		return models.ErrIdentityMismatch
	}
	if err := queryOne(t.DB, &desks, "SELECT count(*) FROM memberships WHERE user_id = ?", user.ID); err != nil {
		return err
	}
	if desks == 0 && !hasRole {
		return models.ErrNoRole
	}
	if err := t.revokeAccess(user.ID); err != nil {
		return err
	}
	if err := t.storeIdentity(user.ID, who); err != nil {
		return err
	}
	return t.confirmByAddress(user.ID)
}

// revokeAccess revokes every credential of an account.
func (t *tx) revokeAccess(userID int64) error {
	if _, err := t.exec("UPDATE users SET password_hash = '' WHERE id = $1", userID); err != nil {
		return err
	}
	for _, table := range []string{"sessions", "sign_ins", "recovery_codes", "second_factors"} {
		if _, err := t.exec("DELETE FROM "+table+" WHERE user_id = $1", userID); err != nil {
			return err
		}
	}
	var tokens []int64
	if err := t.Raw("SELECT id FROM api_tokens WHERE user_id = ? AND revoked_at IS NULL ORDER BY id", userID).Scan(&tokens).Error; err != nil {
		return err
	}
	for _, id := range tokens {
		if err := t.revokeToken(0, id); err != nil {
			return err
		}
	}
	return t.revokeLinksOf(userID, userID, passwordChanged)
}

func (t *tx) storeIdentity(userID int64, who models.Identity) error {
	_, err := t.exec(
		"INSERT INTO identities (user_id, issuer, subject, created_at) VALUES ($1, $2, $3, $4)",
		userID,
		who.Issuer,
		who.Subject,
		t.now,
	)
	if err != nil {
		return fmt.Errorf("tying an account to who signs in: %w", err)
	}
	return t.recordEvent(
		event{
			actor:  userID,
			action: "sign-on linked",
			object: "user",
			id:     userID,
			after:  map[string]any{"issuer": who.Issuer, "subject": who.Subject},
		},
	)
}

// syncMemberships adds, changes and removes the memberships that follow from groups. Manual memberships do
// not change. Groups take precedence: a desk can lose its last administrator through them.
func (t *tx) syncMemberships(userID int64, roles map[int64]models.Role) error {
	var has []models.Membership
	if err := t.Raw("SELECT * FROM memberships WHERE user_id = ?", userID).Scan(&has).Error; err != nil {
		return err
	}
	before, byHand := map[int64]models.Role{}, map[int64]bool{}
	for _, m := range has {
		before[m.DeskID], byHand[m.DeskID] = m.Role, !m.FromGroup
		if _, still := roles[m.DeskID]; !still {
			roles[m.DeskID] = ""
		}
	}
	for _, desk := range slices.Sorted(maps.Keys(roles)) {
		if byHand[desk] || before[desk] == roles[desk] {
			continue
		}
		if err := t.writeRole(0, userID, desk, roles[desk], true); err != nil {
			return err
		}
		err := t.recordEvent(event{action: "role set", object: "user", id: userID, desk: desk,
			before: map[string]any{"role": before[desk]}, after: map[string]any{"role": roles[desk], "by": "group"}})
		if err != nil {
			return err
		}
		if err := t.revokeLinksOnRoleChange(userID, desk, 0, before[desk]); err != nil {
			return err
		}
	}
	return nil
}
