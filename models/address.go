package models

import (
	"net/url"
	"strings"
	"unicode"

	"linecheck/text/web"
)

// CheckWebAddress parses an address that a user typed or pasted. It adds https:// if the scheme is missing.
func CheckWebAddress(field, typed string, wrong *ValidationErrors) string {
	address := web.WithScheme(strings.TrimSpace(typed))
	u, err := url.Parse(address)
	switch {
	case address == "":
	case strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || isHiddenRune(r) }):
		wrong.Add(field, "Please give an address without blanks and hidden characters.")
	case err != nil || web.NormalizeAddress(address) == "":
		wrong.Add(field, "Please give an address that begins with http:// or https://; “%s” does not.", shorten(address))
	case u.User != nil:
		wrong.Add(field, "Please give the address without the user name or password before its @.")
	}
	return address
}
