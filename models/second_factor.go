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

// ErrCodeRequired says that a password was right and that a code has to follow.
var ErrCodeRequired = errors.New("a code of the second factor is needed")

// SignInMethod is how somebody showed, at sign-in, who they are.
type SignInMethod string

// The proofs. Of who comes by the single sign-on, the provider has asked whatever it asks.
const (
	SignInByPassword SignInMethod = "password"
	SignInByCode     SignInMethod = "code" // and a password before it
	SignInBySSO      SignInMethod = "sign-on"
)

// SecondFactor is what a person may know of their own second factor.
type SecondFactor struct {
	Secret      string // while it is being set up; empty before and after
	ConfirmedAt *time.Time
	Recovery    int // recovery codes that are left
}

// IsEnabled reports whether it is asked for at sign-in.
func (f SecondFactor) IsEnabled() bool { return f.ConfirmedAt != nil }

// totpStepSeconds is how long a code is shown; every app has it.
const totpStepSeconds = 30

// NewTOTPSecret makes a secret of 160 bits, as long as RFC 4226 recommends.
func NewTOTPSecret() string {
	var b [20]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base32.StdEncoding.EncodeToString(b[:])
}

// TOTPURL is what the square code on the page holds, for an app to read.
func TOTPURL(secret, email string) (string, error) {
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

// MatchTOTPStep finds the step of time that a code belongs to: the present one, or the one before or after, as clocks differ and
// people type slowly.
func MatchTOTPStep(secret, code string, at time.Time) (step int64, ok bool) {
	present := at.Unix() / totpStepSeconds
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

// NormalizeCode is a code as it is compared, however it was typed, and whether it is a recovery code.
func NormalizeCode(typed string) (code string, recovery bool) {
	code = strings.ToUpper(
		strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == '-' || r == '\t' || r == '\u00a0' }), ""),
	)
	return code, len(code) == recoveryLength
}

// NeedsSecondFactor reports whether somebody of the reader's roles has to have a second factor and came in without. The provider of
// a single
// sign-on asks for its own, and a token was made by who had come in.
func (r Reader) NeedsSecondFactor(roles []Role) bool {
	if r.SignInMethod != SignInByPassword {
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
