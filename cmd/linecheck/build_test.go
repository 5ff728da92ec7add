package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// If there is a C compiler, go run and go build compile the cgo files of all packages. The program has no cgo outside the standard
// library. A package with cgo could add a second SQLite, or make the build depend on a compiler.
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
