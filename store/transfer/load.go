package transfer

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"linecheck/store/database"
)

// seededTables are the tables in which the migrations put a row. The source's row replaces it.
var seededTables = map[string]bool{"chain": true}

// maxBatchBytes bounds one commit, beside the number of rows.
const maxBatchBytes = 4 << 20

// openTarget opens the database that is copied into: an empty one, in which it creates the schema, or one in which a copy has begun.
func openTarget(ctx context.Context, url string) (*endpoint, error) {
	e, err := openEndpoint(ctx, url)
	if err != nil {
		return nil, err
	}
	half, err := e.HasIncompleteCopy(ctx)
	if err == nil && !half {
		err = e.createSchema(ctx)
	}
	if err == nil {
		err = e.CheckSchemaVersion(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the database to move into: %w", err), e.close())
	}
	return e, nil
}

// createSchema creates the tables of an empty database.
func (e *endpoint) createSchema(ctx context.Context) error {
	tables, err := readSchema(ctx, e.conn, e.Engine())
	if err != nil {
		return err
	}
	for name := range tables {
		query := "SELECT EXISTS (SELECT 1 FROM " + quoted(name) + ")"
		if seededTables[name] {
			query = "SELECT EXISTS (SELECT 1 FROM " + quoted(name) + " WHERE length > 0)"
		}
		var full bool
		if err := e.conn.QueryRowContext(ctx, query).Scan(&full); err != nil {
			return err
		}
		if full {
			return fmt.Errorf("it is not empty: there are rows in %s", name)
		}
	}
	if err := e.releaseConn(); err != nil { // the migrations need the connection
		return err
	}
	if err := e.ApplyMigrations(ctx); err != nil {
		return err
	}
	e.conn, err = e.WriteConn(ctx)
	return err
}

// recordSource notes in the target what is copied into it. It refuses a target into which something else was being copied.
func (m *databaseCopy) recordSource(ctx context.Context) error {
	half, err := m.to.HasIncompleteCopy(ctx)
	if err != nil {
		return err
	}
	if half {
		var others int
		err := m.to.conn.QueryRowContext(ctx, "SELECT count(*) FROM "+database.CopyProgressTable+" WHERE source <> $1", m.sourceIdentity()).
			Scan(&others)
		if err == nil && others > 0 {
			err = errors.New("another newsroom, or another state of this one, is half moved into that database: empty it and begin again")
		}
		database.ReportProgress(ctx, "Continuing where the move stopped", 0, 0)
		return err
	}
	return m.inTransaction(ctx, func() error {
		if _, err := m.to.conn.ExecContext(ctx, "CREATE TABLE "+database.CopyProgressTable+" (name TEXT PRIMARY KEY, source TEXT NOT NULL, last TEXT NOT NULL, done BOOLEAN NOT NULL)"); err != nil {
			return err
		}
		for _, t := range m.tables {
			if _, err := m.to.conn.ExecContext(ctx, "INSERT INTO "+database.CopyProgressTable+" VALUES ($1, $2, '', FALSE)", t.name, m.sourceIdentity()); err != nil {
				return err
			}
		}
		return nil
	})
}

// inTransaction runs statements on the target in one transaction.
func (m *databaseCopy) inTransaction(ctx context.Context, do func() error) error {
	if _, err := m.to.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	if err := do(); err != nil {
		_, back := m.to.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return errors.Join(err, back)
	}
	_, err := m.to.conn.ExecContext(ctx, "COMMIT")
	return err
}

// loadTables copies the tables that are not done yet, each from where it stopped.
func (m *databaseCopy) loadTables(ctx context.Context) error {
	m.done = 0
	for _, t := range m.tables {
		last, done, err := m.progress(ctx, t)
		if err != nil {
			return err
		}
		if done {
			m.done += m.checksums[t.name].rows
			continue
		}
		if err := m.loadTable(ctx, t, last); err != nil {
			return fmt.Errorf("moving %s: %w", t.name, err)
		}
	}
	return nil
}

// progress returns how far a table was copied: the key of its last row, nil for none.
func (m *databaseCopy) progress(ctx context.Context, t *table) (last []any, done bool, err error) {
	var written string
	if err := m.to.conn.QueryRowContext(ctx, "SELECT last, done FROM "+database.CopyProgressTable+" WHERE name = $1", t.name).Scan(&written, &done); err != nil ||
		written == "" {
		return nil, done, err
	}
	numbers := json.NewDecoder(strings.NewReader(written))
	numbers.UseNumber()
	if err := numbers.Decode(&last); err != nil {
		return nil, false, err
	}
	for i, v := range last {
		if n, ok := v.(json.Number); ok {
			if last[i], err = n.Int64(); err != nil {
				return nil, false, err
			}
		}
	}
	return last, done, nil
}

func (m *databaseCopy) loadTable(ctx context.Context, t *table, last []any) error {
	var batch []tableRow
	size, first := 0, last == nil
	commit := func(done bool) error {
		err := m.inTransaction(ctx, func() error { return m.loadBatch(ctx, t, batch, first, done) })
		m.done += int64(len(batch))
		database.ReportProgress(ctx, "Copying "+t.name, m.done, m.total)
		batch, size, first = nil, 0, false
		return err
	}
	err := t.eachRow(ctx, m.from.conn, m.from.Engine(), last, func(r tableRow) error {
		batch, size = append(batch, r), size+r.size()
		if len(batch) < m.BatchRows && size < maxBatchBytes {
			return nil
		}
		return commit(false)
	})
	if err != nil {
		return err
	}
	return commit(true)
}

// loadBatch writes rows and the progress of their table. The triggers and foreign keys of the target apply to them.
func (m *databaseCopy) loadBatch(ctx context.Context, t *table, batch []tableRow, first, done bool) error {
	if first && seededTables[t.name] {
		if _, err := m.to.conn.ExecContext(ctx, "DELETE FROM "+t.name); err != nil {
			return err
		}
	}
	if len(batch) > 0 {
		last, err := json.Marshal(t.key(batch[len(batch)-1]))
		if err != nil {
			return err
		}
		if _, err := m.to.conn.ExecContext(ctx, "UPDATE "+database.CopyProgressTable+" SET last = $1 WHERE name = $2", string(last), t.name); err != nil {
			return err
		}
	}
	if done {
		if _, err := m.to.conn.ExecContext(ctx, "UPDATE "+database.CopyProgressTable+" SET done = TRUE WHERE name = $1", t.name); err != nil {
			return err
		}
	}
	rows := make([][]any, len(batch))
	for i, r := range batch {
		rows[i] = withoutDeferred(t, r)
	}
	if m.to.Engine() == "postgres" {
		return database.CopyRows(ctx, m.to.conn, t.name, t.names(), rows)
	}
	return insertSQLite(ctx, m.to.conn, t, rows)
}

// withoutDeferred returns a row without the reference that is filled in at the end.
func withoutDeferred(t *table, r tableRow) []any {
	values := append([]any(nil), r...)
	if t.deferred != "" {
		values[t.columnIndex(t.deferred)] = nil
	}
	return values
}

// insertSQLite writes rows into SQLite.
func insertSQLite(ctx context.Context, db *sql.Conn, t *table, rows [][]any) error {
	statement, err := db.PrepareContext(
		ctx,
		"INSERT INTO "+t.name+" ("+quotedList(t.names())+") VALUES ("+placeholders(1, len(t.columns))+")",
	)
	if err != nil {
		return err
	}
	defer statement.Close()
	for _, values := range rows {
		if _, err := statement.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return nil
}

// loadDeferred fills in the references that had to wait. It may run twice.
func (m *databaseCopy) loadDeferred(ctx context.Context) error {
	for _, t := range m.tables {
		if t.deferred == "" {
			continue
		}
		keys := t.keys()
		if len(keys) != 1 {
			return fmt.Errorf("%s has a reference that must wait and no simple key", t.name)
		}
		update := fmt.Sprintf(
			"UPDATE %s SET %s = $1 WHERE %s = $2 AND %s IS NULL",
			t.name,
			quoted(t.deferred),
			quoted(keys[0].name),
			quoted(t.deferred),
		)
		err := m.inTransaction(ctx, func() error {
			return t.eachRow(ctx, m.from.conn, m.from.Engine(), nil, func(r tableRow) error {
				if r[t.columnIndex(t.deferred)] == nil {
					return nil
				}
				_, err := m.to.conn.ExecContext(ctx, update, r[t.columnIndex(t.deferred)], t.key(r)[0])
				return err
			})
		})
		if err != nil {
			return fmt.Errorf("moving %s of %s: %w", t.deferred, t.name, err)
		}
	}
	return nil
}

// setIDs makes the target continue with the ids of the source. No new row gets the id of another one, even of a deleted one if the source
// remembers it.
func (m *databaseCopy) setIDs(ctx context.Context) error {
	for _, t := range m.tables {
		keys := t.keys()
		if len(keys) != 1 || keys[0].name != "id" || keys[0].kind != "integer" {
			continue
		}
		last, err := m.from.lastID(ctx, t.name)
		if err == nil && last > 0 {
			err = m.to.setLastID(ctx, t.name, last)
		}
		if err != nil {
			return fmt.Errorf("setting the next id of %s: %w", t.name, err)
		}
	}
	return nil
}

// lastID returns the highest id that a table has used, as far as it is known.
func (e *endpoint) lastID(ctx context.Context, name string) (int64, error) {
	var last, given int64
	if err := e.conn.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM "+name).Scan(&last); err != nil {
		return 0, err
	}
	var query string
	if e.Engine() == "postgres" {
		sequence, err := e.sequence(ctx, name)
		if err != nil || sequence == "" {
			return last, err
		}
		query = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM " + sequence
	} else {
		query = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = '" + name + "'"
	}
	err := e.conn.QueryRowContext(ctx, query).Scan(&given)
	return max(last, given), err
}

// sequence returns the sequence of a table's ids in PostgreSQL; "" for none.
func (e *endpoint) sequence(ctx context.Context, name string) (string, error) {
	var sequence sql.NullString
	err := e.conn.QueryRowContext(ctx, "SELECT pg_get_serial_sequence($1, 'id')", name).Scan(&sequence)
	return sequence.String, err
}

func (e *endpoint) setLastID(ctx context.Context, name string, last int64) error {
	if e.Engine() == "sqlite" {
		return e.setSQLiteSequence(ctx, name, last)
	}
	sequence, err := e.sequence(ctx, name)
	if err != nil || sequence == "" {
		return err
	}
	_, err = e.conn.ExecContext(ctx, "SELECT setval($1::regclass, $2)", sequence, last)
	return err
}

// setSQLiteSequence sets the last id of a table with AUTOINCREMENT. The others continue after their last row.
func (e *endpoint) setSQLiteSequence(ctx context.Context, name string, last int64) error {
	if _, err := e.conn.ExecContext(ctx, "DELETE FROM sqlite_sequence WHERE name = $1", name); err != nil {
		return err
	}
	_, err := e.conn.ExecContext(
		ctx,
		"INSERT INTO sqlite_sequence (name, seq) SELECT name, $1 FROM sqlite_schema WHERE name = $2 AND sql LIKE '%AUTOINCREMENT%'",
		last,
		name,
	)
	return err
}
