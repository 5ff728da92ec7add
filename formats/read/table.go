package read

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"linecheck/text"
)

// Table is a CSV file: its rows, each cell by the name of its column.
type Table struct {
	Columns []string // as the first row names them, without blanks around them and in lower case
	Rows    []TableRow
}

// TableRow is one row, and the line of the file in which it begins.
type TableRow struct {
	Line  int
	Cells map[string]string
}

// TableError says why a file cannot be read as a table, as a sentence for the person who chose it.
type TableError struct{ Detail string }

// Error is that sentence.
func (e *TableError) Error() string { return e.Detail }

// The bounds of a table.
const (
	MaxTableRows    = 20_000
	maxTableColumns = 200
)

// CSV reads a table as spreadsheets write it: with or without a byte order mark, in UTF-8, UTF-16 or Windows-1252, parted by
// commas, semicolons
// or tabs, with any line ends. Rows in which nothing stands are left out. Line ends within a cell become LF.
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

// detectSeparator says by which character the cells are parted: by the one that a line "sep=" names, which Excel reads and writes,
// or by that which
// parts the first row most often. skipped is how many lines were taken off the beginning.
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

// columnNames reads the names of the columns. Two of one name could say two things.
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
