package database

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// CopyProgressTable exists in a database while a copy into it runs. It contains the progress of each table, and is dropped at the end.
const CopyProgressTable = "moving"

// ErrCopyIncomplete reports a database with an unfinished copy.
var ErrCopyIncomplete = errors.New(
	"it holds half a newsroom: a move into it has not ended (run the same linecheck move again, or empty it)",
)

// HasIncompleteCopy reports whether a copy into this database has begun but not finished.
func (d *DB) HasIncompleteCopy(ctx context.Context) (bool, error) {
	return d.HasTable(ctx, CopyProgressTable)
}

// CopyInto writes one state of a SQLite database into a new file.
func (d *DB) CopyInto(ctx context.Context, path string) error {
	_, err := d.engine.readPool().ExecContext(ctx, "VACUUM INTO $1", path)
	return err
}

// Compact moves the whole log of a SQLite database into its one file.
func (d *DB) Compact(ctx context.Context) error {
	if d.Engine() != SQLite {
		return nil
	}
	var busy, all, done int
	if err := d.engine.writePool().QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &all, &done); err != nil {
		return err
	}
	if busy != 0 {
		return errors.New("the database is not all in its file: something still reads it")
	}
	return nil
}

// CopyRows writes rows into a table of PostgreSQL.
func CopyRows(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error {
	return conn.Raw(func(raw any) error {
		_, err := raw.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
		return err
	})
}
