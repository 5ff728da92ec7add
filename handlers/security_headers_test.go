package handlers_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/static"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Every response has the security headers: errors of every kind, files, streams, and internal errors.
func TestEveryKindOfResponseHasSecurityHeaders(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	article := storetest.AddArticle(t, s, news)
	token, err := s.AddToken(t.Context(), news.Reviewer, models.NewToken{Name: "T", Scope: "write"})
	if err != nil {
		t.Fatal(err)
	}
	site := handlers.New(s, handlers.Config{BaseURL: "https://desk.example.org"})
	for status, c := range map[int]struct{ method, path, body, kind string }{
		200: {"HEAD", fmt.Sprintf("/api/v1/articles/%d/events", article.ID), "", ""},
		201: {"POST", fmt.Sprintf("/api/v1/articles/%d/claims", article.ID), `{"quote": "March 3"}`, "application/json"},
		303: {"GET", "/account", "", ""},
		400: {"POST", "/login", "%zz", "application/x-www-form-urlencoded"},
		401: {"POST", "/login", "email=a&password=b", "application/x-www-form-urlencoded"},
		403: {"POST", "/login", "", "another site"},
		404: {"GET", static.Prefix + "nothing.css", "", ""},
		405: {"PATCH", "/login", "", ""},
		413: {"POST", "/login", strings.Repeat("x", 2<<20), "application/x-www-form-urlencoded"},
		415: {"POST", "/api/v1/articles", "x", "text/plain"},
		422: {"POST", "/api/v1/articles", `{"title": ""}`, "application/json"},
	} {
		request := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
		request.Header.Set("Content-Type", c.kind)
		if c.kind == "another site" {
			request.Header.Set("Sec-Fetch-Site", "cross-site")
		}
		if strings.HasPrefix(c.path, "/api/") {
			request.Header.Set("Authorization", "Bearer "+token)
		}
		got := answer(site, request)
		if got.Code != status {
			t.Errorf("%s %s: %d, not %d: %s", c.method, c.path, got.Code, status, clip(got.Body.String()))
		}
		hasHeaders(t, fmt.Sprint(status), got.Header())
		if got.Header().Get("Cache-Control") != "no-store" && status != 200 {
			t.Errorf("%d: Cache-Control is %q", status, got.Header().Get("Cache-Control"))
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	failed := answer(site, httptest.NewRequest("GET", "/join/x", nil))
	if failed.Code != http.StatusInternalServerError {
		t.Errorf("our failure: %d", failed.Code)
	}
	hasHeaders(t, "500", failed.Header())
}

// A cross-origin change is rejected at every route, before the user is loaded.
func TestCrossOriginChangesAreRefused(t *testing.T) {
	t.Parallel()
	b := newRightsFixture(t)
	n := 0
	for _, route := range b.routes() {
		if route.Method == http.MethodGet || route.Method == http.MethodHead {
			continue
		}
		for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
			a := b.askers[len(b.askers)-1]
			request := httptest.NewRequest(route.Method, b.path(a, route.Path, true), strings.NewReader(b.form(route.Path).Encode()))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.Header.Set(name, value)
			request.AddCookie(a.cookie)
			if got := answer(b.Site, request); got.Code != http.StatusForbidden {
				t.Errorf("%s %s with %s: %d", route.Method, route.Path, name, got.Code)
			}
			n++
		}
	}
	if n < 100 {
		t.Errorf("only %d requests", n)
	}
}

// Signing in creates a new session and ends the browser's earlier one, so a planted session is worthless.
func TestSignInReplacesTheSession(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		site := handlers.New(s, handlers.Config{})
		planted, _, err := s.SignIn(t.Context(), news.OtherDeskReviewer.Email, storetest.Password, models.Session{})
		if err != nil {
			t.Fatal(err)
		}
		for _, before := range []string{planted, "made up by somebody"} {
			b := &cookieClient{t, site, map[string]string{"linecheck": before}}
			b.checkRedirect(b.do("POST", "/login", url.Values{"email": {news.Editor.Email}, "password": {storetest.Password}}), "/")
			if after := b.cookies["linecheck"]; after == before || len(after) < 40 {
				t.Errorf("the session's token was %q and is %q", before, after)
			}
			thief := &cookieClient{t, site, map[string]string{"linecheck": before}}
			thief.checkRedirect(thief.do("GET", "/account", nil), "/login?next=%2Faccount")
		}
	})
}

// The log contains no drafts and no secrets, even at the debug level.
func TestLogContainsNoDraftsOrSecrets(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var log bytes.Buffer
		news := storetest.Newsroom(t, s)
		site := handlers.New(s, handlers.Config{Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
		link, err := s.CreateResetLink(t.Context(), news.Admin, news.Editor.UserID)
		if err != nil {
			t.Fatal(err)
		}
		b := &cookieClient{t, site, map[string]string{}}
		b.do("POST", "/login", url.Values{"email": {news.Reviewer.Email}, "password": {"wrong-unsaid"}})
		b.do("POST", "/login", url.Values{"email": {news.Reviewer.Email}, "password": {storetest.Password}})
		b.do("POST", "/articles", url.Values{"title": {"Title unsaid"}, "text": {"The draft is unsaid."}})
		b.do("POST", "/articles", url.Values{"title": {"Title unsaid"}, "text": {"\x00 unsaid"}})
		b.do("GET", "/search?q=unsaid", nil)
		b.do("GET", "/claims?status=unsaid", nil)
		b.do("GET", "/join/"+link, nil)
		b.do("POST", "/join/unsaid", url.Values{"password": {"unsaid unsaid unsaid"}})
		b.do("POST", "/login/code", url.Values{"code": {"unsaid"}})
		b.do("GET", "/guest/unsaid", nil)
		b.do("POST", "/guest/unsaid/answers", url.Values{"body": {"unsaid"}})
		b.do("POST", "/account/second-factor/secrets", nil)
		b.do("GET", "/account/second-factor", nil)
		b.do("POST", "/account/tokens", url.Values{"name": {"unsaid"}, "scope": {"read"}, "expires": {"90d"}})
		if n := strings.Count(log.String(), `"msg":"request"`); n != 14 {
			t.Errorf("%d requests were logged", n)
		}
		if n := strings.Count(log.String(), `"msg":"sign-in refused"`); n != 1 || !strings.Contains(log.String(), `"from":"192.0.2.1"`) {
			t.Errorf("%d refused sign-ins were logged", n)
		}
		for _, secret := range []string{"unsaid", storetest.Password, link, b.cookies["linecheck"], news.Reviewer.Email} {
			if secret == "" || strings.Contains(log.String(), secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
	})
}
