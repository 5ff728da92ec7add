package storetest

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"linecheck/migrations"
)

// EachOldDatabase runs a test with an old database of each kind. version is the version of its schema. file
// has one table per line, as {"table", "columns", "rows"}.
func EachOldDatabase(t *testing.T, version int64, file string, test func(t *testing.T, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		address := NewSQLite(t)
		loadDump(t, address, goose.DialectSQLite3, version, file)
		test(t, address)
	})
	t.Run("postgres", func(t *testing.T) {
		address := NewPostgres(t)
		loadDump(t, address, goose.DialectPostgres, version, file)
		test(t, address)
	})
}

// dumpedTable is one line of the file. Times are RFC 3339; bytes are {"bytes": base64}.
type dumpedTable struct {
	Table   string
	Columns []string
	Rows    [][]any
}

func loadDump(t *testing.T, address string, dialect goose.Dialect, version int64, file string) {
	t.Helper()
	db := openRaw(t, address)
	defer db.Close()
	db.SetMaxOpenConns(1)
	folder, unchecked := "sqlite", "PRAGMA foreign_keys = OFF"
	if dialect == goose.DialectPostgres {
		folder, unchecked = "postgres", "SET session_replication_role = replica"
	}
	files, err := fs.Sub(migrations.Files, folder)
	if err != nil {
		t.Fatal(err)
	}
	steps, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.UpTo(context.Background(), version); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(unchecked); err != nil {
		t.Fatal(err)
	}
	for _, table := range readDump(t, file) {
		table.load(t, db, dialect)
	}
	if dialect != goose.DialectPostgres {
		return
	}
	for _, statement := range searchWordsFill {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

func readDump(t *testing.T, file string) (list []dumpedTable) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var table dumpedTable
		d := json.NewDecoder(strings.NewReader(lines.Text()))
		d.UseNumber()
		if err := d.Decode(&table); err != nil {
			t.Fatal(err)
		}
		list = append(list, table)
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
	return list
}

// load replaces the rows that the schema came with, and sets PostgreSQL's sequence after the last id.
func (f dumpedTable) load(t *testing.T, db *sql.DB, dialect goose.Dialect) {
	t.Helper()
	places := make([]string, len(f.Columns))
	for i := range places {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", f.Table, strings.Join(f.Columns, ", "), strings.Join(places, ", "))
	if _, err := db.Exec("DELETE FROM " + f.Table); err != nil {
		t.Fatalf("%s: %v", f.Table, err)
	}
	for _, row := range f.Rows {
		if _, err := db.Exec(insert, dumpedValues(t, row, dialect)...); err != nil {
			t.Fatalf("%s %v: %v", f.Table, row, err)
		}
	}
	if dialect != goose.DialectPostgres || !slices.Contains(f.Columns, "id") {
		return
	}
	next := "SELECT setval(s, (SELECT max(id) FROM %[1]s)) FROM pg_get_serial_sequence('%[1]s', 'id') s WHERE s IS NOT NULL"
	if _, err := db.Exec(fmt.Sprintf(next, f.Table)); err != nil {
		t.Fatalf("%s: %v", f.Table, err)
	}
}

func dumpedValues(t *testing.T, row []any, dialect goose.Dialect) []any {
	t.Helper()
	values := slices.Clone(row)
	for i, v := range values {
		switch v := v.(type) {
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				t.Fatal(err)
			}
			values[i] = n
		case map[string]any:
			var b struct{ Bytes []byte }
			if err := json.Unmarshal(fmt.Appendf(nil, `{"bytes":%q}`, v["bytes"]), &b); err != nil {
				t.Fatal(err)
			}
			values[i] = b.Bytes
		case string:
			if at, err := time.Parse(time.RFC3339, v); err == nil && dialect == goose.DialectSQLite3 {
				values[i] = at.UTC().Format("2006-01-02 15:04:05.999999999-07:00")
			}
		}
	}
	return values
}
