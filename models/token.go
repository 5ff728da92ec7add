package models

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Scope limits a token to a subset of its owner's rights.
type Scope string

// The scopes of a token.
const (
	ReadScope  Scope = "read"
	WriteScope Scope = "write"
)

// Scopes lists every scope, in the order of the forms: the smaller first.
var Scopes = []Scope{ReadScope, WriteScope}

// ParseScope parses a scope.
func ParseScope(s string) (Scope, error) { return parse(s, "scope", Scopes) }

// APIToken lets a program act as a user. Only its hash is stored.
type APIToken struct {
	ID         int64
	TokenHash  string
	UserID     int64
	Name       string
	Scope      Scope
	CreatedAt  time.Time
	ExpiresAt  *time.Time
	LastUsedAt *time.Time // rounded to the minute
	RevokedAt  *time.Time
}

// TableName sets the name, which GORM would guess wrong.
func (APIToken) TableName() string { return "api_tokens" }

// State returns the token's state: active, expired or revoked.
func (t APIToken) State(now time.Time) string {
	switch {
	case t.RevokedAt != nil:
		return "revoked"
	case t.ExpiresAt != nil && !t.ExpiresAt.After(now):
		return "expired"
	}
	return "active"
}

// NamedToken is a token with its owner's address.
type NamedToken struct {
	APIToken `gorm:"embedded"`
	Email    string
}

// NewToken is a request for a token.
type NewToken struct {
	Name    string // its purpose
	Scope   string
	Expires string // its lifetime, such as "90d" or "12h"; "": it does not expire
}

// maxTokenName limits a token's name, in code points, because it is shown in a table.
const maxTokenName = 100

// maxTokenLifetime limits the lifetime of a token that expires.
const maxTokenLifetime = 10 * 365 * 24 * time.Hour

// Check validates the request; life is 0 for a token that does not expire.
func (n NewToken) Check() (name string, scope Scope, life time.Duration, err error) {
	var wrong ValidationErrors
	if name = strings.TrimSpace(n.Name); name != "" {
		CheckName(name, &wrong)
	}
	if utf8.RuneCountInString(name) > maxTokenName {
		wrong.Add("name", "Please use at most %d characters.", maxTokenName)
	}
	scope, scopeErr := ParseScope(n.Scope)
	scope = checkChoice(scope, scopeErr, "scope", &wrong)
	if life = parseLifetime(n.Expires); n.Expires != "" && (life <= 0 || life > maxTokenLifetime) {
		wrong.Add("expires", "Please give a time in days or hours, such as 90d or 12h, of ten years at most.")
	}
	return name, scope, life, wrong.Err()
}

// parseLifetime parses a duration in days or hours; it returns 0 if it is invalid.
func parseLifetime(s string) time.Duration {
	number, unit := s, time.Duration(0)
	if days, ok := strings.CutSuffix(s, "d"); ok {
		number, unit = days, 24*time.Hour
	} else if hours, ok := strings.CutSuffix(s, "h"); ok {
		number, unit = hours, time.Hour
	}
	n, err := strconv.ParseUint(number, 10, 20)
	if err != nil {
		return 0
	}
	return time.Duration(n) * unit
}
