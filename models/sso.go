package models

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"linecheck/text"
)

// The reasons to refuse a user whom the provider has authenticated.
var (
	ErrNoRole = errors.New(
		"no role here yet",
	) // none of their groups has a role, and they were given none
	ErrDisabled         = errors.New("disabled") // disabled by an administrator
	ErrIdentityMismatch = errors.New(
		"the account belongs to another person's identity",
	) // the account with this email belongs to another identity at the provider
)

// GroupRole gives the members of a group at the provider a role at a desk.
type GroupRole struct {
	Group string
	Role  Role
	Desk  string
}

// ParseGroupRole parses "group=role@Desk". If it is ambiguous, the longest group is meant, since groups can
// contain an equals sign.
func ParseGroupRole(s string) (GroupRole, error) {
	for i := len(s) - 1; i > 0; i-- {
		if s[i] != '=' {
			continue
		}
		word, desk, found := strings.Cut(s[i+1:], "@")
		role, err := ParseRole(strings.TrimSpace(word))
		if found && err == nil && strings.TrimSpace(desk) != "" {
			return GroupRole{strings.TrimSpace(s[:i]), role, strings.TrimSpace(desk)}, nil
		}
	}
	return GroupRole{}, fmt.Errorf("%w: %q does not read as group=role@Desk, with a role of %s", ErrUnknownValue, s, roleNames())
}

func roleNames() string {
	names := make([]string, len(Roles))
	for i, r := range Roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

// rolesByStrength lists the roles, strongest first. A user in several groups gets the strongest.
var rolesByStrength = []Role{Admin, Editor, Reviewer, Writer, Auditor}

// RolesFromGroups returns the roles that follow from a user's groups, by desk name.
func RolesFromGroups(groups []string, mapping []GroupRole) map[string]Role {
	roles := map[string]Role{}
	for _, m := range mapping {
		if !slices.Contains(groups, m.Group) {
			continue
		}
		has, known := roles[m.Desk]
		if !known || slices.Index(rolesByStrength, m.Role) < slices.Index(rolesByStrength, has) {
			roles[m.Desk] = m.Role
		}
	}
	return roles
}

// Identity is a user as the provider knows them.
type Identity struct {
	Issuer, Subject string
	Name, Email     string
	EmailVerified   bool // the provider has verified that the address is theirs
	Groups          []string
}

// maxSubject is the maximum length of a subject in OpenID Connect, in characters.
const maxSubject = 255

// Check reports whether an identity can be stored.
func (i Identity) Check() error {
	if n := utf8.RuneCountInString(i.Subject); n == 0 || n > maxSubject || text.Validate(i.Subject) != nil || i.Issuer == "" {
		return fmt.Errorf("the provider's name of a person cannot be kept: %d characters", n)
	}
	return nil
}

// VerifiedEmail returns the normalized email address if the provider has verified it, else "". With an
// unverified address, a person could sign in to somebody else's account.
func (i Identity) VerifiedEmail() string {
	var wrong ValidationErrors
	if _, email := CheckPerson("x", i.Email, &wrong); i.EmailVerified && len(wrong) == 0 && text.Validate(email) == nil {
		return email
	}
	return ""
}

// User returns the account for a new user. If the provider verified no email address, the account gets a
// placeholder to which no mail can be sent.
func (i Identity) User() User {
	user := User{Name: strings.TrimSpace(i.Name), Email: i.VerifiedEmail()}
	if user.Email == "" {
		sum := sha256.Sum256([]byte(i.Issuer + "\n" + i.Subject))
		user.Email = hex.EncodeToString(sum[:8]) + "@sign-on.invalid"
	}
	var wrong ValidationErrors
	user.Name = string([]rune(user.Name)[:min(maxName, utf8.RuneCountInString(user.Name))])
	if CheckName(user.Name, &wrong); len(wrong) > 0 {
		user.Name, _, _ = strings.Cut(user.Email, "@")
	}
	if !text.HasVisibleWord(user.Name) {
		user.Name = user.Email
	}
	return user
}

// PendingSignOn is a sign-in in progress at the provider.
type PendingSignOn struct {
	Nonce    string // expected in the provider's token
	Verifier string // the PKCE verifier; the provider has its hash
	Next     string // the local path to return to
}
