package store

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// errLocked is a lock that another process has.
var errLocked = errors.New("it is in use")

// acquireLock makes this process the only one that serves, moves or puts back a SQLite database. Commands that work for a moment,
// such as an
// import, take no lock: SQLite itself makes them wait for each other. PostgreSQL is made for many and has no lock.
func acquireLock(url string) (*os.File, error) {
	path, lite := strings.CutPrefix(url, "sqlite:")
	if !lite {
		return nil, nil
	}
	if err := makeFolder(path); err != nil {
		return nil, err
	}
	lock, err := lockFile(path + ".lock")
	if errors.Is(err, errLocked) {
		return nil, fmt.Errorf("%s is in use by another linecheck, such as a running server: stop that first", path)
	}
	return lock, err
}

// releaseLock gives a lock back. Twice is once.
func releaseLock(lock *os.File) error {
	if lock == nil {
		return nil
	}
	if err := lock.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
