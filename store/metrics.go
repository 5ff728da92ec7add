package store

import (
	"context"
	"sync/atomic"
	"time"
)

// BatchSizeBuckets are the upper bounds of the histogram of changes per commit.
var BatchSizeBuckets = [...]int{1, 2, 4, 8, 16, 32, maxBatch}

// writerMetrics counts the writer's work since the start, and its queue.
type writerMetrics struct {
	queued    atomic.Int64
	committed atomic.Int64
	failed    atomic.Int64
	batches   [len(BatchSizeBuckets)]atomic.Int64
}

// recordCommit counts a commit of a number of changes.
func (f *writerMetrics) recordCommit(changes int, err error) {
	if err != nil {
		f.failed.Add(1)
		return
	}
	f.committed.Add(int64(changes))
	for i, most := range BatchSizeBuckets {
		if changes <= most {
			f.batches[i].Add(1)
			return
		}
	}
}

// Metrics is the operator's view of the store.
type Metrics struct {
	Queued            int64                        // changes waiting for the writer
	Committed         int64                        // changes committed since the start
	FailedCommits     int64                        // failed commits
	Batches           [len(BatchSizeBuckets)]int64 // commits by their number of changes
	OpenStreams       int                          // open event streams
	PendingDeliveries int64                        // waiting webhook deliveries
	Overdue           time.Duration                // how long the first of them has been due
	LastBackup        time.Time                    // time of the newest backup; zero: none is known
	Corruption        string                       // what was wrong at the start; "" if intact
}

// Metrics reads the metrics. Its queries use an index.
func (s *Store) Metrics(ctx context.Context) (_ Metrics, err error) {
	defer wrap(&err, "read the metrics")
	f := Metrics{
		Queued:        s.metrics.queued.Load(),
		Committed:     s.metrics.committed.Load(),
		FailedCommits: s.metrics.failed.Load(),
		OpenStreams:   s.ListenerCount(),
		Corruption:    s.corruption,
	}
	for i := range f.Batches {
		f.Batches[i] = s.metrics.batches[i].Load()
	}
	if ms := s.lastBackup.Load(); ms > 0 {
		f.LastBackup = time.UnixMilli(ms)
	}
	var first []time.Time
	err = s.readDB(ctx).
		Raw(`SELECT d.next_at FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.off_at IS NULL AND w.removed_at IS NULL
		WHERE d.state = 'waiting' ORDER BY d.next_at LIMIT 1`).
		Scan(&first).
		Error
	if err != nil {
		return f, err
	}
	if len(first) > 0 {
		f.Overdue = max(0, currentTime().Sub(first[0]))
	}
	return f, queryOne(
		s.readDB(ctx),
		&f.PendingDeliveries,
		`SELECT count(*) FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.off_at IS NULL AND w.removed_at IS NULL WHERE d.state = 'waiting'`,
	)
}
