package database

import (
	"sync"
	"testing"
)

// TestStatementCache runs a statement while the rows of the same statement are read, and after it has failed.
func TestStatementCache(t *testing.T) {
	t.Parallel()
	d := openTest(t)
	tx := &Tx{d.Unqueued(t.Context())}
	for n := range 3 {
		for attempt, fails := range []bool{false, true} {
			if _, err := tx.RawExec("INSERT INTO numbers VALUES ($1)", n); IsDuplicateKey(err) != fails {
				t.Errorf("attempt %d to insert %d: got %v", attempt, n, err)
			}
		}
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if outer, inner := nestedCounts(t, d); outer != 3 || inner != 9 {
				t.Errorf("got %d rows and %d within them, want 3 and 9", outer, inner)
			}
		})
	}
	group.Wait()
}

// nestedCounts reads all numbers, and for each of them all numbers again, on one connection.
func nestedCounts(t *testing.T, d *DB) (outer, inner int) {
	tx := &Tx{d.Read(t.Context()).Begin()}
	defer tx.Rollback()
	const query = "SELECT n FROM numbers"
	rows, err := tx.RawQuery(query)
	if err != nil {
		t.Error(err)
		return 0, 0
	}
	defer rows.Close()
	for rows.Next() {
		outer++
		within, err := tx.RawQuery(query)
		if err != nil {
			t.Error(err)
			return outer, inner
		}
		for within.Next() {
			inner++
		}
		if err := within.Close(); err != nil {
			t.Error(err)
		}
	}
	return outer, inner
}
