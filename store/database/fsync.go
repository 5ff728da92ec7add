package database

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	driver "modernc.org/sqlite"
)

// syncState records whether every sync of the disk has succeeded. After a failed sync, the system may discard unwritten data and still
// report success for the next sync. So no data can be relied on until the files are opened again.
type syncState struct {
	failed  atomic.Bool
	failure chan error // receives the first failure
}

// errSyncFailed is returned for a change that came after a sync had failed.
var errSyncFailed = errors.New("a sync of the disk failed before")

// SyncFailed receives the first failed sync of the disk. From then on nothing is saved. The process must end without touching the files
// again; the next start reads them from the disk.
func (d *DB) SyncFailed() <-chan error { return d.syncState.failure }

func (d *DB) checkSync() error {
	if d.syncState.failed.Load() {
		return errSyncFailed
	}
	return nil
}

// RecordSyncFailure stops all further changes if err is a failed sync.
func (d *DB) RecordSyncFailure(err error) {
	if isSyncFailure(err) && !d.syncState.failed.Swap(true) {
		d.syncState.failure <- err
	}
}

// fsyncError reports that a sync failed.
type fsyncError struct{ error }

func (e *fsyncError) Unwrap() error { return e.error }

// SQLite's codes for a failed sync of a file and of a folder.
const (
	sqliteIOErrFsync    = 1034
	sqliteIOErrDirFsync = 1290
)

// isSyncFailure reports whether this process failed to sync the disk. PostgreSQL handles its own failed syncs: it stops, and recovers
// from its log.
func isSyncFailure(err error) bool {
	var own *fsyncError
	var lite *driver.Error
	return errors.As(err, &own) || errors.As(err, &lite) && (lite.Code() == sqliteIOErrFsync || lite.Code() == sqliteIOErrDirFsync)
}

// Fsync waits until a file is on the disk.
func Fsync(f *os.File) error {
	if err := f.Sync(); err != nil {
		return &fsyncError{err}
	}
	return nil
}

// FsyncFolder makes a new name in a folder outlast a power failure.
func FsyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(Fsync(folder), folder.Close())
}

// MakeFolders makes a folder with its parents, accessible only to their owner. It syncs the new names, so that they survive a power
// failure.
func MakeFolders(path string) error {
	return makeFolders(filepath.Clean(path), FsyncFolder)
}

// makeFolders is MakeFolders with the function that syncs a folder.
func makeFolders(path string, sync func(string) error) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(path)
	if parent != path {
		if err := makeFolders(parent, sync); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) { // another request has just made it
		return err
	}
	return sync(parent)
}

// FsyncPath waits until the file of a path is on the disk.
func FsyncPath(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// RenameDurably renames a file that is synced already, and syncs the folder.
func RenameDurably(from, path string) error {
	if err := os.Rename(from, path); err != nil {
		return err
	}
	return FsyncFolder(filepath.Dir(path))
}
