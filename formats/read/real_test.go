package read

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The expected content of documents written by other programs, in the format of formatDocument.
const (
	bridge = `headline "A year of repairs"
		body "The bridge closes on March 5, said the mayor."
		body "Every day 4,112 people cross it. Only the ferry is older."
		quote box "“We had no choice.”"
		list "The first lane opens in June."`
	bridgeAppendix = `body "2024 | 3,980"
		body "پل قدیمی روز سوم مارس بسته می\u200cشود."`
	bridgeWritten = `headline "The old bridge closes"
		` + bridge + `
		list "The second\tin   October.\nPerhaps."
		body "Beside the box."
		caption "The bridge in 1931."
		` + bridgeAppendix + `
		link "the mayor" https://example.org/mayor?a=1&b=2
		note "" : "Footnote: Council minutes."
		note "4,112 people" Rana Reviewer 2026-02-02T10:30:00: "Who counted them?"`
	bridgePage = `body "The old bridge closes"
		` + bridge + `
		list "The second in October.\nPerhaps."
		body "The bridge in 1931."
		` + bridgeAppendix + `
		body "Council minutes."
		link "the mayor" https://example.org/mayor?a=1&b=2`
	repairsHead = `headline "The old bridge closes"
		headline "More than 4,000 people cross it every day"
		byline "Ines Okoro"
		body "2026-03-03"`
	repairs = `headline "A year of repairs"
		body "The city closes the old bridge on March 3, said the mayor."
		quote box "“We had no choice,” said Marta Lindqvist."
		list "The first lane opens in June."
		list "The second lane opens in October."
		list "Count the cars."
		list "Count the bicycles."
		caption "The bridge in 1931, two years after it opened."`
	repairsTable = `body "Year | Crossings"
		body "Year: 2024 | Crossings: 3,980"
		body "Year: 2025 | Crossings: 4,112"`
	repairsBehind = `body "پل قدیمی روز سوم مارس بسته می\u200cشود."`
	repairsLink   = `link "March 3" https://example.org/bridge?a=1&b=2`
	repairsNote   = `note "" : "Footnote: Council minutes, 12 January 2026."`
	tableCaption  = `caption "Crossings a day"`
)

func TestRealDocuments(t *testing.T) {
	for name, want := range map[string]string{
		"libreoffice.docx": bridgeWritten,
		"libreoffice.odt":  bridgeWritten,
		"libreoffice.html": bridgePage,
		"pandoc.docx":      strings.Join([]string{repairsHead, repairs, tableCaption, repairsTable, repairsBehind, repairsLink, repairsNote}, "\n"),
		"pandoc.odt":       strings.Join([]string{repairsHead, repairs, tableCaption, repairsTable, repairsBehind, repairsLink, repairsNote}, "\n"),
		"pandoc.html": strings.Join([]string{repairsHead, repairs, tableCaption, repairsTable, repairsBehind,
			`list "Council minutes, 12 January 2026."`, repairsLink}, "\n"),
		// pandoc has its own caption
		"pandoc.md": strings.Join([]string{strings.NewReplacer("Count the cars", "1. Count the cars", "Count the bi", "2. Count the "+
			"bi").Replace(repairs), repairsTable, `body ": Crossings a day"`, repairsBehind, repairsLink, repairsNote}, "\n"),
		"pandoc-tracked.docx": `body "The bridge closes on March 5, and 4,112 people cross it."
			body "It is one of the oldest in the country."
			body "Only the ferry is older."
			note "4,112 people" Rana Reviewer 2026-02-02T10:30:00: "Who counted them?"`,
		"python-docx.docx": `headline "Fifty ports closed"
			headline "Since March"
			body "The minister named 50 ports in a list."
			list "Ystad"
			list "Trelleborg"
			caption "A closed port in March."
			quote box "“They will open again.”"
			body "Port | Closed"
			body "Ystad | March 4"
			body "بندرها روز سوم مارس بسته شدند."
			body "Named in the list\twith a tab\nand a line."
			link "the list" https://example.org/ports
			note "50 ports" Rana Reviewer 2026-11-26T16:53:10: "Which list?"`,
	} {
		b, err := os.ReadFile(filepath.Join("testdata", "real", name))
		if err != nil {
			t.Fatal(err)
		}
		d, err := File(t.Context(), name, b)
		if got := formatDocument(d); err != nil || got != lines(want) {
			t.Errorf("%s: %v\n%swant\n%s", name, err, got, lines(want))
		}
		checkDocumentInvariants(t, d, err)
		if name != "pandoc-tracked.docx" &&
			(d.Title != "The old bridge closes" && d.Title != "Fifty ports closed" || d.Byline != "Ines Okoro" || !strings.HasPrefix(d.Language, "en-")) {
			t.Errorf("%s: %q, %q, %q", name, d.Title, d.Byline, d.Language)
		}
	}
}
