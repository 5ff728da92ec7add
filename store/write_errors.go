package store

import (
	"context"
	"errors"
	"fmt"

	"linecheck/models"
	"linecheck/store/database"
)

// CorruptionError reports that a database was found to be corrupt when it was opened. The program then changes nothing in the database.
type CorruptionError = database.CorruptionError

// IsUnavailable reports whether the database failed for reasons of its own. Nobody made a mistake, and a later attempt may succeed.
func IsUnavailable(err error) bool { return database.IsUnavailable(err) }

// SyncFailed receives the first failed sync of the disk. From then on nothing is saved. The process must end without touching the files
// again; the next start reads them from the disk.
func (s *Store) SyncFailed() <-chan error { return s.db.SyncFailed() }

// blobError reports a file that could not be stored.
type blobError struct{ error }

func (u *blobError) Unwrap() error { return u.error }

// classifyWriteError wraps an error of a change in ErrNotSaved or ErrMaybeNotSaved, if the database or the disk failed. Others it
// returns as they are.
func classifyWriteError(err error) error {
	if err == nil {
		return nil
	}
	outcome := database.OutcomeOf(err)
	var file *blobError
	switch {
	case outcome == database.MaybeSaved:
		return fmt.Errorf("%w: %w", models.ErrMaybeNotSaved, err)
	case outcome == database.NotSaved, errors.As(err, &file) && !errors.Is(err, errNoBlobFolder):
		return fmt.Errorf("%w: %w", models.ErrNotSaved, err)
	}
	return err
}

// Corruption returns what was found wrong when the database was opened; "" for nothing.
func (s *Store) Corruption() string { return s.corruption }

// setReadOnly refuses all changes of a corrupt database from now on.
func (s *Store) setReadOnly(ctx context.Context, detail string) error {
	s.corruption = detail
	return s.db.SetReadOnly(ctx)
}
