package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// A Querier is a pool, a connection or a transaction.
type Querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// quickCheck has SQLite check its file, for at most limit. It returns what is wrong; "" for nothing.
func (d *DB) quickCheck(ctx context.Context, limit time.Duration) (string, error) {
	if d.Engine() != SQLite {
		return "", nil
	}
	limited, stop := context.WithTimeout(ctx, limit)
	defer stop()
	fault, err := findPageFault(limited, d.engine.readPool(), "PRAGMA quick_check(1)")
	if err == nil && fault == "" {
		fault, err = findBrokenReference(limited, d.engine.readPool())
	}
	if limited.Err() != nil && ctx.Err() == nil {
		d.Log.Info(
			"the database is larger than what is looked at when it is opened; linecheck verify looks at all of it",
			"looked for",
			limit,
		)
		return "", nil
	}
	return fault, err
}

// FindFault has SQLite check its whole file: every page, every index against its table, every reference. It returns what is wrong; ""
// for nothing.
func FindFault(ctx context.Context, db Querier) (string, error) {
	fault, err := findPageFault(ctx, db, "PRAGMA integrity_check(1)")
	if err == nil && fault == "" {
		fault, err = findBrokenReference(ctx, db)
	}
	return fault, err
}

func findPageFault(ctx context.Context, db Querier, pragma string) (string, error) {
	for _, check := range []string{pragma, freePagesPragma} {
		var found string
		if err := db.QueryRowContext(ctx, check).Scan(&found); err != nil {
			if IsCorruption(err) {
				return "the database file cannot be read: " + err.Error(), nil
			}
			return "", err
		}
		if found != "ok" {
			return "the database file is damaged: " + found, nil
		}
	}
	return "", nil
}

// freePagesPragma checks the list of free pages. SQLite 3.53 omits it from a full check where there are virtual tables, such as search
// indexes. A page that is both in use and listed as free would pass, until it is overwritten.
const freePagesPragma = "PRAGMA quick_check(sqlite_schema)"

// findBrokenReference names the first row that refers to one that does not exist.
func findBrokenReference(ctx context.Context, db Querier) (string, error) {
	var in, to string
	var row sql.NullInt64
	var number int
	err := db.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&in, &row, &to, &number)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("row %d of %s refers to a row of %s that is gone", row.Int64, in, to), nil
}
