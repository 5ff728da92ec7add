package handlers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/static"
	"linecheck/store"
	"linecheck/store/storetest"
)

// publicAddresses lists the routes that need no session.
var publicAddresses = map[string]bool{
	"/.well-known/jwks.json": true,

	"/.well-known/linecheck-revocations": true,
	"/api/v1/openapi.json":               true,
	"/sign-on":                           true,
	"/sign-on/callback":                  true,
	"/healthz":                           true,
	"/metrics":                           true,
	"/readyz":                            true,
	static.Prefix + "*name":              true,
	"/me":                                true,
	"/login":                             true,
	"/login/code":                        true,
	"/logout":                            true,
	"/guest/:token":                      true, "/guest/:token/answers": true, "/guest/:token/words": true,
	"/mail/:token":              true, // ends mails
	"/setup/:token":             true,
	"/join/:token":              true,
	"/calendars/:token/due.ics": true,
	"/errors":                   true,

	"/public/articles/:token":            true,
	"/public/desks/:id/corrections":      true,
	"/public/desks/:id/corrections.atom": true,
	"/errors/:code":                      true,
}

// answer sends a request to a site without a browser.
func answer(site http.Handler, request *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	site.ServeHTTP(recorder, request)
	return recorder
}

func TestEveryRouteRequiresSignInAndHasSecurityHeaders(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	site := handlers.New(s, handlers.Config{BaseURL: "https://desk.example.org"})
	routes := site.(interface{ Routes() gin.RoutesInfo }).Routes()
	if len(routes) < 50 {
		t.Fatalf("only %d routes", len(routes))
	}
	for _, route := range routes {
		address := strings.NewReplacer(":id", "1", ":n", "1", ":token", "x", "*name", "x").Replace(route.Path)
		got := answer(site, httptest.NewRequest(route.Method, address, nil))
		hasHeaders(t, route.Method+" "+route.Path, got.Header())
		if publicAddresses[route.Path] {
			continue
		}
		refused := got.Code == http.StatusUnauthorized ||
			got.Code == http.StatusSeeOther && strings.HasPrefix(got.Header().Get("Location"), "/login?next=")
		if !refused {
			t.Errorf("%s %s: %d %s", route.Method, route.Path, got.Code, got.Header().Get("Location"))
		}
	}
	for _, request := range []*http.Request{httptest.NewRequest("GET", "/nothing", nil), httptest.NewRequest("GET", "/articles/", nil),
		httptest.NewRequest("PUT", "/login", nil), httptest.NewRequest("OPTIONS", "/", nil), httptest.NewRequest("GET", "//evil", nil),
		httptest.NewRequest("GET", "/static/../healthz", nil), httptest.NewRequest("GET", static.URL("base.css"), nil)} {
		hasHeaders(t, request.Method+" "+request.URL.String(), answer(site, request).Header())
	}
}

// hasHeaders checks the headers that every response has.
func hasHeaders(t *testing.T, what string, header http.Header) {
	t.Helper()
	referrer := "same-origin"
	if strings.Contains(what, "/guest/") {
		referrer = "no-referrer"
	}
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":  "nosniff", "Referrer-Policy": referrer, "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000"} {
		if got := header.Get(name); got != want {
			t.Errorf("%s: %s is %q", what, name, got)
		}
	}
	for _, name := range []string{"Permissions-Policy", "X-Request-Id", "Cache-Control"} {
		if header.Get(name) == "" {
			t.Errorf("%s: no %s", what, name)
		}
	}
}

// loginRequest is a login from an IP address with the password of all sample users.
func loginRequest(email, password, from string) *http.Request {
	body := strings.NewReader(url.Values{"email": {email}, "password": {password}}.Encode())
	request := httptest.NewRequest("POST", "/login", body)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.RemoteAddr = from + ":1234"
	return request
}

func TestTheSessionCookieIsTiedToHTTPSAndHost(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	storetest.Newsroom(t, s)
	for base, want := range map[string]string{"https://desk.example.org/": "__Host-linecheck", "": "linecheck"} {
		got := answer(handlers.New(s, handlers.Config{BaseURL: base}), loginRequest("editor@example.org", storetest.Password, "192.0.2.1"))
		cookies := map[string]*http.Cookie{}
		for _, c := range got.Result().Cookies() {
			cookies[c.Name] = c
		}
		if len(cookies) != 2 || cookies[want] == nil || cookies[want+"-browser"] == nil {
			t.Fatalf("base %q: %d, cookies %v; want %s and %s-browser", base, got.Code, cookies, want, want)
		}
		for _, c := range cookies {
			testutil.Equal(t, c.Name+": secure", c.Secure, base != "")
			testutil.True(t, c.Name+": kept from scripts", c.HttpOnly)
			testutil.Equal(t, c.Name+": same site", c.SameSite, http.SameSiteLaxMode)
			testutil.Equal(t, c.Name+": path", c.Path, "/")
			testutil.Equal(t, c.Name+": domain", c.Domain, "")
		}
	}
}

func TestLinksAreMadeFromTheBaseURL(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	v := sitetest.VisitAs(t, s, news.Admin)
	v.Site = handlers.New(s, handlers.Config{BaseURL: "http://desk.example.org/check/"})
	page := v.Post("/people/"+fmt.Sprint(news.Editor.UserID)+"/reset", nil).Document(t, http.StatusCreated)
	if link := page.Find("#link").AttrOr("value", ""); !strings.HasPrefix(link, "http://desk.example.org/check/join/") {
		t.Errorf("the link is %q", link)
	}
}

func TestLoginIsRateLimitedByAddress(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	storetest.Newsroom(t, s)
	try := func(site http.Handler, from, forwarded string) *httptest.ResponseRecorder {
		request := loginRequest("nobody@example.org", strings.Repeat("x", 2<<20), from) // too large to be hashed, but still an attempt
		request.Header.Set("X-Forwarded-For", forwarded)
		return answer(site, request)
	}
	site := handlers.New(s, handlers.Config{})
	// flood tries until it is rate limited. A slow machine gains some attempts in between, but fewer than a
	// new client has.
	flood := func(site http.Handler, from, forwarded string) (tries int, got *httptest.ResponseRecorder) {
		for got = try(site, from, forwarded); tries < 100 && got.Code != http.StatusTooManyRequests; tries++ {
			got = try(site, from, forwarded)
		}
		return tries, got
	}
	fresh, got := flood(site, "192.0.2.1", "")
	if got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") == "" {
		t.Fatalf("after %d tries: %d, Retry-After %q", fresh, got.Code, got.Header().Get("Retry-After"))
	}
	if tries, _ := flood(site, "192.0.2.1", "198.51.100.7"); tries >= 30 {
		t.Errorf("a header that nobody vouches for made another client of it: refused after %d tries", tries)
	}
	if got := try(site, "192.0.2.2", ""); got.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("another address: %d", got.Code)
	}
	behind := handlers.New(s, handlers.Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	flood(behind, "192.0.2.1", "198.51.100.7")
	if got := try(behind, "192.0.2.1", "198.51.100.8"); got.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("another address behind a trusted proxy: %d", got.Code)
	}
}

func TestForbiddenLooksLikeNotFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		v := sitetest.VisitAs(t, s, news.OtherDeskReviewer)
		hidden, missing, nowhere := v.Get("/articles/"+fmt.Sprint(article.ID)), v.Get("/articles/999999"), v.Get("/nothing/at/all")
		if hidden.StatusCode != http.StatusNotFound || hidden.Text != missing.Text || hidden.Text != nowhere.Text {
			t.Errorf("hidden %d, missing %d, nowhere %d, or their pages differ", hidden.StatusCode, missing.StatusCode, nowhere.StatusCode)
		}
	})
}

func TestTooLargeRequestIsReported(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	v := sitetest.VisitAs(t, s, storetest.Newsroom(t, s).Admin)
	if page := v.Post("/desks", url.Values{"name": {strings.Repeat("a", 1<<20)}}).Document(t, http.StatusRequestEntityTooLarge); sitetest.VisibleText(
		page.Find("h1"),
	) != "Too large" {
		t.Errorf("the page says %q", sitetest.VisibleText(page.Find("h1")))
	}
	long := url.Values{
		"title": {"Long"},
		"text":  {strings.Repeat("ä ", models.DefaultTextLimit/3)},
	} // within the limit, but three times as long when encoded
	v.Post("/articles", long).Document(t, http.StatusSeeOther)
}

// TestServerErrorShowsNoInternals closes the database, so that every request fails.
func TestServerErrorShowsNoInternals(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s, err := store.Open(context.Background(), store.Config{URL: storetest.SQLite(t)})
	if err != nil {
		t.Fatal(err)
	}
	v := sitetest.VisitAs(t, s, storetest.Newsroom(t, s).Editor)
	v.Site = handlers.New(s, handlers.Config{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	page := v.Get("/join/secret-token").Document(t, http.StatusInternalServerError)
	number := sitetest.VisibleText(page.Find("main code"))
	var line struct{ Msg, Request, Route, Error string }
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("the log says %q: %v", &log, err)
	}
	testutil.Different(t, "the page shows: number", number, "")
	testutil.Equal(t, "the page shows: line.Request", line.Request, number)
	testutil.Equal(t, "the page shows: line.Route", line.Route, "/join/:token")
	testutil.Different(t, "the page shows: line.Error", line.Error, "")
	if strings.Contains(log.String(), "secret-token") {
		t.Errorf("the log holds a token: %s", &log)
	}
	if strings.Contains(sitetest.VisibleText(page.Find("body")), line.Error) || strings.Contains(page.Text(), "sql") {
		t.Errorf("the page shows internals: %s", sitetest.VisibleText(page.Find("body")))
	}
	problem := v.Get("/annotations.csv")
	if problem.StatusCode != http.StatusInternalServerError || problem.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("for a script: %d %s", problem.StatusCode, problem.Header.Get("Content-Type"))
	}
	if got := v.Get("/readyz"); got.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("/readyz: %d", got.StatusCode)
	}
	if got := v.Get("/healthz"); got.StatusCode != http.StatusOK {
		t.Errorf("/healthz: %d", got.StatusCode)
	}
}
