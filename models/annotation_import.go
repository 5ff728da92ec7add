package models

import (
	"fmt"
	"strconv"
	"strings"

	"linecheck/text"
	"linecheck/text/message"
)

// AnnotationRow is a row of annotations.csv as somebody edited it. What the file knew of the claim when it was taken out tells
// whether the row is
// out of date; of a file that does not say, nothing is known.
type AnnotationRow struct {
	Line         int          `json:"line"`
	ClaimID      int64        `json:"claim_id"`
	AnnotationID int64        `json:"annotation_id,omitempty"` // 0: the row is about no annotation that is there
	Status       string       `json:"status"`
	Note         string       `json:"note"`
	ClaimStatus  string       `json:"claim_status,omitempty"` // then; "" where the file does not say
	Version      int          `json:"version,omitempty"`      // of the claim, then; 0 where the file does not say
	ParseError   message.Text `json:"-"`                      // why the row cannot be read, as one sentence
}

// AnnotationRowColumns are the columns of a file of annotations without which no row says anything.
var AnnotationRowColumns = []string{"claim_id", "status", "note"}

// ParseAnnotationRow reads a row of a file, cell by cell. What spreadsheets do to cells is undone: blanks around numbers and words,
// “12.0” for 12,
// “Sourced” for sourced, and the apostrophe that our own files put before what looks like a formula.
func ParseAnnotationRow(line int, cells map[string]string) AnnotationRow {
	row := AnnotationRow{
		Line:        line,
		Status:      normalizeWord(cells["status"]),
		Note:        unquoteCell(cells["note"]),
		ClaimStatus: normalizeWord(cells["claim_status"]),
	}
	if cells["claim_id"] == "" {
		row.ParseError = message.New("The row does not say which claim it is about: its claim_id is empty.")
		return row
	}
	var version int64
	for _, number := range []struct {
		column string
		into   *int64
	}{{"claim_id", &row.ClaimID}, {"annotation_id", &row.AnnotationID}, {"version", &version}} {
		typed := strings.TrimSpace(cells[number.column])
		if typed == "" {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSuffix(typed, ".0"), 10, 64)
		if err != nil || n < 1 || n > maxVersion && number.into == &version {
			row.ParseError = message.New("“%s” is no %s.", shorten(typed), number.column)
			return row
		}
		*number.into = n
	}
	row.Version = int(version)
	return row
}

// maxVersion is more than a claim's version can be: the database's numbers of versions end there.
const maxVersion = 1<<31 - 1

func normalizeWord(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// unquoteCell is a cell without the apostrophe that a file of ours puts before one that begins like a formula.
func unquoteCell(cell string) string {
	if bare, ok := strings.CutPrefix(cell, "'"); ok && bare != "" && strings.ContainsRune("=+-@\t\r", rune(bare[0])) {
		return bare
	}
	return cell
}

// IsBlank reports whether the row says nothing at all: nobody has written into it.
func (r AnnotationRow) IsBlank() bool { return r.Status == "" && strings.TrimSpace(r.Note) == "" }

// Matches reports whether the row says the same as an annotation: line ends and the Unicode form apart, which every spreadsheet
// writes as it likes, and whatever becomes of
// an apostrophe before what looks like a formula.
func (r AnnotationRow) Matches(status Status, note string) bool {
	return r.Status == string(status) &&
		(normalizeLineEnds(r.Note) == normalizeLineEnds(note) || normalizeLineEnds(r.Note) == unquoteCell(normalizeLineEnds(note)))
}

func normalizeLineEnds(s string) string {
	return text.NFC(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}

// RowState is what would become of a row.
type RowState string

// The fates of a row: it comes in as an annotation, it says what stands already or nothing, it is refused, or what it was written
// on has changed.
const (
	RowNew     RowState = "new"
	RowSame    RowState = "same"
	RowRefused RowState = "refused"
	RowStale   RowState = "stale"
)

// PlannedRow is a row with what would become of it.
type PlannedRow struct {
	AnnotationRow
	State   RowState
	Exact   string       // the claim's words
	Ordinal int          // its sentence's number; 0 where it stands nowhere
	Reason  message.Text // why it is refused or out of date, as one sentence
	Was     message.Text // of one that is out of date: what the file has,
	Now     message.Text // and what stands now
}

// AnnotationPlan is what a file of annotations would come to.
type AnnotationPlan struct {
	Article
	Rows []PlannedRow
}

// RowsIn are the rows of a fate.
func (p AnnotationPlan) RowsIn(fate RowState) []PlannedRow {
	var list []PlannedRow
	for _, row := range p.Rows {
		if row.State == fate {
			list = append(list, row)
		}
	}
	return list
}

// NewRows are the rows that come in, as the file has them.
func (p AnnotationPlan) NewRows() []AnnotationRow {
	var list []AnnotationRow
	for _, row := range p.RowsIn(RowNew) {
		list = append(list, row.AnnotationRow)
	}
	return list
}

// MaxImportedAnnotations is how many annotations come in at once at most: they are written in one transaction, for which others wait.
const MaxImportedAnnotations = 2_000

// CheckImportSize is the refusal of more annotations than that; nil for fewer.
func CheckImportSize(n int) error {
	if n <= MaxImportedAnnotations {
		return nil
	}
	return ValidationErrors{
		{
			Field: "rows",
			Detail: fmt.Sprintf(
				"At most %d annotations can be taken in at once, and here are %d: please split the file.",
				MaxImportedAnnotations,
				n,
			),
		},
	}
}

// ErrPlanChanged is a file of annotations of which something would come to something else by now than was shown. It is ErrStale.
var ErrPlanChanged = fmt.Errorf("%w: %w", ErrStale, NewFieldError("rows", "Something changed since you looked at this, so nothing "+
	"was taken in. It is shown as it would come in now: look, then take it in."))
