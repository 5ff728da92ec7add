package sitetest

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// OneTimeCode is the code that a device shows, with its clock ahead by so much.
func OneTimeCode(t testing.TB, secret string, later time.Duration) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), time.Now().Add(later))
	if err != nil {
		t.Fatal(err)
	}
	return code
}
