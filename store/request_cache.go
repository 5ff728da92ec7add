package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"
	"time"

	"linecheck/models"
)

// requestCache keeps the answers to the two questions of every request, who asks and whether the article has changed, for as
// long as nothing at all changes in the database. That is asked at every request, and costs a fifth of the questions.
type requestCache struct {
	mutex       sync.Mutex
	dataVersion int64
	readers     map[string]cachedSession
	versions    map[int64]articleVersion
}

// cachedSession is who a session token belongs to, until when.
type cachedSession struct {
	reader  models.Reader
	expires time.Time // zero: never
	used    time.Time // of an API token: when it was last used, to the minute
}

// articleVersion is an article's stamp for anybody, with the time of its going into the trash.
type articleVersion struct {
	models.ArticleVersion
	trashed time.Time
}

// maxCachedEntries bounds how many answers of a kind are kept: who guesses tokens must not fill the memory.
const maxCachedEntries = 10_000

// useVersion is the answers for a state of the database, none yet where it is a new one. The mutex must be held.
func (k *requestCache) useVersion(version int64) {
	if k.dataVersion != version || k.readers == nil || len(k.readers) > maxCachedEntries || len(k.versions) > maxCachedEntries {
		k.dataVersion, k.readers, k.versions = version, map[string]cachedSession{}, map[int64]articleVersion{}
	}
}

// loadCached finds a kept answer, or asks and keeps it. What is asked is at least as new as the version it is kept under: if
// something changes meanwhile, the next request finds another version. What a transaction under way has changed is nobody else's
// yet, and is
// not kept. The version is 0 where there is no telling.
func loadCached[K comparable, V any](
	ctx context.Context,
	s *Store,
	of func(*requestCache) map[K]V,
	key K,
	ask func() (V, error),
) (value V, version int64, err error) {
	known := false
	if txFromContext(ctx) == nil {
		if version, known, err = s.engine.dataVersion(); err != nil {
			return value, 0, err
		}
	}
	if !known {
		value, err = ask()
		return value, 0, err
	}
	s.requestCache.mutex.Lock()
	s.requestCache.useVersion(version)
	value, ok := of(&s.requestCache)[key]
	s.requestCache.mutex.Unlock()
	if ok {
		return value, version, nil
	}
	if value, err = ask(); err != nil {
		return value, 0, err
	}
	s.requestCache.mutex.Lock()
	defer s.requestCache.mutex.Unlock()
	if s.requestCache.dataVersion == version {
		of(&s.requestCache)[key] = value
	}
	return value, version, nil
}

// cachedVersion is a kept stamp of an article at a version; false where that is not the newest that anybody asked about, or nobody
// has asked for the stamp.
func (k *requestCache) cachedVersion(version, id int64) (articleVersion, bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if version == 0 || k.dataVersion != version {
		return articleVersion{}, false
	}
	found, ok := k.versions[id]
	return found, ok
}

// dataVersionReader asks SQLite for a number that changes with every commit of any other connection, also of other
// processes. It has a connection of its own: the number means nothing on another.
type dataVersionReader struct {
	mutex sync.Mutex
	conn  driver.Conn
	query driver.StmtQueryContext
}

func newDataVersionReader(c connector) (*dataVersionReader, error) {
	conn, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	ask, err := conn.Prepare("PRAGMA data_version")
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &dataVersionReader{conn: conn, query: ask.(driver.StmtQueryContext)}, nil
}

// read asks.
func (v *dataVersionReader) read() (int64, error) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	rows, err := v.query.QueryContext(context.Background(), nil)
	if err != nil {
		return 0, err
	}
	var row [1]driver.Value
	err = errors.Join(rows.Next(row[:]), rows.Close())
	n, _ := row[0].(int64)
	return n, err
}

func (v *dataVersionReader) close() error { return v.conn.Close() }
