package handlers_test

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

// zone is the tests' newsroom's: never the machine's, and far enough from UTC that a day begins on another date.
var zone = time.FixedZone("Newsroom", 5*60*60)

// caller is a signed-in person who asks for pages without a browser.
type caller struct {
	t      testing.TB
	site   http.Handler
	cookie *http.Cookie
}

// visit signs somebody in on a site over this store.
func visit(t testing.TB, s *store.Store, who models.Reader) caller {
	t.Helper()
	token, _, err := s.SignIn(context.Background(), who.Email, storetest.Password, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	return caller{t, handlers.New(s, handlers.Config{Zone: zone}), &http.Cookie{Name: "linecheck", Value: token}}
}

// reply is what came back.
type reply struct {
	*http.Response
	body string
}

func (v caller) do(request *http.Request) reply {
	v.t.Helper()
	request.AddCookie(v.cookie)
	recorder := httptest.NewRecorder()
	v.site.ServeHTTP(recorder, request)
	response := recorder.Result()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return reply{response, string(body)}
}

func (v caller) get(address string) reply {
	v.t.Helper()
	return v.do(httptest.NewRequest(http.MethodGet, address, nil))
}

// page gets a page that must be there, and reads it.
func (v caller) page(address string) *goquery.Document {
	v.t.Helper()
	return v.get(address).read(v.t, http.StatusOK)
}

func (v caller) post(address string, fields url.Values) reply {
	v.t.Helper()
	request := httptest.NewRequest(http.MethodPost, address, strings.NewReader(fields.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(request)
}

// read parses a reply that must have this status.
func (a reply) read(t testing.TB, status int) *goquery.Document {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("status %d, want %d: %s", a.StatusCode, status, a.body)
	}
	document, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// words is the text of what is selected, white space put together as a browser shows it.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
