package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"linecheck/migrations"
)

// Migration is one step of the schema and whether it was applied.
type Migration struct {
	Name    string
	Applied bool
}

// migrationsTable is goose's list of the migrations that were applied.
const migrationsTable = "goose_db_version"

// Upgrade applies the missing migrations, if SQLite finds no corruption within checkTime. Before it changes an existing SQLite database,
// it copies it into a file beside it. Fresh reports whether the database was new.
func (d *DB) Upgrade(ctx context.Context, checkTime time.Duration) (fresh bool, err error) {
	begun, err := d.hasSchema(ctx)
	if err != nil {
		return false, err
	}
	if !begun {
		return true, d.ApplyMigrations(ctx)
	}
	provider, err := newMigrator(d.engine.writePool(), d.Engine())
	if err != nil {
		return false, err
	}
	if err := rejectNewerSchema(ctx, provider); err != nil {
		return false, err
	}
	if fault, err := d.quickCheck(ctx, checkTime); err != nil || fault != "" {
		if err == nil {
			err = &CorruptionError{fault}
		}
		return false, err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil || !pending {
		return false, err
	}
	return false, d.upgradeSchema(ctx, provider)
}

// hasSchema reports whether the database is in use. An empty list of migrations does not count. It exists after an interrupted first
// start, or after somebody listed the migrations.
func (d *DB) hasSchema(ctx context.Context) (bool, error) {
	for _, table := range d.InUse {
		if there, err := d.HasTable(ctx, table); err != nil || there {
			return there, err
		}
	}
	listed, err := d.HasTable(ctx, migrationsTable)
	if err != nil || !listed {
		return false, err
	}
	var begun bool
	query := "SELECT EXISTS (SELECT 1 FROM " + migrationsTable + " WHERE version_id > 0)"
	err = d.engine.writePool().QueryRowContext(ctx, query).Scan(&begun)
	return begun, err
}

// upgradeSchema applies the missing migrations while no server uses the database.
func (d *DB) upgradeSchema(ctx context.Context, provider *goose.Provider) error {
	if d.lock == nil {
		lock, err := AcquireLock(d.URL)
		if err != nil {
			return fmt.Errorf("bringing the database up to date: %w", err)
		}
		defer lock.Release()
	}
	at, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if at == 0 {
		return &CorruptionError{"the list of the schema's steps is gone"}
	}
	if path, lite := sqlitePath(d.URL); lite {
		if err := d.copyBeforeUpgrade(ctx, fmt.Sprintf("%s.version-%d", path, at)); err != nil {
			return fmt.Errorf("copying the records before the schema changes: %w", err)
		}
	}
	return d.ApplyMigrations(ctx)
}

// copyBeforeUpgrade copies the database. The copy gets its name only when it is complete.
func (d *DB) copyBeforeUpgrade(ctx context.Context, path string) error {
	work, err := os.MkdirTemp(filepath.Dir(path), ".copy-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	whole := filepath.Join(work, "copy")
	if err := d.CopyInto(ctx, whole); err != nil {
		return err
	}
	if err := errors.Join(os.Chmod(whole, 0o600), FsyncPath(whole)); err != nil {
		return err
	}
	d.Log.Info("the records were copied before the schema changes", "to", path)
	return RenameDurably(whole, path)
}

// ApplyMigrations applies the missing migrations without any check.
func (d *DB) ApplyMigrations(ctx context.Context) error { return d.engine.migrate(ctx) }

// migrateUp applies the missing migrations. On PostgreSQL a session lock keeps two instances from doing it at once.
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

// newMigrator prepares the migrations of an engine.
func newMigrator(db *sql.DB, engine string) (*goose.Provider, error) {
	files, err := fs.Sub(migrations.Files, engine)
	if err != nil {
		return nil, err
	}
	if engine == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db, files)
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker))
}

// rejectNewerSchema refuses a database of a newer version of the program, whose rules this one does not know.
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

// CheckSchemaVersion refuses a database whose schema is older or newer than this program's.
func (d *DB) CheckSchemaVersion(ctx context.Context) error {
	provider, err := newMigrator(d.engine.readPool(), d.Engine()) // the connection that writes may be taken
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

// MigrationStatus lists the migrations of a database without applying any.
func MigrationStatus(ctx context.Context, url string) ([]Migration, error) {
	d, err := Open(ctx, Config{URL: url})
	if err != nil {
		return nil, err
	}
	list, err := d.listMigrations(ctx)
	return list, errors.Join(err, d.Close())
}

func (d *DB) listMigrations(ctx context.Context) ([]Migration, error) {
	provider, err := newMigrator(d.engine.writePool(), d.Engine())
	if err != nil {
		return nil, err
	}
	found, err := provider.Status(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Migration, len(found))
	for i, f := range found {
		list[i] = Migration{Name: f.Source.Path, Applied: f.State == goose.StateApplied}
	}
	return list, nil
}
