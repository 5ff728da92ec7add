package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/internal/testutil"
)

// The examples of docs/reference/api.md work as described with a running program.
func TestAPIExamples(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile(filepath.Join(repositoryRoot, "docs", "reference", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	binary := testutil.Linecheck(t)
	s := newShell(t)
	s.ok("a password of some length\n", "user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin", "--password-stdin")
	token := s.ok("", "token", "add", "--email", "ada@example.org", "--expires", "1h")
	running := startProgram(t, binary, s.data)
	source := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(source, []byte(codeExample(t, string(document), "go")), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		command *exec.Cmd
		want    string
	}{
		"sh": {exec.Command("sh", "-c", codeExample(t, string(document), "sh")), `"reasons":[{"code":"unread","count":2,"sentences":[3,1]`},
		"go": {exec.Command("go", "run", source), "open: false [map[code:unread count:2"},
	} {
		c.command.Env = append(os.Environ(), "LINECHECK_URL="+running.base+"/api/v1", "LINECHECK_TOKEN="+token)
		out, err := c.command.CombinedOutput()
		said := string(out)
		if name == "sh" { // ids depend on which of the two ran first
			said = strings.NewReplacer(`"sentences":[6,4]`, `"sentences":[3,1]`).Replace(said)
		}
		if err != nil || !strings.Contains(said, c.want) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	_ = running.process.Kill()
	_, _ = running.process.Wait()
	if rows := s.ok("", "export", "annotations"); strings.Count(rows, "built in 1911") < 2 || strings.Count(rows, "City archive") != 2 {
		t.Errorf("the examples left\n%s", rows)
	}
}

// codeExample returns the document's only code block in a language.
func codeExample(t *testing.T, document, language string) string {
	t.Helper()
	parts := strings.Split(document, "\n```"+language+"\n")
	if len(parts) != 2 {
		t.Fatalf("the document has %d examples in %s", len(parts)-1, language)
	}
	code, _, closed := strings.Cut(parts[1], "\n```\n")
	if !closed {
		t.Fatalf("the example in %s has no end", language)
	}
	return code + "\n"
}
