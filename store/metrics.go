package store

import (
	"context"
	"time"

	"linecheck/models"
	"linecheck/store/database"
)

// BatchSizeBuckets are the upper bounds of the histogram that counts how many changes shared a commit.
var BatchSizeBuckets = database.BatchSizeBuckets

// Metrics is what an operator needs to know about the store.
type Metrics struct {
	database.WriterMetrics
	OpenStreams       int           // listeners of open pages
	PendingDeliveries int64         // webhook deliveries that wait to be sent
	Overdue           time.Duration // for how long the oldest of them has been due
	Mail              models.MailMetrics
	LastBackup        time.Time // when the newest verified backup was made; zero for none
	Corruption        string    // the corruption that was found at the start; "" for none
}

// Metrics reads the metrics. Its queries are answered from an index.
func (s *Store) Metrics(ctx context.Context) (_ Metrics, err error) {
	defer wrap(&err, "read the metrics")
	m := Metrics{
		WriterMetrics: s.writer.Metrics(),
		OpenStreams:   s.ListenerCount(),
		LastBackup:    s.LastBackup(),
		Corruption:    s.corruption,
	}
	if m.Mail, err = mailMetrics(s.readDB(ctx)); err != nil {
		return m, err
	}
	var first []time.Time
	err = s.readDB(ctx).
		Raw(`SELECT d.next_at
			FROM deliveries d
			JOIN webhooks w ON w.id = d.webhook_id AND w.off_at IS NULL AND w.removed_at IS NULL
			WHERE d.state = 'waiting'
			ORDER BY d.next_at
			LIMIT 1`).
		Scan(&first).
		Error
	if err != nil {
		return m, err
	}
	if len(first) > 0 {
		m.Overdue = max(0, currentTime().Sub(first[0]))
	}
	return m, queryOne(
		s.readDB(ctx),
		&m.PendingDeliveries,
		`SELECT count(*)
			FROM deliveries d
			JOIN webhooks w ON w.id = d.webhook_id AND w.off_at IS NULL AND w.removed_at IS NULL
			WHERE d.state = 'waiting'`,
	)
}

// RecordBackup notes when a verified backup was made.
func (s *Store) RecordBackup(at time.Time) { s.lastBackup.Store(at.UnixMilli()) }

// LastBackup returns when the newest verified backup was made; the zero time if none is known.
func (s *Store) LastBackup() time.Time {
	if ms := s.lastBackup.Load(); ms > 0 {
		return time.UnixMilli(ms)
	}
	return time.Time{}
}
