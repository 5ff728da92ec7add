// Package write exports the newsroom's data to files.
package write

import (
	"bytes"
	"io"
	"unicode"
	"unicode/utf8"

	"linecheck/models"
)

// Annotations writes annotations.csv: a header row, then every row that each passes, in order. If bom is true, the file begins with the
// byte order mark that Excel needs.
func Annotations(w io.Writer, bom bool, each func(func(models.AnnotationExportRow) error) error) error {
	return writeCSV(w, bom, models.AnnotationColumns, each)
}

// Sentences writes sentences.csv in the same way.
func Sentences(w io.Writer, bom bool, each func(func(models.SentenceExportRow) error) error) error {
	return writeCSV(w, bom, models.SentenceColumns, each)
}

// AuditLog writes record.csv in the same way.
func AuditLog(w io.Writer, bom bool, each func(func(models.EventExportRow) error) error) error {
	return writeCSV(w, bom, models.EventColumns, each)
}

// writeCSV streams one file. It sends the header row at once, so that the user sees that the download has
// begun.
func writeCSV[R ~[][]byte](w io.Writer, bom bool, columns []string, each func(func(R) error) error) error {
	out := csvWriter{w: w, buf: make([]byte, 0, bufferSize+bufferSize/4)}
	if bom {
		out.buf = append(out.buf, "\uFEFF"...)
	}
	header := make([][]byte, len(columns))
	for i, name := range columns {
		header[i] = []byte(name)
	}
	out.row(header)
	if err := out.flush(); err != nil {
		return err
	}
	if stream, ok := w.(interface{ Flush() }); ok {
		stream.Flush()
	}
	err := each(func(record R) error {
		out.row(record)
		if len(out.buf) < bufferSize {
			return nil
		}
		return out.flush()
	})
	if err != nil {
		return err
	}
	return out.flush()
}

// bufferSize is the number of bytes that are collected before they are sent. A larger buffer is not faster.
const bufferSize = 64 << 10

// csvWriter writes RFC 4180 without allocating for each row. encoding/csv needs strings, and its CRLF mode
// changes line ends inside a cell, which are the author's.
type csvWriter struct {
	w   io.Writer
	buf []byte
}

func (c *csvWriter) flush() error {
	_, err := c.w.Write(c.buf)
	c.buf = c.buf[:0]
	return err
}

func (c *csvWriter) row(cells [][]byte) {
	for i, cell := range cells {
		if i > 0 {
			c.buf = append(c.buf, ',')
		}
		c.buf = appendCell(c.buf, cell)
	}
	c.buf = append(c.buf, '\r', '\n')
}

// appendCell appends one cell. If it begins like a formula, an apostrophe is put before it, so that
// spreadsheets do not run it.
func appendCell(buf, cell []byte) []byte {
	if len(cell) == 0 {
		return buf
	}
	escaped := models.StartsFormula(cell)
	quoted := needsQuotes(cell, escaped)
	if quoted {
		buf = append(buf, '"')
	}
	if escaped {
		buf = append(buf, '\'')
	}
	if !quoted {
		return append(buf, cell...)
	}
	for {
		i := bytes.IndexByte(cell, '"')
		if i < 0 {
			break
		}
		buf = append(buf, cell[:i+1]...)
		buf = append(buf, '"')
		cell = cell[i+1:]
	}
	buf = append(buf, cell...)
	return append(buf, '"')
}

// quotedBytes are the bytes that require quotes.
var quotedBytes = [256]bool{',': true, '"': true, '\r': true, '\n': true}

// needsQuotes reports whether a cell needs quotes: as RFC 4180 requires and, like encoding/csv, for leading
// white space, which some readers drop, and for a lone \., which ends PostgreSQL's COPY.
func needsQuotes(cell []byte, escaped bool) bool {
	for _, b := range cell {
		if quotedBytes[b] {
			return true
		}
	}
	first, _ := utf8.DecodeRune(cell)
	return unicode.IsSpace(first) && !escaped || string(cell) == `\.`
}
