package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	driver "modernc.org/sqlite"
)

// CorruptionError is a database that was found unsound when it was opened. Nothing is changed in it from then on.
type CorruptionError struct {
	Detail string // is wrong, in one sentence
}

// Error says what is damaged and how to go back to a backup.
func (d *CorruptionError) Error() string {
	return "the records are damaged, and nothing is changed in them: " + d.Detail + ". To go back to a backup: linecheck restore FILE --data NEWFOLDER"
}

// SQLite's codes for a file that is not what it should be.
const (
	sqliteCorrupt = 11
	sqliteNotADB  = 26
)

// isCorruption tells whether an error says that the file itself is damaged.
func isCorruption(err error) bool {
	var lite *driver.Error
	return errors.As(err, &lite) && (lite.Code()&0xff == sqliteCorrupt || lite.Code()&0xff == sqliteNotADB)
}

// asCorruptionError is an error of a damaged file as what it is.
func asCorruptionError(err error) error {
	if isCorruption(err) {
		return &CorruptionError{Detail: "the database file cannot be read: " + err.Error()}
	}
	return err
}

// checkNotTruncated refuses a file with nothing in it, which a new one would be taken for, and what is left of one without it.
func checkNotTruncated(path string) error {
	info, err := os.Stat(path)
	_, log := os.Stat(path + "-wal")
	switch {
	case errors.Is(err, fs.ErrNotExist) && log == nil:
		return &CorruptionError{Detail: fmt.Sprintf("%s is gone and its -wal file is there", path)}
	case err == nil && info.Size() == 0:
		return &CorruptionError{Detail: path + " is empty: it was cut off (remove it if a new newsroom is to begin there)"}
	}
	return nil
}

// Corruption says what was found wrong when the records were opened: "" nothing.
func (s *Store) Corruption() string { return s.corruption }

// setReadOnly makes a damaged database one that is only read.
func (s *Store) setReadOnly(ctx context.Context, what string) error {
	s.corruption = what
	if s.Engine() != "sqlite" {
		return nil
	}
	return s.write.WithContext(ctx).Exec("PRAGMA query_only = 1").Error
}
