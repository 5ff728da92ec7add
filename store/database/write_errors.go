package database

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	driver "modernc.org/sqlite"
)

// ErrClosed is returned for a change that came after the writer was closed.
var ErrClosed = errors.New("the store is closed")

// commitError reports that a whole group of changes failed to commit.
type commitError struct{ error }

func (e *commitError) Unwrap() error { return e.error }

// Outcome says whether a failed change could still have been saved.
type Outcome int

// The outcomes of a failed change.
const (
	Refused    Outcome = iota // the change itself failed; the database and the disk are well
	NotSaved                  // the database or the disk failed, and nothing was saved
	MaybeSaved                // the response to the commit was lost, or a sync failed; the change may have been saved
)

// OutcomeOf returns the outcome for a change's error.
func OutcomeOf(err error) Outcome {
	var commit *commitError
	switch whole := errors.As(err, &commit); {
	case err == nil:
		return Refused
	case isSyncFailure(err):
		return MaybeSaved
	case whole && (isConnectionLost(err) || hasPgClass(err, "57P")): // the connection may have been closed after the commit
		return MaybeSaved
	case whole, IsUnavailable(err):
		return NotSaved
	}
	return Refused
}

// sqliteUnavailable are SQLite's codes for failures that the caller did not cause: busy, locked, out of memory, read only, I/O error,
// disk full, cannot open.
var sqliteUnavailable = map[int]bool{5: true, 6: true, 7: true, 8: true, 10: true, 13: true, 14: true}

// pgUnavailable are the first characters of PostgreSQL's codes for such failures: lost connection, read-only transaction, no resources,
// operator intervention, system error.
var pgUnavailable = []string{"08", "25006", "53", "57P", "58"}

// IsUnavailable reports whether the database failed for reasons of its own. Nobody made a mistake, and a later attempt may succeed.
func IsUnavailable(err error) bool {
	var lite *driver.Error
	if errors.As(err, &lite) {
		return sqliteUnavailable[lite.Code()&0xff]
	}
	return hasPgClass(err, pgUnavailable...) || isConnectionLost(err) || errors.Is(err, ErrClosed)
}

// hasPgClass reports whether err is an error of PostgreSQL whose code begins with one of the classes.
func hasPgClass(err error, classes ...string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && slices.ContainsFunc(classes, func(class string) bool { return strings.HasPrefix(pg.Code, class) })
}

// isConnectionLost reports whether the connection to PostgreSQL ended before the answer came.
func isConnectionLost(err error) bool {
	var connect *pgconn.ConnectError
	var network interface {
		Timeout() bool
		Temporary() bool
	} // net.Error, without importing a package that can dial
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false // the caller gave up
	}
	return errors.As(err, &connect) || pgconn.SafeToRetry(err) || errors.As(err, &network) || errors.Is(err, sqldriver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.ErrUnexpectedEOF)
}

// SQLite's extended result codes for a duplicate key.
const (
	sqliteConstraintUnique     = 2067
	sqliteConstraintPrimaryKey = 1555
)

// IsDuplicateKey reports whether an error is a duplicate key, on either engine.
func IsDuplicateKey(err error) bool {
	var lite *driver.Error
	if errors.As(err, &lite) {
		return lite.Code() == sqliteConstraintUnique || lite.Code() == sqliteConstraintPrimaryKey
	}
	return errors.Is(err, gorm.ErrDuplicatedKey)
}
