package read

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func utf16LE(s string) string {
	b := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// All variants that spreadsheets write yield the same cells.
func TestCSVVariants(t *testing.T) {
	const want = `[{2 map[claim_id:31 note:A "quoted", ärmliche; note status:disputed]} {3 map[claim_id:32 note:two
lines status:]}]`
	for name, content := range map[string]string{
		"ours":                       "claim_id,status,note\r\n31,disputed,\"A \"\"quoted\"\", ärmliche; note\"\r\n32,,\"two\nlines\"\r\n",
		"with a mark":                "\uFEFFclaim_id,status,note\n31,disputed,\"A \"\"quoted\"\", ärmliche; note\"\n32,,\"two\r\nlines\"\n",
		"semicolons, as in Germany":  "claim_id;status;note\r\n31;disputed;\"A \"\"quoted\"\", ärmliche; note\"\r\n32;;\"two\nlines\"\r\n",
		"tabs, as Unicode text":      utf16LE("claim_id\tstatus\tnote\r\n31\tdisputed\t\"A \"\"quoted\"\", ärmliche; note\"\r\n32\t\t\"two\nlines\"\r\n"),
		"Windows-1252":               "claim_id;status;note\r\n31;disputed;\"A \"\"quoted\"\", \xe4rmliche; note\"\r\n32;;\"two\nlines\"\r\n",
		"blank rows and columns":     "claim_id, Status ,NOTE,,\n31,disputed,\"A \"\"quoted\"\", ärmliche; note\",,\n32,,\"two\nlines\",,\n,,,,\n\n,,,,\n",
		"no line end at the end":     "claim_id,status,note\n31,disputed,\"A \"\"quoted\"\", ärmliche; note\"\n32,,\"two\nlines\"",
		"more cells than the header": "claim_id,status,note\n31,disputed,\"A \"\"quoted\"\", ärmliche; note\",more,and more\n32,,\"two\nlines\"",
	} {
		table, err := CSV(name+".csv", []byte(content))
		for i := range table.Rows {
			delete(table.Rows[i].Cells, "")
		}
		if got := fmt.Sprint(table.Rows); err != nil || got != want {
			t.Errorf("%s: %v %s", name, err, got)
		}
	}
	table, err := CSV("excel.csv", []byte("sep=;\r\nclaim_id;status,x\r\n31;a,b\r\n"))
	if got := fmt.Sprint(table.Rows); err != nil || got != "[{3 map[claim_id:31 status,x:a,b]}]" {
		t.Errorf("with sep=: %v %s", err, got)
	}
	table, err = CSV("mac.csv", []byte("claim_id,status\r31,disputed\r"))
	if got := fmt.Sprint(table.Rows); err != nil || got != "[{2 map[claim_id:31 status:disputed]}]" {
		t.Errorf("with CR alone: %v %s", err, got)
	}
}

func TestCSVErrors(t *testing.T) {
	for content, says := range map[string]string{
		"":                                    "nothing in this file",
		"\r\n , ,\r\n":                        "",
		"%PDF-1.7":                            "looks like a PDF",
		"PK\x03\x04xl/workbook.xml":           "an Excel workbook; please save it as CSV",
		"claim_id,note\n1,\"open":             "Line 2 of this file cannot be read as CSV",
		"claim_id,note\n1,a\"b\n":             "Line 2 of this file cannot be read as CSV",
		"claim_id,claim_id\n1,2\n":            "Two columns of this file are called “claim_id”",
		"claim_id\n\x00\n":                    "NUL",
		strings.Repeat("a,", 300) + "\n1\n":   "more than 200 columns",
		"a\n" + strings.Repeat("1\n", 20_001): "more than 20000 rows",
	} {
		_, err := CSV("x.csv", []byte(content))
		var wrong *TableError
		if says == "" {
			continue
		}
		if !errors.As(err, &wrong) || !strings.Contains(wrong.Detail, says) {
			t.Errorf("%.40q: %v", content, err)
		}
	}
}

// Any bytes are a table or are refused. Cells are valid text, and the numbers of rows and cells are within
// the limits.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"claim_id,status,note\r\n31,disputed,\"a \"\"b\"\"\"\r\n", "\uFEFFa;b\n1;2", "sep=\t\na\tb\n", "a\rb\r", utf16LE("a\tb\r\n1\t2"), "\xe4;b\n1;2", "\"", "a,b\n\"x\ny\",", "'=1,+2\n-3,@4\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		table, err := CSV("x.csv", b)
		if err != nil {
			if err.Error() == "" {
				t.Error("refused without a sentence")
			}
			return
		}
		if len(table.Rows) > MaxTableRows || len(table.Columns) > maxTableColumns || len(table.Columns) == 0 {
			t.Errorf("%d rows, %d columns", len(table.Rows), len(table.Columns))
		}
		last := 0
		for _, row := range table.Rows {
			if row.Line <= last || len(row.Cells) > len(table.Columns) {
				t.Errorf("line %d after %d, %d cells", row.Line, last, len(row.Cells))
			}
			last = row.Line
			for name, cell := range row.Cells {
				if !utf8.ValidString(name+cell) || strings.ContainsRune(name+cell, 0) || strings.Contains(cell, "\r\n") {
					t.Errorf("%q: %q", name, cell)
				}
			}
		}
	})
}
