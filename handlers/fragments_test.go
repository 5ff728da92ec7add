package handlers_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/brotli"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
	"linecheck/views"
)

// maxVerdictBytes is the maximum size of the compressed response to a verdict.
const maxVerdictBytes = 4 << 10

// The response to a verdict contains only the changed fragments, and they equal those of the page.
func TestVerdictAnswersWithWhatChanged(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article, claims := articleWithClaims(t, s, news)
		visit := fragmentVisit{t, sitetest.VisitAs(t, s, news.Reviewer)}
		page := views.SentenceURL(article, 1)
		_, before := visit.ask(http.StatusOK, "GET", page, nil)
		size, got := visit.ask(http.StatusOK, "POST", verdictURL(claims[1])+"?known="+knownParts(before), url.Values{
			"status":  {"unverified"},
			"note":    {"Nobody would say."},
			"version": {"1"},
		})
		t.Logf("%d bytes on the wire", size)
		if size > maxVerdictBytes {
			t.Errorf("a verdict takes %d bytes on the wire; want at most %d", size, maxVerdictBytes)
		}
		_, after := visit.ask(http.StatusOK, "GET", page, nil)
		for _, part := range []string{"#tallies", "#s1", "#m1"} {
			if got, want := outerHTML(t, got.Find(part)), outerHTML(t, after.Find(part)); got != want || want == "" {
				t.Errorf("%s is\n%s\nwant, as on the page,\n%s", part, got, want)
			}
		}
		if got.Find("header, article#article").Length() > 0 {
			t.Error("the whole page was sent")
		}
		for i, claim := range claims {
			_, same := got.Find(partSelector(fmt.Sprint("claim", claim))).Attr("data-same")
			if same != (i != 1) {
				t.Errorf("whether the card of claim %d was left out: %t", i, same)
			}
		}
		comparePage(t, before, got, after)
	})
}

// comparePage puts fragments into the page before a change, as the script does, and compares the result with the page after it.
func comparePage(t *testing.T, before, fragments, after *goquery.Document) {
	t.Helper()
	if got, want := len(partNames(fragments)), len(partNames(after)); got != want {
		t.Errorf("the cards have %d parts, want %d", got, want)
	}
	for _, name := range partNames(fragments) {
		source := fragments
		if _, same := fragments.Find(partSelector(name)).Attr("data-same"); same {
			source = before
		}
		got, want := outerHTML(t, source.Find(partSelector(name))), outerHTML(t, after.Find(partSelector(name)))
		if chosen := strings.NewReplacer(`class="card here"`, `class="card"`); contentOf(
			chosen.Replace(got),
		) != contentOf(
			chosen.Replace(want),
		) {
			t.Errorf("part %s would show\n%s\nwant, as on the page,\n%s", name, got, want)
		}
	}
}

// If a form has errors, it is shown again with the typed values. An object that the user may not see is not found.
func TestFragmentsOfFailedChanges(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	article, claims := articleWithClaims(t, s, news)
	form := url.Values{"status": {"sourced"}, "note": {"<b>&"}, "version": {"1"}}
	visit := fragmentVisit{t, sitetest.VisitAs(t, s, news.Reviewer)}
	_, got := visit.ask(http.StatusUnprocessableEntity, "POST", verdictURL(claims[0]), form)
	if note := got.Find(fmt.Sprintf("#tag-%d-note", claims[0])).Text(); strings.TrimSpace(note) != "<b>&" ||
		got.Find("#refusal").Length() != 1 {
		t.Errorf("the note is shown again as %q, with %d summaries of errors", note, got.Find("#refusal").Length())
	}
	form.Set("version", "7")
	form.Set("status", "unverified")
	if _, got := visit.ask(http.StatusConflict, "POST", verdictURL(claims[0]), form); got.Find(".versions").Length() != 1 {
		t.Errorf("a conflict shows %d comparisons, want 1", got.Find(".versions").Length())
	}
	stranger := fragmentVisit{t, sitetest.VisitAs(t, s, news.OtherDeskReviewer)}
	stranger.ask(http.StatusNotFound, "POST", verdictURL(claims[0]), form)
	stranger.ask(http.StatusNotFound, "GET", views.FragmentsPath+views.SentenceURL(article, 1), nil)
}

var numbers = regexp.MustCompile(`\d+`)

// Every form that a script sends has a URL that answers with fragments.
func TestEveryScriptedFormHasFragments(t *testing.T) {
	t.Parallel()
	b := newRightsFixture(t)
	routes := map[string]bool{}
	for _, r := range b.routes() {
		routes[r.Method+" "+r.Path] = true
	}
	found := map[string]bool{}
	visit := fragmentVisit{t, sitetest.VisitAs(t, b.Store, b.Fixture.Editor)}
	for _, article := range []models.Article{b.Article, b.Revised, b.Duplicates} {
		for n := 1; n < article.Sentences; n++ {
			_, page := visit.ask(http.StatusOK, "GET", views.SentenceURL(article.ID, n), nil)
			page.Find("[hx-post]").Each(func(_ int, form *goquery.Selection) {
				found[numbers.ReplaceAllString(form.AttrOr("hx-post", ""), ":id")] = true
			})
		}
	}
	for route := range found {
		if !routes["POST "+views.FragmentsPath+route] {
			t.Errorf("POST %s is sent by a script, and has no route below %s", route, views.FragmentsPath)
		}
	}
	if len(found) < 15 {
		t.Errorf("the pages have %d kinds of scripted forms; want at least 15: %v", len(found), found)
	}
}

// articleWithClaims adds an article whose first sentence has three claims.
func articleWithClaims(t *testing.T, s *store.Store, news storetest.Fixture) (article int64, claims []int64) {
	t.Helper()
	const words = "Forty trams cross the Harbour bridge on each working day, says the council of Northport. It opened in 1932."
	row, err := s.CreateArticle(t.Context(), news.Editor, models.NewArticle{Title: "Bridge", Text: words, DeskID: news.Desk.ID})
	if err != nil {
		t.Fatal(err)
	}
	detail, err := s.ArticleDetail(t.Context(), news.Editor, row.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []int{1, 5, 15} {
		at, err := s.CreateClaim(context.Background(), news.Editor, row.ID,
			models.Selection{Sentence: detail.Sentences[0].ID, FirstWord: word, LastWord: word, Kind: "name"})
		if err != nil {
			t.Fatal(err)
		}
		claims = append(claims, at.ClaimID)
	}
	return row.ID, claims
}

func verdictURL(claim int64) string {
	return fmt.Sprintf("%s/claims/%d/annotations", views.FragmentsPath, claim)
}

// fragmentVisit asks for pages and fragments as a browser with brotli does.
type fragmentVisit struct {
	t      *testing.T
	caller sitetest.Caller
}

// ask sends a request, checks its status, and returns the size of the response on the wire and its content.
func (v fragmentVisit) ask(want int, method, path string, form url.Values) (int, *goquery.Document) {
	v.t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	request.AddCookie(v.caller.Cookie)
	request.Header.Set("Accept-Encoding", "br")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response := answer(v.caller.Site, request)
	if response.Code != want {
		v.t.Fatalf("%s %s: %d, want %d: %s", method, path, response.Code, want, response.Body)
	}
	size, body := response.Body.Len(), io.Reader(response.Body)
	if response.Header().Get("Content-Encoding") == "br" {
		body = brotli.NewReader(body)
	}
	page, err := goquery.NewDocumentFromReader(body)
	if err != nil {
		v.t.Fatal(err)
	}
	return size, page
}

func partNames(page *goquery.Document) []string {
	return page.Find(".part").Map(func(_ int, part *goquery.Selection) string { return part.AttrOr("data-part", "") })
}

func partSelector(name string) string { return `.part[data-part="` + name + `"]` }

// knownParts names the parts of a page, as the script does.
func knownParts(page *goquery.Document) string {
	list := page.Find(".part").Map(func(_ int, part *goquery.Selection) string {
		return part.AttrOr("data-part", "") + "." + part.AttrOr("data-hash", "")
	})
	return url.QueryEscape(strings.Join(list, ","))
}

// contentOf returns the content of the outermost element of some HTML.
func contentOf(html string) string { return html[strings.Index(html, ">")+1:] }

func outerHTML(t *testing.T, part *goquery.Selection) string {
	t.Helper()
	html, err := goquery.OuterHtml(part)
	if err != nil {
		t.Fatal(err)
	}
	return html
}
