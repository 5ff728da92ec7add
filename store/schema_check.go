package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"
	driver "modernc.org/sqlite"

	"linecheck/migrations"
	"linecheck/models"
)

// expectedSchema returns every table, index and trigger that the migrations create on SQLite, by kind and
// name.
var expectedSchema = sync.OnceValues(func() (map[string]string, error) {
	db := sql.OpenDB(connector{&driver.Driver{}, "file::memory:"})
	defer db.Close()
	db.SetMaxOpenConns(1) // a second connection would open another database
	if err := migrateUp(context.Background(), db, "sqlite"); err != nil {
		return nil, err
	}
	return readSQLiteSchema(context.Background(), db)
})

const schemaQuery = `SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`

// readSQLiteSchema reads the schema of a SQLite database.
func readSQLiteSchema(ctx context.Context, db querier) (map[string]string, error) {
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

// compareSchema checks that the schema is complete, above all the triggers that protect the past from
// changes. Additional tables and indexes are allowed.
func (s *Store) compareSchema(db *gorm.DB, v *models.Verification) error {
	if s.Engine() == "postgres" {
		return compareTriggers(db, v)
	}
	should, err := expectedSchema()
	if err != nil {
		return err
	}
	is, err := readSQLiteSchema(db.Statement.Context, db.Statement.ConnPool)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(should)) {
		switch is[name] {
		case should[name]:
		case "":
			v.Break = fmt.Sprintf("the schema has lost its %s", name)
			return nil
		default:
			v.Break = fmt.Sprintf("the schema's %s was changed", name)
			return nil
		}
	}
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if _, ours := should[name]; !ours && strings.HasPrefix(name, "trigger ") {
			v.Break = fmt.Sprintf("the schema has a %s that is not ours", name)
			return nil
		}
	}
	return nil
}

var triggerStatement = regexp.MustCompile(`(CREATE|DROP) TRIGGER (\w+)`)

// expectedTriggers returns the triggers that the migrations create on PostgreSQL.
func expectedTriggers() (map[string]bool, error) {
	files, err := migrations.Files.ReadDir("postgres")
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, f := range files {
		content, err := migrations.Files.ReadFile("postgres/" + f.Name())
		if err != nil {
			return nil, err
		}
		for _, step := range triggerStatement.FindAllSubmatch(content, -1) {
			there[string(step[2])] = string(step[1]) == "CREATE"
		}
	}
	return there, nil
}

// compareTriggers checks that all triggers exist on PostgreSQL and are enabled.
func compareTriggers(db *gorm.DB, v *models.Verification) error {
	should, err := expectedTriggers()
	if err != nil {
		return err
	}
	var on []string
	if err := db.Raw("SELECT t.tgname FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND r.relnamespace = current_schema()::regnamespace").Scan(&on).Error; err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(should)) {
		if should[name] && !slices.Contains(on, name) {
			v.Break = fmt.Sprintf("the schema has lost its trigger %s, or it is switched off", name)
			return nil
		}
	}
	return nil
}
