package models

import (
	"bytes"
	"strings"
	"unicode"
)

// formulaSigns are the characters that begin a formula in a spreadsheet. East Asian spreadsheets also accept the full-width forms.
const formulaSigns = "=+-@＝＋－＠"

// StartsFormula reports whether a spreadsheet could run a cell, which is not empty, as a formula. Its first visible character is one of
// formulaSigns, or it begins with a tab or a line end, which some programs skip.
func StartsFormula(cell []byte) bool {
	switch first := cell[0]; {
	case first == '\t' || first == '\r' || first == '\n':
		return true
	case first > ' ' && first < 0x7f:
		return strings.IndexByte(formulaSigns, first) >= 0
	}
	visible := bytes.TrimLeftFunc(cell, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
	return len(visible) > 0 && strings.ContainsRune(formulaSigns, bytes.Runes(visible[:min(len(visible), 4)])[0])
}
