package transfer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"linecheck/store"
)

// BackupSchedule says how often backups are made, where, and how many are kept.
type BackupSchedule struct {
	Folder   string
	Interval time.Duration
	Keep     int
	OnBackup func(path string, err error) // is called after every backup that was made or failed; may be nil
}

// backupNameFormat is the name of a backup, by its time. Files with other names are never counted or removed.
const backupNameFormat = "linecheck-20060102T150405.000Z.tar.gz"

// backupRetryDelay is the wait after a failed backup, unless the interval is shorter.
const backupRetryDelay = 15 * time.Minute

// RunBackupSchedule makes backups until the context ends. The first is due when the newest in the folder is as old as the interval.
func RunBackupSchedule(ctx context.Context, s *store.Store, b BackupSchedule) error {
	last, err := LastBackup(b.Folder)
	if err != nil {
		return fmt.Errorf("schedule backups: %w", err)
	}
	s.RecordBackup(last)
	for next := last.Add(b.Interval); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Until(next)):
		}
		path, err := b.backUpAndPrune(ctx, s)
		next = time.Now().Add(b.Interval)
		if err != nil {
			next = time.Now().Add(min(b.Interval, backupRetryDelay))
			s.Database().Log.Error("no backup was made", "error", err)
		}
		if b.OnBackup != nil {
			b.OnBackup(path, err)
		}
	}
}

// backUpAndPrune makes one backup, and then removes the oldest.
func (b BackupSchedule) backUpAndPrune(ctx context.Context, s *store.Store) (string, error) {
	at := time.Now().UTC()
	path := filepath.Join(b.Folder, at.Format(backupNameFormat))
	v, err := Backup(ctx, s, path)
	if err != nil {
		return path, err
	}
	s.RecordBackup(at)
	s.Database().Log.Info("backed up", "file", path, "events", v.Length)
	all, err := listBackups(b.Folder)
	if err != nil {
		return path, err
	}
	for _, old := range all[:max(0, len(all)-max(1, b.Keep))] {
		if err := os.Remove(filepath.Join(b.Folder, old)); err != nil {
			return path, fmt.Errorf("removing an old backup: %w", err)
		}
	}
	return path, nil
}

// LastBackup returns when the newest backup of a folder was made; the zero time if there is none.
func LastBackup(folder string) (time.Time, error) {
	all, err := listBackups(folder)
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return time.Parse(backupNameFormat, all[len(all)-1])
}

// listBackups returns the names of the backups in a folder, oldest first.
func listBackups(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if _, err := time.Parse(backupNameFormat, e.Name()); err == nil && e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}
