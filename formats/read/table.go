package read

import (
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

// CSV reads a table as spreadsheets write it: with or without a byte order mark, in UTF-8, UTF-16 or
// Windows-1252, separated by commas, semicolons or tabs, with any line ends. Empty rows are left out. Line
// ends within a cell become LF.
func CSV(name string, b []byte) (Table, error) {
	if looks := detectSignature(b); looks != "" {
		return Table{}, &TableError{fmt.Sprintf("This looks like %s; please save it as CSV and choose that file.", looks)}
	}
	s, err := decode(detectEncoding(b), b)
	if err != nil {
		return Table{}, err
	}
	if err := text.Validate(s); err != nil {
		return Table{}, &TableError{fmt.Sprintf("This cannot be kept as text: %s.", err)}
	}
	if !strings.Contains(s, "\n") {
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	s, comma, skipped := detectSeparator(s)
	reader := csv.NewReader(strings.NewReader(s))
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord = comma, -1, true
	return readRows(reader, skipped)
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
			if table.Columns == nil {
				return table, &TableError{"There is nothing in this file."}
			}
			return table, nil
		case err != nil:
			return table, newTableError(err, skipped)
		case strings.Join(record, "") == "":
			continue
		}
		if table.Columns == nil {
			if table.Columns, err = columnNames(record); err != nil {
				return table, err
			}
			continue
		}
		if len(table.Rows) == MaxTableRows {
			return table, &TableError{fmt.Sprintf("This file has more than %d rows; please split it into several.", MaxTableRows)}
		}
		line, _ := reader.FieldPos(0)
		row := TableRow{Line: line + skipped, Cells: make(map[string]string, len(table.Columns))}
		for i, cell := range record {
			if i < len(table.Columns) {
				row.Cells[table.Columns[i]] = strings.Clone(cell)
			}
		}
		table.Rows = append(table.Rows, row)
	}
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
