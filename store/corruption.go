package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	driver "modernc.org/sqlite"
)

// CorruptionError reports that a database was found to be corrupt when it was opened. It is read-only from
// then on.
type CorruptionError struct {
	Detail string // what is wrong, in one sentence
}

// Error describes the corruption and how to restore a backup.
func (d *CorruptionError) Error() string {
	return "the records are damaged, and nothing is changed in them: " + d.Detail + ". To go back to a backup: linecheck restore FILE --data NEWFOLDER"
}

// SQLite's result codes for a corrupt file.
const (
	sqliteCorrupt = 11
	sqliteNotADB  = 26
)

// isCorruption reports whether an error means that the database file is corrupt.
func isCorruption(err error) bool {
	var lite *driver.Error
	return errors.As(err, &lite) && (lite.Code()&0xff == sqliteCorrupt || lite.Code()&0xff == sqliteNotADB)
}

// asCorruptionError converts an error of a corrupt file to CorruptionError.
func asCorruptionError(err error) error {
	if isCorruption(err) {
		return &CorruptionError{Detail: "the database file cannot be read: " + err.Error()}
	}
	return err
}

// checkNotTruncated refuses an empty database file, which would be taken for a new one, and a write-ahead log
// without its database.
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

// Corruption returns what was wrong when the database was opened, or "".
func (s *Store) Corruption() string { return s.corruption }

// setReadOnly makes a corrupt database read-only.
func (s *Store) setReadOnly(ctx context.Context, what string) error {
	s.corruption = what
	if s.Engine() != "sqlite" {
		return nil
	}
	return s.write.WithContext(ctx).Exec("PRAGMA query_only = 1").Error
}
