//go:build !linux && !darwin && !freebsd && !netbsd && !openbsd

package database

import "os"

// lockFile only opens the file. On these systems nothing prevents a second server.
func lockFile(path string) (*os.File, error) { return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) }

// unlockFile does nothing, because there is no lock.
func unlockFile(*os.File) error { return nil }
