package storetest

import (
	"database/sql"
	"net/url"
	"strings"
	"testing"
)

// TryExec runs a statement on a database without a store, as anybody with access to the database can.
func TryExec(t testing.TB, address, statement string) error {
	t.Helper()
	var db *sql.DB
	if path, lite := strings.CutPrefix(address, "sqlite:"); lite {
		db = OpenFile(t, path)
	} else {
		db = openRaw(t, address)
	}
	defer db.Close()
	_, err := db.Exec(statement)
	return err
}

// OpenFile opens a SQLite database without a store. Foreign keys are enforced.
func OpenFile(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}
