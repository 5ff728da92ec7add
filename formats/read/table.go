package read

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"linecheck/text"
)

// Table is a CSV file: its rows, with cells by column name.
type Table struct {
	Columns []string // from the first row, trimmed and in lower case
	Rows    []TableRow
}

// TableRow is one row, and the line of the file at which it begins.
type TableRow struct {
	Line  int
	Cells map[string]string
}

// TableError explains to the user, in a sentence, why a file cannot be read as a table.
type TableError struct{ Detail string }

// Error returns the sentence.
func (e *TableError) Error() string { return e.Detail }

// Limits of a table.
const (
	MaxTableRows    = 20_000
	maxTableColumns = 200
)

// TableFile reads a table from a CSV file or from the first sheet of annotations, or else the first, of an Excel workbook (.xlsx).
func TableFile(ctx context.Context, name string, b []byte) (Table, error) {
	if bytes.HasPrefix(b, []byte(zipMagic)) {
		return readWorkbook(ctx, b)
	}
	return CSV(name, b)
}

// CSV reads a table as spreadsheets write it: with or without a byte order mark, in UTF-8, UTF-16 or
// Windows-1252, separated by commas, semicolons or tabs, with any line ends. Empty rows are left out. Line
// ends within a cell become LF.
func CSV(name string, b []byte) (Table, error) {
	if looks := detectSignature(b); looks != "" {
		return Table{}, &TableError{fmt.Sprintf("This looks like %s; please save it as CSV and choose that file.", looks)}
	}
	s, _, err := decodeText(b, "")
	var unclear *EncodingError
	if errors.As(err, &unclear) {
		return Table{}, &TableError{unclear.Error()}
	}
	if err != nil {
		return Table{}, err
	}
	if err := text.Validate(s); err != nil {
		return Table{}, &TableError{fmt.Sprintf("This cannot be kept as text: %s.", err)}
	}
	s = endRowsWithLF(s)
	s, comma, skipped := detectSeparator(s)
	reader := csv.NewReader(strings.NewReader(s))
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord = comma, -1, true
	return readRows(reader, skipped)
}

// endRowsWithLF ends the rows of a table with LF, as the reader of CSV needs them. Excel for Mac ends them with CR. Line
// ends in a cell stay.
func endRowsWithLF(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	b, quoted := []byte(s), false
	for i, c := range b {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\r' && !quoted && (i+1 == len(b) || b[i+1] != '\n'):
			b[i] = '\n'
		}
	}
	return string(b)
}

// detectSeparator returns the separator of cells: from a line "sep=", which Excel reads and writes, or the
// most frequent one in the first row. skipped is the number of lines removed from the beginning.
func detectSeparator(s string) (rest string, comma rune, skipped int) {
	first, behind, _ := strings.Cut(s, "\n")
	if mark, ok := strings.CutPrefix(strings.TrimSuffix(first, "\r"), "sep="); ok && len(mark) == 1 && strings.ContainsAny(mark, ",;\t") {
		return behind, rune(mark[0]), 1
	}
	comma = ','
	for _, other := range ";\t" {
		if strings.Count(first, string(other)) > strings.Count(first, string(comma)) {
			comma = other
		}
	}
	return s, comma, 0
}

func readRows(reader *csv.Reader, skipped int) (Table, error) {
	var table Table
	for {
		record, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF):
			return table, table.check()
		case err != nil:
			return table, newTableError(err, skipped)
		}
		line, _ := reader.FieldPos(0)
		if err := table.add(line+skipped, record); err != nil {
			return table, err
		}
	}
}

// check refuses a table without a row of column names.
func (t *Table) check() error {
	if t.Columns == nil {
		return &TableError{"There is nothing in this file."}
	}
	return nil
}

// add adds a row. The first has the names of the columns. An empty row is left out.
func (t *Table) add(line int, record []string) (err error) {
	switch {
	case strings.Join(record, "") == "":
		return nil
	case t.Columns == nil:
		t.Columns, err = columnNames(record)
		return err
	case len(t.Rows) == MaxTableRows:
		return &TableError{fmt.Sprintf("This file has more than %d rows; please split it into several.", MaxTableRows)}
	}
	row := TableRow{Line: line, Cells: make(map[string]string, len(t.Columns))}
	for i, cell := range record {
		if i < len(t.Columns) {
			row.Cells[t.Columns[i]] = strings.Clone(cell)
		}
	}
	t.Rows = append(t.Rows, row)
	return nil
}

// columnNames reads the column names. Duplicates are refused, because they would be ambiguous.
func columnNames(record []string) ([]string, error) {
	if len(record) > maxTableColumns {
		return nil, &TableError{fmt.Sprintf("This file has more than %d columns.", maxTableColumns)}
	}
	names, seen := make([]string, len(record)), map[string]bool{}
	for i, name := range record {
		names[i] = strings.ToLower(strings.TrimSpace(name))
		if names[i] != "" && seen[names[i]] {
			return nil, &TableError{fmt.Sprintf("Two columns of this file are called “%s”.", names[i])}
		}
		seen[names[i]] = true
	}
	return names, nil
}

func newTableError(err error, skipped int) error {
	var at *csv.ParseError
	if !errors.As(err, &at) {
		return err
	}
	what := "a quotation mark stands where none can"
	if errors.Is(err, csv.ErrQuote) && at.StartLine != at.Line {
		what = "the quotation marks of a cell that begins there are not closed"
	}
	return &TableError{fmt.Sprintf("Line %d of this file cannot be read as CSV: %s.", at.StartLine+skipped, what)}
}
