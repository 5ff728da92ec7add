package handlers_test

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/store/storetest"
)

// A route that is in no list would be missed by the tests below.
func TestEveryRouteIsListed(t *testing.T) {
	t.Parallel()
	listed := maps.Clone(sitetest.NonPageRoutes)
	for _, p := range sitetest.Pages {
		if p.Route != "" {
			listed[p.Route] = p.Name
		}
	}
	site, ok := handlers.New(storetest.Open(t, storetest.SQLite(t)), handlers.Config{}).(interface{ Routes() gin.RoutesInfo })
	if !ok {
		t.Fatal("the site does not tell its routes")
	}
	for _, route := range site.Routes() {
		if route.Method != http.MethodGet {
			continue
		}
		if listed[route.Path] == "" {
			t.Errorf("GET %s is neither in pages nor in unseen", route.Path)
		}
		delete(listed, route.Path)
	}
	for route, name := range listed {
		t.Errorf("%s (%s) is listed, but there is no such route", route, name)
	}
}

// Pages contain no inline script, style or event handler.
func TestPagesHaveNoInlineScriptOrStyle(t *testing.T) {
	t.Parallel()
	o := sitetest.OpenShowcase(t)
	for _, p := range sitetest.Pages {
		checkPage(o, t, p.Name, o.CallerAs(t, p.Role).Get(p.Path(o)), p.Status)
	}
	stranger, path := sitetest.NewEmptySite(t)
	checkPage(o, t, "first administrator", stranger.Get(path), http.StatusOK)
	checkPage(o, t, "first administrator refused", stranger.Post(path, sitetest.InvalidSetupForm()), http.StatusUnprocessableEntity)
	for _, p := range sitetest.Forms {
		checkPage(o, t, p.Name, o.CallerAs(t, p.Role).Post(p.Path(o), p.Form(o)), p.Status)
	}
}

const wantedContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func checkPage(o *sitetest.Showcase, t *testing.T, name string, got sitetest.Reply, status int) {
	t.Helper()
	page := got.Document(t, got.StatusCode)
	if got.StatusCode != status {
		t.Errorf("%s: status %d, not %d: %s", name, got.StatusCode, status, sitetest.VisibleText(page.Find("main")))
	}
	if strings.HasPrefix(name, "public: ") {
		checkPublicPolicy(t, name, got, page)
	} else if sent := got.Header.Get("Content-Security-Policy"); sent != wantedContentPolicy {
		t.Errorf("%s: the policy is %q", name, sent)
	}
	if n := page.Find("html[lang] main#main").Length(); n != 1 || sitetest.VisibleText(page.Find("h1")) == "" ||
		sitetest.VisibleText(page.Find("title")) == "" {
		t.Errorf("%s: language, title, main part or heading is missing", name)
	}
	if wrong := page.Find("style, [style], script:not([src]), base, iframe, object, embed"); wrong.Length() > 0 {
		html, _ := goquery.OuterHtml(wrong.First())
		t.Errorf("%s: %s", name, html)
	}
	ids := map[string]bool{}
	page.Find("*").Each(func(_ int, element *goquery.Selection) {
		for _, a := range element.Nodes[0].Attr {
			switch value := strings.ToLower(strings.TrimSpace(a.Val)); {
			case strings.HasPrefix(a.Key, "on"), strings.HasPrefix(value, "javascript:"), strings.HasPrefix(value, "data:"):
				t.Errorf("%s: <%s %s=%q>", name, element.Nodes[0].Data, a.Key, a.Val)
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("%s: two elements have the id %s", name, a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			}
		}
	})
	checkReferences(o, t, name, page, ids)
}

// checkPublicPolicy checks that a public page may load nothing and may use only the one style sheet that it contains, which it takes out
// of the page together with the structured data. Everybody may frame the page, but not its preview.
func checkPublicPolicy(t *testing.T, name string, got sitetest.Reply, page *goquery.Document) {
	t.Helper()
	styles := page.Find("head style").Remove()
	sum := sha256.Sum256([]byte(styles.Text()))
	frames := "*"
	if name == "public: preview" {
		frames = "'none'"
	}
	want := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors " + frames
	if sent := got.Header.Get("Content-Security-Policy"); sent != want || styles.Length() != 1 {
		t.Errorf("%s: the policy is %q, not %q", name, sent, want)
	}
	page.Find("script[type='application/ld+json']").Remove()
}

// checkReferences checks that attributes with ids refer to existing elements.
func checkReferences(o *sitetest.Showcase, t *testing.T, name string, page *goquery.Document, ids map[string]bool) {
	t.Helper()
	for _, attribute := range []string{"for", "aria-describedby", "aria-labelledby", "aria-controls"} {
		page.Find("[" + attribute + "]").Each(func(_ int, element *goquery.Selection) {
			for id := range strings.FieldsSeq(element.AttrOr(attribute, "")) {
				if !ids[id] {
					t.Errorf("%s: %s=%q names nothing on the page", name, attribute, id)
				}
			}
		})
	}
	page.Find(`a[href^="#"]`).Each(func(_ int, link *goquery.Selection) {
		if target := strings.TrimPrefix(link.AttrOr("href", ""), "#"); !ids[target] {
			t.Errorf("%s: a link leads to #%s, which is not on the page", name, target)
		}
	})
}
