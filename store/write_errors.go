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

// synced is whether every sync of the disk has succeeded. After one that failed the system may have thrown away what was to be written and call the next
// sync good: nothing that follows can be relied on until the files have been read anew.
type synced struct {
	failed atomic.Bool
	told   chan error // has the failure, once
}

// SyncFailed tells of the first sync of the disk that failed. From then on nothing is saved, and the process is to end without touching the files again:
// the next start reads them anew.
func (s *Store) SyncFailed() <-chan error { return s.synced.told }

// errSync is a change that came after a sync had failed.
var errSync = errors.New("a sync of the disk failed before")

func (s *Store) syncedSoFar() error {
	if s.synced.failed.Load() {
		return errSync
	}
	return nil
}

// noteSync remembers a sync that failed, and tells whoever is to end the process.
func (s *Store) noteSync(err error) {
	if failedSync(err) && !s.synced.failed.Swap(true) {
		s.synced.told <- err
	}
}

// uncommitted is a failure of the commit itself, or of what has to do with a whole batch.
type uncommitted struct{ error }

func (u *uncommitted) Unwrap() error { return u.error }

// unkept is a file that could not be kept.
type unkept struct{ error }

func (u *unkept) Unwrap() error { return u.error }

// unsynced is a sync that failed.
type unsynced struct{ error }

func (u *unsynced) Unwrap() error { return u.error }

// syncing waits until the disk has a file.
func syncing(f *os.File) error {
	if err := f.Sync(); err != nil {
		return &unsynced{err}
	}
	return nil
}

// unsaved is an error of a change as ErrNotSaved, or ErrUnsure, where the database or the disk could not do it. Others are what they were.
func unsaved(err error) error {
	var commit *uncommitted
	var file *unkept
	switch whole := errors.As(err, &commit); {
	case err == nil:
		return nil
	case failedSync(err):
		return fmt.Errorf("%w: %w", models.ErrUnsure, err)
	case errors.As(err, &file) && !errors.Is(err, errNoFolder):
		return fmt.Errorf("%w: %w", models.ErrNotSaved, err)
	case whole && (lostCall(err) || pgClass(err, "57P")): // it may have been sent away after the commit
		return fmt.Errorf("%w: %w", models.ErrUnsure, err)
	case whole, Unavailable(err):
		return fmt.Errorf("%w: %w", models.ErrNotSaved, err)
	}
	return err
}

// SQLite's codes for a sync that failed: of a file, of a folder.
const (
	ioSync       = 1034
	ioFolderSync = 1290
)

// failedSync tells whether a sync of the disk failed under this program. PostgreSQL sees to its own: it ends, and starts anew from its log.
func failedSync(err error) bool {
	var own *unsynced
	var lite *driver.Error
	return errors.As(err, &own) || errors.As(err, &lite) && (lite.Code() == ioSync || lite.Code() == ioFolderSync)
}

// SQLite's codes for what is not the fault of who asked: locked, out of memory, not to be written, a failing disk, a full one, not to be opened.
var liteTroubles = map[int]bool{5: true, 6: true, 7: true, 8: true, 10: true, 13: true, 14: true}

// pgTroubles begin PostgreSQL's codes for the same: lost connections, a role that only reads, resources, an operator, the system.
var pgTroubles = []string{"08", "25006", "53", "57P", "58"}

// Unavailable tells whether the database could not do what it was asked for reasons of its own: nobody did anything wrong, and later it may succeed.
func Unavailable(err error) bool {
	var lite *driver.Error
	if errors.As(err, &lite) {
		return liteTroubles[lite.Code()&0xff]
	}
	return pgClass(err, pgTroubles...) || lostCall(err) || errors.Is(err, errClosed)
}

// pgClass tells whether it is an error of PostgreSQL's whose code begins in one of these ways.
func pgClass(err error, classes ...string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && slices.ContainsFunc(classes, func(class string) bool { return strings.HasPrefix(pg.Code, class) })
}

// lostCall tells whether PostgreSQL went away before it had answered.
func lostCall(err error) bool {
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
