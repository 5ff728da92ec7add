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

// ErrCodeRequired means that the password was correct and a one-time code must follow.
var ErrCodeRequired = errors.New("a code of the second factor is needed")

// SignInMethod is how a user proved their identity at sign-in.
type SignInMethod string

// The methods. With single sign-on, any second factor is up to the provider.
const (
	SignInByPassword SignInMethod = "password"
	SignInByCode     SignInMethod = "code" // after a password
	SignInBySSO      SignInMethod = "sign-on"
)

// SecondFactor is what a user may see of their own second factor.
type SecondFactor struct {
	Secret      string // during the setup; else empty
	ConfirmedAt *time.Time
	Recovery    int // unused recovery codes
}

// IsEnabled reports whether sign-in requires it.
func (f SecondFactor) IsEnabled() bool { return f.ConfirmedAt != nil }

// totpStepSeconds is how long a code is valid. Every authenticator app uses this value.
const totpStepSeconds = 30

// NewTOTPSecret generates a secret of 160 bits, the length that RFC 4226 recommends.
func NewTOTPSecret() string {
	var b [20]byte
	_, _ = rand.Read(b[:]) // never fails: without randomness, the program crashes
	return base32.StdEncoding.EncodeToString(b[:])
}

// TOTPURL returns the content of the QR code for an authenticator app.
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

// MatchTOTPStep returns the time step for which a code is valid. It accepts the current step and its
// neighbours, because clocks differ and people type slowly.
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
	// recoveryLength is 24 characters of an alphabet of 32: 120 bits, enough for a plain hash.
	recoveryLength = 24
)

// NewRecoveryCodes generates codes. Each replaces a one-time code once.
func NewRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		code := rand.Text()[:recoveryLength]
		codes[i] = code[:6] + "-" + code[6:12] + "-" + code[12:18] + "-" + code[18:]
	}
	return codes
}

// NormalizeCode normalizes a typed code, and reports whether it is a recovery code.
func NormalizeCode(typed string) (code string, recovery bool) {
	code = strings.ToUpper(
		strings.Join(strings.FieldsFunc(typed, func(r rune) bool { return r == ' ' || r == '-' || r == '\t' || r == '\u00a0' }), ""),
	)
	return code, len(code) == recoveryLength
}

// NeedsSecondFactor reports whether one of the reader's roles requires a second factor that they did not use.
// Single sign-on has the provider's own, and a token was made in a session that fulfilled this.
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
