package sitetest

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// OneTimeCode returns the code of a device whose clock is ahead by later.
func OneTimeCode(t testing.TB, secret string, later time.Duration) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), time.Now().Add(later))
	if err != nil {
		t.Fatal(err)
	}
	return code
}
