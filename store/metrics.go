package store

import (
	"context"
	"sync/atomic"
	"time"
)

// BatchSizeBuckets are the upper bounds by which groups of changes that shared a commit are counted.
var BatchSizeBuckets = [...]int{1, 2, 4, 8, 16, 32, maxBatch}

// writerMetrics is what the writer has done since the start, and what waits for it.
type writerMetrics struct {
	queued    atomic.Int64
	committed atomic.Int64
	failed    atomic.Int64
	batches   [len(BatchSizeBuckets)]atomic.Int64
}

// recordCommit notes a commit of so many changes.
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

// Metrics is what an operator needs to know of the store.
type Metrics struct {
	Queued            int64                        // changes that wait for the writer
	Committed         int64                        // changes that were committed, since the start
	FailedCommits     int64                        // commits that failed
	Batches           [len(BatchSizeBuckets)]int64 // commits, by how many changes they held
	OpenStreams       int                          // streams that are open
	PendingDeliveries int64                        // of webhooks, that wait to be sent
	Overdue           time.Duration                // how long the first of them has been due
	LastBackup        time.Time                    // when the newest backup was made; zero: none is known
	Corruption        string                       // what was found wrong at the start; "" nothing
}

// Metrics looks at the store. What it asks the database for is answered from an index.
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
