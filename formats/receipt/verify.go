// Package receipt verifies receipts of sign-offs without the server that issued them.
package receipt

import (
	"crypto/sha256"
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

// The codes, in the order in which Verify looks for them.
const (
	Malformed           Code = "malformed"            // no compact JWS, cut off, or without the fields of a receipt
	WrongType           Code = "wrong_type"           // a signed statement of another kind
	UnknownKey          Code = "unknown_key"          // the key is not among the given ones
	InvalidSignature    Code = "invalid_signature"    // changed, or signed with another key
	OtherText           Code = "other_text"           // the text is not the signed one
	InvalidRevocations  Code = "invalid_revocations"  // the list is malformed, or not signed with a given key
	OutdatedRevocations Code = "outdated_revocations" // the list is older than the receipt
	Revoked             Code = "revoked"              // the sign-off was withdrawn, or voided by a change
)

// Error is the first thing that is wrong with a receipt.
type Error struct {
	Code   Code
	Detail string // one sentence
}

// Error returns the sentence.
func (e *Error) Error() string { return e.Detail }

func newError(code Code, format string, args ...any) error {
	return &Error{code, fmt.Sprintf(format, args...)}
}

// CodeOf returns the code of an error of this package; "" for others.
func CodeOf(err error) Code {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Keys are the public keys of a newsroom.
type Keys = jose.JSONWebKeySet

// ParseKeys parses a JSON Web Key Set.
func ParseKeys(content []byte) (keys Keys, err error) {
	if err := json.Unmarshal(content, &keys); err != nil || len(keys.Keys) == 0 {
		return keys, errors.New("this is no JSON Web Key Set")
	}
	return keys, nil
}

// Open verifies the signature of a receipt, and returns the receipt.
func Open(jws string, keys Keys) (models.Receipt, error) {
	payload, err := openStatement(jws, models.ReceiptType, keys)
	if err != nil {
		return models.Receipt{}, err
	}
	r, err := models.ParseReceipt(payload)
	if err != nil || len(r.Sentences) == 0 || r.ID == "" {
		return r, newError(Malformed, "This is signed, but is not a receipt that this version can read.")
	}
	return r, nil
}

// openStatement verifies a compact JWS of one kind, and returns its payload.
func openStatement(jws, kind string, keys Keys) ([]byte, error) {
	signed, err := jose.ParseSignedCompact(strings.TrimSpace(jws), []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil || len(signed.Signatures) != 1 {
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
	return nil, newError(InvalidSignature, "The signature does not fit: it was changed, or signed with another key.")
}

// CheckText checks that a text is, byte for byte, the one that was signed. Otherwise the error names the first sentence that differs.
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
			return newError(OtherText, "The text differs: it ends before sentence %d (code points %d to %d) does.", i, span.Start, span.End)
		}
		if hexSHA256(string(runes[span.Start:span.End])) != s.SHA256 {
			return newError(OtherText, "The text differs, first in sentence %d (code points %d to %d).", i, span.Start, span.End)
		}
	}
	return newError(OtherText, "The text differs between or after its sentences, in blanks or line ends; the sentences are the same.")
}

// CheckRevocations checks a receipt against a signed list of revoked ones, and returns the time of the list.
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
