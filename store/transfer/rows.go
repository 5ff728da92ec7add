package transfer

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
	"time"
	"unicode/utf8"
)

// tableRow has the values of a row in the order of the table's columns: int64, string, time.Time, bool, []byte, or nil.
type tableRow []any

// eachRow calls do with the rows of a table in the order of their keys, which is the same on both engines. It begins after the key behind,
// if there is one.
func (t *table) eachRow(ctx context.Context, db *sql.Conn, engine string, behind []any, do func(tableRow) error) error {
	order := make([]string, 0, 2)
	for _, k := range t.keys() {
		by := quoted(k.name)
		if engine == "postgres" && k.kind == "text" {
			by += ` COLLATE "C"` // by bytes, as in SQLite
		}
		order = append(order, by)
	}
	query := "SELECT " + quotedList(t.names()) + " FROM " + t.name
	if behind != nil {
		query += " WHERE (" + strings.Join(order, ", ") + ") > (" + placeholders(1, len(behind)) + ")"
	}
	return eachRow(ctx, db, query+" ORDER BY "+strings.Join(order, ", "), func(rows *sql.Rows) error {
		r, err := t.scan(rows)
		if err != nil {
			return fmt.Errorf("reading %s: %w", t.name, err)
		}
		return do(r)
	}, behind...)
}

// scan reads one row by the types of its columns.
func (t *table) scan(rows *sql.Rows) (tableRow, error) {
	into := make([]any, len(t.columns))
	for i, c := range t.columns {
		switch c.kind {
		case "integer":
			into[i] = new(sql.Null[int64])
		case "boolean":
			into[i] = new(sql.Null[bool])
		case "time", "day":
			into[i] = new(sql.Null[time.Time])
		case "bytes":
			into[i] = new(sql.Null[[]byte])
		default:
			into[i] = new(sql.Null[string])
		}
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	r := make(tableRow, len(into))
	for i, v := range into {
		r[i] = plainValue(v)
	}
	return r, nil
}

// plainValue returns the scanned value, or nil for NULL.
func plainValue(scanned any) any {
	switch v := scanned.(type) {
	case *sql.Null[int64]:
		if v.Valid {
			return v.V
		}
	case *sql.Null[bool]:
		if v.Valid {
			return v.V
		}
	case *sql.Null[time.Time]:
		if v.Valid {
			return v.V.UTC()
		}
	case *sql.Null[[]byte]:
		if v.Valid {
			return append([]byte{}, v.V...) // an empty value differs from NULL
		}
	case *sql.Null[string]:
		if v.Valid {
			return v.V
		}
	}
	return nil
}

// key returns the values of a row's primary key.
func (t *table) key(r tableRow) []any {
	var key []any
	for _, k := range t.keys() {
		key = append(key, r[t.columnIndex(k.name)])
	}
	return key
}

func (t *table) columnIndex(name string) int {
	for i, c := range t.columns {
		if c.name == name {
			return i
		}
	}
	return -1
}

// checkPortable refuses values that PostgreSQL would not store as they are: a NUL character, bytes that are not UTF-8, and a time with
// fractions of a microsecond.
func (t *table) checkPortable(r tableRow) error {
	for i, v := range r {
		wrong := ""
		switch v := v.(type) {
		case string:
			if strings.ContainsRune(v, 0) {
				wrong = "has a NUL character in it"
			} else if !utf8.ValidString(v) {
				wrong = "has bytes in it that are not UTF-8"
			}
		case time.Time:
			if v.Nanosecond()%1000 != 0 {
				wrong = "is more exact than a microsecond"
			}
		}
		if wrong != "" {
			return fmt.Errorf(
				"%s of the row %v of %s %s, which PostgreSQL cannot keep: nothing was moved",
				t.columns[i].name,
				t.key(r),
				t.name,
				wrong,
			)
		}
	}
	return nil
}

// encode returns the bytes by which values are compared and hashed.
func (c column) encode(v any) []byte {
	switch v := v.(type) {
	case int64:
		return binary.BigEndian.AppendUint64([]byte{'i'}, uint64(v))
	case bool:
		if v {
			return []byte("b1")
		}
		return []byte("b0")
	case time.Time:
		if c.kind == "day" {
			return []byte("d" + v.Format(time.DateOnly))
		}
		return []byte("t" + v.Format("2006-01-02T15:04:05.000000000Z"))
	case []byte:
		return append([]byte{'x'}, v...)
	case string:
		return append([]byte{'s'}, v...)
	}
	return nil // NULL
}

// size estimates the bytes of a row.
func (r tableRow) size() int {
	n := 0
	for _, v := range r {
		switch v := v.(type) {
		case string:
			n += len(v)
		case []byte:
			n += len(v)
		default:
			n += 8
		}
	}
	return n
}

// A tableChecksum is the SHA-256 of the rows of a table in the order of their keys. Of every value it hashes the length and the bytes.
type tableChecksum struct {
	hash hash.Hash
	rows int64
}

func newTableChecksum() *tableChecksum { return &tableChecksum{hash: sha256.New()} }

func (s *tableChecksum) add(t *table, r tableRow) {
	s.rows++
	for i, c := range t.columns {
		b := c.encode(r[i])
		length := binary.BigEndian.AppendUint64(nil, uint64(len(b)))
		s.hash.Write(length)
		s.hash.Write(b)
	}
}

func (s *tableChecksum) String() string { return hex.EncodeToString(s.hash.Sum(nil)) }

func quoted(name string) string { return `"` + name + `"` }

func quotedList(names []string) string { return `"` + strings.Join(names, `", "`) + `"` }

// placeholders returns the parameters $n, $n+1, … of a statement.
func placeholders(from, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("$%d", from+i)
	}
	return strings.Join(all, ", ")
}
