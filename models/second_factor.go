package models

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// ErrCodeNeeded says that a password was right and that a code has to follow.
var ErrCodeNeeded = errors.New("a code of the second factor is needed")

// Proof is how somebody showed, at sign-in, who they are.
type Proof string

// The proofs. Of who comes by the single sign-on, the provider has asked whatever it asks.
const (
	ByPassword Proof = "password"
	ByCode     Proof = "code" // and a password before it
	BySignOn   Proof = "sign-on"
)

// Factor is what a person may know of their own second factor.
type Factor struct {
	Secret      string // while it is being set up; empty before and after
	ConfirmedAt *time.Time
	Recovery    int // recovery codes that are left
}

// On reports whether it is asked for at sign-in.
func (f Factor) On() bool { return f.ConfirmedAt != nil }

// stepSeconds is how long a code is shown; every app has it.
const stepSeconds = 30

// NewFactorSecret makes a secret of 160 bits, as long as RFC 4226 recommends.
func NewFactorSecret() string {
	var b [20]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base32.StdEncoding.EncodeToString(b[:])
}

// FactorAddress is what the square code on the page holds, for an app to read.
func FactorAddress(secret, email string) (string, error) {
	raw, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		return "", fmt.Errorf("reading the secret of a second factor: %w", err)
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Linecheck", AccountName: email, Secret: raw})
	if err != nil {
		return "", fmt.Errorf("writing the address of a second factor: %w", err)
	}
	return key.URL(), nil
}

// FactorStep finds the step of time that a code belongs to: the present one, or the one before or after, as clocks differ and people type slowly.
func FactorStep(secret, code string, at time.Time) (step int64, ok bool) {
	present := at.Unix() / stepSeconds
	for _, s := range []int64{present, present - 1, present + 1} {
		right, err := hotp.GenerateCode(secret, uint64(s))
		if err == nil && subtle.ConstantTimeCompare([]byte(right), []byte(code)) == 1 {
			return s, true
		}
	}
	return 0, false
}

const (
	recoveryCodes = 10
	// recoveryLength is 24 of 32 signs, 120 bits: so many that a plain hash keeps them.
	recoveryLength = 24
)

// NewRecoveryCodes makes the codes that each open the account once in place of a device.
func NewRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		code := rand.Text()[:recoveryLength]
		codes[i] = code[:6] + "-" + code[6:12] + "-" + code[12:18] + "-" + code[18:]
	}
	return codes
}

// TypedCode is a code as it is compared, however it was typed, and whether it is a recovery code.
func TypedCode(typed string) (code string, recovery bool) {
	code = strings.ToUpper(
		strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == '-' || r == '\t' || r == '\u00a0' }), ""),
	)
	return code, len(code) == recoveryLength
}

// NeedsFactor reports whether somebody of the reader's roles has to have a second factor and came in without. The provider of a single
// sign-on asks for its own, and a token was made by who had come in.
func (r Reader) NeedsFactor(roles []Role) bool {
	if r.Proof != ByPassword {
		return false
	}
	for _, d := range r.Desks {
		for _, role := range roles {
			if d.Role == role {
				return true
			}
		}
	}
	return false
}
