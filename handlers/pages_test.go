package handlers_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/store"
	"linecheck/store/storetest"
)

// TestPages runs the scripts of testdata/pages over HTTP, each in its own newsroom on both databases.
// Each line is a request or a fact about its response:
//
//	# words                 a comment; without the blank it is a selector
//	as NAME                 uses the browser of this name, which has its own cookies
//	sign in EMAIL           with the form and the password of all sample users
//	GET PATH, HEAD PATH     a request; no redirect is followed
//	POST PATH a=1&b=two     with a form; %00 is any byte
//	with NAME: VALUE        a header of the next request
//	status N                the response's status
//	leads to PATH           the response's redirect
//	header NAME: VALUE      a header of the response; without a value it must be missing
//	SELECTOR = TEXT         the element's text, with white space collapsed
//	SELECTOR @NAME = VALUE  the element's attribute
//	SELECTOR * N            the number of such elements
//	keep NAME SELECTOR @A   stores an attribute's value as $NAME
//	body TEXT               the body contains the text; body -TEXT: it does not
//
// A script that begins with "empty" runs without accounts, with the first administrator's link as $setup.
func TestPages(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/pages/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) { runPageScript(t, s, file) })
		})
	}
}

// pageScript runs one script.
type pageScript struct {
	t         *testing.T
	site      *httptest.Server
	browser   string
	clients   map[string]*http.Client
	variables map[string]string
	headers   http.Header

	status int
	header http.Header
	body   string
	page   *goquery.Document
}

func runPageScript(t *testing.T, s *store.Store, file string) {
	script, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(handlers.New(s, handlers.Config{Zone: sitetest.Zone}))
	t.Cleanup(site.Close)
	st := &pageScript{t: t, site: site, clients: map[string]*http.Client{}, variables: map[string]string{}, headers: http.Header{}}
	st.begin(s, strings.HasPrefix(string(script), "empty\n"))
	for n, line := range strings.Split(string(script), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line == "empty" || strings.HasPrefix(line, "# ") {
			continue
		}
		if wrong := st.runLine(st.substitute(line)); wrong != "" {
			t.Fatalf("%s:%d: %s\n\t%s\nthe answer: %d %s", file, n+1, line, wrong, st.status, clip(st.body))
		}
	}
}

func (st *pageScript) begin(s *store.Store, empty bool) {
	if !empty {
		news := storetest.Newsroom(st.t, s)
		st.variables["article"] = strconv.FormatInt(storetest.AddArticle(st.t, s, news).ID, 10)
		for name, id := range map[string]int64{"desk": news.Desk.ID, "other": news.OtherDesk.ID, "admin": news.Admin.UserID,
			"editor": news.Editor.UserID, "reviewer": news.Reviewer.UserID, "stranger": news.OtherDeskReviewer.UserID} {
			st.variables[name] = strconv.FormatInt(id, 10)
		}
		return
	}
	token, err := s.CreateSetupToken(context.Background())
	if err != nil {
		st.t.Fatal(err)
	}
	st.variables["setup"] = token
}

// substitute replaces the names of kept values.
func (st *pageScript) substitute(line string) string {
	for name, value := range st.variables {
		line = strings.ReplaceAll(line, "$"+name, value)
	}
	return line
}

// runLine runs one line and returns the error, or "".
func (st *pageScript) runLine(line string) string {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "as":
		st.browser = rest
	case "sign":
		st.request(
			http.MethodPost,
			"/login",
			url.Values{"email": {strings.TrimPrefix(rest, "in ")}, "password": {storetest.Password}}.Encode(),
		)
		return compareValues(st.status, http.StatusSeeOther)
	case "GET", "HEAD":
		st.request(verb, rest, "")
	case "POST":
		path, fields, _ := strings.Cut(rest, " ")
		st.request(verb, path, strings.ReplaceAll(fields, " ", "+"))
	case "with":
		name, value, _ := strings.Cut(rest, ": ")
		st.headers.Set(name, value)
	case "keep":
		name, from, _ := strings.Cut(rest, " ")
		selector, attribute, _ := strings.Cut(from, " @")
		if st.variables[name] = st.page.Find(selector).AttrOr(attribute, ""); st.variables[name] == "" {
			return "nothing to keep"
		}
	default:
		return st.check(verb, rest, line)
	}
	return ""
}

// check checks a fact about the last response.
func (st *pageScript) check(verb, rest, line string) string {
	switch verb {
	case "status":
		return compareValues(strconv.Itoa(st.status), rest)
	case "leads":
		return compareValues(st.header.Get("Location"), strings.TrimPrefix(rest, "to "))
	case "header":
		name, value, _ := strings.Cut(rest, ":")
		return compareValues(st.header.Get(name), strings.TrimSpace(value))
	case "body":
		unwanted, not := strings.CutPrefix(rest, "-")
		if strings.Contains(st.body, unwanted) == not {
			return "the body says otherwise"
		}
		return ""
	}
	if selector, count, ok := strings.Cut(line, " * "); ok {
		return compareValues(strconv.Itoa(st.page.Find(selector).Length()), count)
	}
	what, want, ok := strings.Cut(line+" ", " = ")
	want = strings.TrimSpace(want)
	if !ok {
		return "no such kind of line"
	}
	selector, attribute, asked := strings.Cut(what, " @")
	found := st.page.Find(selector)
	switch {
	case found.Length() != 1:
		return "there are " + strconv.Itoa(found.Length()) + " such elements"
	case asked:
		return compareValues(found.AttrOr(attribute, "(none)"), want)
	}
	return compareValues(sitetest.VisibleText(found), want)
}

func compareValues[T comparable](got, want T) string {
	if got == want {
		return ""
	}
	return strings.TrimSpace(strings.Join([]string{"got", quoted(got), "want", quoted(want)}, " "))
}

// request sends a request with the current browser and reads the whole response.
func (st *pageScript) request(method, address, fields string) {
	st.t.Helper()
	if !strings.HasPrefix(address, "http") {
		address = st.site.URL + address
	}
	request, err := http.NewRequest(method, address, strings.NewReader(fields))
	if err != nil {
		st.t.Fatal(err)
	}
	request.Header, st.headers = st.headers, http.Header{}
	if method == http.MethodPost && request.Header.Get("Content-Type") == "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := st.client().Do(request)
	if err != nil {
		st.t.Fatal(err)
	}
	defer response.Body.Close()
	st.status, st.header = response.StatusCode, response.Header
	st.body = readAll(st.t, response.Body)
	if st.page, err = goquery.NewDocumentFromReader(strings.NewReader(st.body)); err != nil {
		st.t.Fatal(err)
	}
}

// client returns the current browser's client.
func (st *pageScript) client() *http.Client {
	if st.clients[st.browser] == nil {
		jar, _ := cookiejar.New(nil) // never fails without options
		st.clients[st.browser] = &http.Client{
			Jar:           jar,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	return st.clients[st.browser]
}

func readAll(t testing.TB, from io.Reader) string {
	t.Helper()
	content, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func quoted(v any) string { return fmt.Sprintf("%q", fmt.Sprint(v)) }

func clip(s string) string { return s[:min(len(s), 3000)] }
