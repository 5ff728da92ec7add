package transfer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"linecheck/store/database"
)

// columnType is the type of a column, under one name for both engines.
type columnType string

// columnTypes maps the engines' types. A column of another type cannot be copied until its type is added here.
var columnTypes = map[string]columnType{
	"integer": "integer", "bigint": "integer",
	"text":      "text",
	"timestamp": "time", "timestamp with time zone": "time",
	"date":    "day",
	"boolean": "boolean",
	"blob":    "bytes", "bytea": "bytes",
}

// column is one column of a table.
type column struct {
	name     string
	kind     columnType
	key      int  // its position in the primary key, from 1; 0 if it is not in it
	nullable bool // it may be NULL
}

// table is one table to copy.
type table struct {
	name       string
	columns    []column          // by name
	references map[string]string // by column, the table that it refers to
	deferred   string            // a column that refers to a later table, so it is filled in at the end; "" for none
}

// keys returns the columns of the primary key, in its order.
func (t table) keys() []column {
	var keys []column
	for _, c := range t.columns {
		if c.key > 0 {
			keys = append(keys, c)
		}
	}
	slices.SortFunc(keys, func(a, b column) int { return a.key - b.key })
	return keys
}

func (t table) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

// schemaQueries list the columns and the foreign keys of an engine, without its internal tables, generated columns and the shadow tables of
// search indexes.
var schemaQueries = map[string]struct{ columns, references string }{
	"sqlite": {
		`SELECT l.name, c.name, lower(c.type), c.pk, NOT c."notnull" FROM pragma_table_list l, pragma_table_xinfo(l.name) c
			WHERE l.schema = 'main' AND l.type = 'table' AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND c.hidden = 0 ORDER BY l.name, c.name`,
		`SELECT l.name, f."from", f."table" FROM pragma_table_list l, pragma_foreign_key_list(l.name) f WHERE l.schema = 'main' AND l.type = 'table'`,
	},
	"postgres": {
		`SELECT r.relname, a.attname, format_type(a.atttypid, NULL), coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1, NOT a.attnotnull
			FROM pg_class r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
			LEFT JOIN pg_index i ON i.indrelid = r.oid AND i.indisprimary
			WHERE r.relkind = 'r' AND r.relnamespace = current_schema()::regnamespace ORDER BY r.relname COLLATE "C", a.attname COLLATE "C"`,
		`SELECT r.relname, a.attname, f.relname FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
			JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) WHERE k.contype = 'f' AND r.relnamespace = current_schema()::regnamespace`,
	},
}

// excludedTables are not copied: the list of migrations, the progress of a copy, and PostgreSQL's search index and vocabulary, which
// triggers fill. SQLite's search index is a virtual table, which is not listed.
var excludedTables = map[string]bool{
	"goose_db_version":         true,
	database.CopyProgressTable: true,
	"search_words":             true,
	"search_vocabulary":        true,
}

// readSchema reads the tables that are copied.
func readSchema(ctx context.Context, db *sql.Conn, engine string) (map[string]*table, error) {
	tables := map[string]*table{}
	queries := schemaQueries[engine]
	err := eachRow(ctx, db, queries.columns, func(rows *sql.Rows) error {
		var in, typed string
		var c column
		if err := rows.Scan(&in, &c.name, &typed, &c.key, &c.nullable); err != nil || excludedTables[in] {
			return err
		}
		if c.kind = columnTypes[typed]; c.kind == "" {
			return fmt.Errorf("%s.%s is of a type that cannot be moved: %s", in, c.name, typed)
		}
		if tables[in] == nil {
			tables[in] = &table{name: in, references: map[string]string{}}
		}
		tables[in].columns = append(tables[in].columns, c)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the tables: %w", err)
	}
	err = eachRow(ctx, db, queries.references, func(rows *sql.Rows) error {
		var in, from, to string
		if err := rows.Scan(&in, &from, &to); err != nil || tables[in] == nil {
			return err
		}
		tables[in].references[from] = to
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the references: %w", err)
	}
	return tables, nil
}

// eachRow calls do with every row of a query.
func eachRow(ctx context.Context, db *sql.Conn, query string, do func(*sql.Rows) error, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// checkSameTables refuses two databases whose tables differ.
func checkSameTables(from, to map[string]*table) error {
	for _, name := range slices.Sorted(maps.Keys(from)) {
		if to[name] == nil {
			return fmt.Errorf("the other database has no table %s", name)
		}
		if !slices.EqualFunc(
			from[name].columns,
			to[name].columns,
			func(a, b column) bool { return a.name == b.name && a.kind == b.kind && a.key == b.key },
		) {
			return fmt.Errorf("the table %s has other columns in the other database", name)
		}
		if len(from[name].keys()) == 0 {
			return fmt.Errorf("the table %s has no primary key", name)
		}
	}
	if len(from) != len(to) {
		return errors.New("the other database has tables that this one does not have")
	}
	return nil
}

// sortByReference sorts tables after those that they refer to, so that every foreign key is valid at every moment. An article refers to its
// newest revision, which refers to its article. Of such a pair, the reference that may be NULL is filled in at the end.
func sortByReference(tables map[string]*table) ([]*table, error) {
	var ordered []*table
	placed := map[string]bool{}
	place := func(may func(t *table, missing []string) bool) bool {
		for _, name := range slices.Sorted(maps.Keys(tables)) {
			if t := tables[name]; !placed[name] && may(t, t.unresolvedReferences(placed)) {
				ordered, placed[name] = append(ordered, t), true
				return true
			}
		}
		return false
	}
	free := func(_ *table, missing []string) bool { return len(missing) == 0 }
	paired := func(t *table, missing []string) bool {
		if len(missing) != 1 || !t.isNullable(missing[0]) ||
			!slices.Contains(slices.Collect(maps.Values(tables[t.references[missing[0]]].references)), t.name) {
			return false
		}
		t.deferred = missing[0]
		return true
	}
	for len(ordered) < len(tables) {
		if !place(free) && !place(paired) {
			return nil, errors.New("the tables refer to each other in a ring that cannot be loaded")
		}
	}
	return ordered, nil
}

// unresolvedReferences returns the columns that refer to tables which are not sorted yet.
func (t *table) unresolvedReferences(placed map[string]bool) (columns []string) {
	for _, column := range slices.Sorted(maps.Keys(t.references)) {
		if to := t.references[column]; to != t.name && !placed[to] {
			columns = append(columns, column)
		}
	}
	return columns
}

func (t *table) isNullable(name string) bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return c.name == name && c.nullable })
}
