package database

import (
	"database/sql"

	"gorm.io/gorm"
)

// Tx is a transaction. Its own methods run statements without GORM, which takes longer over a statement than SQLite does. Their
// parameters are $1, $2 on both engines.
type Tx struct{ *gorm.DB }

// RawExec runs a statement and returns how many rows it changed.
func (t *Tx) RawExec(statement string, args ...any) (int64, error) {
	result, err := t.Statement.ConnPool.ExecContext(t.Statement.Context, statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// RawQuery runs a query.
func (t *Tx) RawQuery(query string, args ...any) (*sql.Rows, error) {
	return t.Statement.ConnPool.QueryContext(t.Statement.Context, query, args...)
}

// RawQueryEach calls each with every row of a query.
func (t *Tx) RawQueryEach(query string, args []any, each func(*sql.Rows) error) error {
	rows, err := t.RawQuery(query, args...)
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
