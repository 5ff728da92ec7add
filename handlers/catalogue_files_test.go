package handlers_test

import (
	"archive/zip"
	"fmt"
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// Every text in an exported Word file or workbook is a message of the catalogue, typed by a user, a number, or a documented column name.
// The full copies of formats/write contain every line; here the language comes from the browser.
func TestExportedFilesSpeakFromTheCatalogue(t *testing.T) {
	t.Parallel()
	address := storetest.SQLite(t)
	o := sitetest.OpenShowcaseAt(t, address)
	c := newCopyFixture(t, o.Store, o.Fixture)
	o.Site = inPseudo(handlers.New(o.Store, handlers.Config{Zone: sitetest.Zone, Pseudo: true}))
	typed := readTypedTexts(t, address)
	caller := o.CallerAs(t, models.Editor)
	read := 0
	for _, id := range []int64{c.article.ID, o.Article.ID, o.Signed.ID, o.Ready.ID, o.Revised.ID, o.Imported.ID} {
		for _, kind := range []string{"print.docx", "corrections.docx"} {
			path := fmt.Sprintf("/articles/%d/%s", id, kind)
			for _, run := range ownRuns(t, caller.Get(path)) {
				read++
				for _, found := range typed.plainWords(run.words, run.typed) {
					t.Errorf("%s: written past the catalogue: %s", path, found)
				}
			}
		}
	}
	if read < 500 {
		t.Errorf("%d runs were read, want 500 and more", read)
	}
	for _, path := range []string{"/dashboard.xlsx", fmt.Sprintf("/articles/%d/article.xlsx", o.Article.ID)} {
		for _, sheet := range sheetNames(t, caller.Get(path)) {
			if found := typed.plainWords(sheet, false); len(found) > 0 {
				t.Errorf("%s: the sheet %s is not from the catalogue", path, sheet)
			}
		}
	}
}

var (
	articleBookmark = regexp.MustCompile(`(?s)<w:bookmarkStart[^>]*w:name="article".*<w:bookmarkEnd`)
	wordRun         = regexp.MustCompile(`(?s)<w:r>.*?</w:r>`)
	wordText        = regexp.MustCompile(`<w:t [^>]*>([^<]*)</w:t>`)
)

// copyRun is a run of a Word file, with whether it is marked as typed by a user.
type copyRun struct {
	words string
	typed bool
}

// ownRuns returns the runs of a Word file that are not the article's: in head, appendix, comments and header.
func ownRuns(t *testing.T, got sitetest.Reply) []copyRun {
	t.Helper()
	docxText(t, got) // it is a Word file
	archive, err := zip.NewReader(strings.NewReader(got.Text), int64(len(got.Text)))
	if err != nil {
		t.Fatal(err)
	}
	var runs []copyRun
	for _, name := range []string{"word/document.xml", "word/comments.xml", "word/header1.xml"} {
		part, err := archive.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range wordRun.FindAllString(articleBookmark.ReplaceAllString(string(content), ""), -1) {
			words := ""
			for _, text := range wordText.FindAllStringSubmatch(run, -1) {
				words += html.UnescapeString(text[1])
			}
			runs = append(runs, copyRun{words, strings.Contains(run, `w:val="Typed"`)})
		}
	}
	return runs
}

func sheetNames(t *testing.T, got sitetest.Reply) []string {
	t.Helper()
	if got.StatusCode != http.StatusOK {
		t.Fatalf("status %d: %s", got.StatusCode, got.Text)
	}
	file, err := excelize.OpenReader(strings.NewReader(got.Text))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	return file.GetSheetList()
}
