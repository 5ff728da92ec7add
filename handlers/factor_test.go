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
	"github.com/pquerna/otp/totp"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// shownBy is the code that a device shows, with its clock ahead by so much.
func shownBy(t testing.TB, secret string, later time.Duration) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), time.Now().Add(later))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// jar is a browser without one: it keeps cookies as the site sets them.
type jar struct {
	t    *testing.T
	site http.Handler
	kept map[string]string
}

func (j *jar) ask(method, path string, form url.Values) reply {
	j.t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range j.kept {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	recorder := answer(j.site, request)
	got := reply{recorder.Result(), recorder.Body.String()}
	for _, cookie := range got.Cookies() {
		if j.kept[cookie.Name] = cookie.Value; cookie.MaxAge < 0 {
			delete(j.kept, cookie.Name)
		}
	}
	return got
}

func (j *jar) leads(got reply, to string) {
	j.t.Helper()
	if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != to {
		j.t.Errorf("%d to %q, not to %s: %s", got.StatusCode, got.Header.Get("Location"), to, clip(got.body))
	}
}

// The way of a second factor over HTTP, under https: asked for by role, set up, a step at sign-in, taken away by an administrator.
func TestSecondFactorAtTheDoor(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		site := handlers.New(s, handlers.Config{BaseURL: "https://desk.example.org", SecondFactor: []models.Role{models.Editor}})
		browser := func() *jar { return &jar{t, site, map[string]string{}} }
		const session, pending = "__Host-linecheck", "__Host-linecheck-sign-in"
		password := url.Values{"email": {news.Editor.Email}, "password": {storetest.Password}, "next": {"/claims?status=disputed"}}

		edda := browser()
		edda.leads(edda.ask("POST", "/login", password), "/claims?status=disputed")
		for _, path := range []string{"/", "/articles", "/account", "/claims"} {
			edda.leads(edda.ask("GET", path, nil), "/account/second-factor")
		}
		for _, path := range []string{"/articles", "/account/tokens", "/account/password"} {
			if got := edda.ask("POST", path, nil); got.StatusCode != http.StatusForbidden || !strings.Contains(got.body, "second factor") {
				t.Errorf("POST %s: %d", path, got.StatusCode)
			}
		}
		for _, path := range []string{"/api/v1/articles", "/annotations.csv"} {
			if got := edda.ask("GET", path, nil); got.StatusCode != http.StatusForbidden || !strings.HasPrefix(got.Header.Get("Content-Type"), "application/problem+json") {
				t.Errorf("GET %s: %d", path, got.StatusCode)
			}
		}
		edda.leads(edda.ask("POST", "/account/second-factor/secrets", nil), "/account/second-factor")
		page := edda.ask("GET", "/account/second-factor", nil).read(t, http.StatusOK)
		secret := page.Find("#secret").Text()
		if page.Find("svg[role=img] path").Length() != 1 || len(secret) != 39 || page.Find("input[name=code]").AttrOr("autocomplete", "") != "one-time-code" || page.Find("input[name=code]").AttrOr("inputmode", "") != "numeric" {
			t.Errorf("the page to set it up, with the secret %q", secret)
		}
		before := edda.kept[session]
		code := shownBy(t, secret, 0)
		if got := edda.ask("POST", "/account/second-factor", url.Values{"code": {code}, "password": {"not the password"}}); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("with a wrong password: %d", got.StatusCode)
		}
		done := edda.ask("POST", "/account/second-factor", url.Values{"code": {code}, "password": {storetest.Password}}).read(t, http.StatusCreated)
		codes := done.Find("#recovery-codes li").Map(func(_ int, li *goquery.Selection) string { return li.Text() })
		if len(codes) != 10 || edda.kept[session] == before {
			t.Errorf("%d codes; the session kept its token: %v", len(codes), edda.kept[session] == before)
		}
		if got := edda.ask("GET", "/articles", nil); got.StatusCode != http.StatusOK {
			t.Errorf("with the second factor: %d", got.StatusCode)
		}
		if got := edda.ask("GET", "/account/second-factor", nil); strings.Contains(got.body, secret) || strings.Contains(got.body, codes[0]) {
			t.Error("secret or codes are shown again")
		}

		// At sign-in, the password alone opens nothing.
		again := browser()
		again.leads(again.ask("POST", "/login", password), "/login/code?next=%2Fclaims%3Fstatus%3Ddisputed")
		if again.kept[session] != "" || again.kept[pending] == "" {
			t.Errorf("after the password: %v", again.kept)
		}
		again.kept[session] = again.kept[pending]
		again.leads(again.ask("GET", "/account", nil), "/login?next=%2Faccount")
		delete(again.kept, session)
		again.ask("GET", "/login/code?next=/claims", nil).read(t, http.StatusOK)
		for name, wrong := range map[string]string{"used": code, "wrong": "000000", "unreadable": "\x00"} {
			got := again.ask("POST", "/login/code", url.Values{"code": {wrong}, "next": {"/claims"}})
			if got.StatusCode != http.StatusUnauthorized || again.kept[session] != "" || strings.Contains(got.body, wrong) {
				t.Errorf("a code that is %s: %d", name, got.StatusCode)
			}
		}
		again.leads(again.ask("POST", "/login/code", url.Values{"code": {shownBy(t, secret, 30*time.Second)}, "next": {"//elsewhere.example"}}), "/")
		if again.kept[session] == "" || again.kept[pending] != "" {
			t.Errorf("after the code: %v", again.kept)
		}

		// A one-time link for a new password is no way past it.
		link, err := s.ResetLink(t.Context(), news.Admin, news.Editor.UserID)
		if err != nil {
			t.Fatal(err)
		}
		reset := browser()
		reset.leads(reset.ask("POST", "/join/"+link, url.Values{"password": {"quite another password"}}), "/login/code?next=%2F")
		if reset.kept[session] != "" {
			t.Error("the link opened a session")
		}

		// An administrator takes it away; everybody's sessions of that person end.
		ada := browser()
		ada.leads(ada.ask("POST", "/login", url.Values{"email": {news.Admin.Email}, "password": {storetest.Password}}), "/")
		remove := ada.ask("GET", "/people", nil).read(t, 200).Find("form[action$='second-factor/remove']")
		if remove.Length() != 1 {
			t.Fatalf("%d people have a second factor", remove.Length())
		}
		ada.leads(ada.ask("POST", remove.AttrOr("action", ""), nil), fmt.Sprintf("/people#person-%d", news.Editor.UserID))
		edda.leads(edda.ask("GET", "/articles", nil), "/login?next=%2Farticles")
		says := storetest.Texts(t, address, "SELECT action FROM events WHERE action LIKE '%factor%' OR action LIKE 'recovery%' ORDER BY id")
		if got := strings.Join(says, ", "); got != "second factor set up, second factor removed" {
			t.Errorf("the record: %s", got)
		}
	})
}

// Who comes by the single sign-on is not asked for a second factor of ours: the provider asks for its own.
func TestSignOnNeedsNoSecondFactorOfOurs(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	token, _, err := s.SignInBy(t.Context(), models.Identity{Issuer: "https://id.example", Subject: "e", Email: news.Editor.Email, EmailVerified: true}, nil, models.Session{})
	if err != nil {
		t.Fatal(err)
	}
	b := &jar{t, handlers.New(s, handlers.Config{SecondFactor: []models.Role{models.Editor}}), map[string]string{"linecheck": token}}
	if got := b.ask("GET", "/articles", nil); got.StatusCode != http.StatusOK {
		t.Errorf("%d", got.StatusCode)
	}
	if got := b.ask("GET", "/account/second-factor", nil); !strings.Contains(got.body, "single sign-on") || strings.Contains(got.body, "/secrets") {
		t.Error("the page offers one")
	}
	if got := b.ask("POST", "/account/second-factor/secrets", nil); got.StatusCode != http.StatusForbidden {
		t.Errorf("setting one up: %d", got.StatusCode)
	}
}

// TestJourneyOfASecondFactor sets one up by hand and signs in with it, with and without scripts; on each page axe-core has nothing to say.
func TestJourneyOfASecondFactor(t *testing.T) {
	for name, options := range map[string]pageOptions{"scripts": {Width: 390, Height: 844}, "no scripts": {NoScript: true}} {
		t.Run(name, func(t *testing.T) { setUpAndSignIn(t, storetest.Open(t, storetest.SQLite(t)), options) })
	}
}

func setUpAndSignIn(t *testing.T, s *store.Store, options pageOptions) {
	news := storetest.Newsroom(t, s)
	site := httptest.NewServer(handlers.New(s, handlers.Config{Zone: zone}))
	t.Cleanup(site.Close)
	look := func(p *page, name string) {
		if !options.NoScript {
			p.examine(t, name)
		}
	}
	tab := newPage(t, site.URL, options)
	tab.Allow("the server responded with a status of 4")
	password := func() {
		tab.Go("/login")
		tab.Fill("input[name=email]", news.Reviewer.Email)
		tab.Fill("input[name=password]", storetest.Password)
		tab.Leads(func() { tab.Click("main form button") })
	}
	password()
	tab.Go("/account/second-factor")
	tab.Leads(func() { tab.Click("main form button") })
	look(tab, "to be set up")
	secret := tab.Text("#secret")
	tab.Fill("input[name=code]", shownBy(t, secret, 0))
	tab.Fill("input[name=password]", storetest.Password)
	tab.Leads(func() { tab.Click("main ol form button") })
	look(tab, "recovery codes")
	recovery := strings.Fields(tab.Text("#recovery-codes"))
	if len(recovery) != 10 {
		t.Fatalf("recovery codes: %q", recovery)
	}
	tab.Leads(func() { tab.Click("form[action='/logout'] button") })

	password()
	look(tab, "code")
	tab.Fill("input[name=code]", "000 000")
	tab.Leads(func() { tab.Click("main form button") })
	tab.WaitText("main [role=alert]", "Wrong code")
	look(tab, "code refused")
	tab.Fill("input[name=code]", recovery[0])
	tab.Leads(func() { tab.Click("main form button") })
	tab.Go("/account/second-factor")
	tab.WaitText("#codes-left", "9")
	look(tab, "on")
	tab.Fill("#remove-code", "1")
	tab.Leads(func() { tab.Click("form[action$='/remove'] button") })
	look(tab, "not switched off")
	tab.Fill("#remove-code", shownBy(t, secret, 30*time.Second))
	tab.Leads(func() { tab.Click("form[action$='/remove'] button") })
	tab.WaitText("h1", "Sign in")
	password()
	tab.Go("/account")
	tab.WaitText("h1", "Your account")
}
