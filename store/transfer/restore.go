package transfer

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/database"
)

// RestoreOptions says what is restored where.
type RestoreOptions struct {
	File  string // the backup
	URL   string // the database to make
	Files string // the folder of snapshots
}

// Restore creates a newsroom from a backup, in a folder that has none. It unpacks everything into a temporary folder
// beside it, and verifies the checksums, the database, the hash chain, the counters and the files. Only then does it
// move everything into place, the database last.
func Restore(ctx context.Context, r RestoreOptions) (models.Verification, error) {
	var v models.Verification
	path, lite := strings.CutPrefix(r.URL, "sqlite:")
	if lite {
		lock, err := database.AcquireLock(r.URL)
		if err != nil {
			return v, err
		}
		defer lock.Release()
		if err := checkRestoreTarget(path); err != nil {
			return v, err
		}
	}
	work, err := createUnpackFolder(r.Files)
	if err != nil {
		return v, err
	}
	defer os.RemoveAll(work)
	m, err := unpack(r.File, work)
	if err != nil {
		return v, fmt.Errorf("the backup is damaged: %w", err)
	}
	unpacked := filepath.Join(work, backupDatabase)
	if v, err = verifyBackup(ctx, unpacked, filepath.Join(work, backupFiles), m); err != nil {
		return v, fmt.Errorf("the backup is damaged: %w", err)
	}
	if err := installBlobs(filepath.Join(work, backupFiles), r.Files); err != nil {
		return v, err
	}
	if lite {
		return v, database.RenameDurably(unpacked, path)
	}
	_, err = CopyDatabase(ctx, CopyOptions{From: "sqlite:" + unpacked, To: r.URL, Files: r.Files})
	return v, err
}

// checkRestoreTarget refuses to overwrite a database, or what SQLite has left of one.
func checkRestoreTarget(path string) error {
	for _, ending := range []string{"", "-wal", "-journal"} {
		if info, err := os.Lstat(path + ending); err == nil && info.Size() > 0 {
			return fmt.Errorf("%s is there already: a backup is never put over records; choose another --data folder", path+ending)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// createUnpackFolder makes a folder to unpack into, on the disk of the target.
func createUnpackFolder(files string) (string, error) {
	data := filepath.Dir(files)
	if err := database.MakeFolders(data); err != nil {
		return "", err
	}
	return os.MkdirTemp(data, ".restore-*")
}

// archiveEntryName matches the files that a backup may contain beside its manifest.
var archiveEntryName = regexp.MustCompile(`^(linecheck\.db|snapshots/[0-9a-f]{2}/[0-9a-f]{64})$`)

// maxManifestBytes bounds the manifest, which has about 200 bytes a file.
const maxManifestBytes = 256 << 20

// unpack writes the files of a backup into a folder and compares them with the manifest.
func unpack(file, folder string) (manifest, error) {
	var m manifest
	f, err := os.Open(file)
	if err != nil {
		return m, err
	}
	defer f.Close()
	squeezed, err := gzip.NewReader(f)
	if err != nil {
		return m, err
	}
	found := map[string]manifestFile{}
	for entries := tar.NewReader(squeezed); ; {
		entry, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && m.Format != "" {
			err = errors.New("there is something behind the manifest")
		}
		if err == nil {
			err = unpackEntry(entries, entry, folder, found, &m)
		}
		if err != nil {
			return m, err
		}
	}
	if _, err := io.Copy(io.Discard, squeezed); err != nil { // to the end, where the checksum of the whole file is
		return m, err
	}
	return m, m.compare(found)
}

func unpackEntry(entries *tar.Reader, entry *tar.Header, folder string, found map[string]manifestFile, m *manifest) error {
	if entry.Name == backupManifest {
		b, err := io.ReadAll(io.LimitReader(entries, maxManifestBytes))
		if err == nil {
			err = json.Unmarshal(b, m)
		}
		if err == nil && m.Format != backupFormat {
			err = fmt.Errorf("its format is %q, and this program knows %q", m.Format, backupFormat)
		}
		return err
	}
	if _, twice := found[entry.Name]; twice || entry.Typeflag != tar.TypeReg || !archiveEntryName.MatchString(entry.Name) {
		return fmt.Errorf("there is something in it that does not belong there: %q", entry.Name)
	}
	path := filepath.Join(folder, filepath.FromSlash(entry.Name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	h := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, h), entries)
	if err == nil {
		err = f.Sync()
	}
	found[entry.Name] = manifestFile{entry.Name, size, hex.EncodeToString(h.Sum(nil))}
	return errors.Join(err, f.Close())
}

// compare refuses files that differ from the manifest.
func (m manifest) compare(found map[string]manifestFile) error {
	if m.Format == "" {
		return errors.New("it has no manifest: it was cut off")
	}
	for _, f := range m.Files {
		if found[f.Name] != f {
			return fmt.Errorf("%s is not what the manifest says", f.Name)
		}
	}
	if len(found) != len(m.Files) {
		return errors.New("it has files that the manifest does not list")
	}
	if _, ok := found[backupDatabase]; !ok {
		return errors.New("there is no database in it")
	}
	return nil
}

// verifyBackup brings the unpacked database up to date, verifies it, and closes it so that all of it is in the one file.
func verifyBackup(ctx context.Context, path, folder string, m manifest) (models.Verification, error) {
	e, err := openEndpoint(ctx, "sqlite:"+path)
	if err != nil {
		return models.Verification{}, err
	}
	v, err := store.Attach(e.DB, folder).Chain(ctx)
	if err == nil && (v.Length != m.Length || v.Head != m.Head) {
		err = errors.New("its chain does not end where the manifest says")
	}
	if err == nil {
		err = errors.Join(e.releaseConn(), e.ApplyMigrations(ctx)) // the migrations need the connection
	}
	if err == nil {
		_, v, err = e.verify(ctx, folder)
	}
	if err == nil {
		err = e.compact(ctx)
	}
	if err := errors.Join(err, e.close()); err != nil {
		return v, err
	}
	return v, database.FsyncPath(path)
}

// installBlobs moves the unpacked files of the snapshots into their folder. A file that is there has the same bytes, or is corrupt.
func installBlobs(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == from {
			return fs.SkipAll // a newsroom without snapshots
		}
		if err != nil || entry.IsDir() {
			return err
		}
		place := store.SnapshotPath(to, entry.Name())
		if err := database.MakeFolders(filepath.Dir(place)); err != nil {
			return err
		}
		return database.RenameDurably(path, place)
	})
}
