package database

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"gorm.io/gorm"
)

// Writer runs changes one after another. Changes that wait at the same time share one transaction and one sync of the disk (group
// commit). T is the type that changes work with: a transaction with the data that the hooks add to it.
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
	// Begin runs first in every transaction. It returns the value that the changes work with.
	Begin func(*Tx) (T, error)
	// Each runs one change. If one change of a group fails, the database is rolled back to its state before that change. Each must then
	// also restore T to that state, even if the change panics.
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

// maxBatch limits how many changes share one commit. It is large enough to spread the cost of a sync, and small enough for short waits.
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

// Write runs one change. It returns when the change is committed, or has failed and been rolled back. OutcomeOf classifies the error. A
// change runs again if another one of its group failed, so it may have no effect outside the database.
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

// errChangeFailed reports that a change of a group failed, so that the group must be rolled back.
var errChangeFailed = errors.New("a change failed")

// errSavepointLost reports that a single change could not be rolled back.
var errSavepointLost = errors.New("a savepoint was lost")

// commitBatch runs a group of changes in one transaction. A failed change leaves nothing behind. If the commit fails, all changes fail.
// The changes first run without savepoints, which would cost a quarter of the work. If one fails, the transaction is rolled back, and the
// group runs again with savepoints.
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
				return j.err // the database may have rolled the transaction back, and further changes would run outside of it
			}
		}
		return w.hooks.End(t)
	})
	if err == nil {
		w.hooks.Committed(t)
	}
	return err
}

// runChange runs one change of a group. If the change must be possible to roll back alone, it runs between savepoints. A panic becomes an
// error with its stack.
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
