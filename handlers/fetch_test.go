package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"linecheck/formats/fetch"
	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// newFakeWeb serves pages as on the Internet: one with the quoted words, one without, one that is gone, and
// one that redirects into a private network.
func newFakeWeb(t *testing.T) (*fetch.Client, string) {
	pages := http.NewServeMux()
	page := func(words string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, "<!doctype html><html lang=en><title>Register</title><body><h1>The register</h1><p>%s</p></body></html>", words)
		}
	}
	pages.Handle("/register", page("More than <b>4,000</b> people cross the bridge."))
	pages.Handle("/changed", page("Nobody knows how many cross."))
	pages.Handle("/inside", http.RedirectHandler("http://127.0.0.1/", http.StatusFound))
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	return fetch.New(fetch.Options{AllowForTests: []netip.AddrPort{netip.MustParseAddrPort(server.Listener.Addr().String())}}), server.URL
}

// A desk that allows it fetches URLs: a source's, for a snapshot, and those of all its sources, to find dead
// links.
func TestFetchSnapshotsAndCheckLinks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		web, site := newFakeWeb(t)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "4,000 people").ClaimID
		sources := map[string]int64{}
		for i, path := range []string{"/register", "/changed", "/gone", "/inside"} {
			said := models.AnnotationInput{
				Status:  "unverified",
				Note:    "The bridge was closed.",
				Version: i + 1,
				Evidence: []models.NewEvidence{{Title: path, URL: site + path, Class: "primary", Stance: "supports",
					Quote: "4,000 people cross the bridge"}},
			}
			if _, err := s.Annotate(t.Context(), news.Reviewer, claim, said); err != nil {
				t.Fatal(err)
			}
			found, err := s.Sources(t.Context(), news.Reviewer, news.Desk.ID, path[1:])
			if err != nil || len(found) != 1 {
				t.Fatalf("sources %v: %v", found, err)
			}
			sources[path] = found[0].ID()
		}
		v := sitetest.VisitAs(t, s, news.Reviewer)
		v.Site = handlers.New(s, handlers.Config{Zone: sitetest.Zone, Fetcher: web})
		links, one := fmt.Sprintf(
			"/desks/%d/links",
			news.Desk.ID,
		), func(path string) string { return fmt.Sprintf("/sources/%d/fetches", sources[path]) }
		// Nothing is fetched before an administrator has allowed it.
		for _, address := range []string{links, one("/register")} {
			if page := v.Post(address, nil).Document(t, http.StatusUnprocessableEntity); !strings.Contains(
				sitetest.VisibleText(page.Find("main")),
				"No addresses are opened for this desk",
			) {
				t.Errorf("%s was refused with %q", address, sitetest.VisibleText(page.Find("main")))
			}
		}
		allowFetching(t, s, news)
		v.Post(one("/register"), nil).Document(t, http.StatusSeeOther)
		page := v.Page(fmt.Sprintf("/sources/%d", sources["/register"]))
		if said := sitetest.VisibleText(page.Find("main")); !strings.Contains(said, "text/html") ||
			!strings.Contains(said, "✓ These words stand in register") {
			t.Errorf("what was kept: %q", said)
		}
		for path, why := range map[string]string{"/gone": "does not exist (404)", "/inside": "leads inside a network"} {
			if said := sitetest.VisibleText(v.Post(one(path), nil).Document(t, http.StatusUnprocessableEntity).Find(".error-summary")); !strings.Contains(
				said,
				why,
			) {
				t.Errorf("%s was refused with %q", path, said)
			}
		}
		v.Post(links, nil).Document(t, http.StatusSeeOther)
		want := map[string]string{
			"/register": "✓ Opens",
			"/changed":  "! Opens, but what is quoted is missing",
			"/gone":     "✗ Gone",
			"/inside":   "? Not opened",
		}
		rows := v.Page(links).Find(".links-list > li")
		for i := range rows.Length() {
			row := rows.Eq(i)
			title := sitetest.VisibleText(row.Find("a").First())
			if state := sitetest.VisibleText(row.Find(".status")); state != want[title] {
				t.Errorf("%s is said to be %q", title, state)
			}
			delete(want, title)
		}
		if len(want) > 0 || sitetest.VisibleText(rows.First().Find("a").First()) != "/gone" {
			t.Errorf("not in the list: %v; it begins with %q", want, sitetest.VisibleText(rows.First()))
		}
		if _, err := s.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// allowFetching has an administrator allow fetching for the desk.
func allowFetching(t *testing.T, s *store.Store, news storetest.Fixture) {
	t.Helper()
	admin := sitetest.VisitAs(t, s, news.Admin)
	version, _ := admin.Page("/desks").Find(fmt.Sprintf(`form[action="/desks/%d/policy"] [name=version]`, news.Desk.ID)).Attr("value")
	admin.Post(fmt.Sprintf("/desks/%d/policy", news.Desk.ID), url.Values{"secondaries": {"2"}, "fetches": {"1"}, "version": {version}}).
		Document(t, http.StatusSeeOther)
	if err := s.MayFetch(context.Background(), news.Reviewer, models.ActCheck, news.Desk.ID); err != nil {
		t.Fatal(err)
	}
}

// articlePageHTML is an article on a typical web page, with menus.
const articlePageHTML = `<!doctype html><html lang="en-GB"><head><title>Bridge closes | The Courier</title><meta name="author" content="Wim Writer"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article><h1>Bridge closes for a year</h1>
<p>The old bridge closes on March 3, and more than 4,000 people cross it every day, according to <a href="/register">the register</a> of the city, which counts them by hand.</p>
<p>Repairs will cost twelve million, the mayor said on Tuesday, and nobody in the council voted against them, although the money has not been found yet.</p>
<h2>What happens next</h2><p>A ferry will carry pedestrians from the spring on, every ten minutes, and a second one is to follow as soon as the landing stages have been built.</p>
</article></main><footer>All rights reserved</footer></body></html>`

// An article is imported from its URL without the page's menus, and with the page's metadata. The URL becomes the article's own address,
// which cannot be a source.
func TestCreateArticleFromAddress(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/bridge" {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, articlePageHTML)
		}))
		t.Cleanup(server.Close)
		v := sitetest.VisitAs(t, s, news.Reviewer)
		v.Site = handlers.New(s, handlers.Config{Zone: sitetest.Zone,
			Fetcher: fetch.New(fetch.Options{AllowForTests: []netip.AddrPort{netip.MustParseAddrPort(server.Listener.Addr().String())}})})
		ask := url.Values{"title": {""}, "language": {""}, "text": {""}, "address": {server.URL + "/bridge"}}
		if v.Page("/articles/new").Find("#address").Length() > 0 {
			t.Error("an address is asked for, though none is opened")
		}
		if said := sitetest.VisibleText(v.Post("/articles", ask).Document(t, http.StatusUnprocessableEntity).Find("#wrong-address")); !strings.Contains(
			said,
			"No addresses are opened",
		) {
			t.Errorf("refused with %q", said)
		}
		allowFetching(t, s, news)
		if v.Page("/articles/new").Find("#address").Length() != 1 {
			t.Error("no address is asked for")
		}
		page := createdArticle(t, s, news.Reviewer, v.Post("/articles", ask))
		if page.Title != "Bridge closes for a year" && page.Title != "Bridge closes | The Courier" || page.Language != "en-GB" ||
			page.URL != server.URL+"/bridge" {
			t.Errorf("it is %q, in %s, of %s", page.Title, page.Language, page.URL)
		}
		text := page.Revision.Text
		for _, part := range []string{"closes on March 3", "What happens next", "landing stages"} {
			if !strings.Contains(text, part) {
				t.Errorf("without %q: %s", part, text)
			}
		}
		for _, part := range []string{"Sport", "All rights"} {
			if strings.Contains(text, part) {
				t.Errorf("with %q: %s", part, text)
			}
		}
		said := page.Revision.Markup
		testutil.Present(t, "kept with: said", said != nil)
		testutil.Len(t, "kept with: said.Links", said.Links, 1)
		testutil.Equal(t, "kept with: said.Links[0].Address", said.Links[0].Address, server.URL+"/register")
		testutil.Present(t, "kept with: page.Revision.OriginalSHA256", page.Revision.OriginalSHA256 != nil)
		for address, why := range map[string]string{server.URL + "/gone": "(404)", "http://10.0.0.1/": "inside a network", "ftp://x.example/": "http"} {
			ask.Set("address", address)
			page := v.Post("/articles", ask).Document(t, http.StatusUnprocessableEntity)
			if said := sitetest.VisibleText(page.Find("#wrong-address")); !strings.Contains(said, why) ||
				fieldValue(page, "address") != address {
				t.Errorf("%s was refused with %q, and came back as %q", address, said, fieldValue(page, "address"))
			}
		}
		ask.Set("text", "Typed.")
		v.Post("/articles", ask).Document(t, http.StatusUnprocessableEntity)
	})
}
