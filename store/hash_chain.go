package store

import (
	"encoding/json"
	"fmt"

	"linecheck/models"
	"linecheck/store/database"
)

// chain is the length and head of the hash chain, and the format of the next event.
type chain struct {
	Length int64
	Head   string
	Format int
}

// loadChain reads the head of the chain. On PostgreSQL it locks the head's row, so that only one instance writes at a time.
func (t *tx) loadChain() error {
	query := "SELECT length, head, format FROM chain WHERE id = 1"
	if t.Name() == database.Postgres {
		query += " FOR UPDATE"
	}
	if err := t.queryRow(query, nil, &t.chain.Length, &t.chain.Head, &t.chain.Format); err != nil {
		return fmt.Errorf("reading the chain's head: %w", err)
	}
	return nil
}

// recordFormatChange writes, once, the event that marks the change from format 1 to format 2. It precedes the events of the current
// transaction, which rely on their own numbers.
func (t *tx) recordFormatChange() error {
	if t.chain.Format != models.EventFormat1 {
		return nil
	}
	t.chain.Format = models.EventFormat2
	return t.appendEvent(event{action: models.EventFormatChanged, object: "audit log",
		before: map[string]int{"format": models.EventFormat1}, after: map[string]int{"format": models.EventFormat2}})
}

// saveChainAndNotify writes the head back. After the commit, it notifies every instance of the chain's new length.
const saveChainAndNotify = `WITH moved AS (UPDATE chain SET length = $1, head = $2, format = $3 WHERE id = 1 RETURNING length)
	SELECT pg_notify(` + database.NotifyChannel + `, length::text) FROM moved`

// saveChain writes the head back, if it has changed.
func (t *tx) saveChain() error {
	if !t.chainChanged {
		return nil
	}
	statement := "UPDATE chain SET length = $1, head = $2, format = $3 WHERE id = 1"
	if t.Name() == database.Postgres {
		statement = saveChainAndNotify
	}
	_, err := t.exec(statement, t.chain.Length, t.chain.Head, t.chain.Format)
	return err
}

// event is an entry of the audit log: who did what to what.
type event struct {
	actor           int64 // 0 is the command line or the program itself
	action          string
	object          string
	id              int64
	article         int64 // 0 for none
	desk            int64 // 0 for none
	before          any   // nil for none
	after           any
	rereadSentences []int              // numbers of the sentences that must be read again; not stored
	accompanying    bool               // whether it is part of another action, whose own event voids sign-offs; not stored
	additive        bool               // whether it changes nothing that a sign-off counted, like additiveActions; not stored
	notice          models.NoticeFacts // the facts, apart from the action, that decide who is notified; not stored
}

// recordEvent appends an event to the chain, collects it for the webhooks, and voids the decisions that it affects.
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
	t.collectNotice(e)
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

// nullableID returns an id for a nullable column: nil for 0.
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
