package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	driver "modernc.org/sqlite"
)

// sqliteEngine is one database file: one connection writes beside a few that read.
type sqliteEngine struct {
	read, write   *sql.DB
	versionReader *dataVersionReader
}

// maxReadConnections is how many connections read at once; two to four measured the best p99.
const maxReadConnections = 4

// sqliteSettings are read back at start: a database that runs with others could lose acknowledged writes.
var sqliteSettings = []struct{ pragma, set, want string }{
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"foreign_keys", "1", "1"},
	{"busy_timeout", "5000", "5000"},
	{"journal_size_limit", "16777216", "16777216"}, // the WAL shrinks back to 16 MiB after a checkpoint
	{"wal_autocheckpoint", "4000", "4000"},         // pages: a page that changes many times in 16 MiB is copied once
}

// cacheKiB is how much of the file each kind of connection keeps in memory. The one that writes touches a dozen indexes
// for every annotation; those that read do well with the system's own memory of the file, and an export would fill
// theirs for good.
var cacheKiB = map[string]int{"immediate": 32 << 10, "deferred": 1 << 10}

func openSQLite(ctx context.Context, path string) (engine, *gorm.DB, *gorm.DB, error) {
	if err := checkNotTruncated(path); err != nil {
		return nil, nil, nil, err
	}
	if err := createOwnerOnly(path); err != nil {
		return nil, nil, nil, err
	}
	write, writeSQL, err := openSQLitePool(sqliteConnector(path, "immediate"), 1)
	if err != nil {
		return nil, nil, nil, err
	}
	if err := checkSQLite(ctx, writeSQL); err != nil {
		return nil, nil, nil, errors.Join(err, writeSQL.Close())
	}
	reading := sqliteConnector(path, "deferred")
	read, readSQL, err := openSQLitePool(reading, maxReadConnections)
	if err != nil {
		return nil, nil, nil, errors.Join(err, writeSQL.Close())
	}
	asker, err := newDataVersionReader(reading)
	if err != nil {
		return nil, nil, nil, errors.Join(err, readSQL.Close(), writeSQL.Close())
	}
	return sqliteEngine{read: readSQL, write: writeSQL, versionReader: asker}, read, write, nil
}

// makeFolder makes the folder of a file, for its owner alone.
func makeFolder(path string) error { return os.MkdirAll(filepath.Dir(path), 0o700) }

// createOwnerOnly makes the folder and the file, readable by their owner alone: drafts are nobody else's business.
func createOwnerOnly(path string) error {
	if err := makeFolder(path); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = f.Chmod(0o600)
	}
	return errors.Join(err, f.Close())
}

// sqliteConnector opens connections to a file. Settings stand in it, so that every connection of a pool has them.
func sqliteConnector(path, lock string) connector {
	q := url.Values{"_txlock": {lock}, "_time_format": {"sqlite"}}
	for _, s := range sqliteSettings {
		q.Add("_pragma", s.pragma+"("+s.set+")")
	}
	q.Add("_pragma", fmt.Sprintf("cache_size(-%d)", cacheKiB[lock]))
	return connector{&driver.Driver{}, "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()}
}

// openSQLitePool opens a pool of so many connections at most.
func openSQLitePool(address connector, most int) (*gorm.DB, *sql.DB, error) {
	pool := sql.OpenDB(address)
	pool.SetMaxOpenConns(most)
	pool.SetMaxIdleConns(most)
	db, err := gorm.Open(sqlite.New(sqlite.Config{Conn: pool}), gormConfig())
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return db, pool, nil
}

// checkSQLite reads the settings back and refuses an engine that can lose commits in WAL mode (3.7.0 to 3.51.2; sqlite.org/wal.html).
func checkSQLite(ctx context.Context, db *sql.DB) error {
	for _, s := range sqliteSettings {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+s.pragma).Scan(&got); err != nil {
			return fmt.Errorf("reading %s: %w", s.pragma, err)
		}
		if got != s.want {
			return fmt.Errorf("SQLite runs with %s = %s, not %s: records would not be safe", s.pragma, got, s.want)
		}
	}
	var version string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return err
	}
	if !atLeast(version, 3, 51, 3) {
		return fmt.Errorf("SQLite %s can lose commits; 3.51.3 or newer is needed", version)
	}
	return nil
}

// atLeast compares a version such as 3.53.4 with a floor.
func atLeast(version string, floor ...int) bool {
	var got [3]int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &got[0], &got[1], &got[2]); err != nil {
		return false
	}
	for i, f := range floor {
		if got[i] != f {
			return got[i] > f
		}
	}
	return true
}

func (e sqliteEngine) name() string { return "sqlite" }

func (e sqliteEngine) migrate(ctx context.Context) error { return migrateUp(ctx, e.write, "sqlite") }

func (e sqliteEngine) readPool() *sql.DB { return e.read }

func (e sqliteEngine) dataVersion() (int64, bool, error) {
	n, err := e.versionReader.read()
	return n, true, err
}

func (e sqliteEngine) close() error {
	err := errors.Join(e.versionReader.close(), e.read.Close())
	e.checkpointWAL()
	return errors.Join(err, e.write.Close())
}

// checkpointWAL copies what is only in the log into the database's file, as far as nobody reads it, so that the one file has next
// to everything. What is
// damaged is left as it is.
func (e sqliteEngine) checkpointWAL() {
	var held bool
	if err := e.write.QueryRow("PRAGMA query_only").Scan(&held); err == nil && !held {
		_, _ = e.write.Exec("PRAGMA wal_checkpoint(PASSIVE)") // what is not copied now stays in the log, which is as safe
	}
}

// SQLite's extended result codes for a duplicate key.
const (
	sqliteConstraintUnique     = 2067
	sqliteConstraintPrimaryKey = 1555
)

// isDuplicateKey reports whether an error is a duplicate key, on either engine.
func isDuplicateKey(err error) bool {
	var lite *driver.Error
	if errors.As(err, &lite) {
		return lite.Code() == sqliteConstraintUnique || lite.Code() == sqliteConstraintPrimaryKey
	}
	return errors.Is(err, gorm.ErrDuplicatedKey)
}
