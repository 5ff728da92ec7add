package testutil

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// Required reports whether a test that cannot run counts as failed: in continuous integration and in make
// check.
func Required() bool {
	ci, _ := strconv.ParseBool(os.Getenv("CI"))
	required, _ := strconv.ParseBool(os.Getenv("LINECHECK_TEST_REQUIRE"))
	return ci || required
}

// Missing ends a test that lacks something. The test is skipped, or fails if everything is required.
func Missing(t testing.TB, what string) {
	t.Helper()
	if Required() {
		t.Fatal(what)
	}
	t.Skip(what)
}

// Program finds the first installed one of some programs. Without one the test is skipped, or fails if
// everything is required.
func Program(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	Missing(t, fmt.Sprintf("none of %q is installed, and this test needs one: .ci/tools installs what Debian lacks", names))
	return ""
}

// Slow skips a test in make test, which has no browser and takes at most two minutes. why is the reason.
func Slow(t testing.TB, why string) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out by -short: " + why)
	}
}

// Integration skips a test unless make check-integrations runs, which installs the large third-party
// programs that such tests need. There a missing program fails the test.
func Integration(t testing.TB, names ...string) string {
	t.Helper()
	Slow(t, "it needs a large program by others")
	if on, _ := strconv.ParseBool(os.Getenv("LINECHECK_TEST_INTEGRATIONS")); !on {
		t.Skip("left to make check-integrations, which installs what it needs: ", names)
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("none of %q is installed: .ci/tools integrations installs it", names)
	return ""
}

// Root returns the folder of the repository: the nearest one above the test with a go.mod.
func Root(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for at := folder; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			t.Fatalf("no go.mod above %s", folder)
		}
	}
}

// Shared reads a file that is not part of the repository because of its licence: texts of newsrooms are in
// a folder "shared" next to the repository. Without the folder the test is skipped.
func Shared(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(Root(t), "..", "shared", path))
	if err != nil {
		t.Skipf("left out: it needs a text that is not ours to give away: %v", err)
	}
	return string(content)
}
