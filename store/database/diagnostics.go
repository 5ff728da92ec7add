package database

import (
	"context"
	"fmt"
)

// Diagnostics is the information about a database that can be read without changing it.
type Diagnostics struct {
	Engine                      string
	EngineVersion               string
	UnsafeSetting               string // a setting with which acknowledged changes could be lost; "" for none
	SchemaVersion, NewestSchema int64  // the last migration that was applied, and the last that this program has
}

// Diagnose reads the engine's version and settings and the version of the schema.
func (d *DB) Diagnose(ctx context.Context) (Diagnostics, error) {
	x := Diagnostics{Engine: d.Engine()}
	query := "SELECT sqlite_version()"
	if x.Engine == Postgres {
		query = "SHOW server_version"
	}
	if err := d.engine.readPool().QueryRowContext(ctx, query).Scan(&x.EngineVersion); err != nil {
		return x, err
	}
	provider, err := newMigrator(d.engine.readPool(), x.Engine)
	if err != nil {
		return x, err
	}
	sources := provider.ListSources()
	x.NewestSchema = sources[len(sources)-1].Version
	if x.SchemaVersion, err = provider.GetDBVersion(ctx); err != nil || x.SchemaVersion == 0 {
		return x, err
	}
	if x.Engine == Postgres {
		x.UnsafeSetting, err = d.unsafeSetting(ctx)
	}
	return x, err
}

// unsafeSetting names a setting with which a PostgreSQL server may lose what it has acknowledged.
func (d *DB) unsafeSetting(ctx context.Context) (string, error) {
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var is string
		if err := d.engine.readPool().QueryRowContext(ctx, "SHOW "+name).Scan(&is); err != nil {
			return "", err
		}
		if is == "off" {
			return fmt.Sprintf("%s is off", name), nil
		}
	}
	return "", nil
}
