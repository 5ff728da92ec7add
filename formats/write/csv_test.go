package write

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linecheck/models"
)

// drawCell draws hostile text: characters with a meaning in CSV and spreadsheets, among any others.
func drawCell() *rapid.Generator[string] {
	hostile := rapid.SampledFrom(
		[]string{
			"",
			`"`,
			",",
			"\r",
			"\n",
			"\r\n",
			"=1+1",
			"+",
			"-",
			"@x",
			"\t",
			" ",
			"'",
			`\.`,
			"\uFEFF",
			"\u202E",
			"👩\u200D👧",
			"a",
			"\x00",
		},
	)
	return rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(hostile, 0, 6).Draw(t, "parts"), "")
	}))
}

func drawRows() *rapid.Generator[[][]string] {
	return rapid.Custom(func(t *rapid.T) [][]string {
		width := rapid.IntRange(2, 5).Draw(t, "width")
		return rapid.SliceOfN(rapid.SliceOfN(drawCell(), width, width), 0, 8).Draw(t, "rows")
	})
}

// writeRows returns a file with some rows, without its header.
func writeRows(t interface{ Fatal(...any) }, rows [][]string) string {
	var out bytes.Buffer
	err := writeCSV(&out, false, nil, func(row func([][]byte) error) error {
		for _, cells := range rows {
			record := make([][]byte, len(cells))
			for i, cell := range cells {
				record[i] = []byte(cell)
			}
			if err := row(record); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(out.String(), "\r\n")
}

// escapeFormula returns a cell as the file has to contain it.
func escapeFormula(cell string) string {
	if runsAsFormula.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// runsAsFormula matches a cell that a spreadsheet could run, written a second time to check models.StartsFormula.
var runsAsFormula = regexp.MustCompile(`^(?:[\t\r\n]|[\p{Z}\p{Cc}\p{Cf}]*[-=+@＝＋－＠])`)

// parseCSV implements RFC 4180 strictly: unlike encoding/csv it keeps every line end inside a cell.
func parseCSV(t *rapid.T, s string) (rows [][]string) {
	row := []string{}
	for s != "" {
		var cell string
		if strings.HasPrefix(s, `"`) {
			s = s[1:]
			for {
				i := strings.IndexByte(s, '"')
				if i < 0 {
					t.Fatalf("a quoted cell never ends: %q", s)
				}
				cell, s = cell+s[:i], s[i+1:]
				if !strings.HasPrefix(s, `"`) {
					break
				}
				cell, s = cell+`"`, s[1:]
			}
		} else if i := strings.IndexAny(s, ",\"\r\n"); i >= 0 {
			cell, s = s[:i], s[i:]
		}
		row = append(row, cell)
		switch {
		case strings.HasPrefix(s, ","):
			s = s[1:]
			continue
		case strings.HasPrefix(s, "\r\n"):
			s = s[2:]
			rows, row = append(rows, row), []string{}
		default:
			t.Fatalf("neither comma nor CRLF after a cell: %q", s)
		}
	}
	return rows
}

// Every cell survives the round trip, except for the apostrophe before formulas.
func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawRows().Draw(t, "rows")
		got := parseCSV(t, writeRows(t, want))
		if len(got) != len(want) {
			t.Fatalf("%d rows came back of %d", len(got), len(want))
		}
		for i := range want {
			for j := range want[i] {
				if got[i][j] != escapeFormula(want[i][j]) {
					t.Fatalf("row %d cell %d: wrote %q, read %q", i, j, want[i][j], got[i][j])
				}
			}
		}
	})
}

// The standard library's strict reader agrees, except that it turns CRLF inside a cell into LF.
func TestCSVAgreesWithStandardReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawRows().Draw(t, "rows")
		got, err := csv.NewReader(strings.NewReader(writeRows(t, want))).ReadAll()
		if err != nil || len(got) != len(want) {
			t.Fatalf("%d rows of %d: %v", len(got), len(want), err)
		}
		for i := range want {
			for j := range want[i] {
				if cell := strings.ReplaceAll(escapeFormula(want[i][j]), "\r\n", "\n"); got[i][j] != cell {
					t.Fatalf("row %d cell %d: wrote %q, read %q", i, j, want[i][j], got[i][j])
				}
			}
		}
	})
}

// The output equals that of the standard library's writer byte for byte, after its LF at the end of a row
// is replaced by CRLF.
func TestCSVAgreesWithStandardWriter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := drawRows().Draw(t, "rows")
		var want strings.Builder
		for _, row := range all {
			safe := make([]string, len(row))
			for i, cell := range row {
				safe[i] = escapeFormula(cell)
			}
			var line strings.Builder
			w := csv.NewWriter(&line)
			if err := w.Write(safe); err != nil {
				t.Fatal(err)
			}
			w.Flush()
			want.WriteString(strings.TrimSuffix(line.String(), "\n") + "\r\n")
		}
		if got := writeRows(t, all); got != want.String() {
			t.Fatalf("got  %q\nwant %q", got, want.String())
		}
	})
}

func TestAnnotationsBeginsWithItsColumns(t *testing.T) {
	none := func(func(models.AnnotationExportRow) error) error { return nil }
	want := "article_id,article,revision,sentence,region,sentence_text,claim_id,claim_text,start,end,kind,claim_status,disagree,resolution," +
		"annotation_id,reviewer,status,note,ruling,annotated_at,evidence,risk,resolved_by,resolved_at,override,placement,version," +
		"reviewer_email,judged_text,counts,why_not,without_second_person,snapshots\r\n"
	for _, bom := range []string{"", "\uFEFF"} {
		var out bytes.Buffer
		if err := Annotations(&out, bom != "", none); err != nil || out.String() != bom+want {
			t.Errorf("%q, %v", out.String(), err)
		}
	}
}

func TestSentencesBeginsWithItsColumns(t *testing.T) {
	var out bytes.Buffer
	err := Sentences(&out, false, func(func(models.SentenceExportRow) error) error { return nil })
	want := "article_id,article,revision,sentence,region,start,end,text,state,read_by,read_at,claims,sourced,disputed,unverified,unchecked," +
		"rest_read,without_second_person\r\n"
	if err != nil || out.String() != want {
		t.Errorf("%q, %v", out.String(), err)
	}
}

// flushRecorder records what had been written when it was flushed.
type flushRecorder struct {
	bytes.Buffer
	atFlush string
}

func (s *flushRecorder) Flush() { s.atFlush = s.String() }

func TestCSVHeaderIsFlushedBeforeTheFirstRow(t *testing.T) {
	var out flushRecorder
	asked := false
	err := Sentences(&out, false, func(func(models.SentenceExportRow) error) error {
		asked = true
		if !strings.HasPrefix(out.atFlush, "article_id,") {
			t.Errorf("sent on before the first record: %q", out.atFlush)
		}
		return nil
	})
	if err != nil || !asked {
		t.Error(err, asked)
	}
}

func TestCSVReturnsSourceErrors(t *testing.T) {
	broken := errors.New("the disk is gone")
	err := Sentences(io.Discard, false, func(row func(models.SentenceExportRow) error) error { return broken })
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}

// closedWriter simulates a client that disconnected after the header.
type closedWriter struct{ writes int }

func (g *closedWriter) Write(p []byte) (int, error) {
	if g.writes++; g.writes > 1 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestCSVStopsWhenTheClientDisconnects(t *testing.T) {
	var asked int
	err := Annotations(&closedWriter{}, false, func(row func(models.AnnotationExportRow) error) error {
		for ; asked < 1_000_000; asked++ {
			if err := row(models.AnnotationExportRow{[]byte("a long enough cell")}); err != nil {
				return err
			}
		}
		return nil
	})
	if !errors.Is(err, io.ErrClosedPipe) || asked > bufferSize {
		t.Errorf("asked for %d records, %v", asked, err)
	}
}

// record resembles a real row of annotations.csv.
var record = func() models.AnnotationExportRow {
	cells := strings.Split(
		"1204|Taliban push into northern districts|3|5|body|@|88213|more than 70 districts|1203|1225|number|unverified|false|none|"+
			"991823|Reviewer A|unverified|The count could not be confirmed, see the tracker|false|2021-06-24T12:31:09Z|"+
			`primary supports: Statement <https://example.org/a> "over seventy districts" (p. 3)`,
		"|",
	)
	cells[5] = strings.Repeat(`The spokesman said "more than 70 districts" fell, `, 4)
	row := make(models.AnnotationExportRow, len(cells))
	for i, cell := range cells {
		row[i] = []byte(cell)
	}
	return row
}()

func BenchmarkAnnotations(b *testing.B) {
	b.ReportAllocs()
	err := Annotations(io.Discard, false, func(row func(models.AnnotationExportRow) error) error {
		for b.Loop() {
			if err := row(record); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkStandardWriter is the baseline for the benchmark above: encoding/csv on the same rows.
func BenchmarkStandardWriter(b *testing.B) {
	b.ReportAllocs()
	w := csv.NewWriter(io.Discard)
	w.UseCRLF = true
	row := make([]string, len(record))
	for b.Loop() {
		for i, cell := range record {
			row[i] = string(cell)
		}
		if err := w.Write(row); err != nil {
			b.Fatal(err)
		}
	}
}
