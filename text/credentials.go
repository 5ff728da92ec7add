package text

import (
	"strings"

	"golang.org/x/text/secure/precis"
)

// PreparePassword prepares a password according to RFC 8265 (OpaqueString): in NFC and with plain spaces,
// so that every keyboard yields the same. It returns an error if the password is empty or contains a
// control character or an unassigned one.
func PreparePassword(s string) (string, error) { return precis.OpaqueString.String(s) }

// PrepareUserName prepares an email address for sign-in: in lower case and one Unicode form. It follows RFC
// 8265 (UsernameCaseMapped) if that allows the characters.
func PrepareUserName(s string) string {
	s = strings.ToLower(NFC(strings.TrimSpace(s)))
	if mapped, err := precis.UsernameCaseMapped.String(s); err == nil {
		return mapped
	}
	return s
}
