package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"linecheck/store/database"
)

// blobStore is a folder of files named by the SHA-256 of their content, in subfolders by its first two
// digits. Files are immutable.
type blobStore struct{ folder string }

// errNoBlobFolder is returned if a file has to be stored but no folder for files is configured.
var errNoBlobFolder = errors.New("no folder for files is set")

func (f blobStore) path(sum string) string { return SnapshotPath(f.folder, sum) }

// SnapshotPath returns the path of a snapshot's file in the folder of snapshots.
func SnapshotPath(folder, sum string) string { return filepath.Join(folder, sum[:2], sum) }

// write writes a file atomically, even if the machine crashes: it writes a temporary file, calls fsync,
// renames it and calls fsync on the folder. New folders are synced in their parents.
func (f blobStore) write(sum string, content []byte) error {
	if f.folder == "" {
		return errNoBlobFolder
	}
	path := f.path(sum)
	if _, err := os.Stat(path); err == nil {
		return nil // the same content
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	folder := filepath.Dir(path)
	if err := database.MakeFolders(folder); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(folder, ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // fails after the rename, as it should
	_, err = temporary.Write(content)
	if err == nil {
		err = database.Fsync(temporary)
	}
	if err := errors.Join(err, temporary.Close()); err != nil {
		return fmt.Errorf("writing a file: %w", err)
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		return err
	}
	return database.FsyncFolder(folder)
}

func (f blobStore) open(sum string) (*os.File, error) {
	if f.folder == "" {
		return nil, errNoBlobFolder
	}
	return os.Open(f.path(sum))
}

// check returns what is wrong with a stored file, or "".
func (f blobStore) check(sum string, size int64) string {
	file, err := f.open(sum)
	if err != nil {
		return "cannot be opened: " + err.Error()
	}
	defer file.Close()
	h := sha256.New()
	n, err := io.Copy(h, file)
	switch {
	case err != nil:
		return "cannot be read: " + err.Error()
	case n != size || hex.EncodeToString(h.Sum(nil)) != sum:
		return "was changed after it was kept"
	}
	return ""
}
