package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/internal/testutil"
)

// shell runs commands on one data folder, like a person at a shell.
type shell struct {
	t    *testing.T
	data string
}

func newShell(t *testing.T) shell { return shell{t, filepath.Join(t.TempDir(), "data")} }

// run runs a command and returns its exit code and output.
func (s shell) run(stdin string, args ...string) (code int, out, err string) {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), append(args, "--data", s.data), &stdio{In: strings.NewReader(stdin), Out: &stdout, Err: &stderr})
	return code, stdout.String(), stderr.String()
}

// ok runs a command that must succeed and returns its output.
func (s shell) ok(stdin string, args ...string) string {
	s.t.Helper()
	code, out, err := s.run(stdin, args...)
	if code != 0 {
		s.t.Fatalf("%v: exit %d: %s", args, code, err)
	}
	return strings.TrimSpace(out)
}

func TestCommands(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	if id := s.ok("a password of some length\n", "user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin"); id != "1" {
		t.Errorf("user add printed %q", id)
	}
	s.ok("", "user", "add", "--email", "rana@example.org", "--name", "Rana", "--role", "reviewer", "--desk", "Sports")
	if list := s.ok("", "user", "list"); !strings.Contains(list, "ada@example.org") || !strings.Contains(list, "reviewer at Sports") {
		t.Errorf("user list printed %q", list)
	}
	if token := s.ok("", "token", "add", "--email", "ada@example.org", "--name", "script"); len(token) < 40 ||
		strings.ContainsAny(token, " \n") {
		t.Errorf("token add printed %q", token)
	}
	s.ok("", "token", "add", "--email", "rana@example.org", "--scope", "read", "--expires", "90d")
	s.ok("", "token", "revoke", "1")
	list := strings.Split(s.ok("", "token", "list"), "\n")
	testutil.Len(t, "token list printed: list", list, 2)
	testutil.Contains(t, "token list printed: list[0]", list[0], "revoked")
	testutil.Contains(t, "token list printed: list[1]", list[1], "rana@example.org")
	testutil.Contains(t, "token list printed: list[1]", list[1], "read")
	testutil.Contains(t, "token list printed: list[1]", list[1], "used never")
	testutil.Lacks(t, "token list printed: list[1]", list[1], "expires never")
	if id := s.ok("The bridge closed. It was built in 1911.\n", "import", "-", "--title", "Bridge"); id != "1" {
		t.Errorf("import printed %q", id)
	}
	rows, err := csv.NewReader(strings.NewReader(s.ok("", "export", "sentences", "--article", "1"))).ReadAll()
	testutil.Must(t, err)
	testutil.Len(t, "export printed: rows", rows, 4) // including the title
	testutil.Equal(t, "export printed: rows[2][7]", rows[2][7], "The bridge closed.")
	testutil.Equal(t, "export printed: rows[2][8]", rows[2][8], "unread")
	if intact := s.ok("", "verify"); !strings.HasPrefix(intact, "intact: ") {
		t.Errorf("verify printed %q", intact)
	}
	if status := s.ok("", "migrate", "status"); !strings.Contains(status, "taken  00001_people.sql") ||
		strings.Contains(status, "missing") {
		t.Errorf("migrate status printed %q", status)
	}
	s.ok("", "user", "disable", "--email", "rana@example.org")
	if list := s.ok("", "user", "list"); !strings.Contains(list, "disabled") {
		t.Errorf("user list after disabling printed %q", list)
	}
}

// A failure exits with 1 and one clear line, wrong usage with 2. Neither prints anything that looks like a
// result.
func TestCommandsThatFail(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.ok("", "user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin")
	binary := filepath.Join(t.TempDir(), "picture.txt")
	if err := os.WriteFile(binary, []byte("\x89PNG\r\n\x1a\n\x00\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args []string
		code int
		says string
	}{
		"the same person twice":       {[]string{"user", "add", "--email", "ADA@example.org", "--name", "Ada", "--role", "admin"}, 1, "already"},
		"an invisible name":           {[]string{"user", "add", "--email", "z@example.org", "--name", "\u200b\u3164", "--role", "admin"}, 1, "at least one letter or digit"},
		"an invisible name of a desk": {[]string{"user", "add", "--email", "z@example.org", "--name", "Z", "--role", "admin", "--desk", "—"}, 1, "at least one letter or digit"},
		"a token named by an emoji":   {[]string{"token", "add", "--email", "ada@example.org", "--name", "👍"}, 1, "at least one letter or digit"},
		"confirming again":            {[]string{"user", "confirm", "--email", "ada@example.org"}, 1, "needs no confirmation"},
		"confirming nobody":           {[]string{"user", "confirm", "--email", "nobody@example.org"}, 1, "not found"},
		"an unknown role":             {[]string{"user", "add", "--email", "x@example.org", "--name", "X", "--role", "boss"}, 2, "role"},
		"a bad address":               {[]string{"user", "add", "--email", "x", "--name", "X", "--role", "editor"}, 1, "email address"},
		"a file that is not there":    {[]string{"import", filepath.Join(t.TempDir(), "none.txt")}, 1, "no such file"},
		"a picture":                   {[]string{"import", binary}, 1, "looks like"},
		"no title":                    {[]string{"import", "-"}, 1, "title"},
		"an unknown article":          {[]string{"export", "sentences", "--article", "9"}, 1, "not found"},
		"an unknown command":          {[]string{"publish"}, 2, "publish"},
		"an unknown flag":             {[]string{"verify", "--quickly"}, 2, "quickly"},
		"an unknown database":         {[]string{"verify", "--db", "mysql://x"}, 1, "sqlite: or postgres://"},
	} {
		code, out, err := s.run("some text", test.args...)
		if code != test.code || out != "" || !strings.Contains(err, test.says) {
			t.Errorf("%s: exit %d, out %q, err %q", name, code, out, err)
		}
		if last := strings.Split(strings.TrimSpace(err), "\n"); test.code == 1 && len(last) != 1 {
			t.Errorf("%s: more than one line: %q", name, err)
		}
	}
}
