package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"linecheck/models"
)

// What the database or the disk could not do is told apart from what somebody did wrong, and a lost answer to a commit from a refused one.
func TestClassifyWriteError(t *testing.T) {
	t.Parallel()
	disk := &fsyncError{errors.New("input/output error")}
	for name, test := range map[string]struct {
		err                 error
		notSaved, uncertain bool
	}{
		"nothing":                  {nil, false, false},
		"a stale version":          {models.ErrStale, false, false},
		"a full PostgreSQL":        {fmt.Errorf("writing: %w", &pgconn.PgError{Code: "53100"}), true, false},
		"a duplicate key":          {&pgconn.PgError{Code: "23505"}, false, false},
		"sent away while it wrote": {&pgconn.PgError{Code: "57P01"}, true, false},
		"sent away at the commit":  {&commitError{&pgconn.PgError{Code: "57P01"}}, true, true},
		"a refused commit":         {&commitError{errors.New("refused")}, true, false},
		"a file that is not kept":  {&blobError{errors.New("no space left")}, true, false},
		"no folder for files":      {&blobError{errNoBlobFolder}, false, false},
		"a sync that failed":       {&blobError{disk}, true, true},
		"a closed store":           {errClosed, true, false},
	} {
		got := classifyWriteError(test.err)
		if errors.Is(got, models.ErrNotSaved) != test.notSaved || errors.Is(got, models.ErrMaybeNotSaved) != test.uncertain ||
			test.err != nil && !errors.Is(got, test.err) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// After a sync has failed nothing is written any more.
func TestNothingIsWrittenAfterAFailedSync(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), Config{URL: "sqlite:" + t.TempDir() + "/linecheck.db"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.recordSyncFailure(fmt.Errorf("keeping: %w", &fsyncError{errors.New("input/output error")}))
	s.recordSyncFailure(&fsyncError{errors.New("another")})
	if err := <-s.SyncFailed(); err == nil || err.Error() != "keeping: input/output error" {
		t.Errorf("told of %v", err)
	}
	ran := false
	err = s.writeTx(t.Context(), func(*tx) error { ran = true; return nil })
	if !errors.Is(err, models.ErrNotSaved) || ran {
		t.Errorf("%v, and it was tried: %v", err, ran)
	}
}

// A database whose first start was cut off before its first step is a fresh one.
func TestInterruptedFirstStart(t *testing.T) {
	t.Parallel()
	address := "sqlite:" + t.TempDir() + "/linecheck.db"
	if _, err := MigrationStatus(t.Context(), address); err != nil { // which makes the list of steps, with none in it
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
