package database

import (
	"errors"
	"fmt"
	"os"
)

// errLocked reports that another process has the lock.
var errLocked = errors.New("it is in use")

// Lock is the lock of a SQLite database. PostgreSQL has a nil Lock, which does nothing.
type Lock struct{ file *os.File }

// AcquireLock locks a SQLite database, so that only one process serves, copies or restores it. Short commands, such as an import, take no
// lock: SQLite makes them wait for each other. PostgreSQL serves several instances and has no lock.
func AcquireLock(url string) (*Lock, error) {
	path, lite := sqlitePath(url)
	if !lite {
		return nil, nil
	}
	if err := makeFolder(path); err != nil {
		return nil, err
	}
	file, err := lockFile(path + ".lock")
	if errors.Is(err, errLocked) {
		return nil, fmt.Errorf("%s is in use by another linecheck, such as a running server: stop that first", path)
	}
	if err != nil {
		return nil, err
	}
	return &Lock{file}, nil
}

// Release releases the lock. It may be called twice.
func (l *Lock) Release() error {
	if l == nil {
		return nil
	}
	err := errors.Join(unlockFile(l.file), l.file.Close())
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
