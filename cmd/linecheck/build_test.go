package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// With a C compiler at hand, go run and go build compile the C of every package that has some. The program has none
// beyond the standard library's: a package with C in it would be a second SQLite, or a build that needs a compiler.
func TestArchitectureHasNoC(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{if .CgoFiles}}{{.ImportPath}}{{end}}{{end}}", "./...")
	list.Dir, list.Env = repositoryRoot, append(os.Environ(), "CGO_ENABLED=1")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	if found := strings.Fields(string(out)); len(found) != 0 {
		t.Errorf("packages with C in the program: %q, want none", found)
	}
}
