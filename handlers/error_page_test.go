package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Every code has a public page, to which the list links.
func TestEveryErrorCodeHasItsPage(t *testing.T) {
	v := anonymousCaller(t, storetest.Open(t, storetest.SQLite(t)))
	var linked, want []string
	v.Get(models.ErrorPagesPath).Document(t, http.StatusOK).Find("main tbody a").Each(func(_ int, a *goquery.Selection) {
		linked = append(linked, a.AttrOr("href", ""))
	})
	for _, kind := range models.ErrorKinds {
		want = append(want, kind.Code.Page())
		page := v.Get(kind.Code.Page()).Document(t, http.StatusOK)
		if got := sitetest.VisibleText(page.Find("h1")); got != string(kind.Title) {
			t.Errorf("%s: the heading is %q, want %q", kind.Code, got, kind.Title)
		}
		main := sitetest.VisibleText(page.Find("main"))
		for _, part := range []string{string(kind.Code), strconv.Itoa(kind.Status), string(kind.UserMessage), string(kind.APIMessage)} {
			if !strings.Contains(main, part) {
				t.Errorf("%s: the page lacks %q: %s", kind.Code, part, main)
			}
		}
	}
	if !slices.Equal(linked, want) {
		t.Errorf("the list leads to\n%v, want\n%v", linked, want)
	}
}

// The type of a problem identifies its error. The OpenAPI document lists all types, and each links to its
// page.
func TestProblemTypeLinksToItsPage(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	p := newAPIClients(t, s)
	v := anonymousCaller(t, s)
	article := storetest.AddArticle(t, s, p.fixture)
	claim := storetest.AddClaim(t, s, p.fixture.Reviewer, article, "Ines Okoro").ClaimID
	annotations := fmt.Sprintf("/claims/%d/annotations", claim)
	for _, c := range []struct {
		call apiCall
		want models.ErrorCode
	}{
		{apiCall{token: "none", method: "GET", path: "/articles"}, models.CodeSignedOut},
		{apiCall{token: p.reader, method: "POST", path: annotations, body: `{"status":"disputed","version":1}`}, models.CodeReadOnlyToken},
		{apiCall{token: p.reviewer, method: "GET", path: "/dashboard"}, models.CodeForbidden},
		{apiCall{token: p.other, method: "GET", path: fmt.Sprintf("/claims/%d", claim)}, models.CodeNotFound},
		{apiCall{token: p.reviewer, method: "POST", path: annotations, body: `{"status":"disputed","note":"no","version":9}`}, models.CodeStale},
		{apiCall{token: p.reviewer, method: "POST", path: annotations, body: `{"status":"disputed","version":1`}, models.CodeBadRequest},
		{apiCall{token: p.reviewer, method: "POST", path: annotations, body: `{"status":"x","version":1}`}, models.CodeInvalid},
	} {
		got := p.callAndCheck(c.call)
		var problem struct {
			Type, Title, Detail string
			Status              int
			Claim               *struct{ Version int }
		}
		if err := json.Unmarshal([]byte(got.Text), &problem); err != nil {
			t.Fatalf("%s: %v in %s", c.want, err, got.Text)
		}
		kind, _ := c.want.Kind()
		if problem.Type != "/errors/"+string(c.want) || problem.Status != kind.Status || problem.Title != string(kind.Title) ||
			problem.Detail != string(kind.APIMessage) {
			t.Errorf("%s %s: got %s, want the problem of %+v", c.call.method, c.call.path, got.Text, kind)
		}
		if c.want == models.CodeStale && (problem.Claim == nil || problem.Claim.Version != 1) {
			t.Errorf("got %s, want the claim as it is now beside the problem", got.Text)
		}
		v.Get(problem.Type).Document(t, http.StatusOK)
	}
	schema := p.doc["components"].(map[string]any)["schemas"].(map[string]any)["Problem"].(map[string]any)["properties"].(map[string]any)["type"].(map[string]any)
	var want []any
	for _, kind := range models.ErrorKinds {
		want = append(want, kind.Code.Page())
	}
	if got, _ := schema["enum"].([]any); !slices.Equal(got, want) {
		t.Errorf("the document lists the types %v, want %v", got, want)
	}
}

// anonymousCaller is a caller without a session.
func anonymousCaller(t *testing.T, s *store.Store) sitetest.Caller {
	return sitetest.Caller{
		T:      t,
		Site:   handlers.New(s, handlers.Config{Zone: sitetest.Zone}),
		Cookie: &http.Cookie{Name: "nothing", Value: "x"},
	}
}
