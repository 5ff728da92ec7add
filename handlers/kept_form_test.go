package handlers_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/store/storetest"
)

// If a form is sent after the session has ended, its content is shown again after sign-in.
func TestFormSurvivesAnEndedSession(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	n := storetest.Newsroom(t, s)
	storetest.AddArticle(t, s, n)
	stranger := sitetest.Caller{T: t, Site: sitetest.NewSite(s), Cookie: &http.Cookie{Name: "nothing", Value: "x"}}
	for name, c := range map[string]struct {
		path   string
		fields url.Values
	}{
		"a new article": {"/articles", url.Values{"title": {"Flood"}, "text": {"Ten people\ncame. “All” left."}, "desk": {"1"}}},
		"a query":       {"/articles/1/queries", url.Values{"to": {"writer"}, "body": {"Who <b>said</b> so?"}}},
		"a draft":       {"/articles/1/revisions", url.Values{"text": {"One line.\n\nAnother."}, "base": {"1"}}},
		"an override":   {"/articles/1/overrides", url.Values{"code": {"unread"}, "reason": {"The second reader is on the train."}}},
	} {
		page := stranger.Post(c.path, c.fields).Document(t, 401)
		login := url.Values{"email": {"reviewer@example.org"}, "password": {storetest.Password}}
		page.Find("form[action='/login'] input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
			login.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
		})
		if name == "a query" {
			wrong := maps.Clone(login)
			wrong.Set("password", "not this one at all")
			if kept := stranger.Post("/login", wrong).Document(t, 401).Find("[name=kept-action]").Length(); kept != 1 {
				t.Errorf("%s: a wrong password loses the text", name)
			}
		}
		back := stranger.Post("/login", login).Document(t, 200)
		form := back.Find("main form")
		if got := form.AttrOr("action", ""); got != c.path {
			t.Errorf("%s: the form leads to %q", name, got)
		}
		for field, values := range c.fields {
			input := form.Find("[name='" + field + "']")
			got := input.AttrOr("value", strings.TrimPrefix(input.Text(), "\n"))
			if strings.ReplaceAll(got, "\r", "") != values[0] {
				t.Errorf("%s: %s is %q, want %q", name, field, got, values[0])
			}
		}
	}
	// A form is not kept if it contains a password, or if its action is on another site.
	secret := stranger.Post("/articles/1/queries", url.Values{"old": {"old secret words"}, "new": {"new secret words"}})
	if page := secret.Document(t, 401); strings.Contains(page.Text(), "secret words") || page.Find("[value*='secret words']").Length() > 0 {
		t.Error("a password is shown again")
	}
	elsewhere := url.Values{
		"email":       {"reviewer@example.org"},
		"password":    {storetest.Password},
		"kept-action": {"https://evil.example/"},
		"kept.a":      {"b"},
	}
	if got := stranger.Post("/login", elsewhere); got.StatusCode != 303 {
		t.Errorf("a form that leads elsewhere: %d", got.StatusCode)
	}
}
