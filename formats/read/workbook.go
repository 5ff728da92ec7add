package read

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"linecheck/text"
)

// annotationSheet is the sheet of annotations in the workbooks that Linecheck writes.
const annotationSheet = "Annotations"

// readWorkbook reads a sheet of an Excel workbook as a table: that of annotations, or else the first.
func readWorkbook(ctx context.Context, b []byte) (Table, error) {
	limited, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	a, err := openArchive(limited, b)
	var said *FileError
	switch {
	case errors.As(err, &said):
		return Table{}, &TableError{said.Detail}
	case err != nil:
		return Table{}, &TableError{"This workbook is damaged or not all there; open it in the program that wrote it, save it again and " +
			"choose that file."}
	case a.kind() != "an Excel workbook":
		return Table{}, &TableError{"This looks like " + a.kind() + "; please save it as CSV and choose that file."}
	}
	if err := a.unpackWithin(); err != nil {
		return Table{}, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: maxUnpackedBytes, UnzipXMLSizeLimit: maxPartBytes})
	if err != nil {
		return Table{}, &TableError{"This workbook cannot be read; please save it as CSV and choose that file."}
	}
	defer book.Close()
	sheet := book.GetSheetName(0)
	if at, err := book.GetSheetIndex(annotationSheet); err == nil && at >= 0 {
		sheet = annotationSheet
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		return Table{}, &TableError{"There is no sheet in this workbook."}
	}
	defer rows.Close()
	var table Table
	for line := 1; rows.Next(); line++ {
		if limited.Err() != nil {
			return Table{}, limited.Err()
		}
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return Table{}, &TableError{"This workbook cannot be read; please save it as CSV and choose that file."}
		}
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(cell, "\r\n", "\n")
			if err := text.Validate(cell); err != nil {
				return Table{}, &TableError{"This cannot be kept as text: " + err.Error() + "."}
			}
		}
		if err := table.add(line, cells); err != nil {
			return table, err
		}
	}
	return table, table.check()
}

// unpackWithin reads every part of an archive, to refuse one that unpacks to too much before it is read by another
// package.
func (a *archive) unpackWithin() error {
	a.documentKind = "workbook"
	for name := range a.files {
		r, err := a.part(name)
		if err == nil {
			_, err = io.Copy(io.Discard, r)
		}
		var said *FileError
		switch {
		case a.ctx.Err() != nil:
			return a.ctx.Err()
		case errors.As(err, &said):
			return &TableError{said.Detail}
		case err != nil:
			return &TableError{"This workbook is damaged or not all there; open it in the program that wrote it, save it again and " +
				"choose that file."}
		}
	}
	return nil
}
