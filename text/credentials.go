package text

import (
	"strings"

	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/norm"
)

// PreparePassword prepares a password according to RFC 8265 (OpaqueString): in NFC and with plain spaces,
// so that every keyboard yields the same. It returns an error if the password is empty or contains a
// control character or an unassigned one.
func PreparePassword(s string) (string, error) { return precis.OpaqueString.String(s) }

// userName is the profile UsernameCaseMapped of RFC 8265 without its rule on direction: an address in a script from right to left has an
// "@" and often Latin letters. Characters that set a direction are not allowed in any case.
var userName = precis.NewIdentifier(precis.FoldWidth, precis.LowerCase(), precis.Norm(norm.NFC))

// IsUserName reports whether RFC 8265 allows every character of a prepared email address. Zero-width and other invisible characters, with
// which one address could look like another, are not allowed.
func IsUserName(s string) bool {
	mapped, err := userName.String(s)
	return err == nil && mapped == s && len(HiddenCharacters(s)) == 0
}

// PrepareUserName prepares an email address for sign-in: in lower case and one Unicode form. It follows RFC
// 8265 (UsernameCaseMapped) if that allows the characters.
func PrepareUserName(s string) string {
	s = strings.ToLower(NFC(strings.TrimSpace(s)))
	if mapped, err := userName.String(s); err == nil {
		return mapped
	}
	return s
}
