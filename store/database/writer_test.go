package database

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// counter is the T of these tests' writers: a transaction, and the number of changes in it.
type counter struct {
	*Tx
	changes int
}

// committedCounter adds up the changes of all commits.
type committedCounter struct {
	mutex   sync.Mutex
	changes int
}

// hooks returns hooks that count changes, and restore the number when a change fails or panics.
func (c *committedCounter) hooks() Hooks[*counter] {
	return Hooks[*counter]{
		Begin: func(tx *Tx) (*counter, error) { return &counter{Tx: tx}, nil },
		Each: func(_ context.Context, t *counter, change func(*counter) error) error {
			before, succeeded := t.changes, false
			defer func() {
				if !succeeded {
					t.changes = before
				}
			}()
			t.changes++
			err := change(t)
			succeeded = err == nil
			return err
		},
		End: func(*counter) error { return nil },
		Committed: func(t *counter) {
			c.mutex.Lock()
			defer c.mutex.Unlock()
			c.changes += t.changes
		},
	}
}

func insert(n int) func(*counter) error {
	return func(t *counter) error {
		_, err := t.RawExec("INSERT INTO numbers VALUES ($1)", n)
		return err
	}
}

func countNumbers(t *testing.T, d *DB) (n int) {
	t.Helper()
	if err := d.Read(t.Context()).Raw("SELECT count(*) FROM numbers").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// TestWriterRollsBackAFailedChangeAlone writes from many goroutines at once. Every third change fails and every third panics, after
// they have inserted a number.
func TestWriterRollsBackAFailedChangeAlone(t *testing.T) {
	t.Parallel()
	d, committed := openTest(t), &committedCounter{}
	w := NewWriter(d, committed.hooks())
	errRefused := errors.New("refused")
	const changes = 300
	var group sync.WaitGroup
	for i := range changes {
		group.Go(func() {
			err := w.Write(t.Context(), func(c *counter) error {
				if err := insert(i)(c); err != nil {
					return err
				}
				switch i % 3 {
				case 1:
					return errRefused
				case 2:
					panicWith(i)
				}
				return nil
			})
			switch i % 3 {
			case 0:
				if err != nil {
					t.Errorf("change %d: got %v, want none", i, err)
				}
			case 1:
				if !errors.Is(err, errRefused) || OutcomeOf(err) != Refused {
					t.Errorf("change %d: got %v, want that it was refused", i, err)
				}
			case 2:
				if text := fmt.Sprint(err); !strings.Contains(text, fmt.Sprint("panic: number ", i)) || !strings.Contains(text, "panicWith") {
					t.Errorf("change %d: got %s, want the panic and its stack", i, text)
				}
			}
		})
	}
	group.Wait()
	w.Close()
	if got := countNumbers(t, d); got != changes/3 || committed.changes != changes/3 {
		t.Errorf("got %d numbers and %d counted changes, want %d", got, committed.changes, changes/3)
	}
	if m := w.Metrics(); m.Queued != 0 || m.Committed < changes/3 {
		t.Errorf("got metrics %+v, want none queued and at least %d committed", m, changes/3)
	}
}

func panicWith(i int) { panic(fmt.Sprint("number ", i)) }

func TestWriterRunsNoCancelledChange(t *testing.T) {
	t.Parallel()
	d := openTest(t)
	w := NewWriter(d, (&committedCounter{}).hooks())
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Write(ctx, insert(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
	if got := countNumbers(t, d); got != 0 {
		t.Errorf("got %d numbers, want none", got)
	}
}

func TestWriterFailsAllChangesWhenTheCommitFails(t *testing.T) {
	t.Parallel()
	d := openTest(t)
	hooks := (&committedCounter{}).hooks()
	errEnd := errors.New("no end")
	hooks.End = func(*counter) error { return errEnd }
	hooks.Committed = func(*counter) { t.Error("a failed commit was announced") }
	w := NewWriter(d, hooks)
	defer w.Close()
	if err := w.Write(t.Context(), insert(1)); !errors.Is(err, errEnd) || OutcomeOf(err) != NotSaved {
		t.Errorf("got %v, want that it was not saved", err)
	}
	if got := countNumbers(t, d); got != 0 {
		t.Errorf("got %d numbers, want none", got)
	}
}

func TestClosedWriterRefusesChanges(t *testing.T) {
	t.Parallel()
	w := NewWriter(openTest(t), (&committedCounter{}).hooks())
	w.Close()
	w.Close()
	if err := w.Write(t.Context(), insert(1)); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
}

func TestNothingIsWrittenAfterAFailedSync(t *testing.T) {
	t.Parallel()
	d := openTest(t)
	w := NewWriter(d, (&committedCounter{}).hooks())
	defer w.Close()
	d.RecordSyncFailure(fmt.Errorf("storing: %w", &fsyncError{errors.New("input/output error")}))
	d.RecordSyncFailure(&fsyncError{errors.New("another")})
	if err := <-d.SyncFailed(); err == nil || err.Error() != "storing: input/output error" {
		t.Errorf("got %v, want the first failure", err)
	}
	ran := false
	err := w.Write(t.Context(), func(*counter) error { ran = true; return nil })
	if OutcomeOf(err) != NotSaved || ran {
		t.Errorf("got %v, and the change ran: %v; want that it was not saved and did not run", err, ran)
	}
}
