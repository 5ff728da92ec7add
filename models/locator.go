package models

import (
	"regexp"
	"strings"
)

// A locator says where in a source something is, so that somebody else can find it: a page, a paragraph or a
// time, depending on the kind of source. "See tape" is not a locator.
var (
	pagePattern      = regexp.MustCompile(`(?i)(^|[^\pL])(p|pp|pg|page|pages|s|seite|folio|fol|slide)\.?\s*[0-9ivxlc]+([^\pL]|$)`)
	paragraphPattern = regexp.MustCompile(
		`(?i)(^|[^\pL])(¶+|§+|par|para|paras|paragraph|paragraphs|section|sec|chapter|ch|article|art|clause|figure|fig|note|line|lines|l)\.?\s*[0-9]`,
	)
	tablePattern = regexp.MustCompile(`(?i)(^|[^\pL])(table|sheet|tab|row|rows|col|column|columns|cell|field|record|series)\.?\s*[\pL0-9]`)
	timePattern  = regexp.MustCompile(`(^|[^0-9:])([0-9]{1,3}:)?[0-5]?[0-9]:[0-5][0-9]([^0-9:]|$)`)
)

// locatorForms defines the valid locators for each kind of source, and the hint in the form.
var locatorForms = map[SourceKind]struct {
	patterns []*regexp.Regexp
	hint     string
}{
	"web page": {
		[]*regexp.Regexp{paragraphPattern, pagePattern, timePattern},
		"a paragraph, a page or a time, such as para 3, p. 12 or 1:02:30",
	},
	"document": {[]*regexp.Regexp{pagePattern, paragraphPattern}, "a page or a paragraph, such as p. 12 or para 3"},
	"person": {
		[]*regexp.Regexp{timePattern, paragraphPattern, pagePattern},
		"a time in the recording, or a page or paragraph of the notes, such as 0:12:30 or p. 2",
	},
	"recording": {[]*regexp.Regexp{timePattern}, "a time, such as 1:02:30 or 12:30"},
	"data": {
		[]*regexp.Regexp{tablePattern, paragraphPattern, pagePattern},
		"a table, sheet, row or page, such as table 2, row 14",
	},
	"own observation": {
		[]*regexp.Regexp{timePattern, paragraphPattern, pagePattern},
		"a time, or a page or paragraph of the notes, such as 14:05 or p. 2",
	},
}

// LocatorHint returns the form's hint for a kind of source.
func LocatorHint(kind SourceKind) string { return locatorForms[kind].hint }

// CheckLocator refuses a locator with which nobody could find the place. It may be empty.
func CheckLocator(field string, kind SourceKind, locator string) error {
	var wrong ValidationErrors
	checkLocator(field, kind, locator, &wrong)
	return wrong.Err()
}

func checkLocator(field string, kind SourceKind, locator string, wrong *ValidationErrors) {
	known, ok := locatorForms[kind]
	locator = strings.TrimSpace(locator)
	if !ok || locator == "" {
		return
	}
	for _, shape := range known.patterns {
		if shape.MatchString(locator) {
			return
		}
	}
	wrong.Add(field, "Please say where in the source it is: %s.", known.hint)
}
