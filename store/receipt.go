package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gowebpki/jcs"
	"gorm.io/gorm"

	"linecheck/models"
)

// issueReceipt signs and stores the receipt of a sign-off, in the sign-off's transaction. If the installation has no key yet, it creates
// one.
func (t *tx) issueReceipt(
	o models.SignOff,
	a models.Article,
	desk models.Desk,
	revision models.Revision,
	gate detailedGate,
) (models.StoredReceipt, error) {
	stored := models.StoredReceipt{SignOffID: o.ID, PublicID: rand.Text()}
	receipt := models.Receipt{
		Version: models.ReceiptVersion,
		ID:      stored.PublicID,
		Desk:    desk.Name,
		Article: models.ReceiptArticle{ID: a.ID, Title: a.Title, TitleSHA256: o.TitleSHA256, Language: a.Language,
			Revision: revision.Number},
		TextSHA256:   o.SHA256,
		Independence: models.NewReceiptIndependence(o.AloneSentences(), len(gate.facts)),
		Signed:       models.ReceiptSignature{Role: o.Role, At: o.At.UTC(), Note: o.Note, Rules: o.Rules},
		Policy:       models.CurrentPolicy(desk),
	}
	receipt.AddSentences(gate.facts)
	receipt.AddOverrides(gate.state.Reasons)
	if err := queryOne(t.DB, &receipt.Signed.By, "SELECT name FROM users WHERE id = ?", o.UserID); err != nil {
		return stored, err
	}
	key, err := t.ensureSigningKey()
	if err != nil {
		return stored, err
	}
	receipt.Record = models.ReceiptRecord{Sequence: t.chain.Length, Hash: t.chain.Head}
	payload, err := canonicalJSON(receipt)
	if err != nil {
		return stored, err
	}
	if stored.JWS, err = key.sign(models.ReceiptType, payload); err != nil {
		return stored, err
	}
	sum := sha256.Sum256([]byte(stored.JWS))
	stored.SHA256 = hex.EncodeToString(sum[:])
	return stored, t.Create(&stored).Error
}

// canonicalJSON encodes a value as canonical JSON (RFC 8785).
func canonicalJSON(value any) ([]byte, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("writing JSON: %w", err)
	}
	canonical, err := jcs.Transform(plain)
	if err != nil {
		return nil, fmt.Errorf("writing canonical JSON: %w", err)
	}
	return canonical, nil
}

// Receipt returns the receipt of an article's valid sign-off as a compact JWS. It returns ErrNotFound if the article is not signed off,
// or if its sign-off is older than receipts. Readers who check blind also get ErrNotFound, because a receipt reveals the number of
// verdicts.
func (s *Store) Receipt(ctx context.Context, r models.Reader, articleID int64) (jws string, err error) {
	defer wrap(&err, "read the receipt of article %d", articleID)
	stamp, err := s.visibleVersion(ctx, r, articleID)
	if err != nil {
		return "", err
	}
	if r.ChecksBlind(stamp.DeskID) {
		return "", models.ErrNotFound
	}
	err = queryOne(s.readDB(ctx), &jws, `SELECT e.jws FROM receipts e
		JOIN signoffs o ON o.id = e.signoff_id
		JOIN articles a ON a.id = o.article_id
		WHERE o.article_id = ? AND o.voided_at IS NULL AND a.trashed_at IS NULL`, articleID)
	return jws, err
}

// Revocations returns the list of all revoked receipts as a compact JWS, signed and dated now.
func (s *Store) Revocations(ctx context.Context) (jws string, err error) {
	defer wrap(&err, "list the revoked receipts")
	list := models.RevocationList{Version: models.ReceiptVersion, IssuedAt: time.Now().UTC(), Receipts: []models.Revocation{}}
	var key signingKey
	err = s.readTx(ctx, func(db *gorm.DB) error {
		if key, err = currentSigningKey(db); err != nil {
			return err
		}
		return db.Raw(`SELECT e.public_id AS id, o.voided_at AS at FROM receipts e JOIN signoffs o ON o.id = e.signoff_id
			WHERE o.voided_at IS NOT NULL ORDER BY o.voided_at, o.id`).Scan(&list.Receipts).Error
	})
	if err != nil {
		return "", err
	}
	for i := range list.Receipts {
		list.Receipts[i].At = list.Receipts[i].At.UTC()
	}
	payload, err := canonicalJSON(list)
	if err != nil {
		return "", err
	}
	return key.sign(models.RevocationType, payload)
}

// compareReceipts compares every receipt with its stored hash. compareAuditLog compares the stored hash with the receipt's event.
func compareReceipts(db *gorm.DB, v *models.Verification) error {
	rows, err := db.Raw("SELECT signoff_id, sha256, jws FROM receipts ORDER BY signoff_id").Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r models.StoredReceipt
		if err := rows.Scan(&r.SignOffID, &r.SHA256, &r.JWS); err != nil {
			return err
		}
		if sum := sha256.Sum256([]byte(r.JWS)); hex.EncodeToString(sum[:]) != r.SHA256 && v.Break == "" {
			v.Break = fmt.Sprintf("the receipt of sign-off %d is not the one that was issued", r.SignOffID)
		}
	}
	return rows.Err()
}
