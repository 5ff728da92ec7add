package database

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestOutcomeOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want Outcome
	}{
		"no error":                         {nil, Refused},
		"an error of the change":           {errors.New("stale"), Refused},
		"a caller who gave up":             {context.Canceled, Refused},
		"a duplicate key":                  {&pgconn.PgError{Code: "23505"}, Refused},
		"a full disk of PostgreSQL":        {fmt.Errorf("writing: %w", &pgconn.PgError{Code: "53100"}), NotSaved},
		"a shutdown during the change":     {&pgconn.PgError{Code: "57P01"}, NotSaved},
		"a shutdown during the commit":     {&commitError{&pgconn.PgError{Code: "57P01"}}, MaybeSaved},
		"a commit that was refused":        {&commitError{errors.New("refused")}, NotSaved},
		"a sync that failed":               {fmt.Errorf("storing: %w", &fsyncError{errors.New("input/output error")}), MaybeSaved},
		"a commit after a sync had failed": {&commitError{errSyncFailed}, NotSaved},
		"a closed writer":                  {ErrClosed, NotSaved},
	} {
		if got := OutcomeOf(test.err); got != test.want {
			t.Errorf("%s: got outcome %d, want %d", name, got, test.want)
		}
	}
}
