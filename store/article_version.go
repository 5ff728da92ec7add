package store

import (
	"cmp"
	"context"
	"database/sql"

	"linecheck/models"
)

// ArticleVersion returns the cache key of an article's page; ErrNotFound if the reader may not see it.
func (s *Store) ArticleVersion(ctx context.Context, r models.Reader, id int64) (_ models.ArticleVersion, err error) {
	defer wrap(&err, "read the version of article %d", id)
	return s.visibleVersion(ctx, r, id)
}

// visibleVersion is ArticleVersion for other methods, which wrap its errors as their own.
func (s *Store) visibleVersion(ctx context.Context, r models.Reader, id int64) (models.ArticleVersion, error) {
	found, _, err := loadCached(
		ctx,
		s,
		func(k *requestCache) map[int64]articleVersion { return k.versions },
		id,
		func() (articleVersion, error) { return s.loadVersion(ctx, id) },
	)
	if err != nil {
		return models.ArticleVersion{}, err
	}
	return found.visibleTo(r)
}

// CachedArticleVersion returns the ArticleVersion as of the reader's authentication if it is cached. Requests
// that change nothing may use it, since their response may be a moment old.
func (s *Store) CachedArticleVersion(ctx context.Context, r models.Reader, id int64) (_ models.ArticleVersion, err error) {
	defer wrap(&err, "read the version of article %d", id)
	if found, ok := s.requestCache.cachedVersion(r.DatabaseVersion, id); ok {
		return found.visibleTo(r)
	}
	return s.visibleVersion(ctx, r, id)
}

// visibleTo returns the version for a reader who may see the article.
func (found articleVersion) visibleTo(r models.Reader) (models.ArticleVersion, error) {
	if _, member := r.Role(found.DeskID); !member || found.Trashed && !found.trashed.After(currentTime().AddDate(0, 0, -TrashDays)) {
		return models.ArticleVersion{}, models.ErrNotFound
	}
	return found.ArticleVersion, nil
}

// loadVersion reads an article's version, without checking rights.
func (s *Store) loadVersion(ctx context.Context, id int64) (articleVersion, error) {
	rows, err := s.queryFast(ctx, "SELECT id, desk_id, changes, coalesce(writer_id, 0), trashed_at FROM articles WHERE id = $1", id)
	if err != nil {
		return articleVersion{}, err
	}
	defer rows.Close()
	if !rows.Next() {
		return articleVersion{}, cmp.Or(rows.Err(), models.ErrNotFound)
	}
	var found articleVersion
	var trashed sql.NullTime
	err = rows.Scan(&found.ArticleID, &found.DeskID, &found.Changes, &found.WriterID, &trashed)
	found.Trashed, found.trashed = trashed.Valid, trashed.Time
	return found, err
}
