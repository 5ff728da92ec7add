package models

import (
	"fmt"
	"strconv"
	"strings"

	"linecheck/text"
	"linecheck/text/message"
)

// AnnotationRow is a row of an edited annotations.csv. ClaimStatus, Version and Sentence are those at the time of the
// export; they show whether the row is out of date.
type AnnotationRow struct {
	Line         int          `json:"line"`
	ClaimID      int64        `json:"claim_id"`
	AnnotationID int64        `json:"annotation_id,omitempty"` // 0: the row matches no existing annotation
	Status       string       `json:"status"`
	Note         string       `json:"note"`
	Evidence     string       `json:"evidence,omitempty"`     // the cell, see ParseEvidenceEntry
	ClaimStatus  string       `json:"claim_status,omitempty"` // at the export; "" if the file does not have it
	Version      int          `json:"version,omitempty"`      // of the claim at the export; 0 if the file does not have it
	Sentence     string       `json:"-"`                      // of the claim at the export; "" if the file does not have it
	ParseError   message.Text `json:"-"`                      // why the row cannot be parsed, as one sentence
}

// AnnotationRowColumns are the columns that a file of annotations must have.
var AnnotationRowColumns = []string{"claim_id", "status", "note"}

// ParseAnnotationRow parses a row of a file, cell by cell. It undoes what spreadsheets do to cells: blanks
// around numbers and words, “12.0” for 12, “Sourced” for sourced. It also removes the apostrophe that our
// exports put before anything that looks like a formula.
func ParseAnnotationRow(line int, cells map[string]string) AnnotationRow {
	row := AnnotationRow{
		Line:        line,
		Status:      normalizeWord(cells["status"]),
		Note:        unquoteCell(cells["note"]),
		Evidence:    unquoteCell(cells["evidence"]),
		ClaimStatus: normalizeWord(cells["claim_status"]),
		Sentence:    unquoteCell(cells["sentence_text"]),
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

// maxVersion is the largest version number that the database can store.
const maxVersion = 1<<31 - 1

func normalizeWord(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// unquoteCell removes the apostrophe that our exports put before a cell that begins like a formula.
func unquoteCell(cell string) string {
	if bare, ok := strings.CutPrefix(cell, "'"); ok && bare != "" && StartsFormula([]byte(bare)) {
		return bare
	}
	return cell
}

// IsBlank reports whether the row has neither a status nor a note.
func (r AnnotationRow) IsBlank() bool { return r.Status == "" && strings.TrimSpace(r.Note) == "" }

// Matches reports whether the row equals an annotation. It ignores line ends and the Unicode form, which
// spreadsheets change, and an apostrophe before anything that looks like a formula.
func (r AnnotationRow) Matches(status Status, note string) bool {
	return r.Status == string(status) &&
		(normalizeLineEnds(r.Note) == normalizeLineEnds(note) || normalizeLineEnds(r.Note) == unquoteCell(normalizeLineEnds(note)))
}

// FormerSentence returns the claim's sentence at the export, if the sentence has other words now. It returns "" if it has the same words,
// or if the file does not contain the sentence.
func (r AnnotationRow) FormerSentence(now string) string {
	blanks := func(s string) string { return strings.Join(strings.Fields(text.NFC(s)), " ") }
	if was := blanks(r.Sentence); was == "" || was == blanks(now) || was == blanks(unquoteCell(now)) {
		return ""
	}
	return r.Sentence
}

func normalizeLineEnds(s string) string {
	return text.NFC(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}

// RowState is the planned outcome of importing a row.
type RowState string

// The states of a row: it is imported as an annotation, it changes nothing, it is refused, or the claim has
// changed since the export.
const (
	RowNew     RowState = "new"
	RowSame    RowState = "same"
	RowRefused RowState = "refused"
	RowStale   RowState = "stale"
)

// PlannedRow is a row with its planned outcome.
type PlannedRow struct {
	AnnotationRow
	State   RowState
	Exact   string       // the claim's words
	Ordinal int          // the number of its sentence; 0 if the claim is in none
	Reason  message.Text // why it is refused or out of date, as one sentence
	Was     message.Text // for a stale row: the value in the file
	Now     message.Text // and the current value
	Given   []string     // the entries of its evidence that the claim does not have yet
}

// AnnotationPlan is the planned outcome of importing a file of annotations.
type AnnotationPlan struct {
	Article
	Rows []PlannedRow
}

// RowsIn returns the rows in a state.
func (p AnnotationPlan) RowsIn(fate RowState) []PlannedRow {
	var list []PlannedRow
	for _, row := range p.Rows {
		if row.State == fate {
			list = append(list, row)
		}
	}
	return list
}

// NewRows returns, as the file has them, the rows that will be imported.
func (p AnnotationPlan) NewRows() []AnnotationRow {
	var list []AnnotationRow
	for _, row := range p.RowsIn(RowNew) {
		list = append(list, row.AnnotationRow)
	}
	return list
}

// MaxImportedAnnotations limits one import. It is written in one transaction, and other writers wait for it.
const MaxImportedAnnotations = 2_000

// CheckImportSize returns ValidationErrors if n is more than MaxImportedAnnotations.
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

// ErrPlanChanged means that the plan differs from the one that was shown. It wraps ErrStale.
var ErrPlanChanged = fmt.Errorf("%w: %w", ErrStale, NewFieldError("rows", "Something changed since you looked at this, so nothing "+
	"was taken in. It is shown as it would come in now: look, then take it in."))
