package handlers_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// editCSV writes values into the rows of some claims, which are found by their words.
func editCSV(t *testing.T, file string, rows map[string][2]string) [][]string {
	t.Helper()
	table := must(csv.NewReader(strings.NewReader(file)).ReadAll())(t)
	column := map[string]int{}
	for i, name := range table[0] {
		column[name] = i
	}
	for _, row := range table[1:] {
		if says, ok := rows[row[column["claim_text"]]]; ok {
			row[column["status"]], row[column["note"]] = says[0], says[1]
		}
	}
	return table
}

// encodeSpreadsheet encodes a table as a spreadsheet program does.
func encodeSpreadsheet(t *testing.T, table [][]string, comma rune, before string) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(before)
	w := csv.NewWriter(&b)
	w.Comma = comma
	if err := w.WriteAll(table); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// importPreviewedRows imports the rows that a preview shows.
func importPreviewedRows(v sitetest.Caller, preview *goquery.Document, article int64) sitetest.Reply {
	v.T.Helper()
	form := url.Values{
		"file": {preview.Find("#rows input[name=file]").AttrOr("value", "")},
		"rows": {preview.Find("#rows input[name=rows]").AttrOr("value", "")},
	}
	return v.Post(fmt.Sprintf("/articles/%d/annotations/imports", article), form)
}

// previewRows returns the text of a preview's table, row by row.
func previewRows(preview *goquery.Document, caption string) string {
	var rows []string
	preview.Find(fmt.Sprintf("[aria-label=%q] tbody tr", caption)).
		Each(func(_ int, row *goquery.Selection) { rows = append(rows, sitetest.VisibleText(row)) })
	return strings.Join(rows, "\n")
}

// Annotations are exported as CSV, edited in a spreadsheet that writes the file in its own way, and imported
// after a preview. Valid rows are imported under the user's name, invalid or stale ones are not.
func TestAnnotationsRoundTripThroughSpreadsheet(t *testing.T) {
	t.Parallel()
	for name, spreadsheet := range map[string]func(*testing.T, [][]string) []byte{
		"Excel in Germany": func(t *testing.T, rows [][]string) []byte {
			return bytes.ReplaceAll(encodeSpreadsheet(t, rows, ';', "\uFEFF"), []byte("\n"), []byte("\r\n"))
		},
		"LibreOffice": func(t *testing.T, rows [][]string) []byte { return encodeSpreadsheet(t, rows, ',', "") },
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				news := storetest.Newsroom(t, s)
				article := storetest.AddArticle(t, s, news)
				sitetest.GiveVerdict(
					t,
					s,
					news.SecondReviewer,
					storetest.AddClaim(t, s, news.SecondReviewer, article, "March 3"),
					"disputed",
				)
				for _, claim := range []string{"4,000 people", "€12 million", "1911"} {
					storetest.AddClaim(t, s, news.Reviewer, article, claim)
				}
				v := sitetest.VisitAs(t, s, news.Reviewer)
				file := v.Get(fmt.Sprintf("/articles/%d/annotations.csv?bom=1", article.ID)).Text
				table := editCSV(
					t,
					strings.TrimPrefix(file, "\uFEFF"),
					map[string][2]string{
						"4,000 people": {"Disputed ", "'=4012, says\nthe “register”; not 4,000"},
						"€12 million":  {"sourced", ""},
						"March 3":      {"unverified", "Mine now."},
						"1911":         {"unverified", ""},
					},
				)
				sitetest.GiveVerdict(
					t,
					s,
					news.SecondReviewer,
					claimPlace(t, s, news.SecondReviewer, article, "1911"),
					"disputed",
				) // after the export
				preview := v.Upload(fmt.Sprintf("/articles/%d/annotations/previews", article.ID), nil, "annotations.csv", spreadsheet(t, table)).
					Document(t, http.StatusOK)
				if got := previewRows(preview, "What comes in"); !strings.Contains(
					got,
					"4,000 peopledisputed =4012, says the “register”; not 4,000New",
				) ||
					strings.Count(got, "\n") != 0 {
					t.Errorf("comes in: %s", got)
				}
				if got := previewRows(preview, "Refused"); !strings.Contains(got, "“Sourced” needs evidence: one primary source") ||
					!strings.Contains(got, "That is what Sam Second says") {
					t.Errorf("refused: %s", got)
				}
				if got := previewRows(preview, "Out of date"); !strings.Contains(
					got,
					"When the file was taken out: unchecked; now: disputed",
				) {
					t.Errorf("out of date: %s", got)
				}
				if got := importPreviewedRows(v, preview, article.ID); got.StatusCode != http.StatusSeeOther {
					t.Fatalf("taking in: %d %s", got.StatusCode, got.Text)
				}
				for _, row := range csvRows(v.Get(fmt.Sprintf("/articles/%d/annotations.csv", article.ID)), t) {
					want := map[string]string{
						"4,000 people": "Rana Reviewer disputed '=4012, says\nthe “register”; not 4,000",
						"€12 million":  "  ",
						"March 3":      "Sam Second disputed as I see it",
						"1911":         "Sam Second disputed as I see it",
					}
					if got := row["reviewer"] + " " + row["status"] + " " + row["note"]; got != want[row["claim_text"]] {
						t.Errorf("%s: %q", row["claim_text"], got)
					}
				}
				again := importPreviewedRows(v, preview, article.ID) // the button pressed twice
				if again.StatusCode != http.StatusConflict {
					t.Errorf("taking the same in again: %d", again.StatusCode)
				}
			})
		})
	}
}

// A verdict in a file applies to the sentence that the file contains, even if the file lacks the claim's version.
func TestImportRefusesVerdictsOnFormerSentences(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range []struct{ name, draft, want string }{
			{"the claim has other words", "Repairs cost 13 million.", "Repairs cost 12 million."},
			{"the sentence has other words", "Repairs never cost 12 million.", "Repairs cost 12 million."},
			{"only blanks changed", "Repairs  cost 12 million.", ""},
		} {
			d.run(way.name, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				d.submitDraft(d.writer, way.draft)
				file := fmt.Sprintf("sentence_text,claim_id,status,note\nRepairs cost 12 million.,%d,unverified,I rang them.\n", claim)
				preview := d.pagesAs(d.reviewer).Upload(d.article+"/annotations/previews", nil, "annotations.csv", []byte(file)).
					Document(t, http.StatusOK)
				if got := previewRows(preview, "Out of date"); !strings.Contains(got, way.want) || (got == "") != (way.want == "") {
					t.Errorf("out of date: %q, want one with %q", got, way.want)
				}
			})
		}
	})
}

// claimPlace returns the location of a claim.
func claimPlace(t *testing.T, s *store.Store, who models.Reader, article models.Article, words string) models.Location {
	t.Helper()
	rows, _, _, err := s.Claims(context.Background(), who, models.Filter{ArticleID: article.ID, Query: words}, models.Page{})
	if err != nil || len(rows) != 1 {
		t.Fatal(len(rows), err)
	}
	return models.Location{ArticleID: article.ID, Ordinal: rows[0].Ordinal, ClaimID: rows[0].ID}
}

func TestInvalidAnnotationFileIsRejected(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, news)
	v := sitetest.VisitAs(t, s, news.Reviewer)
	for content, says := range map[string]string{
		"claim,status\n1,disputed\n":                      "has no column claim_id, note",
		"PK\x03\x04 xl/workbook.xml":                      "This workbook is damaged",
		"claim_id,status,note\n1,\"disputed":              "Line 2 of this file cannot be read as CSV",
		"claim_id,status,note\n" + strings.Repeat(",", 9): "Nothing comes in",
	} {
		got := v.Upload(fmt.Sprintf("/articles/%d/annotations/previews", article.ID), nil, "x.csv", []byte(content))
		if !strings.Contains(sitetest.VisibleText(got.Document(t, got.StatusCode).Find("main")), says) {
			t.Errorf("%q: %d, %s", content, got.StatusCode, sitetest.VisibleText(got.Document(t, got.StatusCode).Find("main")))
		}
	}
	if got := v.Post(fmt.Sprintf("/articles/%d/annotations/imports", article.ID), url.Values{"rows": {"{"}}); got.StatusCode != http.StatusBadRequest {
		t.Errorf("rows that are none: %d", got.StatusCode)
	}
}
