package database

import (
	"path/filepath"
	"testing"
)

// openTest opens a new SQLite database without a schema, with one table of numbers in it.
func openTest(t *testing.T) *DB {
	t.Helper()
	d, err := Open(t.Context(), Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Unqueued(t.Context()).Exec("CREATE TABLE numbers (n INTEGER PRIMARY KEY)").Error; err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOpenRefusesAnUnknownEngine(t *testing.T) {
	t.Parallel()
	if _, err := Open(t.Context(), Config{URL: "mysql://localhost"}); err == nil {
		t.Error("opened an address of MySQL")
	}
}

func TestDataVersionChangesWithEveryCommit(t *testing.T) {
	t.Parallel()
	d := openTest(t)
	version := func() int64 {
		t.Helper()
		n, known, err := d.DataVersion()
		if err != nil || !known {
			t.Fatalf("the data version is not known: %v", err)
		}
		return n
	}
	before := version()
	if again := version(); again != before {
		t.Errorf("the version went from %d to %d without a commit", before, again)
	}
	if err := d.Unqueued(t.Context()).Exec("INSERT INTO numbers VALUES (1)").Error; err != nil {
		t.Fatal(err)
	}
	if after := version(); after == before {
		t.Errorf("the version is still %d after a commit", after)
	}
}

func TestHasTable(t *testing.T) {
	t.Parallel()
	d := openTest(t)
	for name, want := range map[string]bool{"numbers": true, "letters": false} {
		if got, err := d.HasTable(t.Context(), name); err != nil || got != want {
			t.Errorf("table %s: got %v, %v; want %v", name, got, err, want)
		}
	}
}
