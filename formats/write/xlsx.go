package write

import (
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"linecheck/models"
	"linecheck/text/message"
)

// Sheet is one sheet of a workbook: its name, its columns, and the rows that Each passes, in order. The
// columns have the names of the CSV files, in every language.
type Sheet struct {
	Name    message.Key
	Columns []string
	Each    func(func([][]byte) error) error
}

// NewSheet returns a sheet of records of one kind.
func NewSheet[R ~[][]byte](name message.Key, columns []string, each func(func(R) error) error) Sheet {
	return Sheet{name, columns, func(do func([][]byte) error) error { return each(func(record R) error { return do(record) }) }}
}

// MaxRows is the maximum number of rows of a sheet. It is more than anybody reads in a spreadsheet, and can
// be written within a minute. Excel's own limit is 1,048,576.
const MaxRows = 250_000

// Workbook writes an .xlsx. Every cell is text, never a formula; only the program's own counts and ids are
// numbers. Nothing is written before the whole workbook is complete. rightToLeft sets the layout of the
// sheets; p is the language of their names.
func Workbook(w io.Writer, p *message.Printer, rightToLeft bool, sheets ...Sheet) (err error) {
	file := excelize.NewFile()
	defer func() {
		if closing := file.Close(); err == nil {
			err = closing
		}
	}()
	b := workbook{file: file, truncationMark: p.Say("… [cut off: an Excel cell holds no more; the CSV has all of it]")}
	if err := b.styles(); err != nil {
		return err
	}
	for i, s := range sheets {
		name := p.Say(s.Name)
		if err := b.startSheet(i, name, rightToLeft); err != nil {
			return err
		}
		if err := b.sheet(name, s); err != nil {
			return fmt.Errorf("writing the sheet %s: %w", s.Name, err)
		}
	}
	_, err = file.WriteTo(w)
	return err
}

type workbook struct {
	file           *excelize.File
	heading        int // styles
	text, number   int
	truncationMark string
}

// numberFormatText is the built-in format "@". A cell with it stays text when it is edited.
const numberFormatText = 49

func (b *workbook) styles() error {
	for style, as := range map[*int]*excelize.Style{
		&b.heading: {NumFmt: numberFormatText, Font: &excelize.Font{Bold: true}},
		&b.text:    {NumFmt: numberFormatText},
		&b.number:  {NumFmt: 1},
	} {
		id, err := b.file.NewStyle(as)
		if err != nil {
			return err
		}
		*style = id
	}
	return nil
}

// startSheet creates the i-th sheet. A new workbook has one already.
func (b *workbook) startSheet(i int, name string, rightToLeft bool) error {
	if i == 0 {
		if err := b.file.SetSheetName(b.file.GetSheetName(0), name); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	if err := b.file.SetSheetDimension(name, ""); err != nil { // the number of rows is not known yet
		return err
	}
	return b.file.SetSheetView(name, 0, &excelize.ViewOptions{RightToLeft: &rightToLeft})
}

// sheet streams the rows of one sheet, below a fixed heading.
func (b *workbook) sheet(title string, s Sheet) error {
	out, err := b.file.NewStreamWriter(title)
	if err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells, number := make([]any, len(s.Columns)), make([]bool, len(s.Columns))
	for i, name := range s.Columns {
		number[i] = numberColumns[name]
		cells[i] = excelize.Cell{StyleID: b.heading, Value: name}
		if err := out.SetColWidth(i+1, i+1, columnWidth(name)); err != nil {
			return err
		}
	}
	if err := out.SetRow("A1", cells); err != nil {
		return err
	}
	row := 1
	err = s.Each(func(record [][]byte) error {
		if row > MaxRows {
			return models.NewFieldError("rows", "A sheet of a workbook has at most %d rows, and there are more. "+
				"Please narrow the filter, or take the CSV, which has no limit.", MaxRows)
		}
		row++
		for i, cell := range record {
			cells[i] = b.cell(cell, number[i])
		}
		return out.SetRow("A"+strconv.Itoa(row), cells)
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// cell returns a value for a sheet, or nil if it is empty.
func (b *workbook) cell(value []byte, number bool) any {
	if len(value) == 0 {
		return nil
	}
	if number {
		if n, err := strconv.ParseInt(string(value), 10, 64); err == nil {
			return excelize.Cell{StyleID: b.number, Value: n}
		}
	}
	return excelize.Cell{StyleID: b.text, Value: truncateCell(string(value), b.truncationMark)}
}

// maxCellUnits is the length at which Excel silently truncates a cell, in UTF-16 units.
const maxCellUnits = 32_767

// truncateCell shortens a text to the maximum length of a cell, and ends it with a note that it was shortened.
func truncateCell(s, mark string) string {
	if len(s) <= maxCellUnits {
		return s
	}
	units, room, end := 0, maxCellUnits-len(utf16.Encode([]rune(mark))), 0
	for i, r := range s {
		if units <= room {
			end = i
		}
		units += utf16.RuneLen(r)
	}
	if units <= maxCellUnits {
		return s
	}
	return s[:end] + mark
}

// numberColumns are the columns with the program's own numbers: ids, positions and counts.
var numberColumns = map[string]bool{
	"article_id":         true,
	"revision":           true,
	"sentence":           true,
	"claim_id":           true,
	"start":              true,
	"end":                true,
	"annotation_id":      true,
	"version":            true,
	"sentences":          true,
	"unread":             true,
	"clear":              true,
	"open":               true,
	"done":               true,
	"recheck":            true,
	"claims":             true,
	"sourced":            true,
	"disputed":           true,
	"unverified":         true,
	"unchecked":          true,
	"disagreements":      true,
	"sealed":             true,
	"queries":            true,
	"annotations":        true,
	"pieces_of_evidence": true,
}

// columnWidth returns the width of a column in characters, enough for its usual content.
func columnWidth(column string) float64 {
	switch column {
	case "text", "sentence_text", "evidence", "note":
		return 60
	case "article", "claim_text", "override":
		return 40
	case "reviewer",
		"reviewers",
		"read_by",
		"desk",
		"writer",
		"people",
		"assignee",
		"resolved_by",
		"created_by",
		"annotated_at",
		"read_at",
		"resolved_at",
		"due_at",
		"changed_at",
		"created_at",
		"address":
		return 22
	}
	return 13
}
