package text

import (
	"fmt"
	"unicode/utf8"
)

// InvalidError reports a character that cannot be stored. Line and Column count from 1, Column in code
// points.
type InvalidError struct {
	Line, Column int
	Problem      string // "a NUL character", "a byte that is not UTF-8 (0xff)"
}

// Error returns a text such as "line 3, column 14: a NUL character".
func (e *InvalidError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Problem)
}

// Validate returns an *InvalidError for the first character in s that cannot be stored: a NUL, which
// PostgreSQL rejects, or a byte that is not UTF-8, which neither database nor browser would return
// unchanged.
func Validate(s string) error {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == 0:
			return invalidAt(s, i, "a NUL character")
		case r == utf8.RuneError && size == 1:
			return invalidAt(s, i, fmt.Sprintf("a byte that is not UTF-8 (0x%02x)", s[i]))
		}
		i += size
	}
	return nil
}

func invalidAt(s string, at int, what string) error {
	line, column := LineColumn(s, at)
	return &InvalidError{Line: line, Column: column, Problem: what}
}

// LineColumn returns the position of byte at, as editors show it: both counted from 1, the column in code
// points. LF, CRLF and a lone CR each end a line.
func LineColumn(s string, at int) (line, column int) {
	line, column = 1, 1
	for i, r := range s[:at] {
		switch {
		case r == '\n', r == '\r' && (i+1 == len(s) || s[i+1] != '\n'):
			line, column = line+1, 1
		default:
			column++
		}
	}
	return line, column
}
