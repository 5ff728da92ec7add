package store

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// postgresEngine is one pool: PostgreSQL needs no connection of its own for writes.
type postgresEngine struct {
	pool *sql.DB
	url  string
}

// maxPostgresConnections is how many connections one instance holds at most.
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

func (e postgresEngine) name() string { return "postgres" }

func (e postgresEngine) migrate(ctx context.Context) error {
	return migrateUp(ctx, e.pool, "postgres")
}

func (e postgresEngine) readPool() *sql.DB { return e.pool }

// dataVersion is not known: to ask for one would be as far a way as to ask for what is kept under it.
func (e postgresEngine) dataVersion() (int64, bool, error) { return 0, false, nil }

func (e postgresEngine) close() error { return e.pool.Close() }
