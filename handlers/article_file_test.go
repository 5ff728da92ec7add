package handlers_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// newWorkedArticle returns a newsroom with an article that has everything, and its pages as the auditor sees
// them.
func newWorkedArticle(t *testing.T, s *store.Store) (storetest.Fixture, models.Article, sitetest.Caller) {
	t.Helper()
	news := storetest.Newsroom(t, s)
	return news, storetest.FullArticle(t, s, news), sitetest.VisitAs(t, s, news.Auditor)
}

// getArticleFile returns an exported file of an article.
func getArticleFile(v sitetest.Caller, article int64, name, mediaType string) string {
	v.T.Helper()
	got := v.Get(fmt.Sprintf("/articles/%d/%s", article, name))
	testutil.Equal(v.T, name+": got.StatusCode", got.StatusCode, http.StatusOK)
	testutil.Equal(v.T, name+": got.Header.Get('Content-Type')", got.Header.Get("Content-Type"), mediaType)
	testutil.Contains(v.T, name+": got.Header.Get('Content-Disposition')", got.Header.Get("Content-Disposition"), "attachment")
	testutil.Different(v.T, name+": got.Header.Get('Linecheck-Chain-Head')", got.Header.Get("Linecheck-Chain-Head"), "")
	testutil.StopIfFailed(v.T)
	for _, secret := range storetest.ConfidentialWords {
		if strings.Contains(got.Text, secret) {
			v.T.Errorf("%s tells of a confidential source: %q", name, secret)
		}
	}
	return got.Text
}

// An exported article can be imported by users who may rule, and by nobody else, on the page of a new
// article.
func TestArticleFileRoundTripsThroughPages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, article, v := newWorkedArticle(t, s)
		content := getArticleFile(v, article.ID, "article.json", "application/json")
		editor := sitetest.VisitAs(t, s, news.Editor)
		page := createdArticle(
			t,
			s,
			news.Editor,
			editor.Upload("/articles", url.Values{"language": {"en"}}, "bridge.json", []byte(content)),
		)
		testutil.Different(t, "page.ID", page.ID, article.ID)
		testutil.Equal(t, "page.Title", page.Title, article.Title)
		testutil.Equal(t, "page.State", page.State, models.Checking) // a file's statements about users do not count here
		testutil.Equal(t, "page.Counts.Sentences", page.Counts.Sentences, article.Counts.Sentences)
		testutil.Equal(t, "page.SentencesDone+SentencesClear", page.SentencesDone+page.SentencesClear, 0)
		testutil.Equal(t, "page.ClaimsUnchecked", page.ClaimsUnchecked, article.Counts.Claims)
		export := editor.Page(fmt.Sprintf("/articles/%d/export", page.ID))
		if said := sitetest.VisibleText(export.Find("main")); !strings.Contains(said, "Edda Editor imported this article") ||
			!strings.Contains(said, "Aki Auditor had taken out at the desk City desk") {
			t.Errorf("the page says %q", said)
		}
		if got := getArticleFile(editor, page.ID, "imported.json", "application/json"); got != content {
			t.Error("the file that was brought in is not the one that is kept")
		}
		if got := editor.Get(fmt.Sprintf("/articles/%d/imported.json", article.ID)); got.StatusCode != http.StatusNotFound {
			t.Errorf("the file of an article that was not imported: %d", got.StatusCode)
		}
		for _, who := range []models.Reader{news.Reviewer, news.Writer} {
			refused := sitetest.VisitAs(t, s, who).Upload("/articles", url.Values{"language": {"en"}}, "bridge.json", []byte(content))
			if said := sitetest.VisibleText(refused.Document(t, http.StatusUnprocessableEntity).Find(".error-summary")); !strings.Contains(
				said,
				"an editor or an administrator of the desk can bring it in",
			) {
				t.Errorf("%s is told %q", who.Name, said)
			}
		}
		broken := strings.Replace(content, "More than 4,000", "More than 5,000", 1)
		refused := editor.Upload("/articles", url.Values{"language": {"en"}}, "bridge.json", []byte(broken))
		if said := sitetest.VisibleText(refused.Document(t, http.StatusUnprocessableEntity).Find(".error-summary")); !strings.Contains(
			said,
			"not the one whose hash was kept",
		) {
			t.Errorf("of a changed file the page says %q", said)
		}
	})
}

// annotationTarget is the target of a Web Annotation.
type annotationTarget struct {
	Source   string
	Selector []struct {
		Type, Exact, Prefix, Suffix string
		Start, End                  int
	}
}

// resolve returns what a target selects in a text, by the Web Annotation Data Model: a position counts code
// points from 0 and excludes its end; a quote is every place where prefix, exact and suffix follow each
// other.
func (s annotationTarget) resolve(text string) (byPosition string, byQuote []string) {
	runes := []rune(text)
	for _, x := range s.Selector {
		switch x.Type {
		case "TextPositionSelector":
			byPosition = string(runes[x.Start:x.End])
		case "TextQuoteSelector":
			for from := 0; ; {
				at := strings.Index(text[from:], x.Prefix+x.Exact+x.Suffix)
				if at < 0 {
					break
				}
				begin := from + at + len(x.Prefix)
				byQuote, from = append(byQuote, text[begin:begin+len(x.Exact)]), from+at+1
			}
		}
	}
	return byPosition, byQuote
}

func TestWebAnnotationsSelectTheirWords(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, article, v := newWorkedArticle(t, s)
		echo := sitetest.CreateArticle(
			t,
			s,
			news.Reviewer,
			news.Desk,
			"Echoes",
			strings.Repeat("Nobody 🚲 was hurt in the fire. ", 9)+"\n\nسلام دنیا. پل قدیمی بسته شد.\r\nThe end.",
		)
		for _, n := range []int{3, 10, 11} {
			place := createClaimIn(t, s, news.SecondReviewer, echo, n)
			sitetest.GiveVerdict(t, s, news.SecondReviewer, place, "disputed")
		}
		for _, id := range []int64{article.ID, echo.ID} {
			list := getWebAnnotations(v, id)
			whole := must(s.ArticleFile(t.Context(), news.Auditor, id))(t)
			want := map[string]string{} // by annotation, the claim's words in the text of the annotation
			for _, c := range whole.Claims {
				for _, n := range c.Annotations {
					if c.WithdrawnAt == nil && n.WithdrawnAt == nil {
						want[fmt.Sprint(n.ID)] = string(n.Status) + " " + n.Note
					}
				}
			}
			for _, item := range list.First.Items {
				_, number, _ := strings.Cut(item.ID, "#annotation-")
				said := ""
				for _, b := range item.Body {
					if b.Purpose == "assessing" {
						said = b.Value + " " + said
					} else if b.Purpose == "commenting" {
						said += b.Value
					}
				}
				testutil.Equal(t, "annotation: said", said, want[number])
				testutil.Equal(t, "annotation: item.Motivation", item.Motivation, "assessing")
				testutil.Different(t, "annotation: item.Creator.Name", item.Creator.Name, "")
				testutil.Different(t, "annotation: item.Created", item.Created, "")
				delete(want, number)
				item.resolves(t, whole)
			}
			if len(want) > 0 || list.Total != len(list.First.Items) || list.Total == 0 {
				t.Errorf("%d left, and not %v", list.Total, want)
			}
		}
	})
}

type webAnnotation struct {
	ID, Type, Motivation, Created string
	Creator                       struct{ Name string }
	Body                          []struct{ Purpose, Value string }
	Target                        []annotationTarget
}

// resolves checks that every selector selects exactly the quoted words in the text that the target names.
func (a webAnnotation) resolves(t *testing.T, whole models.ArticleFile) {
	t.Helper()
	if len(a.Target) == 0 {
		t.Errorf("%s is about nothing", a.ID)
	}
	for _, target := range a.Target {
		parts := strings.Split(target.Source, "/")
		number, err := strconv.Atoi(parts[len(parts)-2])
		if err != nil {
			t.Fatal(err)
		}
		position, quotes := target.resolve(whole.Revisions[number-1].Text)
		exact := target.Selector[0].Exact
		testutil.Equal(t, "position", position, exact)
		testutil.Len(t, "quotes", quotes, 1)
		testutil.Equal(t, "quotes[0]", quotes[0], exact)
		testutil.Different(t, "exact", exact, "")
	}
}

type webCollection struct {
	Type  string
	Total int
	First struct {
		Items []webAnnotation
	}
}

func getWebAnnotations(v sitetest.Caller, article int64) (list webCollection) {
	v.T.Helper()
	body := getArticleFile(v, article, "annotations.jsonld", `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`)
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		v.T.Fatal(err)
	}
	return list
}

// createClaimIn creates a claim of the first four words of a sentence.
func createClaimIn(t *testing.T, s *store.Store, who models.Reader, article models.Article, ordinal int) models.Location {
	t.Helper()
	page := must(s.ArticlePage(t.Context(), who, article.ID))(t)
	return must(
		s.CreateClaim(t.Context(), who, article.ID, models.Selection{Sentence: page.Sentences[ordinal-1].ID, FirstWord: 1, LastWord: 2}),
	)(
		t,
	)
}

func must[V any](v V, err error) func(*testing.T) V {
	return func(t *testing.T) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// ClaimReviews contain only settled claims of the text, with a rating for their status.
func TestClaimReviewsAreOfSettledClaims(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		_, article, v := newWorkedArticle(t, s)
		var got struct {
			Graph []struct {
				ClaimReviewed, URL string
				ReviewRating       map[string]any
				ItemReviewed       struct {
					Author     struct{ Name string }
					Appearance struct{ URL string }
				}
			} `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(getArticleFile(v, article.ID, "claimreview.jsonld", "application/ld+json")), &got); err != nil {
			t.Fatal(err)
		}
		ratings := map[string]string{}
		for _, r := range got.Graph {
			ratings[r.ClaimReviewed] = fmt.Sprint(r.ReviewRating["alternateName"], r.ReviewRating["ratingValue"])
			if r.ItemReviewed.Appearance.URL != "https://paper.example/bridge" || r.ItemReviewed.Author.Name != "Wim Writer" ||
				!strings.HasPrefix(r.URL, "https://paper.example/bridge#claim-") {
				t.Errorf("a review is %+v", r)
			}
		}
		want := map[string]string{
			"More than 5,000 people": "True5",
			"€12 million":            "Unproven<nil>",
			"a year":                 "False1",
			"city archive":           "True5",
		}
		if fmt.Sprint(ratings) != fmt.Sprint(want) {
			t.Errorf("reviewed: %v, want %v", ratings, want)
		}
	})
}

// getWorkbook downloads a workbook.
func getWorkbook(v sitetest.Caller, address string) *excelize.File {
	v.T.Helper()
	got := v.Get(address)
	if got.StatusCode != http.StatusOK ||
		got.Header.Get("Content-Type") != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" {
		v.T.Fatalf("%s: %d %s %s", address, got.StatusCode, got.Header.Get("Content-Type"), got.Text)
	}
	file, err := excelize.OpenReader(strings.NewReader(got.Text))
	if err != nil {
		v.T.Fatal(err)
	}
	v.T.Cleanup(func() { _ = file.Close() })
	return file
}

// A workbook contains the same as the CSV files. Typed values are text cells; counts are numbers.
func TestAWorkbookHoldsTextAndNoFormulas(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, article, v := newWorkedArticle(t, s)
		file := getWorkbook(v, fmt.Sprintf("/articles/%d/article.xlsx", article.ID))
		for sheet, name := range map[string]string{"Annotations": "annotations.csv", "Sentences": "sentences.csv"} {
			rows := must(csv.NewReader(strings.NewReader(v.Get(fmt.Sprintf("/articles/%d/%s", article.ID, name)).Text)).ReadAll())(t)
			compareSheet(t, sheet, must(file.GetRows(sheet))(t), rows)
		}
		for _, sheet := range []string{"Articles", "Claims", "Annotations", "Sentences"} {
			for i, row := range must(file.GetRows(sheet))(t) {
				for j := range row {
					cell := must(excelize.CoordinatesToCellName(j+1, i+1))(t)
					formula, kind := must(file.GetCellFormula(sheet, cell))(t), must(file.GetCellType(sheet, cell))(t)
					if formula != "" ||
						kind != excelize.CellTypeInlineString && kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
						t.Errorf("%s!%s is of type %d with the formula %q", sheet, cell, kind, formula)
					}
				}
			}
			if panes := must(file.GetPanes(sheet))(t); !panes.Freeze || panes.YSplit != 1 {
				t.Errorf("%s: the heading does not stay: %+v", sheet, panes)
			}
		}
		if kind := must(file.GetCellType("Articles", "A2"))(t); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("the article's number is of type %d", kind)
		}
		if view := must(file.GetSheetView("Claims", 0))(t); view.RightToLeft != nil && *view.RightToLeft {
			t.Error("an English article is laid out from right to left")
		}
		persian := must(
			s.CreateArticle(
				t.Context(),
				news.Editor,
				models.NewArticle{Title: "پل", Language: "fa", Text: "پل قدیمی بسته شد.", DeskID: news.Desk.ID},
			),
		)(
			t,
		)
		if view := must(getWorkbook(v, fmt.Sprintf("/articles/%d/article.xlsx", persian.ID)).GetSheetView("Sentences", 0))(t); view.RightToLeft == nil ||
			!*view.RightToLeft {
			t.Error("a Persian article is laid out from left to right")
		}
	})
}

// compareSheet compares a sheet with the CSV of the same columns. The CSV has an apostrophe before formulas,
// and a sheet omits empty cells at the end of a row.
func compareSheet(t *testing.T, name string, sheet, rows [][]string) {
	t.Helper()
	if len(sheet) != len(rows) {
		t.Fatalf("%s has %d rows, the CSV %d", name, len(sheet), len(rows))
	}
	for i, row := range rows {
		for j, cell := range row {
			if bare, ok := strings.CutPrefix(cell, "'"); ok && bare != "" && strings.ContainsRune("=+-@\t\r", rune(bare[0])) {
				cell = bare
			}
			got := ""
			if j < len(sheet[i]) {
				got = sheet[i][j]
			}
			if got != cell {
				t.Errorf("%s, row %d, %s: %q, the CSV has %q", name, i+1, rows[0][j], got, cell)
			}
		}
	}
}

// The dashboard's workbook has the same filter and counts as the page.
func TestTheDashboardsWorkbook(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news, bridge := sitetest.FillNewsroom(t, s)
		v := sitetest.VisitAs(t, s, news.Editor)
		for _, query := range []string{"", "?status=disputed", "?kind=other&disagree=1", fmt.Sprintf("?article=%d", bridge.ID), "?until=2001-01-01"} {
			file := getWorkbook(v, "/dashboard.xlsx"+query)
			articles, claims := must(file.GetRows("Articles"))(t), must(file.GetRows("Claims"))(t)
			if rows := v.Page("/dashboard" + query).Find(".articles tbody tr").Length(); rows != len(articles)-1 {
				t.Errorf("%s: %d articles, %d on the dashboard", query, len(articles)-1, rows)
			}
			listed, _ := v.CountListed("/claims" + query)
			sum, at := 0, slices.Index(models.ArticleColumns, "claims")
			for _, row := range articles[1:] {
				n := must(strconv.Atoi(row[at]))(t)
				sum += n
			}
			if listed != len(claims)-1 || sum != listed {
				t.Errorf("%s: %d claims in the sheet, %d counted, %d in the list", query, len(claims)-1, sum, listed)
			}
		}
		if got := v.Get("/dashboard.xlsx?status=x"); got.StatusCode != http.StatusUnprocessableEntity ||
			got.Header.Get("Content-Disposition") != "" {
			t.Errorf("a bad filter: %d", got.StatusCode)
		}
	})
}
