package database

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestLockKeepsASecondProcessOut(t *testing.T) {
	t.Parallel()
	cfg := Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "test.db"), Exclusive: true}
	d, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "in use by another linecheck") {
		t.Errorf("a second exclusive open: got %v, want that it is in use", err)
	}
	for range 2 {
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestPostgresHasNoLock(t *testing.T) {
	t.Parallel()
	lock, err := AcquireLock("postgres://localhost/test")
	if err != nil || lock.Release() != nil {
		t.Errorf("got %v, %v; want no lock", lock, err)
	}
}
