// Package receipt verifies receipts of sign-offs without the server that issued them.
package receipt

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"linecheck/models"
	"linecheck/text"
)

// Code identifies what is wrong with a receipt.
type Code string

// The codes, in the order in which Verify checks them.
const (
	Malformed           Code = "malformed"            // not a compact JWS, cut off, or without the fields of a receipt
	WrongType           Code = "wrong_type"           // a signed statement of another type
	UnknownKey          Code = "unknown_key"          // the key is not one of the given keys
	InvalidSignature    Code = "invalid_signature"    // the content was changed, or another key signed it
	OtherText           Code = "other_text"           // the text is not the signed one
	InvalidRevocations  Code = "invalid_revocations"  // the list is malformed, or not signed with a given key
	OutdatedRevocations Code = "outdated_revocations" // the list is older than the receipt
	Revoked             Code = "revoked"              // the sign-off was withdrawn, or voided by a change
)

// Error is the first error that a verification finds.
type Error struct {
	Code   Code
	Detail string // one sentence
}

// Error returns Detail.
func (e *Error) Error() string { return e.Detail }

func newError(code Code, format string, args ...any) error {
	return &Error{code, fmt.Sprintf(format, args...)}
}

// CodeOf returns the code of an error of this package, or "" for any other error.
func CodeOf(err error) Code {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Keys are a newsroom's public keys.
type Keys = jose.JSONWebKeySet

// ParseKeys parses a JSON Web Key Set. It ignores keys that are not Ed25519.
func ParseKeys(content []byte) (keys Keys, err error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(content, &set); err != nil {
		return keys, fmt.Errorf("this is not a JSON Web Key Set: %w", err)
	}
	for _, raw := range set.Keys {
		var key jose.JSONWebKey
		if err := json.Unmarshal(raw, &key); err != nil {
			continue
		}
		if key = key.Public(); isEd25519(key) {
			keys.Keys = append(keys.Keys, key)
		}
	}
	if len(keys.Keys) == 0 {
		return keys, errors.New("this is not a JSON Web Key Set with an Ed25519 key")
	}
	return keys, nil
}

func isEd25519(key jose.JSONWebKey) bool {
	_, ok := key.Key.(ed25519.PublicKey)
	return ok
}

// Verify verifies a receipt and its text, and returns the receipt. If revocations is not nil, Verify also checks the receipt against that
// signed list, and returns the list's time.
func Verify(jws, signed string, revocations *string, keys Keys) (r models.Receipt, asOf time.Time, err error) {
	if r, err = Open(jws, keys); err != nil {
		return r, asOf, err
	}
	if err := CheckText(r, signed); err != nil || revocations == nil {
		return r, asOf, err
	}
	asOf, err = CheckRevocations(r, *revocations, keys)
	return r, asOf, err
}

// Open verifies a receipt's signature, and returns the receipt.
func Open(jws string, keys Keys) (models.Receipt, error) {
	payload, err := openStatement(jws, models.ReceiptType, keys)
	if err != nil {
		return models.Receipt{}, err
	}
	r, err := models.ParseReceipt(payload)
	if err != nil || len(r.Sentences) == 0 || r.ID == "" || r.Signed.At.IsZero() {
		return r, newError(Malformed, "This is signed, but is not a receipt that this version can read.")
	}
	return r, nil
}

// removeBlanks removes blanks and the line ends that mail programs add.
var removeBlanks = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "")

// openStatement verifies a compact JWS of the given type, and returns its payload.
func openStatement(jws, kind string, keys Keys) ([]byte, error) {
	jws = removeBlanks.Replace(jws)
	signed, err := jose.ParseSignedCompact(jws, []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil || !isCanonical(jws) || len(signed.Signatures[0].Signature) != ed25519.SignatureSize {
		return nil, newError(Malformed, "This is not a compact JWS signed with Ed25519, or it was cut off.")
	}
	header := signed.Signatures[0].Protected
	if got, _ := header.ExtraHeaders[jose.HeaderType].(string); got != kind {
		return nil, newError(WrongType, "This is signed as %q, not as %q.", got, kind)
	}
	known := keys.Key(header.KeyID)
	if len(known) == 0 {
		return nil, newError(UnknownKey, "The key %q, which it names, is not among the given keys.", header.KeyID)
	}
	for _, key := range known {
		if payload, err := signed.Verify(key.Public()); err == nil {
			return payload, nil
		}
	}
	const detail = "The signature does not fit: what it covers was changed, or it was made with another key."
	return nil, newError(InvalidSignature, detail)
}

// isCanonical reports whether each part of a compact JWS is canonical base64url, and the header has only the members that Linecheck
// writes. Libraries treat other members, such as an embedded key, differently.
func isCanonical(jws string) bool {
	parts := strings.Split(jws, ".")
	for _, part := range parts {
		content, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil || base64.RawURLEncoding.EncodeToString(content) != part {
			return false
		}
	}
	content, _ := base64.RawURLEncoding.DecodeString(parts[0])
	var header map[string]string
	if json.Unmarshal(content, &header) != nil {
		return false
	}
	for name := range header {
		if name != "alg" && name != "kid" && name != "typ" {
			return false
		}
	}
	return true
}

// CheckText checks that a text equals the signed one byte for byte. If not, the error names the first sentence that differs.
func CheckText(r models.Receipt, signed string) error {
	if hexSHA256(signed) == r.TextSHA256 {
		return nil
	}
	runes := []rune(signed)
	for i, s := range r.Sentences {
		if s.Region == "title" {
			continue
		}
		span := text.Span{Start: s.Start, End: s.End}
		if span.Start < 0 || span.End < span.Start || span.End > len(runes) {
			return newError(OtherText, "The text differs: it ends before the end of sentence %d (code points %d to %d).", i, span.Start, span.End)
		}
		if hexSHA256(string(runes[span.Start:span.End])) != s.SHA256 {
			return newError(OtherText, "The text differs, first in sentence %d (code points %d to %d).", i, span.Start, span.End)
		}
	}
	const detail = "The sentences are the same, but the text differs between or after them: in blanks, in line ends, or in added text."
	return newError(OtherText, detail)
}

// CheckRevocations checks that a signed revocation list does not contain a receipt, and returns the list's time.
func CheckRevocations(r models.Receipt, jws string, keys Keys) (time.Time, error) {
	payload, err := openStatement(jws, models.RevocationType, keys)
	if err != nil {
		return time.Time{}, newError(InvalidRevocations, "The list of revoked receipts cannot be used. %s", err)
	}
	var list models.RevocationList
	if err := json.Unmarshal(payload, &list); err != nil || list.Version != models.ReceiptVersion || list.IssuedAt.IsZero() {
		return time.Time{}, newError(InvalidRevocations, "The list of revoked receipts is not one that this version can read.")
	}
	for _, revoked := range list.Receipts {
		if revoked.ID == r.ID {
			return list.IssuedAt, newError(Revoked, "The receipt was revoked on %s: its sign-off does not hold any more.", formatTime(revoked.At))
		}
	}
	if list.IssuedAt.Before(r.Signed.At) {
		const detail = "The list of revoked receipts is of %s, before the sign-off."
		return list.IssuedAt, newError(OutdatedRevocations, detail, formatTime(list.IssuedAt))
	}
	return list.IssuedAt, nil
}

func formatTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func hexSHA256(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
