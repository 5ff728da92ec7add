package store

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// errTaken is a lock that another process has.
var errTaken = errors.New("it is in use")

// takeAlone makes this process the only one that serves, moves or puts back a SQLite database. Commands that work for a moment, such as an
// import, take no lock: SQLite itself makes them wait for each other. PostgreSQL is made for many and has no lock.
func takeAlone(url string) (*os.File, error) {
	path, lite := strings.CutPrefix(url, "sqlite:")
	if !lite {
		return nil, nil
	}
	if err := makeFolder(path); err != nil {
		return nil, err
	}
	lock, err := lockFile(path + ".lock")
	if errors.Is(err, errTaken) {
		return nil, fmt.Errorf("%s is in use by another linecheck, such as a running server: stop that first", path)
	}
	return lock, err
}

// letGo gives a lock back. Twice is once.
func letGo(lock *os.File) error {
	if lock == nil {
		return nil
	}
	if err := lock.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
