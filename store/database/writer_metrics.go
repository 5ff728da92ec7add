package database

import "sync/atomic"

// BatchSizeBuckets are the upper bounds by which commits are counted, in changes that shared one.
var BatchSizeBuckets = [...]int{1, 2, 4, 8, 16, 32, maxBatch}

// WriterMetrics counts a writer's work since its start, and the waiting changes.
type WriterMetrics struct {
	Queued        int64                        // changes that wait
	Committed     int64                        // changes that were committed
	FailedCommits int64                        // commits that failed
	Batches       [len(BatchSizeBuckets)]int64 // commits, by the number of their changes
}

// writerMetrics are the counters behind WriterMetrics.
type writerMetrics struct {
	queued    atomic.Int64
	committed atomic.Int64
	failed    atomic.Int64
	batches   [len(BatchSizeBuckets)]atomic.Int64
}

// recordCommit counts a commit of so many changes.
func (m *writerMetrics) recordCommit(changes int, err error) {
	if err != nil {
		m.failed.Add(1)
		return
	}
	m.committed.Add(int64(changes))
	for i, limit := range BatchSizeBuckets {
		if changes <= limit {
			m.batches[i].Add(1)
			return
		}
	}
}

// Metrics reads the counters.
func (w *Writer[T]) Metrics() WriterMetrics {
	m := WriterMetrics{
		Queued:        w.metrics.queued.Load(),
		Committed:     w.metrics.committed.Load(),
		FailedCommits: w.metrics.failed.Load(),
	}
	for i := range m.Batches {
		m.Batches[i] = w.metrics.batches[i].Load()
	}
	return m
}
