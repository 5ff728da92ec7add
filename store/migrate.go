package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"linecheck/migrations"
)

// Migration is one step of the schema and whether it has been taken.
type Migration struct {
	Name    string
	Applied bool
}

// applyMigrations brings the schema up to date, if the file it is in is sound. Before a step is taken with records that are there
// already, a copy of
// them is put beside a SQLite database. It tells whether the database was a fresh one.
func (s *Store) applyMigrations(ctx context.Context, look time.Duration) (fresh bool, err error) {
	pool, err := s.write.DB()
	if err != nil {
		return false, err
	}
	begun, err := s.hasSchema(ctx, pool)
	if err != nil {
		return false, err
	}
	if !begun {
		return true, s.engine.migrate(ctx)
	}
	provider, err := newMigrator(pool, s.Engine())
	if err != nil {
		return false, err
	}
	if err := rejectNewerSchema(ctx, provider); err != nil {
		return false, err
	}
	if wrong, err := s.quickCheckPages(ctx, look); err != nil || wrong != "" {
		if err == nil {
			err = &CorruptionError{wrong}
		}
		return false, err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil || !pending {
		return false, err
	}
	return false, s.upgradeSchema(ctx, provider)
}

// hasSchema tells whether anything is there. The list of steps alone, with none in it, is what is left where the first start was
// cut off, or somebody asked
// which steps there are.
func (s *Store) hasSchema(ctx context.Context, pool *sql.DB) (begun bool, err error) {
	var listed bool
	query := "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name IN ('users', 'events')), EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'goose_db_version')"
	if s.Engine() == "postgres" {
		query = "SELECT to_regclass('users') IS NOT NULL OR to_regclass('events') IS NOT NULL, to_regclass('goose_db_version') IS NOT NULL"
	}
	if err := pool.QueryRowContext(ctx, query).Scan(&begun, &listed); err != nil || begun || !listed {
		return begun, err
	}
	err = pool.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM goose_db_version WHERE version_id > 0)").Scan(&begun)
	return begun, err
}

// upgradeSchema takes the missing steps while nobody else serves the records.
func (s *Store) upgradeSchema(ctx context.Context, provider *goose.Provider) error {
	if s.lock == nil {
		lock, err := acquireLock(s.url)
		if err != nil {
			return fmt.Errorf("bringing the database up to date: %w", err)
		}
		defer lock.Close()
	}
	at, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if at == 0 {
		return &CorruptionError{"the list of the schema's steps is gone"}
	}
	if path, lite := strings.CutPrefix(s.url, "sqlite:"); lite {
		if err := s.copyBeforeUpgrade(ctx, fmt.Sprintf("%s.version-%d", path, at)); err != nil {
			return fmt.Errorf("copying the records before the schema changes: %w", err)
		}
	}
	return s.engine.migrate(ctx)
}

// copyBeforeUpgrade copies the records into a file that has its name only when it is whole.
func (s *Store) copyBeforeUpgrade(ctx context.Context, path string) error {
	work, err := os.MkdirTemp(filepath.Dir(path), ".copy-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	whole := filepath.Join(work, "copy")
	if err := s.copyToSQLite(ctx, whole); err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(whole, 0o600), fsyncPath(whole)); err != nil {
		return err
	}
	s.log.Info("the records were copied before the schema changes", "to", path)
	return renameDurably(whole, path)
}

// migrateUp takes the steps that are missing. On PostgreSQL a session lock keeps two instances from racing.
func migrateUp(ctx context.Context, db *sql.DB, engine string) error {
	provider, err := newMigrator(db, engine)
	if err != nil {
		return err
	}
	if err := rejectNewerSchema(ctx, provider); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bringing the database up to date: %w", err)
	}
	return nil
}

// newMigrator prepares the steps for an engine.
func newMigrator(db *sql.DB, engine string) (*goose.Provider, error) {
	files, err := fs.Sub(migrations.Files, engine)
	if err != nil {
		return nil, err
	}
	if engine == "sqlite" {
		return goose.NewProvider(goose.DialectSQLite3, db, files)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker))
}

// rejectNewerSchema stops before a database that a newer version has made: this one would not know what to keep true.
func rejectNewerSchema(ctx context.Context, provider *goose.Provider) error {
	at, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("reading the database's version: %w", err)
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; at > newest {
		return fmt.Errorf("the database is at version %d and this program knows %d: please use the newer program", at, newest)
	}
	return nil
}

// checkSchemaVersion refuses a database whose schema is older or newer than this program's.
func checkSchemaVersion(ctx context.Context, s *Store) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	if s.Engine() == "sqlite" {
		pool = s.engine.readPool() // the one that writes may be taken
	}
	provider, err := newMigrator(pool, s.Engine())
	if err != nil {
		return err
	}
	if err := rejectNewerSchema(ctx, provider); err != nil {
		return err
	}
	pending, err := provider.HasPending(ctx)
	if err == nil && pending {
		err = errors.New("its schema is older than this program's: run linecheck migrate first")
	}
	return err
}

// MigrationStatus lists the steps of the schema without taking any.
func MigrationStatus(ctx context.Context, url string) ([]Migration, error) {
	s := &Store{}
	if err := s.connect(ctx, url); err != nil {
		return nil, err
	}
	pool, err := s.write.DB()
	if err != nil {
		return nil, errors.Join(err, s.engine.close())
	}
	steps, err := listMigrations(ctx, pool, s.engine.name())
	return steps, errors.Join(err, s.engine.close())
}

func listMigrations(ctx context.Context, pool *sql.DB, engine string) ([]Migration, error) {
	provider, err := newMigrator(pool, engine)
	if err != nil {
		return nil, err
	}
	found, err := provider.Status(ctx)
	if err != nil {
		return nil, err
	}
	steps := make([]Migration, len(found))
	for i, f := range found {
		steps[i] = Migration{Name: f.Source.Path, Applied: f.State == goose.StateApplied}
	}
	return steps, nil
}
