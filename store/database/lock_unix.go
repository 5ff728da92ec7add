//go:build linux || darwin || freebsd || netbsd || openbsd

package database

import (
	"errors"
	"os"
	"syscall"
)

// lockFile locks a file for this process alone, or returns errLocked at once. The system releases the lock when the process ends,
// however it ends.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = errLocked
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// unlockFile unlocks a file before it is closed. Closing alone would not release the lock while a new child process still has a copy of
// the open file.
func unlockFile(f *os.File) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var unlocked error
	err = c.Control(func(fd uintptr) { unlocked = syscall.Flock(int(fd), syscall.LOCK_UN) })
	return errors.Join(err, unlocked)
}
