// Package vendor_test checks that third-party code is unmodified.
package vendor_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// row matches one line of README.md's table: the file's name first, its checksum last.
var row = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|.*`([0-9a-f]{64})` \\|$")

// TestVendoredFilesAreUnchanged fails for an edited script and for one that README.md does not name.
func TestVendoredFilesAreUnchanged(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, match := range row.FindAllStringSubmatch(string(readme), -1) {
		want[match[1]] = match[2]
	}
	scripts, err := filepath.Glob("*.js")
	if err != nil {
		t.Fatal(err)
	}
	if len(scripts) != len(want) {
		t.Errorf("README.md names %d files, the folder has %d scripts", len(want), len(scripts))
	}
	for _, name := range scripts {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if got := hex.EncodeToString(sum[:]); got != want[name] {
			t.Errorf("%s has sha256 %s, README.md says %q", name, got, want[name])
		}
	}
}
