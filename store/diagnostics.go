package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Diagnostics describes a database, without changing it.
type Diagnostics struct {
	Engine                      string
	EngineVersion               string // the version of the database engine
	UnsafeSetting               string // a setting with which acknowledged changes could be lost; ""
	SchemaVersion, NewestSchema int64  // the version of the schema, and the newest that this program knows
	LastEvent                   time.Time
}

// Diagnose connects to a database, and reads its settings and the state of its schema and hash chain.
func Diagnose(ctx context.Context, url string) (Diagnostics, error) {
	var x Diagnostics
	s := &Store{}
	if err := s.connect(ctx, url); err != nil {
		return x, err
	}
	x, err := s.diagnose(ctx)
	return x, errors.Join(err, s.disconnect())
}

func (s *Store) diagnose(ctx context.Context) (Diagnostics, error) {
	x := Diagnostics{Engine: s.Engine()}
	query := "SELECT sqlite_version()"
	if x.Engine == "postgres" {
		query = "SHOW server_version"
	}
	if err := s.engine.readPool().QueryRowContext(ctx, query).Scan(&x.EngineVersion); err != nil {
		return x, err
	}
	provider, err := newMigrator(s.engine.readPool(), x.Engine)
	if err != nil {
		return x, err
	}
	sources := provider.ListSources()
	x.NewestSchema = sources[len(sources)-1].Version
	if x.SchemaVersion, err = provider.GetDBVersion(ctx); err != nil || x.SchemaVersion == 0 {
		return x, err
	}
	if x.Engine == "postgres" {
		if x.UnsafeSetting, err = s.unsafeSetting(ctx); err != nil {
			return x, err
		}
	}
	var events []struct{ At time.Time }
	err = s.readDB(ctx).Raw("SELECT at FROM events ORDER BY id DESC LIMIT 1").Scan(&events).Error
	if len(events) > 0 {
		x.LastEvent = events[0].At
	}
	return x, err
}

// unsafeSetting returns a setting of a PostgreSQL server that can lose acknowledged changes, or "".
func (s *Store) unsafeSetting(ctx context.Context) (string, error) {
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var is string
		if err := s.engine.readPool().QueryRowContext(ctx, "SHOW "+name).Scan(&is); err != nil {
			return "", err
		}
		if is == "off" {
			return fmt.Sprintf("%s is off", name), nil
		}
	}
	return "", nil
}

// LastCheckpoint returns the time of the newest line of a checkpoint file.
func LastCheckpoint(path string) (time.Time, error) {
	line, err := lastLine(path)
	if err != nil {
		return time.Time{}, err
	}
	var at, head string
	var length int
	if _, err := fmt.Sscanf(line+"\n", checkpointLineFormat, &at, &length, &head); err != nil {
		return time.Time{}, fmt.Errorf("its last line cannot be read")
	}
	return time.Parse(time.RFC3339, at)
}
