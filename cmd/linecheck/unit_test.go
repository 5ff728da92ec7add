package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/internal/testutil"
)

// systemd accepts every line of the unit, and finds little left to restrict.
func TestUnit(t *testing.T) {
	t.Parallel()
	analyze := testutil.Integration(t, "systemd-analyze")
	folder := t.TempDir()
	unit := filepath.Join(folder, "linecheck.service")
	content := strings.Replace(readDeployFile(t, "deploy/linecheck.service"), "/usr/local/bin/linecheck", "/bin/true", -1)
	if err := os.WriteFile(unit, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(analyze, "verify", "--man=no", unit).CombinedOutput(); err != nil ||
		strings.Contains(string(out), "linecheck.service") {
		t.Errorf("systemd-analyze verify: %v: %s", err, out)
	}
	out, err := exec.Command(analyze, "security", "--offline=true", "--threshold=20", unit).CombinedOutput()
	if err != nil {
		t.Errorf("systemd-analyze security: %v: %s", err, out)
	}
	t.Log(strings.TrimSpace(string(out)[max(0, len(out)-200):]))
}
