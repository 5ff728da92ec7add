package database

import (
	"path/filepath"
	"slices"
	"testing"
)

// TestMakeFoldersSyncsEveryNewName checks that the folder above each new one is synced, and no other.
func TestMakeFoldersSyncsEveryNewName(t *testing.T) {
	top := t.TempDir()
	var synced []string
	sync := func(path string) error { synced = append(synced, path); return nil }
	path := filepath.Join(top, "snapshots", "ab")
	for range 2 { // the second time there is nothing to make
		if err := makeFolders(path, sync); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{top, filepath.Join(top, "snapshots")}; !slices.Equal(synced, want) {
		t.Errorf("synced %v, want %v", synced, want)
	}
}
