package models

import (
	"regexp"
	"strings"
)

// A locator says where in a source something stands, so that another finds it: a page, a paragraph or a time, as the kind of
// source has it. "See tape" says nothing.
var (
	pageIn  = regexp.MustCompile(`(?i)(^|[^\pL])(p|pp|pg|page|pages|s|seite|folio|fol|slide)\.?\s*[0-9ivxlc]+([^\pL]|$)`)
	placeIn = regexp.MustCompile(
		`(?i)(^|[^\pL])(¶+|§+|par|para|paras|paragraph|paragraphs|section|sec|chapter|ch|article|art|clause|figure|fig|note|line|lines|l)\.?\s*[0-9]`,
	)
	tableIn = regexp.MustCompile(`(?i)(^|[^\pL])(table|sheet|tab|row|rows|col|column|columns|cell|field|record|series)\.?\s*[\pL0-9]`)
	timeIn  = regexp.MustCompile(`(^|[^0-9:])([0-9]{1,3}:)?[0-5]?[0-9]:[0-5][0-9]([^0-9:]|$)`)
)

// locators is what a locator may be in each kind of source, and how the form asks for it.
var locators = map[SourceKind]struct {
	shapes []*regexp.Regexp
	asks   string
}{
	"web page": {[]*regexp.Regexp{placeIn, pageIn, timeIn}, "a paragraph, a page or a time, such as para 3, p. 12 or 1:02:30"},
	"document": {[]*regexp.Regexp{pageIn, placeIn}, "a page or a paragraph, such as p. 12 or para 3"},
	"person": {
		[]*regexp.Regexp{timeIn, placeIn, pageIn},
		"a time in the recording, or a page or paragraph of the notes, such as 0:12:30 or p. 2",
	},
	"recording":       {[]*regexp.Regexp{timeIn}, "a time, such as 1:02:30 or 12:30"},
	"data":            {[]*regexp.Regexp{tableIn, placeIn, pageIn}, "a table, sheet, row or page, such as table 2, row 14"},
	"own observation": {[]*regexp.Regexp{timeIn, placeIn, pageIn}, "a time, or a page or paragraph of the notes, such as 14:05 or p. 2"},
}

// LocatorHint says what a kind of source asks for.
func LocatorHint(kind SourceKind) string { return locators[kind].asks }

// CheckLocator refuses a locator by which nobody finds anything. It may be left out.
func CheckLocator(field string, kind SourceKind, locator string) error {
	var wrong Invalid
	checkLocator(field, kind, locator, &wrong)
	return wrong.Err()
}

func checkLocator(field string, kind SourceKind, locator string, wrong *Invalid) {
	known, ok := locators[kind]
	locator = strings.TrimSpace(locator)
	if !ok || locator == "" {
		return
	}
	for _, shape := range known.shapes {
		if shape.MatchString(locator) {
			return
		}
	}
	wrong.Add(field, "Please say where in the source it stands: %s.", known.asks)
}
