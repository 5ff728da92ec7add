package database

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	driver "modernc.org/sqlite"

	"linecheck/text"
)

// sqliteEngine is one database file, with one connection that writes and a few that read.
type sqliteEngine struct {
	read, write   *sql.DB
	versionReader *dataVersionReader
}

// maxReadConnections is how many connections read at once. Two to four measured the best p99.
const maxReadConnections = 4

// sqliteSettings are set and read back at the start. With other values, the database could lose acknowledged writes.
var sqliteSettings = []struct{ pragma, set, want string }{
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"foreign_keys", "1", "1"},
	{"busy_timeout", "5000", "5000"},
	{"journal_size_limit", "16777216", "16777216"}, // the WAL shrinks back to 16 MiB after a checkpoint
	{"wal_autocheckpoint", "4000", "4000"},         // in pages; a page that changes many times within 16 MiB of the log is copied only once
}

// cacheKiB is the page cache of each kind of connection. The one that writes touches a dozen indexes for every change. Those that read
// do well with the system's file cache, and one long export would fill their own for good.
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
	version, err := newDataVersionReader(reading)
	if err != nil {
		return nil, nil, nil, errors.Join(err, readSQL.Close(), writeSQL.Close())
	}
	return sqliteEngine{read: readSQL, write: writeSQL, versionReader: version}, read, write, nil
}

// makeFolder makes the folder of a file, accessible to its owner alone.
func makeFolder(path string) error { return os.MkdirAll(filepath.Dir(path), 0o700) }

// createOwnerOnly makes the folder and the file, accessible to their owner alone.
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

// sqliteConnector opens connections to a file. The settings are part of the address, so every connection of a pool has them.
func sqliteConnector(path, lock string) connector {
	q := url.Values{"_txlock": {lock}, "_time_format": {"sqlite"}}
	for _, s := range sqliteSettings {
		q.Add("_pragma", s.pragma+"("+s.set+")")
	}
	q.Add("_pragma", fmt.Sprintf("cache_size(-%d)", cacheKiB[lock]))
	return connector{sqliteDriver(), "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()}
}

// sqliteDriver returns the driver, with the function that the triggers of the search index call.
var sqliteDriver = sync.OnceValue(func() sqldriver.Driver {
	searchForm := func(_ *driver.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
		if s, ok := args[0].(string); ok {
			return text.SearchForm(s), nil
		}
		return args[0], nil
	}
	driver.MustRegisterDeterministicScalarFunction("searched_text", 1, searchForm)
	pool, err := sql.Open("sqlite", "") // this opens nothing yet, and gives access to the driver, on which the function is registered
	if err != nil {
		panic(err) // the driver is not registered, which any test would show
	}
	defer pool.Close()
	return pool.Driver()
})

// openSQLitePool opens a pool of at most limit connections.
func openSQLitePool(address connector, limit int) (*gorm.DB, *sql.DB, error) {
	pool := sql.OpenDB(address)
	pool.SetMaxOpenConns(limit)
	pool.SetMaxIdleConns(limit)
	db, err := gorm.Open(sqlite.New(sqlite.Config{Conn: pool}), gormConfig())
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return db, pool, nil
}

// checkSQLite reads the settings back. It refuses a version of SQLite that can lose commits in WAL mode (3.7.0 to 3.51.2, see
// sqlite.org/wal.html).
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

func (e sqliteEngine) name() string { return SQLite }

func (e sqliteEngine) migrate(ctx context.Context) error { return migrateUp(ctx, e.write, SQLite) }

func (e sqliteEngine) readPool() *sql.DB { return e.read }

func (e sqliteEngine) writePool() *sql.DB { return e.write }

func (e sqliteEngine) dataVersion() (int64, bool, error) {
	n, err := e.versionReader.read()
	return n, true, err
}

func (e sqliteEngine) close() error {
	err := errors.Join(e.versionReader.close(), e.read.Close())
	e.checkpointWAL()
	return errors.Join(err, e.write.Close())
}

// checkpointWAL copies the log into the database file, up to what readers still need. Nearly everything is then in one file. It does not
// change a corrupt database.
func (e sqliteEngine) checkpointWAL() {
	var readOnly bool
	if err := e.write.QueryRow("PRAGMA query_only").Scan(&readOnly); err == nil && !readOnly {
		_, _ = e.write.Exec("PRAGMA wal_checkpoint(PASSIVE)") // the rest stays in the log, which is just as safe
	}
}
