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

// The reasons for which somebody whom the provider knows is not let in.
var (
	ErrNoRole = errors.New(
		"no role here yet",
	) // none of their groups has one, and nobody gave them one
	ErrDisabled         = errors.New("disabled") // an administrator has said so
	ErrIdentityMismatch = errors.New(
		"the account belongs to another person's identity",
	) // the account of this email is tied to somebody else at the provider
)

// GroupRole is a role at a desk that the members of a group at the provider have.
type GroupRole struct {
	Group string
	Role  Role
	Desk  string
}

// ParseGroupRole reads "group=role@Desk". Of several ways to read it the one with the longest group is meant: groups can hold an
// equals sign.
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

// rolesByStrength are the roles, the one that may most first: who is in several groups has that.
var rolesByStrength = []Role{Admin, Editor, Reviewer, Writer, Auditor}

// RolesFromGroups are the roles that somebody of these groups has, by the names of the desks.
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

// Identity is somebody as the provider knows them.
type Identity struct {
	Issuer, Subject string
	Name, Email     string
	EmailVerified   bool // the provider says that the address is theirs
	Groups          []string
}

// maxSubject is the longest subject that OpenID Connect allows, in characters.
const maxSubject = 255

// Check says whether an identity can be kept at all.
func (i Identity) Check() error {
	if n := utf8.RuneCountInString(i.Subject); n == 0 || n > maxSubject || text.Validate(i.Subject) != nil || i.Issuer == "" {
		return fmt.Errorf("the provider's name of a person cannot be kept: %d characters", n)
	}
	return nil
}

// VerifiedEmail is the address by which an account is known, where the provider vouches for it; "" where it does not: an address
// that anybody can claim
// would open the account of whoever has it.
func (i Identity) VerifiedEmail() string {
	var wrong ValidationErrors
	if _, email := CheckPerson("x", i.Email, &wrong); i.EmailVerified && len(wrong) == 0 && text.Validate(email) == nil {
		return email
	}
	return ""
}

// User is the account that a new person gets. Without an address of their own they get one that leads nowhere.
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

// PendingSignOn is a sign-in that is under way at the provider.
type PendingSignOn struct {
	Nonce    string // that the provider's token must name
	Verifier string // whose hash the provider was shown (PKCE)
	Next     string // a path of ours, where to go after
}
