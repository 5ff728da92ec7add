package store

import (
	"context"
	"sync/atomic"
	"time"
)

// GroupSizes are the upper bounds by which groups of changes that shared a commit are counted.
var GroupSizes = [...]int{1, 2, 4, 8, 16, 32, most}

// figures is what the writer has done since the start, and what waits for it.
type figures struct {
	waiting atomic.Int64
	changes atomic.Int64
	failed  atomic.Int64
	groups  [len(GroupSizes)]atomic.Int64
}

// count notes a commit of so many changes.
func (f *figures) count(changes int, err error) {
	if err != nil {
		f.failed.Add(1)
		return
	}
	f.changes.Add(int64(changes))
	for i, most := range GroupSizes {
		if changes <= most {
			f.groups[i].Add(1)
			return
		}
	}
}

// Figures is what an operator needs to know of the store.
type Figures struct {
	Waiting    int64                  // changes that wait for the writer
	Changes    int64                  // changes that were committed, since the start
	Failed     int64                  // commits that failed
	Groups     [len(GroupSizes)]int64 // commits, by how many changes they held
	Listening  int                    // streams that are open
	Deliveries int64                  // of webhooks, that wait to be sent
	Overdue    time.Duration          // how long the first of them has been due
	BackedUp   time.Time              // when the newest backup was made; zero: none is known
	Damage     string                 // what was found wrong at the start; "" nothing
}

// Figures looks at the store. What it asks the database for is answered from an index.
func (s *Store) Figures(ctx context.Context) (_ Figures, err error) {
	defer wrap(&err, "read the metrics")
	f := Figures{
		Waiting:   s.figures.waiting.Load(),
		Changes:   s.figures.changes.Load(),
		Failed:    s.figures.failed.Load(),
		Listening: s.Listening(),
		Damage:    s.damage,
	}
	for i := range f.Groups {
		f.Groups[i] = s.figures.groups[i].Load()
	}
	if ms := s.backedUp.Load(); ms > 0 {
		f.BackedUp = time.UnixMilli(ms)
	}
	var first []time.Time
	err = s.reading(ctx).
		Raw(`SELECT d.next_at FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.off_at IS NULL AND w.removed_at IS NULL
		WHERE d.state = 'waiting' ORDER BY d.next_at LIMIT 1`).
		Scan(&first).
		Error
	if err != nil {
		return f, err
	}
	if len(first) > 0 {
		f.Overdue = max(0, now().Sub(first[0]))
	}
	return f, one(
		s.reading(ctx),
		&f.Deliveries,
		`SELECT count(*) FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.off_at IS NULL AND w.removed_at IS NULL WHERE d.state = 'waiting'`,
	)
}
