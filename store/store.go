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
	URL     string        // sqlite:PATH or postgres://…
	Log     *slog.Logger  // nil: discards
	Limits  models.Limits // zero: the defaults
	Files   string        // the folder of snapshots; "" where none are kept
	Unsound bool          // open what is damaged all the same, for reading alone
	Alone   bool          // as a server, of which a SQLite database has one
	Anchor  string        // a file outside, to which the chain's head is written now and then; "" none
}

// Store is the newsroom's records.
type Store struct {
	engine  engine
	read    *gorm.DB
	write   *gorm.DB
	jobs    chan *job
	closing sync.Once
	quit    chan struct{} // closed: no more changes are taken
	done    chan struct{} // closed: the writer has ended
	limits  models.Limits
	log     *slog.Logger
	hashes  chan struct{} // bounds concurrent password hashing
	recent  recent
	files   files
	damage  string   // what was found wrong when it was opened: nothing is changed then
	lock    *os.File // of a server on SQLite; nil: none
	url     string
	anchors anchors

	backedUp atomic.Int64 // when the newest good backup was made, in milliseconds
	feed     feed
	figures  figures
	outbox   chan struct{} // has something when deliveries wait
	synced   synced
}

// engine is what differs between the two databases beyond their SQL files.
type engine interface {
	name() string
	migrate(context.Context) error
	reading() *sql.DB
	version() (n int64, known bool, err error) // changes with every change of anything in the database
	close() error
}

// Open connects, brings the schema up to date and starts the writer. It refuses a database from a newer version.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	s := &Store{
		jobs:    make(chan *job),
		quit:    make(chan struct{}),
		done:    make(chan struct{}),
		limits:  cfg.Limits,
		log:     cfg.Log,
		hashes:  make(chan struct{}, maxHashes),
		files:   files{cfg.Files},
		url:     cfg.URL,
		anchors: anchors{path: cfg.Anchor},
		outbox:  make(chan struct{}, 1),
		feed:    feed{wake: make(chan struct{}, 1)},
		synced:  synced{told: make(chan error, 1)},
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.limits.Text == 0 {
		s.limits.Text = models.DefaultTextLimit
	}
	if cfg.Alone {
		var err error
		if s.lock, err = takeAlone(cfg.URL); err != nil {
			return nil, err
		}
	}
	if err := s.connect(ctx, cfg.URL); err != nil {
		return nil, errors.Join(asDamage(err), letGo(s.lock))
	}
	var damaged *Damaged
	err := s.ready(ctx, cfg.Alone)
	if errors.As(err, &damaged) && cfg.Unsound {
		err = s.hold(ctx, damaged.What)
	}
	if err != nil {
		return nil, errors.Join(err, s.disconnect())
	}
	go s.writer()
	if s.damage != "" {
		return s, nil
	}
	if err := s.listSources(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// ready sees to it that the records are whole, sound, and in the shape that this program knows, before anybody works with them.
func (s *Store) ready(ctx context.Context, alone bool) error {
	half, err := s.halfMoved(ctx)
	if err != nil {
		return asDamage(err)
	}
	if half {
		return errHalf
	}
	look := commandLooks
	if alone {
		look = serverLooks
	}
	fresh, err := s.takeSteps(ctx, look)
	if err != nil || fresh {
		return asDamage(err)
	}
	if err := errors.Join(s.upgradeAssertions(ctx), s.upgradeQuotes(ctx), s.upgradeNames(ctx)); err != nil {
		return asDamage(err)
	}
	wrong, err := s.soundRecords(ctx)
	if err == nil && wrong != "" {
		err = &Damaged{wrong}
	}
	return asDamage(err)
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
	s.closing.Do(func() {
		s.StopListening()
		close(s.quit)
	})
	<-s.done
	return s.disconnect()
}

func (s *Store) disconnect() error { return errors.Join(s.engine.close(), letGo(s.lock)) }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) (err error) {
	defer wrap(&err, "reach the database")
	var one int
	return s.reading(ctx).Raw("SELECT 1").Scan(&one).Error
}

// Engine names the database: "sqlite" or "postgres".
func (s *Store) Engine() string { return s.engine.name() }

// Limits is what comes in at most.
func (s *Store) Limits() models.Limits { return s.limits }

// reading is a connection for reads; within Once the one that sees what was done there.
func (s *Store) reading(ctx context.Context) *gorm.DB {
	if t := txOf(ctx); t != nil {
		return t.DB
	}
	return s.read.WithContext(ctx)
}

// quick runs a small query that every request waits for: its parameters are $1, $2 on both engines. It is not cut off
// when the request is, which would cost SQLite a goroutine and save nothing.
func (s *Store) quick(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if t := txOf(ctx); t != nil {
		return t.query(query, args)
	}
	return s.engine.reading().QueryContext(context.WithoutCancel(ctx), query, args...)
}

// now is the time as it is stored: UTC, to the microsecond, which both databases keep.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// gormConfig is the same for both engines. Transactions are always explicit; values never reach the log. Both engines'
// connections keep what they have parsed: GORM's own way of it parses anew in every transaction.
func gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		Logger:                 logger.Discard,
		NowFunc:                now,
	}
}

// one scans a single row of a raw query; no row is ErrNotFound.
func one(db *gorm.DB, into any, query string, args ...any) error {
	result := db.Raw(query, args...).Scan(into)
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return models.ErrNotFound
	}
	return nil
}

// snapshot runs several reads that belong together on one state of the database.
func (s *Store) snapshot(ctx context.Context, do func(*gorm.DB) error) error {
	if t := txOf(ctx); t != nil {
		return do(t.DB)
	}
	options := &sql.TxOptions{ReadOnly: true}
	if s.engine.name() == "postgres" {
		options.Isolation = sql.LevelRepeatableRead // SQLite's transactions are that already
	}
	return s.reading(ctx).Transaction(do, options)
}
