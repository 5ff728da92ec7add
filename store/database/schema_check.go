package database

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"linecheck/migrations"
)

// FindSchemaFault compares the schema with the migrations, above all the triggers that protect past rows from changes. Additional tables
// and indexes are allowed. It returns a description of the first fault, or "".
func (d *DB) FindSchemaFault(ctx context.Context, db Querier) (string, error) {
	if d.Engine() == Postgres {
		return findTriggerFault(ctx, db)
	}
	want, err := expectedSchema()
	if err != nil {
		return "", err
	}
	got, err := readSQLiteSchema(ctx, db)
	if err != nil {
		return "", err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		switch got[name] {
		case want[name]:
		case "":
			return fmt.Sprintf("the schema has lost its %s", name), nil
		default:
			return fmt.Sprintf("the schema's %s was changed", name), nil
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ours := want[name]; !ours && strings.HasPrefix(name, "trigger ") {
			return fmt.Sprintf("the schema has a %s that is not ours", name), nil
		}
	}
	return "", nil
}

// expectedSchema returns every table, index and trigger that the migrations make on SQLite, by kind and name.
var expectedSchema = sync.OnceValues(func() (map[string]string, error) {
	db := sql.OpenDB(connector{sqliteDriver(), "file::memory:"})
	defer db.Close()
	db.SetMaxOpenConns(1) // a second connection would open a second database
	if err := migrateUp(context.Background(), db, SQLite); err != nil {
		return nil, err
	}
	return readSQLiteSchema(context.Background(), db)
})

const schemaQuery = `SELECT type || ' ' || name, sql
	FROM sqlite_schema
	WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`

// readSQLiteSchema reads the tables, indexes and triggers of a SQLite database.
func readSQLiteSchema(ctx context.Context, db Querier) (map[string]string, error) {
	rows, err := db.QueryContext(ctx, schemaQuery)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var name, made string
		if err := rows.Scan(&name, &made); err != nil {
			return nil, err
		}
		all[name] = strings.Join(strings.Fields(made), " ")
	}
	return all, rows.Err()
}

var triggerStatement = regexp.MustCompile(`(CREATE|DROP) TRIGGER (\w+)`)

// expectedTriggers returns the triggers that the migrations leave on PostgreSQL.
func expectedTriggers() (map[string]bool, error) {
	files, err := migrations.Files.ReadDir(Postgres)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, f := range files {
		content, err := migrations.Files.ReadFile(Postgres + "/" + f.Name())
		if err != nil {
			return nil, err
		}
		for _, step := range triggerStatement.FindAllSubmatch(content, -1) {
			there[string(step[2])] = string(step[1]) == "CREATE"
		}
	}
	return there, nil
}

// enabledTriggersQuery lists the triggers of a PostgreSQL schema that are switched on.
const enabledTriggersQuery = `SELECT t.tgname
	FROM pg_trigger t
	JOIN pg_class r ON r.oid = t.tgrelid
	WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND r.relnamespace = current_schema()::regnamespace`

// findTriggerFault checks that every trigger exists on PostgreSQL and is switched on.
func findTriggerFault(ctx context.Context, db Querier) (string, error) {
	want, err := expectedTriggers()
	if err != nil {
		return "", err
	}
	rows, err := db.QueryContext(ctx, enabledTriggersQuery)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	on := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return "", err
		}
		on[name] = true
	}
	if err := rows.Err(); err != nil {
		return "", err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if want[name] && !on[name] {
			return fmt.Sprintf("the schema has lost its trigger %s, or it is switched off", name), nil
		}
	}
	return "", nil
}
