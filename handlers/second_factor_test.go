package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// cookieClient is a client that keeps cookies as the site sets them.
type cookieClient struct {
	t       *testing.T
	site    http.Handler
	cookies map[string]string
}

func (j *cookieClient) do(method, path string, form url.Values) sitetest.Reply {
	j.t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range j.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	recorder := answer(j.site, request)
	got := sitetest.Reply{Response: recorder.Result(), Text: recorder.Body.String()}
	for _, cookie := range got.Cookies() {
		if j.cookies[cookie.Name] = cookie.Value; cookie.MaxAge < 0 {
			delete(j.cookies, cookie.Name)
		}
	}
	return got
}

func (j *cookieClient) checkRedirect(got sitetest.Reply, to string) {
	j.t.Helper()
	if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != to {
		j.t.Errorf("%d to %q, not to %s: %s", got.StatusCode, got.Header.Get("Location"), to, clip(got.Text))
	}
}

// A second factor over https: required by role, set up, asked for at sign-in, removed by an administrator.
func TestSecondFactorAtSignIn(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		site := handlers.New(s, handlers.Config{BaseURL: "https://desk.example.org", SecondFactorRoles: []models.Role{models.Editor}})
		browser := func() *cookieClient { return &cookieClient{t, site, map[string]string{}} }
		const session, pending = "__Host-linecheck", "__Host-linecheck-sign-in"
		password := url.Values{"email": {news.Editor.Email}, "password": {storetest.Password}, "next": {"/claims?status=disputed"}}

		edda := browser()
		edda.checkRedirect(edda.do("POST", "/login", password), "/claims?status=disputed")
		for _, path := range []string{"/", "/articles", "/account", "/claims"} {
			edda.checkRedirect(edda.do("GET", path, nil), "/account/second-factor")
		}
		for _, path := range []string{"/articles", "/account/tokens", "/account/password"} {
			if got := edda.do("POST", path, nil); got.StatusCode != http.StatusForbidden || !strings.Contains(got.Text, "second factor") {
				t.Errorf("POST %s: %d", path, got.StatusCode)
			}
		}
		for _, path := range []string{"/api/v1/articles", "/annotations.csv"} {
			if got := edda.do("GET", path, nil); got.StatusCode != http.StatusForbidden ||
				!strings.HasPrefix(got.Header.Get("Content-Type"), "application/problem+json") {
				t.Errorf("GET %s: %d", path, got.StatusCode)
			}
		}
		edda.checkRedirect(edda.do("POST", "/account/second-factor/secrets", nil), "/account/second-factor")
		page := edda.do("GET", "/account/second-factor", nil).Document(t, http.StatusOK)
		secret := page.Find("#secret").Text()
		testutil.Equal(
			t,
			"the page to set it up, with the secret: page.Find('svg[role=img] path').Length()",
			page.Find("svg[role=img] path").Length(),
			1,
		)
		testutil.Equal(t, "the page to set it up, with the secret: len(secret)", len(secret), 39)
		testutil.Equal(
			t,
			"the page to set it up, with the secret: page.Find('input[name=code]').AttrOr('autocomplete', '')",
			page.Find("input[name=code]").AttrOr("autocomplete", ""),
			"one-time-code",
		)
		testutil.Equal(
			t,
			"the page to set it up, with the secret: page.Find('input[name=code]').AttrOr('inputmode', '')",
			page.Find("input[name=code]").AttrOr("inputmode", ""),
			"numeric",
		)
		before := edda.cookies[session]
		code := sitetest.OneTimeCode(t, secret, 0)
		if got := edda.do("POST", "/account/second-factor", url.Values{"code": {code}, "password": {"not the password"}}); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("with a wrong password: %d", got.StatusCode)
		}
		done := edda.do("POST", "/account/second-factor", url.Values{"code": {code}, "password": {storetest.Password}}).
			Document(t, http.StatusCreated)
		codes := done.Find("#recovery-codes li").Map(func(_ int, li *goquery.Selection) string { return li.Text() })
		if len(codes) != 10 || edda.cookies[session] == before {
			t.Errorf("%d codes; the session kept its token: %v", len(codes), edda.cookies[session] == before)
		}
		if got := edda.do("GET", "/articles", nil); got.StatusCode != http.StatusOK {
			t.Errorf("with the second factor: %d", got.StatusCode)
		}
		if got := edda.do("GET", "/account/second-factor", nil); strings.Contains(got.Text, secret) ||
			strings.Contains(got.Text, codes[0]) {
			t.Error("secret or codes are shown again")
		}

		// At sign-in, the password alone starts no session.
		again := browser()
		again.checkRedirect(again.do("POST", "/login", password), "/login/code?next=%2Fclaims%3Fstatus%3Ddisputed")
		if again.cookies[session] != "" || again.cookies[pending] == "" {
			t.Errorf("after the password: %v", again.cookies)
		}
		again.cookies[session] = again.cookies[pending]
		again.checkRedirect(again.do("GET", "/account", nil), "/login?next=%2Faccount")
		delete(again.cookies, session)
		again.do("GET", "/login/code?next=/claims", nil).Document(t, http.StatusOK)
		for name, wrong := range map[string]string{"used": code, "wrong": "000000", "unreadable": "\x00"} {
			got := again.do("POST", "/login/code", url.Values{"code": {wrong}, "next": {"/claims"}})
			if got.StatusCode != http.StatusUnauthorized || again.cookies[session] != "" || strings.Contains(got.Text, wrong) {
				t.Errorf("a code that is %s: %d", name, got.StatusCode)
			}
		}
		again.checkRedirect(
			again.do(
				"POST",
				"/login/code",
				url.Values{"code": {sitetest.OneTimeCode(t, secret, 30*time.Second)}, "next": {"//elsewhere.example"}},
			),
			"/",
		)
		if again.cookies[session] == "" || again.cookies[pending] != "" {
			t.Errorf("after the code: %v", again.cookies)
		}

		// A one-time link for a new password does not bypass it.
		link, err := s.CreateResetLink(t.Context(), news.Admin, news.Editor.UserID)
		if err != nil {
			t.Fatal(err)
		}
		reset := browser()
		reset.checkRedirect(reset.do("POST", "/join/"+link, url.Values{"password": {"quite another password"}}), "/login/code?next=%2F")
		if reset.cookies[session] != "" {
			t.Error("the link opened a session")
		}

		// An administrator removes it, which ends all sessions of that user.
		ada := browser()
		ada.checkRedirect(ada.do("POST", "/login", url.Values{"email": {news.Admin.Email}, "password": {storetest.Password}}), "/")
		remove := ada.do("GET", "/people", nil).Document(t, 200).Find("form[action$='second-factor/remove']")
		if remove.Length() != 1 {
			t.Fatalf("%d people have a second factor", remove.Length())
		}
		ada.checkRedirect(ada.do("POST", remove.AttrOr("action", ""), nil), fmt.Sprintf("/people#person-%d", news.Editor.UserID))
		edda.checkRedirect(edda.do("GET", "/articles", nil), "/login?next=%2Farticles")
		says := storetest.ReadColumn(
			t,
			address,
			"SELECT action FROM events WHERE action LIKE '%factor%' OR action LIKE 'recovery%' ORDER BY id",
		)
		if got := strings.Join(says, ", "); got != "second factor set up, second factor removed" {
			t.Errorf("the record: %s", got)
		}
	})
}

// After single sign-on no second factor is asked for, because the provider has its own.
func TestSSONeedsNoSecondFactor(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	token, _, err := s.SignInBySSO(
		t.Context(),
		models.Identity{Issuer: "https://id.example", Subject: "e", Email: news.Editor.Email, EmailVerified: true},
		nil,
		models.Session{},
	)
	if err != nil {
		t.Fatal(err)
	}
	b := &cookieClient{
		t,
		handlers.New(s, handlers.Config{SecondFactorRoles: []models.Role{models.Editor}}),
		map[string]string{"linecheck": token},
	}
	if got := b.do("GET", "/articles", nil); got.StatusCode != http.StatusOK {
		t.Errorf("%d", got.StatusCode)
	}
	if got := b.do("GET", "/account/second-factor", nil); !strings.Contains(got.Text, "single sign-on") ||
		strings.Contains(got.Text, "/secrets") {
		t.Error("the page offers one")
	}
	if got := b.do("POST", "/account/second-factor/secrets", nil); got.StatusCode != http.StatusForbidden {
		t.Errorf("setting one up: %d", got.StatusCode)
	}
}
