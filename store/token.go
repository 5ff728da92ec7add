package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"linecheck/models"
	"linecheck/text"
)

// newToken generates a secret of 256 bits for a link, a session or an API token, and the hash that is stored.
func newToken() (token, hash string) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: without randomness, the program crashes
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, hashToken(token)
}

// hashToken returns the SHA-256 of a token. Tokens are random, so it needs no salt.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// tokenUseInterval is the minimum time between two updates of a token's last use, which shows administrators
// whether it is still in use.
const tokenUseInterval = time.Minute

// ReaderByAPIToken returns the user of an API token, and records its use.
func (s *Store) ReaderByAPIToken(ctx context.Context, token string) (_ models.Reader, err error) {
	defer wrap(&err, "find the user of an API token")
	found, err := s.readerByToken(
		ctx,
		"API ",
		`SELECT x.id, x.expires_at, x.scope, x.name, x.last_used_at, '', u.id, u.name, u.email, m.desk_id, d.name, m.role, d.blind
		FROM api_tokens x JOIN users u ON u.id = x.user_id AND u.disabled_at IS NULL
		LEFT JOIN memberships m ON m.user_id = u.id LEFT JOIN desks d ON d.id = m.desk_id
		WHERE x.token_hash = $1 AND x.revoked_at IS NULL`,
		token,
	)
	if err != nil {
		return models.Reader{}, err
	}
	r := found.reader
	r.TokenID, r.SessionID = r.SessionID, 0
	if currentTime().Sub(found.used) < tokenUseInterval {
		return r, nil
	}
	return r, s.writeTx(ctx, func(t *tx) error {
		_, err := t.exec(
			"UPDATE api_tokens SET last_used_at = $1 WHERE id = $2 AND (last_used_at IS NULL OR last_used_at <= $3)",
			t.now,
			r.TokenID,
			t.now.Add(-tokenUseInterval),
		)
		return err
	})
}

// AddToken creates an API token for the reader and returns it; only its hash is stored.
func (s *Store) AddToken(ctx context.Context, r models.Reader, n models.NewToken) (_ string, err error) {
	defer wrap(&err, "add an API token for user %d", r.UserID)
	return s.addToken(ctx, r.UserID, n, func(t *tx) (id int64, err error) {
		if r.TokenID != 0 {
			return 0, fmt.Errorf("%w: a token makes no other", models.ErrForbidden)
		}
		err = queryOne(t.DB, &id, "SELECT id FROM users WHERE id = ? AND disabled_at IS NULL", r.UserID)
		return id, err
	})
}

// AddTokenByEmail is AddToken for the command line, which needs no rights.
func (s *Store) AddTokenByEmail(ctx context.Context, email string, n models.NewToken) (_ string, err error) {
	defer wrap(&err, "add an API token by email")
	return s.addToken(ctx, 0, n, func(t *tx) (id int64, err error) {
		err = queryOne(t.DB, &id, "SELECT id FROM users WHERE email = ? AND disabled_at IS NULL", text.PrepareUserName(email))
		return id, err
	})
}

func (s *Store) addToken(ctx context.Context, by int64, n models.NewToken, find func(*tx) (int64, error)) (string, error) {
	name, scope, life, err := n.Check()
	if err != nil {
		return "", err
	}
	token, hash := newToken()
	return token, s.writeTx(ctx, func(t *tx) error {
		row := models.APIToken{TokenHash: hash, Name: name, Scope: scope, CreatedAt: t.now}
		var err error
		if row.UserID, err = find(t); err != nil {
			return err
		}
		if life > 0 {
			until := t.now.Add(life)
			row.ExpiresAt = &until
		}
		if err := t.Create(&row).Error; err != nil {
			return err
		}
		return t.recordForDesks(row.UserID, event{actor: by, action: "token made", object: "token", id: row.ID,
			after: map[string]any{"user": row.UserID, "name": name, "scope": scope, "expires": row.ExpiresAt}})
	})
}

// Tokens lists the reader's own tokens without revoked ones, newest first.
func (s *Store) Tokens(ctx context.Context, r models.Reader) (_ []models.APIToken, err error) {
	defer wrap(&err, "list the API tokens of user %d", r.UserID)
	var list []models.APIToken
	err = s.readDB(ctx).Where("user_id = ? AND revoked_at IS NULL", r.UserID).Order("id DESC").Find(&list).Error
	return list, err
}

// AllTokens lists everybody's tokens, for the command line.
func (s *Store) AllTokens(ctx context.Context) (_ []models.NamedToken, err error) {
	defer wrap(&err, "list all API tokens")
	var list []models.NamedToken
	err = s.readDB(ctx).Raw("SELECT x.*, u.email FROM api_tokens x JOIN users u ON u.id = x.user_id ORDER BY x.id").Scan(&list).Error
	return list, err
}

// RevokeToken revokes one of the reader's own tokens; ErrNotFound for others.
func (s *Store) RevokeToken(ctx context.Context, r models.Reader, id int64) (err error) {
	defer wrap(&err, "revoke API token %d of user %d", id, r.UserID)
	return s.writeTx(ctx, func(t *tx) error {
		var own int64
		if err := queryOne(t.DB, &own, "SELECT id FROM api_tokens WHERE id = ? AND user_id = ?", id, r.UserID); err != nil {
			return err
		}
		return t.revokeToken(r.UserID, id)
	})
}

// RevokeTokens ends all of the reader's own tokens.
func (s *Store) RevokeTokens(ctx context.Context, r models.Reader) (err error) {
	defer wrap(&err, "revoke the API tokens of user %d", r.UserID)
	return s.writeTx(ctx, func(t *tx) error {
		var ids []int64
		if err := t.Raw("SELECT id FROM api_tokens WHERE user_id = ? AND revoked_at IS NULL ORDER BY id", r.UserID).Scan(&ids).Error; err != nil {
			return err
		}
		for _, id := range ids {
			if err := t.revokeToken(r.UserID, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// RevokeAnyToken is RevokeToken for the command line, which needs no rights.
func (s *Store) RevokeAnyToken(ctx context.Context, id int64) (err error) {
	defer wrap(&err, "revoke API token %d", id)
	return s.writeTx(ctx, func(t *tx) error { return t.revokeToken(0, id) })
}

// revokeToken revokes a token; it does nothing if the token is already revoked.
func (t *tx) revokeToken(by, id int64) error {
	var row models.APIToken
	if err := queryOne(t.DB, &row, "SELECT * FROM api_tokens WHERE id = ?", id); err != nil || row.RevokedAt != nil {
		return err
	}
	if _, err := t.exec("UPDATE api_tokens SET revoked_at = $1 WHERE id = $2", t.now, id); err != nil {
		return err
	}
	return t.recordForDesks(
		row.UserID,
		event{actor: by, action: "token revoked", object: "token", id: id, before: map[string]any{"user": row.UserID, "name": row.Name}},
	)
}
