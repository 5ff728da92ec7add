package storetest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver, for creating databases

	"linecheck/internal/testutil"
	"linecheck/migrations"
	"linecheck/store"
)

// postgresEnv is the environment variable with a PostgreSQL server on which tests may create and drop
// databases.
const postgresEnv = "LINECHECK_TEST_POSTGRES"

// SQLite returns the address of an empty database file with the newest schema. It is a copy of a template,
// because running every migration takes longer than most tests.
func SQLite(t testing.TB) string {
	t.Helper()
	file, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "linecheck.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "linecheck-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "linecheck.db")
	if err := applyMigrations("sqlite:"+path, folder); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Postgres returns the address of an empty database with the newest schema, on the server in
// LINECHECK_TEST_POSTGRES. Without one the test is skipped, or fails if LINECHECK_TEST_REQUIRE is set.
func Postgres(t testing.TB) string {
	t.Helper()
	server := requirePostgres(t)
	template, err := postgresTemplate(server)
	if err != nil {
		t.Fatal(err)
	}
	return createDatabase(t, server, " TEMPLATE "+template)
}

// NewPostgres returns the address of a database without a schema.
func NewPostgres(t testing.TB) string {
	t.Helper()
	return createDatabase(t, requirePostgres(t), "")
}

// NewSQLite returns the address of a database file that does not exist yet.
func NewSQLite(t testing.TB) string { return "sqlite:" + filepath.Join(t.TempDir(), "linecheck.db") }

func requirePostgres(t testing.TB) string {
	t.Helper()
	testutil.Slow(t, "it needs PostgreSQL")
	server := os.Getenv(postgresEnv)
	if server == "" {
		testutil.Missing(t, postgresEnv+" is not set, and this half of the test needs PostgreSQL: .ci/postgres starts one")
	}
	return server
}

func createDatabase(t testing.TB, server, like string) string {
	t.Helper()
	name := fmt.Sprintf("linecheck_%d_%d", os.Getpid(), time.Now().UnixNano())
	runStatement(t, server, "CREATE DATABASE "+name+like)
	t.Cleanup(func() { runStatement(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	address, err := siblingDatabase(server, name)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// siblingDatabase returns the address of another database on a server.
func siblingDatabase(server, name string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

// postgresTemplate returns the name of a template database on the server. Its name depends on the migrations.
// The first test run creates it, and later ones reuse it.
func postgresTemplate(server string) (string, error) {
	postgresMutex.Lock()
	defer postgresMutex.Unlock()
	if postgresName != "" {
		return postgresName, nil
	}
	name, err := templateName()
	if err != nil {
		return "", err
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		return "", err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // the lock belongs to the connection
	if _, err := db.Exec("SELECT pg_advisory_lock(hashtext('linecheck tests'))"); err != nil {
		return "", err
	}
	defer db.Exec("SELECT pg_advisory_unlock(hashtext('linecheck tests'))")
	var there bool
	if err := db.QueryRow("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil {
		return "", err
	}
	if !there {
		if err := makeTemplate(db, server, name); err != nil {
			return "", err
		}
	}
	postgresName = name
	return name, nil
}

var (
	postgresMutex sync.Mutex
	postgresName  string
)

// makeTemplate creates the template under a temporary name, and renames it when it is complete.
func makeTemplate(db *sql.DB, server, name string) error {
	half := name + "_half"
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + half + " WITH (FORCE)", "CREATE DATABASE " + half} {
		if _, err := db.Exec(statement); err != nil {
			return err
		}
	}
	address, err := siblingDatabase(server, half)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "linecheck-template-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := applyMigrations(address, folder); err != nil {
		return err
	}
	_, err = db.Exec("ALTER DATABASE " + half + " RENAME TO " + name)
	return err
}

func templateName() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		step, err := fs.ReadFile(migrations.Files, path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(step), step)
		return err
	})
	return fmt.Sprintf("linecheck_template_%x", sum.Sum(nil)[:8]), err
}

// applyMigrations creates a database as the program does at its first start.
func applyMigrations(address, files string) error {
	s, err := store.Open(context.Background(), store.Config{URL: address, Files: files})
	if err != nil {
		return err
	}
	return s.Close()
}

func runStatement(t testing.TB, server, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
