package handlers_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/models"
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
		if err := json.Unmarshal([]byte(data.Find("script[type='application/ld+json']").Text()), &graph); err != nil || len(graph.Graph) != 3 ||
			graph.Graph[1]["@type"] != "Article" || graph.Graph[2]["@type"] != "ClaimReview" || graph.Graph[2]["claimReviewed"] != "4,000" {
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
