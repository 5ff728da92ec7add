// Package store keeps the newsroom in SQLite or PostgreSQL, on top of package database. Every read takes the reader who asks: what they
// may not see is not found. Every change is one intention and one transaction, with its event.
package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/store/database"
)

// Config says where the newsroom is stored.
type Config struct {
	URL            string        // sqlite:PATH or postgres://…
	Log            *slog.Logger  // nil discards
	Limits         models.Limits // zero for the defaults
	Files          string        // the folder of snapshots; "" for none
	AllowCorrupt   bool          // open a corrupt database too, to read it
	Exclusive      bool          // open as a server: a SQLite database has only one
	CheckpointFile string        // a file elsewhere, to which the head of the hash chain is written; "" for none
}

// Store is the newsroom in its database.
type Store struct {
	db           *database.DB
	writer       *database.Writer[*tx]
	closeOnce    sync.Once
	limits       models.Limits
	log          *slog.Logger
	hashSlots    chan struct{} // bounds concurrent password hashing
	requestCache requestCache
	queueCache   queueCache
	blobs        blobStore
	corruption   string // what was found wrong when it was opened; nothing is changed then
	checkpoints  checkpointFile

	lastBackup     atomic.Int64 // when the newest verified backup was made, in milliseconds since 1970
	feed           changeFeed
	deliveryQueued chan struct{} // receives when deliveries wait
}

// inUse lists tables that identify a database of Linecheck, even if its migrations table was lost.
var inUse = []string{"users", "events"}

// Open connects, brings the schema up to date and starts the writer. It refuses a database of a newer version.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	db, err := database.Open(ctx, database.Config{URL: cfg.URL, Log: cfg.Log, Exclusive: cfg.Exclusive, InUse: inUse})
	if err != nil {
		return nil, database.AsCorruptionError(err)
	}
	s := newStore(db, cfg)
	var corrupt *CorruptionError
	err = s.checkAndMigrate(ctx, cfg.Exclusive)
	if errors.As(err, &corrupt) && cfg.AllowCorrupt {
		err = s.setReadOnly(ctx, corrupt.Detail)
	}
	if err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	s.writer = database.NewWriter(s.db, s.writerHooks())
	if s.corruption != "" {
		return s, nil
	}
	if err := s.indexSources(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// newStore returns a store without a writer.
func newStore(db *database.DB, cfg Config) *Store {
	s := &Store{
		db:             db,
		limits:         cfg.Limits,
		log:            db.Log,
		hashSlots:      make(chan struct{}, maxHashes),
		blobs:          blobStore{cfg.Files},
		checkpoints:    checkpointFile{path: cfg.CheckpointFile},
		deliveryQueued: make(chan struct{}, 1),
		feed:           changeFeed{wake: make(chan struct{}, 1)},
	}
	s.limits = s.limits.WithDefaults()
	return s
}

// Attach returns a store for reading on a database that somebody else opened and closes. It changes nothing, so the schema must be up to
// date.
func Attach(db *database.DB, files string) *Store { return newStore(db, Config{Files: files}) }

// Database returns the database under the store, for store/transfer. Everything else goes through the methods of the Store.
func (s *Store) Database() *database.DB { return s.db }

// SnapshotFolder returns the folder of snapshots; "" for none.
func (s *Store) SnapshotFolder() string { return s.blobs.folder }

// checkAndMigrate ensures that the database is complete, intact and up to date before anybody works with it.
func (s *Store) checkAndMigrate(ctx context.Context, server bool) error {
	half, err := s.db.HasIncompleteCopy(ctx)
	if err != nil {
		return database.AsCorruptionError(err)
	}
	if half {
		return database.ErrCopyIncomplete
	}
	checkTime := commandCheckTime
	if server {
		checkTime = serverCheckTime
	}
	fresh, err := s.db.Upgrade(ctx, checkTime)
	if err != nil || fresh {
		return database.AsCorruptionError(err)
	}
	if err := errors.Join(s.upgradeAssertions(ctx), s.upgradeQuotes(ctx), s.upgradeNames(ctx)); err != nil {
		return database.AsCorruptionError(err)
	}
	fault, err := s.quickCheckRecords(ctx)
	if err == nil && fault != "" {
		err = &CorruptionError{Detail: fault}
	}
	return database.AsCorruptionError(err)
}

// Close finishes the change that is being committed and closes the database. It may be called twice.
func (s *Store) Close() (err error) {
	defer wrap(&err, "close the database")
	s.closeOnce.Do(s.StopListening)
	s.writer.Close()
	return s.db.Close()
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) (err error) {
	defer wrap(&err, "reach the database")
	return s.db.Ping(ctx)
}

// Engine names the database: "sqlite" or "postgres".
func (s *Store) Engine() string { return s.db.Engine() }

// Limits returns the largest sizes that are accepted.
func (s *Store) Limits() models.Limits { return s.limits }

// readDB returns a connection for reads. Within RunIdempotent it is the transaction, which sees what was changed in it.
func (s *Store) readDB(ctx context.Context) *gorm.DB {
	if t := txFromContext(ctx); t != nil {
		return t.DB
	}
	return s.db.Read(ctx)
}

// queryFast runs a small query that every request waits for. Its parameters are $1, $2 on both engines.
func (s *Store) queryFast(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if t := txFromContext(ctx); t != nil {
		return t.queryFast(query, args)
	}
	return s.db.QueryFast(ctx, query, args...)
}

// currentTime returns the time as it is stored.
func currentTime() time.Time { return database.Now() }

// queryOne scans a single row of a raw query; ErrNotFound if there is none.
func queryOne(db *gorm.DB, into any, query string, args ...any) error {
	result := db.Raw(query, args...).Scan(into)
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return models.ErrNotFound
	}
	return nil
}

// readTx runs several reads on one state of the database.
func (s *Store) readTx(ctx context.Context, do func(*gorm.DB) error) error {
	if t := txFromContext(ctx); t != nil {
		return do(t.DB)
	}
	return s.db.ReadTx(ctx, do)
}
