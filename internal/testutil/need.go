package testutil

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// Required reports whether a test that cannot run counts as failed: in continuous integration and in make check.
func Required() bool {
	ci, _ := strconv.ParseBool(os.Getenv("CI"))
	required, _ := strconv.ParseBool(os.Getenv("LINECHECK_TEST_REQUIRE"))
	return ci || required
}

// Missing ends a test that lacks something: it is skipped, or fails where everything is required.
func Missing(t testing.TB, what string) {
	t.Helper()
	if Required() {
		t.Fatal(what)
	}
	t.Skip(what)
}

// Program finds the first of some programs that is installed. Without one the test is skipped, or fails where everything is required.
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

// Slow leaves a test out of make test, which has no browser and two minutes. It says why.
func Slow(t testing.TB, why string) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out by -short: " + why)
	}
}

// Integration leaves a test out unless make check-integrations runs, which installs the large programs by others that such tests need.
// There, a program that is missing fails the test.
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

// Root is the folder of the repository: the first with a go.mod above the folder of the test.
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

// Shared reads a file that is not part of the repository, since it is not ours to give away: texts of newsrooms lie in a folder "shared"
// beside the repository. The test is skipped where there is none.
func Shared(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(Root(t), "..", "shared", path))
	if err != nil {
		t.Skipf("left out: it needs a text that is not ours to give away: %v", err)
	}
	return string(content)
}
