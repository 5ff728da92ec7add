package database

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"gorm.io/gorm"
)

// Writer runs changes one after another. Changes that wait at the same time share one transaction, so one sync of the disk serves them
// all (group commit). T is what a change works with: a transaction with what the hooks add to it.
type Writer[T any] struct {
	db        *DB
	hooks     Hooks[T]
	jobs      chan *job[T]
	closeOnce sync.Once
	quit      chan struct{} // closed when no more changes are taken
	done      chan struct{} // closed when the writer has ended
	metrics   writerMetrics
}

// Hooks are called by the writer around the changes of a transaction.
type Hooks[T any] struct {
	// Begin runs first in every transaction, and returns what its changes work with.
	Begin func(*Tx) (T, error)
	// Each runs one change. If it fails, alone among others, the database is rolled back to the state before it. Each must then restore
	// T to that state, also if the change panics.
	Each func(ctx context.Context, t T, change func(T) error) error
	// End runs last in every transaction.
	End func(T) error
	// Committed runs after every commit.
	Committed func(T)
}

// job is one change that waits for the writer.
type job[T any] struct {
	ctx  context.Context
	do   func(T) error
	err  error
	done chan struct{}
}

// maxBatch is how many changes share one commit: enough to hide the sync of the disk, few enough to keep the wait short.
const maxBatch = 64

// NewWriter starts the writer of a database. There must be only one.
func NewWriter[T any](db *DB, hooks Hooks[T]) *Writer[T] {
	w := &Writer[T]{db: db, hooks: hooks, jobs: make(chan *job[T]), quit: make(chan struct{}), done: make(chan struct{})}
	go w.run()
	return w
}

// Close finishes the commit that is under way and ends the writer. It may be called twice.
func (w *Writer[T]) Close() {
	w.closeOnce.Do(func() { close(w.quit) })
	<-w.done
}

// Write runs one change. It returns when the change is committed, or has failed and left nothing. OutcomeOf tells why it failed. A change
// runs again if another of its group failed, so it must have no effect but in the database.
func (w *Writer[T]) Write(ctx context.Context, do func(T) error) error {
	j := &job[T]{ctx: ctx, do: do, done: make(chan struct{})}
	w.metrics.queued.Add(1)
	select {
	case w.jobs <- j:
		w.metrics.queued.Add(-1)
	case <-ctx.Done():
		w.metrics.queued.Add(-1)
		return ctx.Err()
	case <-w.quit:
		w.metrics.queued.Add(-1)
		return ErrClosed
	}
	<-j.done
	return j.err
}

// run owns the write connection.
func (w *Writer[T]) run() {
	defer close(w.done)
	for {
		select {
		case first := <-w.jobs:
			batch := w.nextBatch(first)
			w.commitBatch(batch)
			for _, j := range batch {
				close(j.done)
			}
		case <-w.quit:
			return
		}
	}
}

// nextBatch takes the changes that are waiting now.
func (w *Writer[T]) nextBatch(first *job[T]) []*job[T] {
	batch := []*job[T]{first}
	for len(batch) < maxBatch {
		select {
		case j := <-w.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// errChangeFailed reports that a change of a group failed and may have left something behind.
var errChangeFailed = errors.New("a change failed")

// errSavepointLost reports that a change could not be rolled back alone.
var errSavepointLost = errors.New("a savepoint was lost")

// commitBatch runs a group in one transaction. A change that fails leaves nothing. If the commit fails, all changes have failed. Few
// changes fail, so they first run without savepoints between them, which cost a quarter of the work. If one fails, the transaction is
// rolled back and the group runs again, with savepoints.
func (w *Writer[T]) commitBatch(batch []*job[T]) {
	err := w.db.checkSync()
	if err == nil {
		err = w.runBatch(batch, false)
	}
	if errors.Is(err, errChangeFailed) && len(batch) > 1 {
		err = w.runBatch(batch, true)
	}
	w.metrics.recordCommit(len(batch), err)
	if err == nil {
		return
	}
	w.db.RecordSyncFailure(err)
	for _, j := range batch {
		if j.err == nil {
			j.err = &commitError{err}
		}
	}
}

// runBatch runs a group in one transaction.
func (w *Writer[T]) runBatch(batch []*job[T], savepoints bool) error {
	var t T
	err := w.db.write.Transaction(func(db *gorm.DB) (err error) {
		tx := &Tx{db}
		if t, err = w.hooks.Begin(tx); err != nil {
			return err
		}
		for _, j := range batch {
			j.err = w.runChange(tx, t, j, savepoints)
			switch {
			case j.err != nil && !savepoints:
				return errChangeFailed
			case IsUnavailable(j.err), errors.Is(j.err, errSavepointLost):
				return j.err // the database may have rolled the whole transaction back, and what followed would be outside of it
			}
		}
		return w.hooks.End(t)
	})
	if err == nil {
		w.hooks.Committed(t)
	}
	return err
}

// runChange runs one change of a group, between savepoints if it is to be rolled back alone. A panic becomes an error with its stack.
func (w *Writer[T]) runChange(tx *Tx, t T, j *job[T], savepoints bool) (err error) {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if savepoints {
		if _, err := tx.RawExec("SAVEPOINT change"); err != nil {
			return err
		}
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack()) // the stack is still the one of the panic
		}
		if !savepoints {
			return
		}
		if err != nil {
			if _, back := tx.RawExec("ROLLBACK TO SAVEPOINT change"); back != nil {
				err = errors.Join(err, errSavepointLost, back)
				return
			}
		}
		if _, done := tx.RawExec("RELEASE SAVEPOINT change"); done != nil {
			err = errors.Join(err, errSavepointLost, done)
		}
	}()
	return w.hooks.Each(j.ctx, t, j.do)
}
