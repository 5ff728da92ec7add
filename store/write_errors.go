package store

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/jackc/pgx/v5/pgconn"
	driver "modernc.org/sqlite"

	"linecheck/models"
)

// syncState is whether every sync of the disk has succeeded. After one that failed the system may have thrown away what was to be
// written and call the next
// sync good: nothing that follows can be relied on until the files have been read anew.
type syncState struct {
	failed  atomic.Bool
	failure chan error // has the failure, once
}

// SyncFailed tells of the first sync of the disk that failed. From then on nothing is saved, and the process is to end without
// touching the files again:
// the next start reads them anew.
func (s *Store) SyncFailed() <-chan error { return s.syncState.failure }

// errSyncFailed is a change that came after a sync had failed.
var errSyncFailed = errors.New("a sync of the disk failed before")

func (s *Store) checkSync() error {
	if s.syncState.failed.Load() {
		return errSyncFailed
	}
	return nil
}

// recordSyncFailure remembers a sync that failed, and tells whoever is to end the process.
func (s *Store) recordSyncFailure(err error) {
	if isSyncFailure(err) && !s.syncState.failed.Swap(true) {
		s.syncState.failure <- err
	}
}

// commitError is a failure of the commit itself, or of what has to do with a whole batch.
type commitError struct{ error }

func (u *commitError) Unwrap() error { return u.error }

// blobError is a file that could not be kept.
type blobError struct{ error }

func (u *blobError) Unwrap() error { return u.error }

// fsyncError is a sync that failed.
type fsyncError struct{ error }

func (u *fsyncError) Unwrap() error { return u.error }

// fsync waits until the disk has a file.
func fsync(f *os.File) error {
	if err := f.Sync(); err != nil {
		return &fsyncError{err}
	}
	return nil
}

// classifyWriteError is an error of a change as ErrNotSaved, or ErrMaybeNotSaved, where the database or the disk could not do it.
// Others are what they were.
func classifyWriteError(err error) error {
	var commit *commitError
	var file *blobError
	switch whole := errors.As(err, &commit); {
	case err == nil:
		return nil
	case isSyncFailure(err):
		return fmt.Errorf("%w: %w", models.ErrMaybeNotSaved, err)
	case errors.As(err, &file) && !errors.Is(err, errNoBlobFolder):
		return fmt.Errorf("%w: %w", models.ErrNotSaved, err)
	case whole && (isConnectionLost(err) || hasPgClass(err, "57P")): // it may have been sent away after the commit
		return fmt.Errorf("%w: %w", models.ErrMaybeNotSaved, err)
	case whole, IsUnavailable(err):
		return fmt.Errorf("%w: %w", models.ErrNotSaved, err)
	}
	return err
}

// SQLite's codes for a sync that failed: of a file, of a folder.
const (
	sqliteIOErrFsync    = 1034
	sqliteIOErrDirFsync = 1290
)

// isSyncFailure tells whether a sync of the disk failed under this program. PostgreSQL sees to its own: it ends, and starts anew
// from its log.
func isSyncFailure(err error) bool {
	var own *fsyncError
	var lite *driver.Error
	return errors.As(err, &own) || errors.As(err, &lite) && (lite.Code() == sqliteIOErrFsync || lite.Code() == sqliteIOErrDirFsync)
}

// SQLite's codes for what is not the fault of who asked: locked, out of memory, not to be written, a failing disk, a full one, not
// to be opened.
var sqliteUnavailable = map[int]bool{5: true, 6: true, 7: true, 8: true, 10: true, 13: true, 14: true}

// pgUnavailable begin PostgreSQL's codes for the same: lost connections, a role that only reads, resources, an operator, the system.
var pgUnavailable = []string{"08", "25006", "53", "57P", "58"}

// IsUnavailable tells whether the database could not do what it was asked for reasons of its own: nobody did anything wrong, and
// later it may succeed.
func IsUnavailable(err error) bool {
	var lite *driver.Error
	if errors.As(err, &lite) {
		return sqliteUnavailable[lite.Code()&0xff]
	}
	return hasPgClass(err, pgUnavailable...) || isConnectionLost(err) || errors.Is(err, errClosed)
}

// hasPgClass tells whether it is an error of PostgreSQL's whose code begins in one of these ways.
func hasPgClass(err error, classes ...string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && slices.ContainsFunc(classes, func(class string) bool { return strings.HasPrefix(pg.Code, class) })
}

// isConnectionLost tells whether PostgreSQL went away before it had answered.
func isConnectionLost(err error) bool {
	var connect *pgconn.ConnectError
	var network interface {
		Timeout() bool
		Temporary() bool
	} // net.Error, without a way to the network
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false // whoever asked went away
	}
	return errors.As(err, &connect) || pgconn.SafeToRetry(err) || errors.As(err, &network) || errors.Is(err, sqldriver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.ErrUnexpectedEOF)
}
