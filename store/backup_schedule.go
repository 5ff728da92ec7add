package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// BackupSchedule says when backups are made, where, and how many of them are kept.
type BackupSchedule struct {
	Folder   string
	Interval time.Duration
	Keep     int
	OnBackup func(path string, err error) // hears of every one that was made, or was not; nil: nobody
}

// backupNameFormat is the name of a backup by the time at which it was made. Nothing with another name is ever counted or removed.
const backupNameFormat = "linecheck-20060102T150405.000Z.tar.gz"

// backupRetryDelay is how soon a backup that failed is tried again, where they are not made more often anyway.
const backupRetryDelay = 15 * time.Minute

// RunBackupSchedule makes backups until the context ends: the first one as soon as the newest in the folder is old enough.
func (s *Store) RunBackupSchedule(ctx context.Context, b BackupSchedule) (err error) {
	defer wrap(&err, "schedule backups")
	last, err := LastBackup(b.Folder)
	if err != nil {
		return err
	}
	s.lastBackup.Store(last.UnixMilli())
	for next := last.Add(b.Interval); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Until(next)):
		}
		path, err := s.backUpAndPrune(ctx, b)
		next = time.Now().Add(b.Interval)
		if err != nil {
			next = time.Now().Add(min(b.Interval, backupRetryDelay))
			s.log.Error("no backup was made", "error", err)
		}
		if b.OnBackup != nil {
			b.OnBackup(path, err)
		}
	}
}

// backUpAndPrune makes one backup and removes the oldest, once it is there.
func (s *Store) backUpAndPrune(ctx context.Context, b BackupSchedule) (string, error) {
	at := time.Now().UTC()
	path := filepath.Join(b.Folder, at.Format(backupNameFormat))
	v, err := s.Backup(ctx, path)
	if err != nil {
		return path, err
	}
	s.lastBackup.Store(at.UnixMilli())
	s.log.Info("backed up", "file", path, "events", v.Length)
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

// LastBackup is when this store's newest backup was made that was found good: the zero time if none is known.
func (s *Store) LastBackup() time.Time {
	if ms := s.lastBackup.Load(); ms > 0 {
		return time.UnixMilli(ms)
	}
	return time.Time{}
}

// LastBackup is when the newest backup of a folder was made: the zero time if there is none.
func LastBackup(folder string) (time.Time, error) {
	all, err := listBackups(folder)
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return time.Parse(backupNameFormat, all[len(all)-1])
}

// listBackups are the names of backups in a folder, oldest first.
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
