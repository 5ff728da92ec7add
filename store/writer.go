package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/text/web"
)

// job is one change that waits for the writer.
type job struct {
	ctx  context.Context
	do   func(*tx) error
	err  error
	done chan struct{}
}

// errClosed is a change that came after the store was closed.
var errClosed = errors.New("the store is closed")

// maxBatch is how many changes share one commit: enough to hide the disk's sync, few enough to keep the wait short.
const maxBatch = 64

// writeTx runs one change in a transaction and returns when it is committed, or has failed and left nothing.
// Changes that wait at the same time are committed together: one sync of the disk serves them all. Within Once it is a part
// of the transaction that is under way.
func (s *Store) writeTx(ctx context.Context, do func(*tx) error) error {
	if s.corruption != "" {
		return &CorruptionError{s.corruption}
	}
	if t := txFromContext(ctx); t != nil {
		return do(t)
	}
	j := &job{ctx: ctx, do: do, done: make(chan struct{})}
	s.metrics.queued.Add(1)
	select {
	case s.jobs <- j:
		s.metrics.queued.Add(-1)
	case <-ctx.Done():
		s.metrics.queued.Add(-1)
		return ctx.Err()
	case <-s.quit:
		s.metrics.queued.Add(-1)
		return errClosed
	}
	<-j.done
	return classifyWriteError(j.err)
}

// runWriter owns the write connection.
func (s *Store) runWriter() {
	defer close(s.done)
	for {
		select {
		case first := <-s.jobs:
			batch := s.nextBatch(first)
			s.commitBatch(batch)
			for _, j := range batch {
				close(j.done)
			}
			s.feed.signalCommit()
		case <-s.quit:
			return
		}
	}
}

// nextBatch takes what else is waiting, without waiting for more.
func (s *Store) nextBatch(first *job) []*job {
	batch := []*job{first}
	for len(batch) < maxBatch {
		select {
		case j := <-s.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// errChangeFailed says that a change of a batch failed and may have left something behind.
var errChangeFailed = errors.New("a change failed")

// errSavepointLost says that a change could not be rolled back alone.
var errSavepointLost = errors.New("a savepoint was lost")

// commitBatch runs a batch in one transaction. A change that fails leaves nothing; if the commit fails, all have. Hardly any
// fails, so they run at first without savepoints between them, which cost a quarter of the work; if one does, the
// transaction is rolled back and the batch runs again, with them.
func (s *Store) commitBatch(batch []*job) {
	err := s.checkSync()
	if err == nil {
		err = s.runBatch(batch, false)
	}
	if errors.Is(err, errChangeFailed) && len(batch) > 1 {
		err = s.runBatch(batch, true)
	}
	s.metrics.recordCommit(len(batch), err)
	if err == nil {
		return
	}
	s.recordSyncFailure(err)
	for _, j := range batch {
		if j.err == nil {
			j.err = &commitError{err}
		}
	}
}

// runBatch runs a batch in one transaction, with each change between savepoints or none.
func (s *Store) runBatch(batch []*job, savepoints bool) error {
	told := false
	err := s.write.Transaction(func(db *gorm.DB) error {
		t := &tx{DB: db, now: currentTime()}
		if err := t.loadChain(s.engine.name()); err != nil {
			return err
		}
		if err := t.recordFormatChange(); err != nil {
			return err
		}
		for _, j := range batch {
			j.err = t.runChange(j, savepoints)
			switch {
			case j.err != nil && !savepoints:
				return errChangeFailed
			case IsUnavailable(j.err), errors.Is(j.err, errSavepointLost):
				return j.err // the database may have rolled the whole transaction back, so that what follows would not be a part of it
			}
		}
		told = t.queued
		return t.saveChain()
	})
	if err == nil && told {
		s.wakeWebhookSender()
	}
	return err
}

// tx is one transaction, with the time it counts as and the head of the chain of events.
type tx struct {
	*gorm.DB
	now          time.Time
	chain        chain
	chainChanged bool
	events       pendingEvents  // of the change that is being made
	webhooks     webhooksByDesk // that are on; nil: nobody has asked yet
	queued       bool           // a delivery was written
	door         string         // by which the change came that is being made, as an event keeps it

	undoes int64 // the event of the step that the change undoes; 0: none

	server web.Server // where this program is reached
}

// chain is the length and head of the chain of events, and the format in which the next event is written.
type chain struct {
	Length int64
	Head   string
	Format int
}

// exec runs a statement without GORM, which takes longer over a statement than SQLite does: for those that every
// annotation needs. Parameters are $1, $2 on both engines. It returns how many rows were changed.
func (t *tx) exec(statement string, args ...any) (int64, error) {
	result, err := t.Statement.ConnPool.ExecContext(t.Statement.Context, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// queryRow reads the one row of a query in the same way; none is ErrNotFound.
func (t *tx) queryRow(query string, args []any, into ...any) error {
	found := false
	err := t.queryEach(query, args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(into...)
	})
	if err == nil && !found {
		err = models.ErrNotFound
	}
	return err
}

// queryEach reads the rows of a query in the same way.
func (t *tx) queryEach(query string, args []any, each func(*sql.Rows) error) error {
	rows, err := t.Statement.ConnPool.QueryContext(t.Statement.Context, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// loadChain reads the head. On PostgreSQL its row is locked: changes take turns across instances, as the chain is one.
func (t *tx) loadChain(engine string) error {
	query := "SELECT length, head, format FROM chain WHERE id = 1"
	if engine == "postgres" {
		query += " FOR UPDATE"
	}
	if err := t.queryRow(query, nil, &t.chain.Length, &t.chain.Head, &t.chain.Format); err != nil {
		return fmt.Errorf("reading the chain's head: %w", err)
	}
	return nil
}

// recordFormatChange writes, once, the event that names the change to format 2 after the last event of format 1. It comes before
// the changes of the
// batch, which count on the numbers of their own events.
func (t *tx) recordFormatChange() error {
	if t.chain.Format != models.EventFormat1 {
		return nil
	}
	t.chain.Format = models.EventFormat2
	return t.appendEvent(event{action: models.EventFormatChanged, object: "audit log",
		before: map[string]int{"format": models.EventFormat1}, after: map[string]int{"format": models.EventFormat2}})
}

// saveChain writes the head back.
func (t *tx) saveChain() error {
	if !t.chainChanged {
		return nil
	}
	statement := "UPDATE chain SET length = $1, head = $2, format = $3 WHERE id = 1"
	if t.Name() == "postgres" {
		statement = saveChainAndNotify
	}
	_, err := t.exec(statement, t.chain.Length, t.chain.Head, t.chain.Format)
	return err
}

// runChange runs one change of a batch, between savepoints if it is to be rolled back alone.
func (t *tx) runChange(j *job, savepoints bool) (err error) {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	before, moved := t.chain, t.chainChanged
	t.events, t.door, t.server = pendingEvents{}, doorFromContext(j.ctx).String(), serverFromContext(j.ctx)
	if savepoints {
		if _, err := t.exec("SAVEPOINT change"); err != nil {
			return err
		}
	}
	defer func() {
		if r := recover(); r != nil {
			err = models.NewPanicError(r) // before the stack is unwound
		}
		if !savepoints {
			return
		}
		if err != nil {
			t.chain, t.chainChanged = before, moved
			if _, back := t.exec("ROLLBACK TO SAVEPOINT change"); back != nil {
				err = errors.Join(err, errSavepointLost, back)
				return
			}
		}
		if _, done := t.exec("RELEASE SAVEPOINT change"); done != nil {
			err = errors.Join(err, errSavepointLost, done)
		}
	}()
	if err := j.do(t); err != nil {
		return err
	}
	return t.emitEvents()
}

// event is what a change writes down: who did what to what.
type event struct {
	actor           int64 // 0: the command line or the program itself
	action          string
	object          string
	id              int64
	article         int64 // 0: none
	desk            int64 // 0: none
	before          any   // nil: nothing
	after           any
	rereadSentences []int // numbers of the sentences that are to be read again; not written down
	accompanying    bool  // it comes along with another act, whose event follows and guards the gate; not written down
}

// recordEvent appends an event to the chain, and lets the gate and the webhooks see what changed.
func (t *tx) recordEvent(e event) error {
	if t.undoes != 0 {
		var err error
		if e.after, err = (undoRecord{t.undoes}).addTo(e.after); err != nil {
			return err
		}
	}
	if err := t.appendEvent(e); err != nil {
		return err
	}
	if err := t.collectEvent(e); err != nil {
		return err
	}
	return t.voidAffectedDecisions(e)
}

// appendEvent writes an event at the end of the chain.
func (t *tx) appendEvent(e event) error {
	row := models.Event{
		ID:        t.chain.Length + 1,
		At:        t.now,
		ActorID:   nullableID(e.actor),
		Action:    e.action,
		Object:    e.object,
		ObjectID:  e.id,
		ArticleID: nullableID(e.article),
		DeskID:    nullableID(e.desk),
		PrevHash:  t.chain.Head,
		Door:      t.door,
	}
	var err error
	if row.Before, err = encodeJSON(e.before); err != nil {
		return err
	}
	if row.After, err = encodeJSON(e.after); err != nil {
		return err
	}
	row = row.WithHash()
	_, err = t.exec(
		`INSERT INTO events (id, at, actor_id, action, object, object_id, article_id, desk_id, before, after, prev_hash, hash,
			format, salt, payload_sha256, door)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		row.ID,
		row.At,
		row.ActorID,
		row.Action,
		row.Object,
		row.ObjectID,
		row.ArticleID,
		row.DeskID,
		row.Before,
		row.After,
		row.PrevHash,
		row.Hash,
		row.Format,
		row.Salt,
		row.PayloadSHA256,
		row.Door,
	)
	if err != nil {
		return fmt.Errorf("writing the event %q: %w", e.action, err)
	}
	t.chain.Length, t.chain.Head, t.chainChanged = row.ID, row.Hash, true
	return nil
}

// nullableID is an id as a nullable column: 0 is none.
func nullableID(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

func encodeJSON(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}
