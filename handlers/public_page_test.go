package handlers_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/text/sentence"
)

// publicArticle is a signed article whose claim has a public source and a confidential one.
type publicArticle struct {
	*apiDesk
	editor sitetest.Caller
	id     int64
}

// The words that no public byte may contain.
const secretTitle, secretQuote, secretNote = "Farrokh Zand", "seen from the roof", "Zand rang twice"

func publishArticle(t *testing.T, d *apiDesk, on bool) publicArticle {
	t.Helper()
	claim := d.claim("4,000").ID
	d.giveAPIVerdict(d.reviewer, claim, "sourced", `,"note":"`+secretNote+`","evidence":[
		{"title":"Weekly bulletin","url":"https://port.example/48","publisher":"Port authority","kind":"web page","class":"primary",
		 "stance":"supports","quote":"4,000 <b>fell</b>","locator":"p. 3","accessed_on":"2026-11-30"},
		{"title":"`+secretTitle+`","kind":"person","contact":"zand@secret.example","class":"primary","stance":"supports",
		 "quote":"`+secretQuote+`","locator":"0:12:37","confidential":true,"accessed_on":"2026-11-30"}]`)
	p := publicArticle{d, sitetest.VisitAs(t, d.store, d.fixture.Editor), d.created.ID}
	d.markAllReadByAPI(d.reviewer)
	d.do(d.editor, "POST", d.article+"/signoffs", d.gate().signingBody(), http.StatusCreated)
	if on {
		p.switchPage("on")
	}
	return p
}

func (p publicArticle) switchPage(to string) {
	p.t.Helper()
	if got := p.editor.Post(fmt.Sprintf("/articles/%d/public", p.id), url.Values{"public": {to}}); got.StatusCode >= 400 {
		p.t.Fatalf("switching the page %s: %d %s", to, got.StatusCode, got.Text)
	}
}

func (p publicArticle) path() string {
	p.t.Helper()
	page, err := p.store.PublicPage(p.t.Context(), p.fixture.Editor, p.id)
	if err != nil {
		p.t.Fatal(err)
	}
	return page.Path()
}

// ask asks for a path as somebody without a session.
func (p publicArticle) ask(path, tag string) *httptest.ResponseRecorder {
	request := httptest.NewRequest("GET", path, nil)
	request.Header.Set("If-None-Match", tag)
	return answer(sitetest.NewSite(p.store), request)
}

func TestPublicPage(t *testing.T) {
	eachDatabase(t, "It rained. Ten of 4,000 fell.", func(t *testing.T, d *apiDesk) {
		p := publishArticle(t, d, true)
		got := p.ask(p.path(), "")
		page, header := got.Body.String(), got.Header()
		if got.Code != http.StatusOK || header.Get("Set-Cookie") != "" || !strings.HasPrefix(header.Get("Cache-Control"), "public") ||
			!strings.HasSuffix(header.Get("Content-Security-Policy"), "frame-ancestors *") || len(page) > 30_000 {
			t.Fatalf("%d, %d bytes, %v", got.Code, len(page), header)
		}
		for _, want := range []string{"Weekly bulletin", "https://port.example/48", "4,000 &lt;b&gt;fell",
			"supported by sources", "1 source is not shown"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page lacks %q:\n%s", want, page)
			}
		}
		preview := p.editor.Get(fmt.Sprintf("/articles/%d/public", p.id))
		if preview.Text != page || !strings.HasSuffix(preview.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("the preview differs: %s", preview.Text)
		}
		for _, secret := range []string{"Zand", "Farrokh", "secret.example", secretQuote,
			"0:12:37", secretNote, p.fixture.Editor.Name, p.fixture.Reviewer.Name} {
			if strings.Contains(page+fmt.Sprint(header), secret) {
				t.Errorf("the page says %q", secret)
			}
		}
		if again := p.ask(p.path(), header.Get("ETag")); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("asked again: %d", again.Code)
		}
		p.switchPage("off")
		if off := p.ask(p.path(), header.Get("ETag")); off.Code != http.StatusNotFound {
			t.Errorf("switched off: %d", off.Code)
		}
		p.switchPage("on")
		if p.ask(p.path(), "").Code != http.StatusOK {
			t.Error("it is not at its address again")
		}
		if log := p.editor.Get(fmt.Sprintf("/articles/%d/record.csv", p.id)).Text; strings.Count(log, "public page switched") != 3 {
			t.Errorf("the log: %s", log)
		}
		if v, err := p.store.Verify(t.Context()); err != nil || v.Break != "" {
			t.Errorf("verify: %+v %v", v, err)
		}
		data, _ := goquery.NewDocumentFromReader(strings.NewReader(page))
		var graph struct {
			Graph []map[string]any `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(data.Find("script[type='application/ld+json']").Text()), &graph); err != nil || len(graph.Graph) != 4 ||
			graph.Graph[1]["@type"] != "Article" || graph.Graph[2]["@type"] != "ClaimReview" || graph.Graph[2]["claimReviewed"] != "4,000" ||
			graph.Graph[3]["@type"] != "Rating" || graph.Graph[3]["@id"] != graph.Graph[2]["reviewRating"].(map[string]any)["@id"] {
			t.Errorf("the data: %v %v", err, graph)
		}
	})
}

// Nothing is public that nobody has switched on, that is no longer signed off, or that is in the trash.
func TestNothingElseIsPublic(t *testing.T) {
	eachDatabase(t, "It rained. Ten of 4,000 fell.", func(t *testing.T, d *apiDesk) {
		p := publishArticle(t, d, false)
		if path := p.path(); path != "/public/articles/" || p.ask(path, "").Code != http.StatusNotFound {
			t.Errorf("before it is on: %s", path)
		}
		if got := p.ask(fmt.Sprintf("/public/desks/%d/corrections", p.fixture.Desk.ID), ""); got.Code != http.StatusNotFound {
			t.Errorf("the corrections: %d", got.Code)
		}
		p.switchPage("on")
		gate, err := p.store.GatePage(t.Context(), p.fixture.Editor, p.id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.store.WithdrawSignOff(t.Context(), p.fixture.Editor, gate.Gate.SignOff.ID, "An error."); err != nil {
			t.Fatal(err)
		}
		if got := p.ask(p.path(), ""); got.Code != http.StatusNotFound ||
			strings.Contains(got.Header().Get("Content-Security-Policy"), "ancestors *") {
			t.Errorf("without a sign-off: %d %v", got.Code, got.Header())
		}
	})
}

// The desk's list of corrections and its feed are public if the policy says so.
func TestPublicCorrections(t *testing.T) {
	eachDatabase(t, "It rained. Ten of 4,000 fell.", func(t *testing.T, d *apiDesk) {
		p := publishArticle(t, d, true)
		list := fmt.Sprintf("/public/desks/%d/corrections", d.fixture.Desk.ID)
		for _, path := range []string{list, list + ".atom"} {
			if got := p.ask(path, ""); got.Code != http.StatusNotFound {
				t.Errorf("%s before the policy says so: %d", path, got.Code)
			}
		}
		policy := models.DeskPolicy{Secondaries: "2", PublicCorrections: true, Version: 1}
		if err := d.store.SetPolicy(t.Context(), d.fixture.Admin, d.fixture.Desk.ID, policy); err != nil {
			t.Fatal(err)
		}
		if got := p.ask(list, ""); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "No article has been corrected") {
			t.Errorf("the list: %d %s", got.Code, got.Body)
		}
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"http://www.w3.org/2005/Atom id"`
		}
		got := p.ask(list+".atom", "")
		if err := xml.Unmarshal(got.Body.Bytes(), &feed); err != nil || !strings.HasSuffix(feed.ID, list) || got.Header().Get("ETag") == "" {
			t.Errorf("the feed: %v %s", err, got.Body)
		}
	})
}

// A page has the language of its article if the catalogue has it, and always the article's direction.
func TestPublicPageRightToLeft(t *testing.T) {
	o := sitetest.OpenShowcase(t)
	a, err := o.Store.PublicArticle(t.Context(), o.PublicToken)
	if err != nil {
		t.Fatal(err)
	}
	if a.Signer == "" || len(a.Reviewers) == 0 {
		t.Errorf("the policy names people, the page does not: %+v", a)
	}
	a.Language = "fa"
	var content strings.Builder
	if err := handlers.PublicPage(t.Context(), &content, a); err != nil {
		t.Fatal(err)
	}
	if page := content.String(); !strings.Contains(page, `<h1 lang="fa" dir="rtl">`) {
		t.Error(page)
	}
}

// Anybody may ask for a public page as often as they like. It is drawn once for each state of the newsroom, and a change shows at once.
func TestPublicPageIsDrawnOnce(t *testing.T) {
	eachDatabase(t, "It rained. Ten of 4,000 fell.", func(t *testing.T, d *apiDesk) {
		p := publishArticle(t, d, true)
		site, path := sitetest.NewSite(p.store), p.path()
		request := func() *httptest.ResponseRecorder { return answer(site, httptest.NewRequest("GET", path, nil)) }
		first := request()
		again := testing.AllocsPerRun(5, func() {
			if got := request(); got.Code != http.StatusOK || got.Body.String() != first.Body.String() {
				t.Fatalf("asked again: %d", got.Code)
			}
		})
		drawn := testing.AllocsPerRun(5, func() {
			a, err := p.store.PublicArticle(t.Context(), strings.TrimPrefix(path, "/public/articles/"))
			if err != nil {
				t.Fatal(err)
			}
			if err := handlers.PublicPage(t.Context(), &strings.Builder{}, a); err != nil {
				t.Fatal(err)
			}
		})
		t.Logf("%.0f allocations, %.0f to draw it", again, drawn)
		if again > drawn/2 {
			t.Errorf("a page that is known takes %.0f allocations, and drawing it %.0f", again, drawn)
		}
		policy := models.DeskPolicy{Secondaries: "2", PublicNames: true, Version: 1}
		if err := d.store.SetPolicy(t.Context(), d.fixture.Admin, d.fixture.Desk.ID, policy); err != nil {
			t.Fatal(err)
		}
		got := request()
		if !strings.Contains(got.Body.String(), p.fixture.Editor.Name) || got.Header().Get("ETag") == first.Header().Get("ETag") {
			t.Errorf("after a change of the policy the page is %s", got.Body)
		}
		p.switchPage("off")
		if got := request(); got.Code != http.StatusNotFound {
			t.Errorf("switched off: %d", got.Code)
		}
	})
}

// Nobody but those who may sign sees what would be public, and nobody else switches it, by a hand-made request either.
func TestPublicPreviewIsForSigners(t *testing.T) {
	eachDatabase(t, "It rained. Ten of 4,000 fell.", func(t *testing.T, d *apiDesk) {
		p := publishArticle(t, d, false)
		path := fmt.Sprintf("/articles/%d/public", p.id)
		for _, r := range []models.Reader{p.fixture.Reviewer, p.fixture.Writer, p.fixture.Auditor} {
			visitor := sitetest.VisitAs(t, d.store, r)
			if got := visitor.Get(path); got.StatusCode < 400 || strings.Contains(got.Text, "How this was checked") {
				t.Errorf("%s sees the preview: %d", r.Name, got.StatusCode)
			}
			if got := visitor.Post(path, url.Values{"public": {"on"}}); got.StatusCode < 400 {
				t.Errorf("%s switches the page on: %d", r.Name, got.StatusCode)
			}
		}
		if got := p.path(); got != "/public/articles/" {
			t.Errorf("the page is at %s", got)
		}
	})
}

// The page of an article as long as the real one has at most 30 kB. Two of three sentences have a claim, with a source and a quote.
func TestPublicPageOfTheRealArticleIsSmall(t *testing.T) {
	const name = "afghanistan-2021-06-24.txt"
	real, err := os.ReadFile("../../shared/articles/" + name)
	if err != nil {
		t.Skipf("left out: it needs a text that is not ours to give away: %v", err)
	}
	c := models.CheckingCopy{Article: models.Article{ID: 1, Title: "The real article", Language: "en"}}
	c.Revision.Text = string(real)
	runes, claims := []rune(string(real)), []models.CopyClaim{}
	for i, s := range sentence.Split(string(real), "en") {
		c.Sentences = append(c.Sentences, models.CopySentence{PageSentence: models.PageSentence{State: models.Done,
			Sentence: models.Sentence{Ordinal: i + 1, Start: s.Start, End: s.End, Text: string(runes[s.Start:s.End])}}})
		if i%3 == 0 {
			continue
		}
		start, end, id := s.Start, min(s.Start+20, s.End), int64(len(claims)+1)
		status := models.Sourced
		if id%10 < 2 {
			status = []models.Status{models.Disputed, models.Unverified}[id%10]
		}
		claim := models.CopyClaim{ClaimCard: models.ClaimCard{Claim: models.Claim{ID: id, Status: status}},
			Occurrences: []models.Occurrence{{ClaimID: id, Start: start, End: end, Exact: string(runes[start:end])}}}
		claim.Evidence = []models.VisibleEvidence{models.CitedEvidence{
			Evidence: models.Evidence{ID: id, ClaimID: id, SourceID: id, Stance: models.Supports,
				Quote: "Forty words of a report, or rather ten, which say so."},
			Source: models.Source{ID: id, Kind: "web page", Title: fmt.Sprintf("Report %d of the agency", id), Publisher: "The agency",
				URL: fmt.Sprintf("https://agency.example/reports/2021/%d", id)},
		}.ForPrint()}
		claims = append(claims, claim)
	}
	c.SetClaims(claims)
	c.Gate.SignOff = &models.NamedSignOff{}
	var page strings.Builder
	if err := handlers.PublicPage(t.Context(), &page, models.NewPublicArticle(c, nil)); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d sentences, %d claims: %d bytes", len(c.Sentences), len(claims), page.Len())
	if page.Len() > 30_000 {
		t.Errorf("the page has %d bytes", page.Len())
	}
	if file := os.Getenv("LINECHECK_PUBLIC_PAGE"); file != "" {
		if err := os.WriteFile(file, []byte(page.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
