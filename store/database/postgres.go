package database

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// postgresEngine is one pool of connections for reads and writes.
type postgresEngine struct {
	pool *sql.DB
	url  string
}

// maxPostgresConnections is the number of connections of one instance.
const maxPostgresConnections = 16

func openPostgres(ctx context.Context, url string) (engine, *gorm.DB, *gorm.DB, error) {
	db, err := gorm.Open(postgres.Open(url), gormConfig())
	if err != nil {
		return nil, nil, nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, nil, nil, err
	}
	pool.SetMaxOpenConns(maxPostgresConnections)
	pool.SetMaxIdleConns(maxPostgresConnections)
	if err := pool.PingContext(ctx); err != nil {
		return nil, nil, nil, errors.Join(err, pool.Close())
	}
	return postgresEngine{pool: pool, url: url}, db, db, nil
}

func (e postgresEngine) name() string { return Postgres }

func (e postgresEngine) migrate(ctx context.Context) error {
	return migrateUp(ctx, e.pool, Postgres)
}

func (e postgresEngine) readPool() *sql.DB { return e.pool }

func (e postgresEngine) writePool() *sql.DB { return e.pool }

// dataVersion returns no version. Querying one would take as long as the queries that it would save.
func (e postgresEngine) dataVersion() (int64, bool, error) { return 0, false, nil }

func (e postgresEngine) close() error { return e.pool.Close() }
