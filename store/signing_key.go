package store

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/go-jose/go-jose/v4"
	"gorm.io/gorm"

	"linecheck/models"
)

// articleSignatureType is the JWS type of an article file's signature, so that no other statement passes as one.
const articleSignatureType = "linecheck-article"

// newSigningKey generates a key, and returns its public and its private part.
func newSigningKey() (key models.SigningKey, private string, err error) {
	public, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		return key, "", fmt.Errorf("generating a key: %w", err)
	}
	key.Public = base64.RawURLEncoding.EncodeToString(public)
	if key.KID, err = thumbprint(public); err != nil {
		return key, "", err
	}
	return key, base64.RawURLEncoding.EncodeToString(secret.Seed()), nil
}

// thumbprint returns the RFC 7638 thumbprint of a public key.
func thumbprint(public ed25519.PublicKey) (string, error) {
	jwk := jose.JSONWebKey{Key: public}
	sum, err := jwk.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", fmt.Errorf("identifying a key: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sum), nil
}

// EnsureSigningKey makes the installation's first key, with which it signs its exports, unless there is one.
func (s *Store) EnsureSigningKey(ctx context.Context) (err error) {
	defer wrap(&err, "make the first signing key")
	return s.writeTx(ctx, func(t *tx) error {
		_, err := t.ensureSigningKey()
		return err
	})
}

// RotateSigningKey makes a new key and retires the current one, if any: its private part is erased, and its public part stays.
func (s *Store) RotateSigningKey(ctx context.Context) (key models.SigningKey, err error) {
	defer wrap(&err, "rotate the signing key")
	err = s.writeTx(ctx, func(t *tx) error {
		var current []models.SigningKey
		if err := t.Raw("SELECT id, kid FROM signing_keys WHERE retired_at IS NULL").Scan(&current).Error; err != nil {
			return err
		}
		for _, k := range current {
			if _, err := t.exec("UPDATE signing_keys SET private = NULL, retired_at = $1 WHERE id = $2", t.now, k.ID); err != nil {
				return err
			}
			if err := t.recordEvent(event{action: "signing key retired", object: "key", id: k.ID, after: map[string]any{"kid": k.KID}}); err != nil {
				return err
			}
		}
		key, err = t.addSigningKey()
		return err
	})
	return key, err
}

// addSigningKey stores a new key. Its event contains only the thumbprint.
func (t *tx) addSigningKey() (models.SigningKey, error) {
	key, private, err := newSigningKey()
	if err != nil {
		return key, err
	}
	key.CreatedAt = t.now
	err = t.queryRow("INSERT INTO signing_keys (kid, public, private, created_at) VALUES ($1, $2, $3, $4) RETURNING id",
		[]any{key.KID, key.Public, private, t.now}, &key.ID)
	if err != nil {
		return key, err
	}
	return key, t.recordEvent(event{action: "signing key made", object: "key", id: key.ID, after: map[string]any{"kid": key.KID}})
}

// SigningKeys lists the public parts of all keys, the current one first.
func (s *Store) SigningKeys(ctx context.Context) (list []models.SigningKey, err error) {
	defer wrap(&err, "list the signing keys")
	return s.signingKeys(ctx)
}

// signingKeys is SigningKeys for other methods, which wrap its errors as their own.
func (s *Store) signingKeys(ctx context.Context) (list []models.SigningKey, err error) {
	err = s.readDB(ctx).Raw("SELECT id, kid, public, created_at, retired_at FROM signing_keys ORDER BY id DESC").Scan(&list).Error
	return list, err
}

// KeySet returns the public keys as a JSON Web Key Set (RFC 7517, RFC 8037).
func (s *Store) KeySet(ctx context.Context) (set jose.JSONWebKeySet, err error) {
	defer wrap(&err, "read the key set")
	keys, err := s.signingKeys(ctx)
	set.Keys = make([]jose.JSONWebKey, len(keys))
	for i, k := range keys {
		public, err := base64.RawURLEncoding.DecodeString(k.Public)
		if err != nil {
			return set, fmt.Errorf("reading key %s: %w", k.KID, err)
		}
		set.Keys[i] = jose.JSONWebKey{Key: ed25519.PublicKey(public), KeyID: k.KID, Algorithm: string(jose.EdDSA), Use: "sig"}
	}
	return set, err
}

// signingKey is the key that signs now.
type signingKey struct {
	KID     string `gorm:"column:kid"`
	Private string // base64url of the seed
}

// currentSigningKey returns the current key. It returns ErrNotFound if there is none yet.
func currentSigningKey(db *gorm.DB) (key signingKey, err error) {
	err = queryOne(db, &key, "SELECT kid, private FROM signing_keys WHERE retired_at IS NULL ORDER BY id DESC LIMIT 1")
	return key, err
}

// ensureSigningKey returns the current key. It makes the installation's first one if there is none.
func (t *tx) ensureSigningKey() (signingKey, error) {
	key, err := currentSigningKey(t.DB)
	if !isNotFound(err) {
		return key, err
	}
	if _, err := t.addSigningKey(); err != nil {
		return key, err
	}
	return currentSigningKey(t.DB)
}

// jws signs a payload. kind is the type of the statement, so that no other statement passes as one.
func (k signingKey) jws(kind string, payload []byte) (*jose.JSONWebSignature, error) {
	seed, err := base64.RawURLEncoding.DecodeString(k.Private)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, errors.New("the signing key is corrupt")
	}
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: ed25519.NewKeyFromSeed(seed), KeyID: k.KID}},
		(&jose.SignerOptions{}).WithType(jose.ContentType(kind)),
	)
	if err != nil {
		return nil, fmt.Errorf("preparing the key: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	return signed, nil
}

// sign returns a payload with its signature as a compact JWS.
func (k signingKey) sign(kind string, payload []byte) (string, error) {
	signed, err := k.jws(kind, payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

// SignArticleFile returns the signature of an article file without its last member, as a detached JWS in compact form; "" if the
// installation has no key yet.
func (s *Store) SignArticleFile(ctx context.Context, object []byte) (_ string, err error) {
	defer wrap(&err, "sign an article file")
	key, err := currentSigningKey(s.readDB(ctx))
	if isNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	signed, err := key.jws(articleSignatureType, object)
	if err != nil {
		return "", err
	}
	return signed.DetachedCompactSerialize()
}
