package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"linecheck/migrations"
)

// DumpTables returns every table of a SQLite database with all its values, as text, to compare two databases.
// It leaves out tables without a newsroom's data.
func DumpTables(t testing.TB, address string) string {
	t.Helper()
	db := openSQLite(t, strings.TrimPrefix(address, "sqlite:"))
	defer db.Close()
	var all strings.Builder
	for _, table := range readColumn(t, db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('mine', 'sqlite_stat1') ORDER BY name") {
		var columns []string
		for _, column := range readColumn(t, db, "SELECT name FROM pragma_table_info('"+table+"')") {
			columns = append(columns, `quote("`+column+`")`)
		}
		rows := readColumn(
			t,
			db,
			fmt.Sprintf(
				`SELECT coalesce(group_concat(r, char(10)), '') FROM (SELECT %s AS r FROM "%s" NOT INDEXED ORDER BY 1)`,
				strings.Join(columns, " || ',' || "),
				table,
			),
		)
		fmt.Fprintf(&all, "%s: %q\n", table, rows)
	}
	return all.String()
}

// DifferingColumns returns the columns, as table.column, with different values in two SQLite databases.
func DifferingColumns(t testing.TB, address, other string) (columns []string) {
	t.Helper()
	var values [2]map[string]string
	for i, a := range []string{address, other} {
		db := openSQLite(t, strings.TrimPrefix(a, "sqlite:"))
		defer db.Close()
		values[i] = map[string]string{}
		for _, table := range readColumn(t, db, "SELECT name FROM sqlite_schema WHERE type = 'table'") {
			for _, column := range readColumn(t, db, "SELECT name FROM pragma_table_info('"+table+"')") {
				values[i][table+"."+column] = strings.Join(
					readColumn(t, db, fmt.Sprintf(`SELECT quote("%s") FROM "%s" NOT INDEXED ORDER BY 1`, column, table)),
					"\n",
				)
			}
		}
	}
	for name, is := range values[0] {
		if values[1][name] != is {
			columns = append(columns, name)
		}
	}
	slices.Sort(columns)
	return columns
}

func readColumn(t testing.TB, db *sql.DB, query string) (list []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%v in %s", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return list
}

func openSQLite(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

// OldDatabase creates a SQLite database with the schema of an older version and one desk.
func OldDatabase(t testing.TB, path string, version int64) {
	t.Helper()
	db := openSQLite(t, path)
	defer db.Close()
	if _, err := migrationsOf(t, db).UpTo(context.Background(), version); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO desks (name, created_at) VALUES ('City desk', '2026-01-01 00:00:00+00:00'); INSERT INTO desk_counts (desk_id) VALUES (1)"); err != nil {
		t.Fatal(err)
	}
}

// ApplyMigrations runs the missing migrations on an old SQLite database. It does not check foreign keys,
// since a test may have inserted only the rows that it is about.
func ApplyMigrations(t testing.TB, path string) {
	t.Helper()
	db := openSQLite(t, path)
	defer db.Close()
	if _, err := migrationsOf(t, db).Up(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func migrationsOf(t testing.TB, db *sql.DB) *goose.Provider {
	t.Helper()
	files, err := fs.Sub(migrations.Files, "sqlite")
	if err != nil {
		t.Fatal(err)
	}
	steps, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		t.Fatal(err)
	}
	return steps
}
