package store

import (
	"context"
	"sync"
	"time"

	"linecheck/models"
)

// requestCache caches the session and the article version of every request until the database changes. Checking for a change costs a
// fifth of the two queries (BenchmarkArticle).
type requestCache struct {
	mutex       sync.Mutex
	dataVersion int64
	readers     map[string]cachedSession
	versions    map[int64]articleVersion
}

// cachedSession is the user of a session or API token.
type cachedSession struct {
	reader  models.Reader
	expires time.Time // zero for never
	used    time.Time // when an API token was last used, to the minute
}

// articleVersion is the version of an article, and when it was trashed.
type articleVersion struct {
	models.ArticleVersion
	trashed time.Time
}

// maxCachedEntries limits each map, so that guessed tokens cannot fill the memory.
const maxCachedEntries = 10_000

// useVersion empties the cache if the database has changed. The mutex must be locked.
func (k *requestCache) useVersion(version int64) {
	if k.dataVersion != version || k.readers == nil || len(k.readers) > maxCachedEntries || len(k.versions) > maxCachedEntries {
		k.dataVersion, k.readers, k.versions = version, map[string]cachedSession{}, map[int64]articleVersion{}
	}
}

// loadCached returns a cached value, or loads and caches it. A loaded value is at least as new as the version under which it is cached,
// because a change in between makes the next request find another version. Within RunIdempotent nothing is cached, because the changes
// are not committed yet. Version 0 means that the database cannot tell its version.
func loadCached[K comparable, V any](
	ctx context.Context,
	s *Store,
	of func(*requestCache) map[K]V,
	key K,
	load func() (V, error),
) (value V, version int64, err error) {
	known := false
	if txFromContext(ctx) == nil {
		if version, known, err = s.db.DataVersion(); err != nil {
			return value, 0, err
		}
	}
	if !known {
		value, err = load()
		return value, 0, err
	}
	s.requestCache.mutex.Lock()
	s.requestCache.useVersion(version)
	value, ok := of(&s.requestCache)[key]
	s.requestCache.mutex.Unlock()
	if ok {
		return value, version, nil
	}
	if value, err = load(); err != nil {
		return value, 0, err
	}
	s.requestCache.mutex.Lock()
	defer s.requestCache.mutex.Unlock()
	if s.requestCache.dataVersion == version {
		of(&s.requestCache)[key] = value
	}
	return value, version, nil
}

// cachedVersion returns the cached version of an article; false if the database has changed since, or the article is not cached.
func (k *requestCache) cachedVersion(version, id int64) (articleVersion, bool) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if version == 0 || k.dataVersion != version {
		return articleVersion{}, false
	}
	found, ok := k.versions[id]
	return found, ok
}
