package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// parseSSOFlags parses the settings of the single sign-on from a command line.
func parseSSOFlags(t *testing.T, args ...string) (ssoFlags, error) {
	t.Helper()
	var line commandLine
	parser, err := kong.New(&line, kong.Exit(func(int) { t.Fatal("the command line ended the program") }))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(append([]string{"serve"}, args...))
	return line.Serve.ssoFlags, err
}

func TestSSOFlags(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("a secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LINECHECK_OIDC_ROLES", `/news/editors=editor@News desk,cn=chiefs\,ou=x=admin@Courts\, crime`)
	given, err := parseSSOFlags(
		t,
		"--oidc-issuer",
		"https://id.example",
		"--oidc-client-id",
		"linecheck",
		"--oidc-client-secret-file",
		file,
		"--oidc-only",
		"--oidc-name",
		"Example ID",
	)
	if err != nil {
		t.Fatal(err)
	}
	got, err := given.provider(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	testutil.Equal(t, "got.ClientSecret", got.ClientSecret, "a secret")
	testutil.True(t, "got.Only", got.Only)
	testutil.Equal(t, "got.Name", got.Name, "Example ID")
	testutil.Equal(t, "got.GroupsClaim", got.GroupsClaim, "groups")
	testutil.Equal(t, "strings.Join(got.Scopes, ' ')", strings.Join(got.Scopes, " "), "openid profile email")
	testutil.Len(t, "got.Roles", got.Roles, 2)
	testutil.Equal(t, "got.Roles[0]", got.Roles[0], (models.GroupRole{Group: "/news/editors", Role: models.Editor, Desk: "News desk"}))
	testutil.Equal(t, "got.Roles[1]", got.Roles[1], (models.GroupRole{Group: "cn=chiefs,ou=x", Role: models.Admin, Desk: "Courts, crime"}))
	for _, name := range []string{"News desk", "Courts, crime"} {
		if desk, err := s.DeskByName(t.Context(), name); err != nil || desk.Name != name {
			t.Errorf("the desk %q: %v", name, err)
		}
	}
	t.Setenv("LINECHECK_OIDC_ROLES", "")
	if given, err = parseSSOFlags(t); err != nil {
		t.Fatal(err)
	}
	if none, err := given.provider(t.Context(), s); none != nil || err != nil {
		t.Errorf("without settings: %+v, %v", none, err)
	}
	issuer, id := []string{"--oidc-issuer", "https://id.example"}, []string{"--oidc-client-id", "linecheck"}
	for want, args := range map[string][]string{
		"needs --oidc-issuer":                      {"--oidc-only"},
		"needs --oidc-client-id":                   issuer,
		"must begin with https://":                 append([]string{"--oidc-issuer", "http://id.example"}, id...),
		"is no address of a provider":              append([]string{"--oidc-issuer", "id.example"}, id...),
		"does not read as group=role@Desk":         append(append([]string{"--oidc-roles", "editors=king@Desk"}, issuer...), id...),
		"openid must be among them":                append(append([]string{"--oidc-scopes", "email"}, issuer...), id...),
		"give either --oidc-client-secret or":      append(append([]string{"--oidc-client-secret", "x", "--oidc-client-secret-file", file}, issuer...), id...),
		"reading the client's secret: open /none/": append(append([]string{"--oidc-client-secret-file", "/none/such"}, issuer...), id...),
	} {
		given, err := parseSSOFlags(t, args...)
		if err == nil {
			_, err = given.provider(t.Context(), s)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", args, err)
		}
	}
	if given, err = parseSSOFlags(t, append([]string{"--oidc-issuer", "http://127.0.0.1:9/realm"}, id...)...); err != nil ||
		given.check() != nil {
		t.Errorf("a provider on this machine: %v, %v", err, given.check())
	}
}
