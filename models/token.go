package models

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Scope is what an API token may do of what its person may.
type Scope string

// The scopes of a token.
const (
	ReadScope  Scope = "read"
	WriteScope Scope = "write"
)

// Scopes lists every scope, in the order in which forms offer them: the smaller first.
var Scopes = []Scope{ReadScope, WriteScope}

// ParseScope reads a scope.
func ParseScope(s string) (Scope, error) { return parse(s, "scope", Scopes) }

// APIToken lets a script act as a person; only its hash is kept.
type APIToken struct {
	ID         int64
	TokenHash  string
	UserID     int64
	Name       string
	Scope      Scope
	CreatedAt  time.Time
	ExpiresAt  *time.Time
	LastUsedAt *time.Time // to the minute
	RevokedAt  *time.Time
}

// TableName keeps GORM from guessing.
func (APIToken) TableName() string { return "api_tokens" }

// State says how a token stands: active, expired or revoked.
func (t APIToken) State(now time.Time) string {
	switch {
	case t.RevokedAt != nil:
		return "revoked"
	case t.ExpiresAt != nil && !t.ExpiresAt.After(now):
		return "expired"
	}
	return "active"
}

// NamedToken is a token with its person's address.
type NamedToken struct {
	APIToken `gorm:"embedded"`
	Email    string
}

// NewToken is a token as someone asks for it.
type NewToken struct {
	Name    string // what it is for
	Scope   string
	Expires string // how long it lives, such as "90d" or "12h"; "" for as long as its person
}

// maxTokenName bounds what a token is called, in code points: it stands in a table.
const maxTokenName = 100

// maxTokenLifetime bounds how long a token lives that does expire.
const maxTokenLifetime = 10 * 365 * 24 * time.Hour

// Check reads what was asked for; life is 0 for a token that does not expire.
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

// parseLifetime reads a time in days or hours; what is none is 0.
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
