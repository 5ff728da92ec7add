// Package transfer copies whole newsrooms: backup, restore, and the copy of one database into another.
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
	"os"
	"path/filepath"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/database"
)

// A backup is one gzipped tar file. It contains the newsroom as a SQLite database, even if it comes from PostgreSQL, then the files of
// the snapshots, then the manifest. A truncated backup has no manifest.
const (
	backupFormat   = "linecheck backup 1"
	backupDatabase = "linecheck.db"
	backupFiles    = "snapshots"
	backupManifest = "manifest.json"
)

// manifest lists what is in a backup.
type manifest struct {
	Format string         `json:"format"`
	Made   time.Time      `json:"made"`
	Engine string         `json:"engine"` // from which the backup was made
	Length int            `json:"chain_length"`
	Head   string         `json:"chain_head"`
	Files  []manifestFile `json:"files"`
}

type manifestFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Backup writes the whole newsroom into a new file, while others read and write, and returns the head of the hash chain in it. The file
// gets its name only after the copy in it was verified.
func Backup(ctx context.Context, s *store.Store, path string) (models.Verification, error) {
	v, err := backUp(ctx, s, path)
	if err != nil {
		return v, fmt.Errorf("back up: %w", err)
	}
	return v, nil
}

func backUp(ctx context.Context, s *store.Store, path string) (models.Verification, error) {
	var v models.Verification
	if _, err := os.Lstat(path); err == nil {
		return v, fmt.Errorf("%s is there already", path)
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return v, err
	}
	work, err := os.MkdirTemp(folder, ".backup-*") // 0700
	if err != nil {
		return v, err
	}
	defer os.RemoveAll(work)
	copied := filepath.Join(work, backupDatabase)
	if err := copyToSQLite(ctx, s.Database(), copied); err != nil {
		return v, fmt.Errorf("copying the records: %w", err)
	}
	names, v, err := verifyCopy(ctx, copied, s.SnapshotFolder())
	if err != nil {
		return v, err
	}
	packed := filepath.Join(work, "packed")
	m := manifest{Format: backupFormat, Made: database.Now(), Engine: s.Engine(), Length: v.Length, Head: v.Head}
	if err := writeArchive(packed, copied, s.SnapshotFolder(), names, m); err != nil {
		return v, fmt.Errorf("writing the backup: %w", err)
	}
	return v, database.RenameDurably(packed, path)
}

// copyToSQLite writes one state of a database into a new SQLite file.
func copyToSQLite(ctx context.Context, db *database.DB, path string) error {
	if db.Engine() == database.SQLite {
		return db.CopyInto(ctx, path)
	}
	_, err := CopyDatabase(ctx, CopyOptions{From: db.URL, To: "sqlite:" + path, sourceLive: true})
	return err
}

// verifyCopy verifies a copy and lists the files that it needs, by their SHA-256.
func verifyCopy(ctx context.Context, path, files string) ([]string, models.Verification, error) {
	var v models.Verification
	e, err := openEndpoint(ctx, "sqlite:"+path)
	if err != nil {
		return nil, v, err
	}
	names, v, err := e.verify(ctx, files)
	if err == nil {
		err = e.compact(ctx)
	}
	if err := errors.Join(err, e.close()); err != nil {
		return nil, v, err
	}
	return names, v, os.Chmod(path, 0o600)
}

// verify verifies a newsroom that is not in use, and lists the files that it needs, by their SHA-256.
func (e *endpoint) verify(ctx context.Context, files string) ([]string, models.Verification, error) {
	s := store.Attach(e.DB, files)
	v, err := s.Verify(ctx)
	if err == nil && v.Break != "" {
		err = fmt.Errorf("the records are broken: %s", v.Break)
	}
	if err != nil {
		return nil, v, err
	}
	names, err := s.SnapshotFiles(ctx)
	return names, v, err
}

// writeArchive writes the backup and syncs it.
func writeArchive(path, copied, files string, names []string, m manifest) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	squeezed, err := gzip.NewWriterLevel(f, gzip.BestSpeed)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	p := archiveWriter{tar: tar.NewWriter(squeezed), manifest: m}
	err = p.addFile(backupDatabase, copied)
	for _, name := range names {
		if err == nil {
			err = p.addFile(backupFiles+"/"+name[:2]+"/"+name, store.SnapshotPath(files, name))
		}
	}
	if err == nil {
		err = p.finish()
	}
	err = errors.Join(err, squeezed.Close())
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// archiveWriter writes a tar file and its manifest.
type archiveWriter struct {
	tar      *tar.Writer
	manifest manifest
}

func (p *archiveWriter) addFile(name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return p.add(name, info.Size(), f)
}

func (p *archiveWriter) add(name string, size int64, content io.Reader) error {
	if err := p.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: p.manifest.Made, Format: tar.FormatPAX}); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(p.tar, h), content); err != nil {
		return err
	}
	p.manifest.Files = append(p.manifest.Files, manifestFile{name, size, hex.EncodeToString(h.Sum(nil))})
	return nil
}

func (p *archiveWriter) finish() error {
	b, err := json.MarshalIndent(p.manifest, "", " ")
	if err != nil {
		return err
	}
	err = p.tar.WriteHeader(
		&tar.Header{Name: backupManifest, Mode: 0o600, Size: int64(len(b)), ModTime: p.manifest.Made, Format: tar.FormatPAX},
	)
	if err != nil {
		return err
	}
	if _, err := p.tar.Write(b); err != nil {
		return err
	}
	return p.tar.Close()
}
