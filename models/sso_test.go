package models

import (
	"maps"
	"strings"
	"testing"
)

func TestParseGroupRole(t *testing.T) {
	for s, want := range map[string]GroupRole{
		"editors=editor@City desk":                {"editors", Editor, "City desk"},
		"/newsroom/checkers = reviewer @ A=b@c":   {"/newsroom/checkers", Reviewer, "A=b@c"},
		"cn=desk=ou, x=admin@News":                {"cn=desk=ou, x", Admin, "News"},
		"5f3e7a1c-0b1d-4c55=auditor@Desk=admin@x": {"5f3e7a1c-0b1d-4c55=auditor@Desk", Admin, "x"},
	} {
		if got, err := ParseGroupRole(s); err != nil || got != want {
			t.Errorf("%q is read as %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "editors", "editors=editor", "editors=king@Desk", "=editor@Desk", "editors=editor@", "editors=editor@  "} {
		if got, err := ParseGroupRole(s); err == nil {
			t.Errorf("%q is read as %+v", s, got)
		}
	}
}

func TestRolesFromGroups(t *testing.T) {
	mapping := []GroupRole{
		{"readers", Auditor, "City"},
		{"checkers", Reviewer, "City"},
		{"chiefs", Admin, "City"},
		{"checkers", Writer, "Sport"},
	}
	for groups, want := range map[string]map[string]Role{"": {}, "strangers Readers": {}, "readers": {"City": Auditor}, "readers checkers": {"City": Reviewer, "Sport": Writer},
		"chiefs readers": {"City": Admin}} {
		if got := RolesFromGroups(strings.Fields(groups), mapping); !maps.Equal(got, want) {
			t.Errorf("%q: %v", groups, got)
		}
	}
}

// An unverified address is not used, and the name can be shown.
func TestIdentityUser(t *testing.T) {
	for _, c := range []struct {
		identity    Identity
		email, name string
	}{
		{Identity{Email: "Ann@Example.org", EmailVerified: true, Name: " Ann "}, "ann@example.org", "Ann"},
		{Identity{Issuer: "i", Subject: "s", Email: "ann@example.org", Name: "Ann"}, "3a37cd7a29d1c6df@sign-on.invalid", "Ann"},
		{Identity{Email: "ann@example.org", EmailVerified: true}, "ann@example.org", "ann"},
		{Identity{Email: "ann@example.org", EmailVerified: true, Name: "a\x00b"}, "ann@example.org", "ann"},
		{Identity{Email: "ann@example.org", EmailVerified: true, Name: strings.Repeat("é", 300)}, "ann@example.org", strings.Repeat("é", 200)},
	} {
		got := c.identity.User()
		if strings.HasSuffix(c.email, ".invalid") {
			if !strings.HasSuffix(got.Email, "@sign-on.invalid") || len(got.Email) != len(c.email) {
				t.Errorf("%+v has the address %q", c.identity, got.Email)
			}
			got.Email = c.email
		}
		if got.Email != c.email || got.Name != c.name {
			t.Errorf("%+v is %q, %q", c.identity, got.Email, got.Name)
		}
	}
	for _, subject := range []string{"", strings.Repeat("x", 256), "a\x00"} {
		if (Identity{Issuer: "i", Subject: subject}).Check() == nil {
			t.Errorf("%q is accepted", subject)
		}
	}
}
