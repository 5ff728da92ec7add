package store

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"

	"github.com/go-jose/go-jose/v4"
	"gorm.io/gorm"

	"linecheck/models"
)

// maxTrustedKeys bounds the keys that a desk trusts, and maxPastedKey the length of a pasted key in bytes.
const (
	maxTrustedKeys = 100
	maxPastedKey   = 4096
)

// TrustedKeys lists the keys that a desk trusts, for a user who manages it.
func (s *Store) TrustedKeys(ctx context.Context, r models.Reader, deskID int64) (desk models.Desk, list []models.TrustedKeyRow, err error) {
	defer wrap(&err, "list the trusted keys of desk %d", deskID)
	if err := mayManageDesk(r, deskID); err != nil {
		return desk, nil, err
	}
	if err := queryOne(s.readDB(ctx), &desk, "SELECT * FROM desks WHERE id = ?", deskID); err != nil {
		return desk, nil, err
	}
	err = s.readDB(ctx).Raw(`SELECT k.*, u.name AS adder FROM trusted_keys k JOIN users u ON u.id = k.added_by
		WHERE k.desk_id = ? AND k.removed_at IS NULL ORDER BY k.id`, deskID).Scan(&list).Error
	return desk, list, err
}

// TrustKey makes a desk trust the key of another newsroom. From then on a file that it signed is shown as that newsroom's.
func (s *Store) TrustKey(ctx context.Context, r models.Reader, deskID int64, typed models.TrustedKeyForm) (err error) {
	defer wrap(&err, "trust a key at desk %d", deskID)
	return s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManage(r, deskID); err != nil {
			return err
		}
		var wrong models.ValidationErrors
		key := models.TrustedKey{DeskID: deskID, Name: models.CheckName(typed.Name, &wrong), AddedBy: r.UserID, AddedAt: t.now}
		parsePublicKey(typed.Key, &key, &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		var trusted []models.TrustedKey
		if err := t.Raw("SELECT * FROM trusted_keys WHERE desk_id = ? AND removed_at IS NULL", deskID).Scan(&trusted).Error; err != nil {
			return err
		}
		for _, k := range trusted {
			if k.KID == key.KID {
				return models.NewFieldError("key", "This key is trusted already, as %s.", k.Name)
			}
		}
		if len(trusted) >= maxTrustedKeys {
			return models.NewFieldError("key", "A desk trusts at most %d keys. Remove one first.", maxTrustedKeys)
		}
		if err := t.Create(&key).Error; err != nil {
			return err
		}
		return t.recordEvent(event{actor: r.UserID, action: "key trusted", object: "key", id: key.ID, desk: deskID, after: auditedKey(key)})
	})
}

// auditedKey returns the audit log's values of a trusted key.
func auditedKey(k models.TrustedKey) map[string]any {
	return map[string]any{"name": k.Name, "kid": k.KID}
}

// UntrustKey ends a desk's trust in a key. It returns ValidationErrors if the desk does not trust the key.
func (s *Store) UntrustKey(ctx context.Context, r models.Reader, deskID int64, kid string) (err error) {
	defer wrap(&err, "end the trust in a key at desk %d", deskID)
	return s.writeTx(ctx, func(t *tx) error {
		if err := t.mayManage(r, deskID); err != nil {
			return err
		}
		key, err := findTrustedKey(t.DB, deskID, kid)
		if isNotFound(err) {
			return models.NewFieldError("key", "The desk does not trust this key.")
		}
		if err != nil {
			return err
		}
		if _, err := t.exec("UPDATE trusted_keys SET removed_at = $1 WHERE id = $2", t.now, key.ID); err != nil {
			return err
		}
		return t.recordEvent(event{
			actor:  r.UserID,
			action: "key no longer trusted",
			object: "key",
			id:     key.ID,
			desk:   deskID,
			before: auditedKey(key),
		})
	})
}

// findTrustedKey returns a key that a desk trusts, or ErrNotFound.
func findTrustedKey(db *gorm.DB, deskID int64, kid string) (key models.TrustedKey, err error) {
	err = queryOne(db, &key, "SELECT * FROM trusted_keys WHERE desk_id = ? AND kid = ? AND removed_at IS NULL", deskID, kid)
	return key, err
}

// parsePublicKey parses a pasted JWK. Only the public part of an Ed25519 key is accepted.
func parsePublicKey(pasted string, key *models.TrustedKey, wrong *models.ValidationErrors) {
	var jwk jose.JSONWebKey
	if len(pasted) > maxPastedKey || json.Unmarshal([]byte(pasted), &jwk) != nil || !jwk.Valid() {
		wrong.Add("key", "This is no JSON Web Key. Paste one entry of “keys” from the other newsroom’s /.well-known/jwks.json.")
		return
	}
	public, ok := jwk.Key.(ed25519.PublicKey)
	if !ok && jwk.IsPublic() {
		wrong.Add("key", "This key is of another kind. Paste an Ed25519 key.")
		return
	}
	if !ok {
		wrong.Add("key", "This is a private key. Anyone who has it can sign as that newsroom. Ask its operator to replace it.")
		return
	}
	kid, err := thumbprint(public)
	if err != nil {
		wrong.Add("key", "This key is of another kind. Paste an Ed25519 key.")
		return
	}
	key.KID, key.Public = kid, base64.RawURLEncoding.EncodeToString(public)
}

// proveFile returns the trusted key that signed a file. It returns nil if the file has no signature, or one by a key that the desk does
// not trust. It returns an error if the signature names a trusted key but does not match the file.
func (t *tx) proveFile(deskID int64, content []byte, signature string) (*models.FileProof, error) {
	object, found := models.SplitSignature(content)
	if signature == "" {
		return nil, nil
	}
	signed, err := jose.ParseDetached(signature, object, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil || len(signed.Signatures) != 1 {
		return nil, nil // it names no key that could be known
	}
	header := signed.Signatures[0].Protected
	key, err := findTrustedKey(t.DB, deskID, header.KeyID)
	if isNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	public, err := base64.RawURLEncoding.DecodeString(key.Public)
	if err != nil {
		return nil, err
	}
	kind := header.ExtraHeaders[jose.HeaderType]
	if _, err := signed.Verify(ed25519.PublicKey(public)); err != nil || kind != articleSignatureType || found != signature {
		return nil, models.InvalidSignatureError(key.Name)
	}
	return &models.FileProof{KID: key.KID, Name: key.Name}, nil
}
