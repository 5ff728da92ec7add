// Package store keeps the newsroom's records in SQLite or PostgreSQL. It is the only package that knows GORM.
// Every read takes the reader who asks: what they may not see is not found. Every change is one intention,
// one transaction, with its event.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"linecheck/models"
)

// Config says where the records are kept.
type Config struct {
	URL            string        // sqlite:PATH or postgres://…
	Log            *slog.Logger  // nil: discards
	Limits         models.Limits // zero: the defaults
	Files          string        // the folder of snapshots; "" where none are kept
	AllowCorrupt   bool          // open what is damaged all the same, for reading alone
	Exclusive      bool          // as a server, of which a SQLite database has one
	CheckpointFile string        // a file outside, to which the chain's head is written now and then; "" none
}

// Store is the newsroom's records.
type Store struct {
	engine       engine
	read         *gorm.DB
	write        *gorm.DB
	jobs         chan *job
	closeOnce    sync.Once
	quit         chan struct{} // closed: no more changes are taken
	done         chan struct{} // closed: the writer has ended
	limits       models.Limits
	log          *slog.Logger
	hashSlots    chan struct{} // bounds concurrent password hashing
	requestCache requestCache
	blobs        blobStore
	corruption   string   // what was found wrong when it was opened: nothing is changed then
	lock         *os.File // of a server on SQLite; nil: none
	url          string
	checkpoints  checkpointFile

	lastBackup     atomic.Int64 // when the newest good backup was made, in milliseconds
	feed           changeFeed
	metrics        writerMetrics
	deliveryQueued chan struct{} // has something when deliveries wait
	syncState      syncState
}

// engine is what differs between the two databases beyond their SQL files.
type engine interface {
	name() string
	migrate(context.Context) error
	readPool() *sql.DB
	dataVersion() (n int64, known bool, err error) // changes with every change of anything in the database
	close() error
}

// Open connects, brings the schema up to date and starts the writer. It refuses a database from a newer version.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	s := &Store{
		jobs:           make(chan *job),
		quit:           make(chan struct{}),
		done:           make(chan struct{}),
		limits:         cfg.Limits,
		log:            cfg.Log,
		hashSlots:      make(chan struct{}, maxHashes),
		blobs:          blobStore{cfg.Files},
		url:            cfg.URL,
		checkpoints:    checkpointFile{path: cfg.CheckpointFile},
		deliveryQueued: make(chan struct{}, 1),
		feed:           changeFeed{wake: make(chan struct{}, 1)},
		syncState:      syncState{failure: make(chan error, 1)},
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.limits = s.limits.WithDefaults()
	if cfg.Exclusive {
		var err error
		if s.lock, err = acquireLock(cfg.URL); err != nil {
			return nil, err
		}
	}
	if err := s.connect(ctx, cfg.URL); err != nil {
		return nil, errors.Join(asCorruptionError(err), releaseLock(s.lock))
	}
	var damaged *CorruptionError
	err := s.checkAndMigrate(ctx, cfg.Exclusive)
	if errors.As(err, &damaged) && cfg.AllowCorrupt {
		err = s.setReadOnly(ctx, damaged.Detail)
	}
	if err != nil {
		return nil, errors.Join(err, s.disconnect())
	}
	go s.runWriter()
	if s.corruption != "" {
		return s, nil
	}
	if err := s.indexSources(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// checkAndMigrate sees to it that the records are whole, sound, and in the shape that this program knows, before anybody works with them.
func (s *Store) checkAndMigrate(ctx context.Context, alone bool) error {
	half, err := s.hasIncompleteCopy(ctx)
	if err != nil {
		return asCorruptionError(err)
	}
	if half {
		return errCopyIncomplete
	}
	look := commandCheckTime
	if alone {
		look = serverCheckTime
	}
	fresh, err := s.applyMigrations(ctx, look)
	if err != nil || fresh {
		return asCorruptionError(err)
	}
	if err := errors.Join(s.upgradeAssertions(ctx), s.upgradeQuotes(ctx), s.upgradeNames(ctx)); err != nil {
		return asCorruptionError(err)
	}
	wrong, err := s.quickCheckRecords(ctx)
	if err == nil && wrong != "" {
		err = &CorruptionError{wrong}
	}
	return asCorruptionError(err)
}

// connect opens the engine that the URL names.
func (s *Store) connect(ctx context.Context, url string) error {
	var err error
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		s.engine, s.read, s.write, err = openSQLite(ctx, strings.TrimPrefix(url, "sqlite:"))
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		s.engine, s.read, s.write, err = openPostgres(ctx, url)
	default:
		return fmt.Errorf("the database address must begin with sqlite: or postgres://")
	}
	if err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	return nil
}

// Close finishes the change that is being committed and closes the database. Closing twice is closing once.
func (s *Store) Close() (err error) {
	defer wrap(&err, "close the database")
	s.closeOnce.Do(func() {
		s.StopListening()
		close(s.quit)
	})
	<-s.done
	return s.disconnect()
}

func (s *Store) disconnect() error { return errors.Join(s.engine.close(), releaseLock(s.lock)) }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) (err error) {
	defer wrap(&err, "reach the database")
	var one int
	return s.readDB(ctx).Raw("SELECT 1").Scan(&one).Error
}

// Engine names the database: "sqlite" or "postgres".
func (s *Store) Engine() string { return s.engine.name() }

// Limits is what comes in at most.
func (s *Store) Limits() models.Limits { return s.limits }

// readDB is a connection for reads; within Once the one that sees what was done there.
func (s *Store) readDB(ctx context.Context) *gorm.DB {
	if t := txFromContext(ctx); t != nil {
		return t.DB
	}
	return s.read.WithContext(ctx)
}

// queryFast runs a small query that every request waits for: its parameters are $1, $2 on both engines. It is not cut off
// when the request is, which would cost SQLite a goroutine and save nothing.
func (s *Store) queryFast(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if t := txFromContext(ctx); t != nil {
		return t.queryFast(query, args)
	}
	return s.engine.readPool().QueryContext(context.WithoutCancel(ctx), query, args...)
}

// currentTime is the time as it is stored: UTC, to the microsecond, which both databases keep.
func currentTime() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// gormConfig is the same for both engines. Transactions are always explicit; values never reach the log. Both engines'
// connections keep what they have parsed: GORM's own way of it parses anew in every transaction.
func gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		Logger:                 logger.Discard,
		NowFunc:                currentTime,
	}
}

// queryOne scans a single row of a raw query; no row is ErrNotFound.
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

// readTx runs several reads that belong together on one state of the database.
func (s *Store) readTx(ctx context.Context, do func(*gorm.DB) error) error {
	if t := txFromContext(ctx); t != nil {
		return do(t.DB)
	}
	options := &sql.TxOptions{ReadOnly: true}
	if s.engine.name() == "postgres" {
		options.Isolation = sql.LevelRepeatableRead // SQLite's transactions are that already
	}
	return s.readDB(ctx).Transaction(do, options)
}
