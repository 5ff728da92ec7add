package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"

	"linecheck/models"
	"linecheck/store/database"
	"linecheck/text/web"
)

// tx is one transaction, with its time, the head of the hash chain, and the data of the change that runs.
type tx struct {
	*database.Tx
	now          time.Time
	chain        chain
	chainChanged bool
	events       pendingEvents  // of the change that runs
	webhooks     webhooksByDesk // that are on; nil until they are read
	queued       bool           // a delivery was written
	door         string         // the door of the running change, as its events name it

	undoes int64 // the event of the step that the change undoes; 0 for none

	server web.Server // where this program is reached
	limits models.Limits
}

// newTx returns a transaction that runs without the writer: for reading, or before the writer runs.
func newTx(db *gorm.DB) *tx { return &tx{Tx: &database.Tx{DB: db}, now: currentTime()} }

// writeTx runs one change. It returns when the change is committed, or has failed and been rolled back. Within RunIdempotent the change
// joins the open transaction.
func (s *Store) writeTx(ctx context.Context, do func(*tx) error) error {
	if s.corruption != "" {
		return &CorruptionError{Detail: s.corruption}
	}
	if t := txFromContext(ctx); t != nil {
		return do(t)
	}
	return classifyWriteError(s.writer.Write(ctx, do))
}

// writerHooks add the hash chain, the webhooks and the change feed to the transactions of the writer.
func (s *Store) writerHooks() database.Hooks[*tx] {
	return database.Hooks[*tx]{
		Begin: func(db *database.Tx) (*tx, error) {
			t, err := beginTx(db)
			if err == nil {
				t.limits = s.limits
			}
			return t, err
		},
		Each:      runChange,
		End:       (*tx).saveChain,
		Committed: s.afterCommit,
	}
}

// beginTx reads the head of the hash chain.
func beginTx(db *database.Tx) (*tx, error) {
	t := &tx{Tx: db, now: currentTime()}
	if err := t.loadChain(); err != nil {
		return nil, err
	}
	return t, t.recordFormatChange()
}

// runChange runs one change and emits its webhook events. If the change fails or panics, runChange restores the head of the chain.
func runChange(ctx context.Context, t *tx, change func(*tx) error) error {
	before, changed := t.chain, t.chainChanged
	t.events, t.door, t.server = pendingEvents{}, doorFromContext(ctx).String(), serverFromContext(ctx)
	succeeded := false
	defer func() {
		if !succeeded {
			t.chain, t.chainChanged = before, changed
		}
	}()
	if err := change(t); err != nil {
		return err
	}
	if err := t.emitEvents(); err != nil {
		return err
	}
	succeeded = true
	return nil
}

// afterCommit wakes the sender of webhooks and the change feed after a commit.
func (s *Store) afterCommit(t *tx) {
	if t.queued {
		s.wakeWebhookSender()
	}
	s.feed.signalCommit()
}

// exec runs a statement without GORM, which is faster for the statements of every change. Parameters are $1, $2 on both engines. It
// returns the number of changed rows.
func (t *tx) exec(statement string, args ...any) (int64, error) { return t.RawExec(statement, args...) }

// queryRow reads the one row of a query without GORM; ErrNotFound if there is none.
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

// queryEach reads the rows of a query without GORM.
func (t *tx) queryEach(query string, args []any, each func(*sql.Rows) error) error {
	return t.RawQueryEach(query, args, each)
}

// queryFast runs a query without GORM.
func (t *tx) queryFast(query string, args []any) (*sql.Rows, error) {
	return t.RawQuery(query, args...)
}
