package testutil

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// Linecheck returns the path of the program, built once for all tests of a package and without cgo. The
// TestMain of the package calls RemoveLinecheck at its end.
func Linecheck(t testing.TB) string {
	t.Helper()
	Slow(t, "it builds the program and runs it")
	file, err := linecheck()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

var linecheckFolder string

var linecheck = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "linecheck-program-")
	if err != nil {
		return "", err
	}
	linecheckFolder = folder
	file := filepath.Join(folder, "linecheck")
	build := exec.Command("go", "build", "-o", file, "linecheck/cmd/linecheck")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %v\n%s", err, out)
	}
	return file, nil
})

// RemoveLinecheck removes the program that Linecheck built.
func RemoveLinecheck() {
	if linecheckFolder != "" {
		_ = os.RemoveAll(linecheckFolder)
	}
}
