package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"
	"time"

	"linecheck/models"
)

// recent keeps the answers to the two questions of every request, who asks and whether the article has changed, for as
// long as nothing at all changes in the database. That is asked at every request, and costs a fifth of the questions.
type recent struct {
	mutex   sync.Mutex
	version int64
	readers map[string]session
	stamps  map[int64]stamped
}

// session is who a session token belongs to, until when.
type session struct {
	reader  models.Reader
	expires time.Time // zero: never
	used    time.Time // of an API token: when it was last used, to the minute
}

// stamped is an article's stamp for anybody, with the time of its going into the trash.
type stamped struct {
	models.Stamp
	trashed time.Time
}

// mostRecent bounds how many answers of a kind are kept: who guesses tokens must not fill the memory.
const mostRecent = 10_000

// at is the answers for a state of the database, none yet where it is a new one. The mutex must be held.
func (k *recent) at(version int64) {
	if k.version != version || k.readers == nil || len(k.readers) > mostRecent || len(k.stamps) > mostRecent {
		k.version, k.readers, k.stamps = version, map[string]session{}, map[int64]stamped{}
	}
}

// recall finds a kept answer, or asks and keeps it. What is asked is at least as new as the version it is kept under: if
// something changes meanwhile, the next request finds another version. What a transaction under way has changed is nobody else's yet, and is
// not kept. The version is 0 where there is no telling.
func recall[K comparable, V any](
	ctx context.Context,
	s *Store,
	of func(*recent) map[K]V,
	key K,
	ask func() (V, error),
) (value V, version int64, err error) {
	known := false
	if txOf(ctx) == nil {
		if version, known, err = s.engine.version(); err != nil {
			return value, 0, err
		}
	}
	if !known {
		value, err = ask()
		return value, 0, err
	}
	s.recent.mutex.Lock()
	s.recent.at(version)
	value, ok := of(&s.recent)[key]
	s.recent.mutex.Unlock()
	if ok {
		return value, version, nil
	}
	if value, err = ask(); err != nil {
		return value, 0, err
	}
	s.recent.mutex.Lock()
	defer s.recent.mutex.Unlock()
	if s.recent.version == version {
		of(&s.recent)[key] = value
	}
	return value, version, nil
}

// stampAt is a kept stamp of an article at a version; false where that is not the newest that anybody asked about, or nobody has asked for the stamp.
func (k *recent) stampAt(version, id int64) (stamped, bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if version == 0 || k.version != version {
		return stamped{}, false
	}
	found, ok := k.stamps[id]
	return found, ok
}

// versionAsker asks SQLite for a number that changes with every commit of any other connection, also of other
// processes. It has a connection of its own: the number means nothing on another.
type versionAsker struct {
	mutex sync.Mutex
	conn  driver.Conn
	ask   driver.StmtQueryContext
}

func newVersionAsker(c connector) (*versionAsker, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	ask, err := conn.Prepare("PRAGMA data_version")
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &versionAsker{conn: conn, ask: ask.(driver.StmtQueryContext)}, nil
}

// version asks.
func (v *versionAsker) version() (int64, error) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	rows, err := v.ask.QueryContext(context.Background(), nil)
	if err != nil {
		return 0, err
	}
	var row [1]driver.Value
	err = errors.Join(rows.Next(row[:]), rows.Close())
	n, _ := row[0].(int64)
	return n, err
}

func (v *versionAsker) close() error { return v.conn.Close() }
