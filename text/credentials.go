package text

import (
	"strings"

	"golang.org/x/text/secure/precis"
)

// PreparePassword prepares a password as RFC 8265 has it (OpaqueString): in NFC and with plain spaces, so that it is the same on every
// keyboard. It is an error where the password is empty or holds a control character or one that Unicode has not assigned.
func PreparePassword(s string) (string, error) { return precis.OpaqueString.String(s) }

// PrepareUserName prepares an email address by which somebody signs in: in small letters and one Unicode form. It does so as RFC
// 8265 has it
// (UsernameCaseMapped) where that allows its characters.
func PrepareUserName(s string) string {
	s = strings.ToLower(NFC(strings.TrimSpace(s)))
	if mapped, err := precis.UsernameCaseMapped.String(s); err == nil {
		return mapped
	}
	return s
}
