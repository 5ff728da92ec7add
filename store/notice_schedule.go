package store

import (
	"context"
	"time"

	"linecheck/models"
)

const (
	noticeInterval = time.Minute
	// maxNoticeBatch limits the notices that one transaction of the schedule writes or deletes.
	maxNoticeBatch = 500
)

// RunNoticeSchedule notifies users of assignments that are due soon, and deletes old notices, until the context ends. Every instance may
// run it.
func (s *Store) RunNoticeSchedule(ctx context.Context) {
	for ctx.Err() == nil {
		for _, do := range []func(context.Context) (int64, error){s.NotifyDueSoon, s.DeleteOldNotices, s.DeleteOldMails} {
			for more := true; more && ctx.Err() == nil; {
				n, err := do(ctx)
				if err != nil && ctx.Err() == nil {
					s.log.Warn("keeping the notices", "error", err)
				}
				more = n == maxNoticeBatch && err == nil
			}
		}
		sleepContext(ctx, noticeInterval)
	}
}

// dueSoonFrom selects the assignments of articles in check that are due within a time and about which the user has no notice.
const dueSoonFrom = ` FROM (
		SELECT p.user_id, a.desk_id, p.article_id, NULL AS claim_id, coalesce(p.due_at, a.due_at) AS due_at
		FROM articles a
		JOIN article_people p ON p.article_id = a.id AND p.assigned_at IS NOT NULL
		WHERE a.state = 'checking' AND a.trashed_at IS NULL AND coalesce(p.due_at, a.due_at) > $1 AND coalesce(p.due_at, a.due_at) <= $2
		UNION ALL
		SELECT c.assignee_id, c.desk_id, c.article_id, c.id, c.due_at
		FROM claims c
		JOIN articles a ON a.id = c.article_id AND a.state = 'checking' AND a.trashed_at IS NULL
		WHERE c.assignee_id IS NOT NULL AND c.withdrawn_at IS NULL AND c.due_at > $1 AND c.due_at <= $2
			AND (c.disagree OR c.status = 'unchecked' OR c.status <> 'sourced' AND c.resolution = 'none')) x
	JOIN memberships m ON m.user_id = x.user_id AND m.desk_id = x.desk_id
	JOIN users u ON u.id = x.user_id AND u.disabled_at IS NULL
	WHERE NOT EXISTS (SELECT 1 FROM notices n WHERE n.user_id = x.user_id AND n.article_id = x.article_id AND n.kind = 'due soon'
		AND coalesce(n.claim_id, 0) = coalesce(x.claim_id, 0) AND n.due_at = x.due_at)`

// NotifyDueSoon notifies users of assignments that are due within models.DueSoon, once for each due time. It returns the number of
// notices that it wrote, at most maxNoticeBatch.
func (s *Store) NotifyDueSoon(ctx context.Context) (written int64, err error) {
	defer wrap(&err, "notify users of what is due soon")
	now := currentTime()
	until := now.Add(models.DueSoon)
	if any, err := s.anyRow(ctx, "SELECT 1"+dueSoonFrom+" LIMIT 1", now, until); err != nil || !any {
		return 0, err
	}
	err = s.writeTx(ctx, func(t *tx) error {
		var err error
		written, err = t.exec(`INSERT INTO notices (user_id, kind, at, desk_id, article_id, claim_id, due_at, mail_at)
			SELECT x.user_id, 'due soon', $1, x.desk_id, x.article_id, x.claim_id, x.due_at, $1`+dueSoonFrom+" LIMIT $3",
			now, until, maxNoticeBatch)
		return err
	})
	return written, err
}

// oldNotices selects expired notices. It looks only at the lowest ids, because ids grow with time.
const oldNotices = "SELECT n.id FROM notices n WHERE n.at < $1 AND n.id IN (SELECT f.id FROM notices f ORDER BY f.id LIMIT $2)"

// DeleteOldNotices deletes notices after models.NoticeRetention. It returns the number of deleted notices, at most maxNoticeBatch.
func (s *Store) DeleteOldNotices(ctx context.Context) (deleted int64, err error) {
	defer wrap(&err, "delete old notices")
	args := []any{currentTime().Add(-models.NoticeRetention), maxNoticeBatch}
	if any, err := s.anyRow(ctx, oldNotices, args...); err != nil || !any {
		return 0, err
	}
	err = s.writeTx(ctx, func(t *tx) error {
		var err error
		deleted, err = t.exec("DELETE FROM notices WHERE id IN ("+oldNotices+")", args...)
		return err
	})
	return deleted, err
}

// anyRow reports whether a query returns a row.
func (s *Store) anyRow(ctx context.Context, query string, args ...any) (bool, error) {
	rows, err := s.queryFast(ctx, query, args...)
	if err != nil {
		return false, err
	}
	any := rows.Next()
	return any, rows.Close()
}
