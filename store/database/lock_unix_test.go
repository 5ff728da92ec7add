//go:build linux || darwin || freebsd || netbsd || openbsd

package database

import (
	"path/filepath"
	"syscall"
	"testing"
)

// TestReleasedLockIsFreeAtOnce covers a program that starts a child process. Until the child runs its own code, it has a copy of the open
// lock file.
func TestReleasedLockIsFreeAtOnce(t *testing.T) {
	t.Parallel()
	url := "sqlite:" + filepath.Join(t.TempDir(), "test.db")
	lock, err := AcquireLock(url)
	if err != nil {
		t.Fatal(err)
	}
	inherited, err := syscall.Dup(int(lock.file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(inherited)
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := AcquireLock(url)
	if err != nil {
		t.Fatalf("got %v, want the lock that was just released", err)
	}
	if err := again.Release(); err != nil {
		t.Fatal(err)
	}
}
