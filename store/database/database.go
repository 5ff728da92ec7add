// Package database opens a SQLite or PostgreSQL database and runs changes in it: settings, lock, migrations, the writer that groups
// changes into commits, and the classes of errors. It knows only the tables that it is given.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// The names of the two engines.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Config says which database to open.
type Config struct {
	URL       string       // sqlite:PATH or postgres://…
	Log       *slog.Logger // nil discards
	Exclusive bool         // take the lock of a SQLite database, as a server does
	InUse     []string     // tables by which a database that is in use is recognised, even if its list of migrations is gone
}

// DB is an open database.
type DB struct {
	Config
	engine      engine
	read, write *gorm.DB
	lock        *Lock
	syncState   syncState
}

// engine contains the operations that differ between SQLite and PostgreSQL.
type engine interface {
	name() string
	migrate(context.Context) error
	readPool() *sql.DB
	writePool() *sql.DB
	dataVersion() (n int64, known bool, err error) // changes with every commit in the database
	close() error
}

// Open connects. It neither reads nor changes the schema.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	d := &DB{Config: cfg, syncState: syncState{failure: make(chan error, 1)}}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Exclusive {
		var err error
		if d.lock, err = AcquireLock(cfg.URL); err != nil {
			return nil, err
		}
	}
	if err := d.connect(ctx); err != nil {
		return nil, errors.Join(err, d.lock.Release())
	}
	return d, nil
}

// connect opens the engine that the URL names.
func (d *DB) connect(ctx context.Context) error {
	var err error
	switch path, lite := sqlitePath(d.URL); {
	case lite:
		d.engine, d.read, d.write, err = openSQLite(ctx, path)
	case strings.HasPrefix(d.URL, "postgres://"), strings.HasPrefix(d.URL, "postgresql://"):
		d.engine, d.read, d.write, err = openPostgres(ctx, d.URL)
	default:
		return fmt.Errorf("the database address must begin with sqlite: or postgres://")
	}
	if err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	return nil
}

// sqlitePath returns the file of a SQLite database; false for any other.
func sqlitePath(url string) (string, bool) { return strings.CutPrefix(url, "sqlite:") }

// Close closes the connections and releases the lock. It may be called twice. The writer must have been closed before.
func (d *DB) Close() error { return errors.Join(d.engine.close(), d.lock.Release()) }

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	var one int
	return d.Read(ctx).Raw("SELECT 1").Scan(&one).Error
}

// Engine returns SQLite or Postgres.
func (d *DB) Engine() string { return d.engine.name() }

// Read returns a connection for reads.
func (d *DB) Read(ctx context.Context) *gorm.DB { return d.read.WithContext(ctx) }

// Unqueued returns a connection for writes that bypass the writer. SQLite has only one such connection. So use it only before the writer
// runs, or for statements that write no rows.
func (d *DB) Unqueued(ctx context.Context) *gorm.DB { return d.write.WithContext(ctx) }

// ReadTx runs several reads on one state of the database.
func (d *DB) ReadTx(ctx context.Context, do func(*gorm.DB) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if d.Engine() == Postgres {
		options.Isolation = sql.LevelRepeatableRead // every transaction of SQLite is isolated in this way
	}
	return d.Read(ctx).Transaction(do, options)
}

// QueryFast runs a small query without GORM. Its parameters are $1, $2 on both engines. It ignores the end of the context, because
// watching the context costs a goroutine on SQLite, and such a query is fast.
func (d *DB) QueryFast(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return d.engine.readPool().QueryContext(context.WithoutCancel(ctx), query, args...)
}

// DataVersion returns a number that changes with every commit of any process. It is not known on PostgreSQL.
func (d *DB) DataVersion() (n int64, known bool, err error) { return d.engine.dataVersion() }

// WriteConn returns a connection for writes. On SQLite there is one, so close it before anything else writes.
func (d *DB) WriteConn(ctx context.Context) (*sql.Conn, error) { return d.engine.writePool().Conn(ctx) }

// HasTable reports whether a table exists.
func (d *DB) HasTable(ctx context.Context, name string) (there bool, err error) {
	query := "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = $1)"
	if d.Engine() == Postgres {
		query = "SELECT to_regclass($1) IS NOT NULL"
	}
	err = d.engine.readPool().QueryRowContext(ctx, query, name).Scan(&there)
	return there, err
}

// Now returns the time as it is stored: UTC, in microseconds, which both databases keep.
func Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// gormConfig is the same for both engines. Transactions are always explicit, and values never reach the log. Both engines cache parsed
// statements on their connections. GORM's own cache would parse each statement again in every transaction.
func gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		Logger:                 logger.Discard,
		NowFunc:                Now,
	}
}
