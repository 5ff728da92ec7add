package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	driver "modernc.org/sqlite"
)

// Damaged is a database that was found unsound when it was opened. Nothing is changed in it from then on.
type Damaged struct {
	What string // is wrong, in one sentence
}

// Error says what is damaged and how to go back to a backup.
func (d *Damaged) Error() string {
	return "the records are damaged, and nothing is changed in them: " + d.What + ". To go back to a backup: linecheck restore FILE --data NEWFOLDER"
}

// SQLite's codes for a file that is not what it should be.
const (
	codeCorrupt = 11
	codeNotADB  = 26
)

// corrupt tells whether an error says that the file itself is damaged.
func corrupt(err error) bool {
	var lite *driver.Error
	return errors.As(err, &lite) && (lite.Code()&0xff == codeCorrupt || lite.Code()&0xff == codeNotADB)
}

// asDamage is an error of a damaged file as what it is.
func asDamage(err error) error {
	if corrupt(err) {
		return &Damaged{What: "the database file cannot be read: " + err.Error()}
	}
	return err
}

// truncated refuses a file with nothing in it, which a new one would be taken for, and what is left of one without it.
func truncated(path string) error {
	info, err := os.Stat(path)
	_, log := os.Stat(path + "-wal")
	switch {
	case errors.Is(err, fs.ErrNotExist) && log == nil:
		return &Damaged{What: fmt.Sprintf("%s is gone and its -wal file is there", path)}
	case err == nil && info.Size() == 0:
		return &Damaged{What: path + " is empty: it was cut off (remove it if a new newsroom is to begin there)"}
	}
	return nil
}

// Damage says what was found wrong when the records were opened: "" nothing.
func (s *Store) Damage() string { return s.damage }

// hold makes a damaged database one that is only read.
func (s *Store) hold(ctx context.Context, what string) error {
	s.damage = what
	if s.Engine() != "sqlite" {
		return nil
	}
	return s.write.WithContext(ctx).Exec("PRAGMA query_only = 1").Error
}
