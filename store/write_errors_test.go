package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"linecheck/models"
	"linecheck/store/database"
)

// TestClassifyWriteError checks that a failure of the database or the disk differs from a user's mistake, and a lost answer to a commit
// from a refused commit.
func TestClassifyWriteError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err                 error
		notSaved, uncertain bool
	}{
		"nothing":                   {nil, false, false},
		"a stale version":           {models.ErrStale, false, false},
		"a full PostgreSQL":         {fmt.Errorf("writing: %w", &pgconn.PgError{Code: "53100"}), true, false},
		"a file that is not stored": {&blobError{errors.New("no space left")}, true, false},
		"no folder for files":       {&blobError{errNoBlobFolder}, false, false},
		"a closed store":            {database.ErrClosed, true, false},
	} {
		got := classifyWriteError(test.err)
		if errors.Is(got, models.ErrNotSaved) != test.notSaved || errors.Is(got, models.ErrMaybeNotSaved) != test.uncertain ||
			test.err != nil && !errors.Is(got, test.err) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// TestInterruptedFirstStart opens a database whose first start was interrupted before its first migration.
func TestInterruptedFirstStart(t *testing.T) {
	t.Parallel()
	address := "sqlite:" + t.TempDir() + "/linecheck.db"
	if _, err := MigrationStatus(t.Context(), address); err != nil { // which makes the list of migrations, with no entry
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Config{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
