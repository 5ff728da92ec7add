package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	driver "modernc.org/sqlite"
)

// CorruptionError reports a database that was found to be corrupt when it was opened.
type CorruptionError struct {
	Detail string // what is wrong, in one sentence
}

// Error says what is wrong and how to go back to a backup.
func (e *CorruptionError) Error() string {
	return "the records are damaged, and nothing is changed in them: " + e.Detail +
		". To go back to a backup: linecheck restore FILE --data NEWFOLDER"
}

// SQLite's codes for a corrupt file.
const (
	sqliteCorrupt = 11
	sqliteNotADB  = 26
)

// IsCorruption reports whether an error says that the database file is corrupt.
func IsCorruption(err error) bool {
	var lite *driver.Error
	return errors.As(err, &lite) && (lite.Code()&0xff == sqliteCorrupt || lite.Code()&0xff == sqliteNotADB)
}

// AsCorruptionError turns an error of a corrupt file into a CorruptionError. Others it returns as they are.
func AsCorruptionError(err error) error {
	if IsCorruption(err) {
		return &CorruptionError{Detail: "the database file cannot be read: " + err.Error()}
	}
	return err
}

// checkNotTruncated refuses an empty file, which would be taken for a new database, and a write-ahead log without its file.
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

// SetReadOnly refuses all changes on SQLite from now on, even to the log.
func (d *DB) SetReadOnly(ctx context.Context) error {
	if d.Engine() != SQLite {
		return nil
	}
	return d.Unqueued(ctx).Exec("PRAGMA query_only = 1").Error
}
