// Package sitetest starts a whole site on a real database and asks for its pages: callers who are signed in, a sample newsroom in which
// every page has something to show, the table of all pages, and the program as people run it. It is imported by tests alone.
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

// Zone is the tests' newsroom's: never the machine's, and far enough from UTC that a day begins on another date.
var Zone = time.FixedZone("Newsroom", 5*60*60)

// Caller is a signed-in person who asks for pages without a browser.
type Caller struct {
	T      testing.TB
	Site   http.Handler
	Cookie *http.Cookie
}

// VisitAs signs somebody in on a site over this store.
func VisitAs(t testing.TB, s *store.Store, who models.Reader) Caller {
	t.Helper()
	token, _, err := s.SignIn(context.Background(), who.Email, storetest.Password, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	return Caller{t, handlers.New(s, handlers.Config{Zone: Zone}), &http.Cookie{Name: "linecheck", Value: token}}
}

// Reply is what came back.
type Reply struct {
	*http.Response
	Text string
}

// Do sends a request in the name of the caller.
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

// Get asks for an address.
func (v Caller) Get(address string) Reply {
	v.T.Helper()
	return v.Do(httptest.NewRequest(http.MethodGet, address, nil))
}

// Page gets a page that must be there, and reads it.
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

// VisibleText is the text of what is selected, white space put together as a browser shows it.
func VisibleText(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
