// Package sitetest serves a whole site on a real database for tests: callers with a session, a sample
// newsroom with content for every page, the table of all pages, and the program itself. Only tests import it.
package sitetest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Zone is the tests' zone: not the machine's, and far enough from UTC that dates differ.
var Zone = time.FixedZone("Newsroom", 5*60*60)

// Caller is a user with a session who requests pages without a browser.
type Caller struct {
	T      testing.TB
	Site   http.Handler
	Cookie *http.Cookie
}

// VisitAs signs a user in on a site with this store.
func VisitAs(t testing.TB, s *store.Store, who models.Reader) Caller {
	t.Helper()
	token, _, err := s.SignIn(context.Background(), who.Email, storetest.Password, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	return Caller{t, handlers.New(s, handlers.Config{Zone: Zone}), &http.Cookie{Name: "linecheck", Value: token}}
}

// Reply is a response with its body.
type Reply struct {
	*http.Response
	Text string
}

// Do sends a request with the caller's session.
func (v Caller) Do(request *http.Request) Reply {
	v.T.Helper()
	request.AddCookie(v.Cookie)
	recorder := httptest.NewRecorder()
	v.Site.ServeHTTP(recorder, request)
	response := recorder.Result()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.T.Fatal(err)
	}
	return Reply{response, string(body)}
}

// Get requests a URL.
func (v Caller) Get(address string) Reply {
	v.T.Helper()
	return v.Do(httptest.NewRequest(http.MethodGet, address, nil))
}

// Page requests a page that must exist, and parses it.
func (v Caller) Page(address string) *goquery.Document {
	v.T.Helper()
	return v.Get(address).Document(v.T, http.StatusOK)
}

// Post sends a form.
func (v Caller) Post(address string, fields url.Values) Reply {
	v.T.Helper()
	request := httptest.NewRequest(http.MethodPost, address, strings.NewReader(fields.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.Do(request)
}

// Document parses a reply that must have this status.
func (a Reply) Document(t testing.TB, status int) *goquery.Document {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("status %d, want %d: %s", a.StatusCode, status, a.Text)
	}
	document, err := goquery.NewDocumentFromReader(strings.NewReader(a.Text))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// VisibleText returns the text of a selection, with white space collapsed as in a browser.
func VisibleText(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
