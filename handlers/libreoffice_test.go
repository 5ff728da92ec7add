package handlers_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// LibreOffice opens a workbook and finds the same values as in the CSV.
func TestWorkbookOpensInLibreOffice(t *testing.T) {
	t.Parallel()
	convert := testutil.LibreOffice(t)
	s := storetest.Open(t, storetest.SQLite(t))
	_, article, v := newWorkedArticle(t, s)
	// Comma, double quote, UTF-8, cells as typed, every sheet into its own file.
	folder := convert(
		"book.xlsx",
		[]byte(v.Get(fmt.Sprintf("/articles/%d/article.xlsx", article.ID)).Text),
		"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
	)
	for sheet, name := range map[string]string{"Annotations": "annotations.csv", "Sentences": "sentences.csv"} {
		content := must(os.ReadFile(filepath.Join(folder, "book-"+sheet+".csv")))(t)
		read := must(csv.NewReader(bytes.NewReader(content)).ReadAll())(t)
		compareSheet(
			t,
			sheet,
			read,
			must(csv.NewReader(strings.NewReader(v.Get(fmt.Sprintf("/articles/%d/%s", article.ID, name)).Text)).ReadAll())(t),
		)
	}
}

// A CSV export that LibreOffice opens and saves changes nothing when it is imported.
func TestCSVSavedByLibreOfficeChangesNothing(t *testing.T) {
	t.Parallel()
	convert := testutil.LibreOffice(t)
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	article := storetest.FullArticle(t, s, news)
	for _, who := range []models.Reader{news.Reviewer, news.Editor} {
		v := sitetest.VisitAs(t, s, who)
		// Imported as UTF-8 with quoted cells as text; saved as LibreOffice writes CSV with a decimal comma.
		folder := convert(
			"annotations.csv",
			[]byte(v.Get(fmt.Sprintf("/articles/%d/annotations.csv", article.ID)).Text),
			"xlsx",
			"--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,true",
		)
		book := must(os.ReadFile(filepath.Join(folder, "annotations.xlsx")))(t)
		content := must(os.ReadFile(filepath.Join(convert("back.xlsx", book, "csv:Text - txt - csv (StarCalc):59,34,76,1"), "back.csv")))(t)
		preview := v.Upload(fmt.Sprintf("/articles/%d/annotations/previews", article.ID), nil, "back.csv", content).Document(t, http.StatusOK)
		if got := sitetest.VisibleText(preview.Find("#rows")); !strings.HasPrefix(got, "Nothing comes in") ||
			preview.Find("#rows table").Length() > 0 {
			t.Errorf("%s: %s", who.Name, got)
		}
	}
}
