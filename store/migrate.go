package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"linecheck/migrations"
)

// MigrationStatus is one step of the schema and whether it has been taken.
type MigrationStatus struct {
	Name    string
	Applied bool
}

// migrateUp takes the steps that are missing. On PostgreSQL a session lock keeps two instances from racing.
func migrateUp(ctx context.Context, db *sql.DB, engine string) error {
	provider, err := migrator(db, engine)
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, provider); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bringing the database up to date: %w", err)
	}
	return nil
}

// migrator prepares the steps for an engine.
func migrator(db *sql.DB, engine string) (*goose.Provider, error) {
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

// refuseNewer stops before a database that a newer version has made: this one would not know what to keep true.
func refuseNewer(ctx context.Context, provider *goose.Provider) error {
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

// Migrations lists the steps of the schema.
func (s *Store) Migrations(ctx context.Context) ([]MigrationStatus, error) {
	pool, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	provider, err := migrator(pool, s.engine.name())
	if err != nil {
		return nil, err
	}
	steps, err := provider.Status(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]MigrationStatus, len(steps))
	for i, step := range steps {
		list[i] = MigrationStatus{Name: step.Source.Path, Applied: step.State == goose.StateApplied}
	}
	return list, nil
}
