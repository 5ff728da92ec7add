//go:build !linux && !darwin && !freebsd && !netbsd && !openbsd

package database

import "os"

// lockFile only opens the file: on these systems nothing keeps a second server away.
func lockFile(path string) (*os.File, error) { return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) }

// unlockFile has nothing to unlock.
func unlockFile(*os.File) error { return nil }
