package testutil

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// LibreOffice returns a function that converts a file to another format with LibreOffice and returns the
// folder of the result. The test only runs in make check-integrations.
func LibreOffice(t testing.TB) func(name string, content []byte, to string, options ...string) (folder string) {
	t.Helper()
	office := Integration(t, "soffice")
	profile := t.TempDir()
	return func(name string, content []byte, to string, options ...string) string {
		t.Helper()
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
		arguments := append([]string{"-env:UserInstallation=file://" + profile, "--headless", "--convert-to", to, "--outdir", folder}, options...)
		out, err := exec.Command(office, append(arguments, filepath.Join(folder, name))...).CombinedOutput()
		if err != nil {
			t.Fatalf("convert %s to %s: %v\n%s", name, to, err, out)
		}
		if made, _ := os.ReadDir(folder); len(made) < 2 { // it exits with success even if it lacks the filter
			t.Fatalf("convert %s to %s: nothing was written\n%s", name, to, out)
		}
		return folder
	}
}
