package handlers_test

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/go-jose/go-jose/v4"

	"linecheck/handlers"
	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// ssoSite is a site with single sign-on. Tests choose which of several instances responds.
type ssoSite struct {
	t         *testing.T
	url       string
	provider  *sitetest.Provider
	instances []http.Handler
	turn      atomic.Int64
}

// newSSOSite serves stores, each by its own instance.
func newSSOSite(t *testing.T, settings func(*sitetest.Provider) *handlers.SSOConfig, stores ...*store.Store) *ssoSite {
	t.Helper()
	s := &ssoSite{t: t, provider: sitetest.StartProvider(t)}
	server := httptest.NewServer(
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.instances[s.turn.Load()].ServeHTTP(w, r) }),
	)
	t.Cleanup(server.Close)
	s.url = server.URL
	for _, records := range stores {
		s.instances = append(
			s.instances,
			handlers.New(records, handlers.Config{Zone: sitetest.Zone, BaseURL: s.url, SSO: settings(s.provider)}),
		)
	}
	return s
}

func editorSettings(p *sitetest.Provider) *handlers.SSOConfig {
	return p.Settings("editors=editor@City desk")
}

// ssoBrowser is a client that keeps cookies and does not follow redirects.
type ssoBrowser struct {
	*http.Client
	site *ssoSite
}

func (s *ssoSite) newBrowser() ssoBrowser {
	jar, _ := cookiejar.New(nil) // never fails without options
	return ssoBrowser{
		&http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		s,
	}
}

// get requests a URL, or a path of the site.
func (v ssoBrowser) get(address string) sitetest.Reply {
	v.site.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = v.site.url + address
	}
	response, err := v.Get(address)
	if err != nil {
		v.site.t.Fatal(err)
	}
	defer response.Body.Close()
	return sitetest.Reply{Response: response, Text: readAll(v.site.t, response.Body)}
}

// toProvider starts a sign-in, visits the provider and returns the callback URL.
func (v ssoBrowser) toProvider(next string) string {
	v.site.t.Helper()
	there := v.get("/sign-on?next=" + url.QueryEscape(next))
	if there.StatusCode != http.StatusSeeOther ||
		!strings.HasPrefix(there.Header.Get("Location"), v.site.provider.Server.URL+"/authorize?") {
		v.site.t.Fatalf("%d, to %q: %s", there.StatusCode, there.Header.Get("Location"), there.Text)
	}
	back := v.get(there.Header.Get("Location"))
	if back.StatusCode != http.StatusFound {
		v.site.t.Fatalf("the provider says %d: %s", back.StatusCode, back.Text)
	}
	return back.Header.Get("Location")
}

// barName returns the name in the bar: "Sign in" without a session.
func (v ssoBrowser) barName() string {
	v.site.t.Helper()
	page, err := goquery.NewDocumentFromReader(strings.NewReader(v.get("/me").Text))
	if err != nil {
		v.site.t.Fatal(err)
	}
	return sitetest.VisibleText(page.Find("#me"))
}

// cookies returns the tokens of the browser's session and of its pending sign-in.
func (v ssoBrowser) cookies() map[string]string {
	u, _ := url.Parse(v.site.url)
	found := map[string]string{}
	for _, c := range v.Jar.Cookies(u) {
		found[c.Name] = c.Value
	}
	return found
}

// A user signs in with the provider, starting at one instance and finishing at another. They reach the
// requested page, with the roles of their groups.
func TestSSO(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		storetest.Newsroom(t, s)
		site := newSSOSite(t, editorSettings, s, storetest.Open(t, address))
		v := site.newBrowser()
		if door := v.get("/articles?q=x"); door.Header.Get("Location") != "/login?next=%2Farticles%3Fq%3Dx" {
			t.Fatalf("the door is at %q", door.Header.Get("Location"))
		}
		page := v.get("/login?next=%2Farticles%3Fq%3Dx").Document(t, http.StatusOK)
		button := page.Find(`a.button[href^="/sign-on"]`)
		if sitetest.VisibleText(button) != "Sign in with Example <ID>" ||
			button.AttrOr("href", "") != "/sign-on?next=%2Farticles%3Fq%3Dx" ||
			page.Find("input[type=password]").Length() != 1 {
			t.Errorf("the page shows %q to %q", sitetest.VisibleText(button), button.AttrOr("href", ""))
		}
		back := v.toProvider("/articles?q=x")
		site.turn.Store(1)
		in := v.get(back)
		if in.StatusCode != http.StatusSeeOther || in.Header.Get("Location") != "/articles?q=x" {
			t.Fatalf("%d to %q: %s", in.StatusCode, in.Header.Get("Location"), in.Text)
		}
		if v.barName() != "Ann Other" || len(v.cookies()) != 1 {
			t.Errorf("signed in is %q, with cookies %v", v.barName(), v.cookies())
		}
		if said := sitetest.VisibleText(v.get("/desks").Document(t, http.StatusOK).Find("tbody")); !strings.Contains(said, "City desk") ||
			!strings.Contains(said, "editor") {
			t.Errorf("their desks: %q", said)
		}
		// A second sign-in creates a new session and ends the previous one.
		was := v.cookies()["linecheck"]
		v.get(v.toProvider("/"))
		if now := v.cookies()["linecheck"]; now == was || now == "" || v.barName() != "Ann Other" {
			t.Errorf("the session was %q and is %q", was, now)
		}
		if _, err := s.Reader(t.Context(), was); err == nil {
			t.Error("the session of before still opens")
		}
		// After the user has left the group, the page says so and no session starts.
		site.provider.Person["groups"] = []string{"strangers"}
		other := site.newBrowser()
		refused := other.get(other.toProvider("/")).Document(t, http.StatusForbidden)
		if sitetest.VisibleText(refused.Find("h1")) != "You have no role here yet" || other.barName() != "Sign in" {
			t.Errorf("without a group: %q, %q", sitetest.VisibleText(refused.Find("h1")), other.barName())
		}
		if _, err := s.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// With any error in the provider's answer, nobody is signed in.
func TestSSORejectsForgedAnswers(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	storetest.Newsroom(t, s)
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(sitetest.SigningKey().Public())
	if err != nil {
		t.Fatal(err)
	}
	lie := func(claim string, value any) func(*ssoSite) {
		return func(s *ssoSite) { s.provider.ChangeClaims = func(claims map[string]any) { claims[claim] = value } }
	}
	sign := func(do func([]byte) string) func(*ssoSite) { return func(s *ssoSite) { s.provider.Sign = do } }
	none := func([]byte) []byte { return nil }
	const untrusted, used = "could not be trusted", "another browser, took too long or was used already"
	for name, c := range map[string]struct {
		deceive func(*ssoSite)
		back    func(url.Values) // changes the callback's query
		said    string
	}{
		"another nonce":             {lie("nonce", "another"), nil, untrusted},
		"no nonce":                  {lie("nonce", nil), nil, untrusted},
		"another audience":          {lie("aud", "another-program"), nil, untrusted},
		"a token for another party": {lie("azp", "another-program"), nil, untrusted},
		"another issuer":            {lie("iss", "https://evil.example"), nil, untrusted},
		"an expired token":          {lie("exp", time.Now().Add(-time.Minute).Unix()), nil, untrusted},
		"a token of tomorrow":       {lie("nbf", time.Now().Add(time.Hour).Unix()), nil, untrusted},
		"a token of another answer": {lie("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"), nil, untrusted},
		"no subject":                {lie("sub", ""), nil, untrusted},
		"no signature":              {sign(func(b []byte) string { return sitetest.UnsignedJWT(`{"alg":"none"}`, b, none) }), nil, untrusted},
		"no signature, in capitals": {sign(func(b []byte) string { return sitetest.UnsignedJWT(`{"alg":"None","kid":"one"}`, b, none) }), nil, untrusted},
		"the public key as a secret": {sign(func(b []byte) string {
			return sitetest.UnsignedJWT(`{"alg":"HS256","kid":"one"}`, b, func(first []byte) []byte { m := hmac.New(sha256.New, public); m.Write(first); return m.Sum(nil) })
		}), nil, untrusted},
		"our secret as the key": {sign(func(b []byte) string {
			return sitetest.UnsignedJWT(`{"alg":"HS256","kid":"one"}`, b, func(first []byte) []byte {
				m := hmac.New(sha256.New, []byte("a secret & more"))
				m.Write(first)
				return m.Sum(nil)
			})
		}), nil, untrusted},
		"another's key": {sign(func(b []byte) string {
			return sitetest.SignJWT(t, jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: stranger, KeyID: "one"}}, b)
		}), nil, untrusted},
		"no token":                  {sign(func([]byte) string { return "" }), nil, untrusted},
		"another state":             {nil, func(q url.Values) { q.Set("state", strings.Repeat("x", 43)) }, used},
		"no state":                  {nil, func(q url.Values) { q.Del("state") }, used},
		"a made-up code":            {nil, func(q url.Values) { q.Set("code", "made-up") }, untrusted},
		"another provider's answer": {nil, func(q url.Values) { q.Set("iss", "https://evil.example") }, untrusted},
		"a refusal":                 {nil, func(q url.Values) { q.Del("code"); q.Set("error", "access_denied<script>") }, "did not sign you in"},
	} {
		t.Run(name, func(t *testing.T) {
			site := newSSOSite(t, editorSettings, s)
			if c.deceive != nil {
				c.deceive(site)
			}
			v := site.newBrowser()
			back, err := url.Parse(v.toProvider("/articles"))
			if err != nil {
				t.Fatal(err)
			}
			if c.back != nil {
				query := back.Query()
				c.back(query)
				back.RawQuery = query.Encode()
			}
			answer := v.get(back.String())
			if answer.StatusCode < 400 || !strings.Contains(answer.Text, c.said) || strings.Contains(answer.Text, "access_denied<") {
				t.Errorf("%d: %s", answer.StatusCode, answer.Text)
			}
			if v.barName() != "Sign in" || v.cookies()["linecheck"] != "" {
				t.Errorf("%q is signed in", v.barName())
			}
		})
	}
	if _, err := s.ReaderByEmail(t.Context(), "ann@example.org"); err == nil {
		t.Error("somebody got an account")
	}
}

// A callback works once, in the browser that started the sign-in, and only with the matching code.
func TestSSORejectsReplay(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	storetest.Newsroom(t, s)
	site := newSSOSite(t, editorSettings, s)
	ann, mallory := site.newBrowser(), site.newBrowser()
	refused := func(name string, v ssoBrowser, address string) {
		t.Helper()
		if got := v.get(address); got.StatusCode != http.StatusUnauthorized || v.cookies()["linecheck"] != "" || v.barName() != "Sign in" {
			t.Errorf("%s: %d, signed in is %q", name, got.StatusCode, v.barName())
		}
	}
	back := ann.toProvider("/")
	refused("in another browser, without a sign-in of its own", mallory, back)
	mallory.toProvider("/")
	refused("in another browser, with a sign-in of its own", mallory, back)
	// The code of one sign-in with the state of another: the provider detects the wrong verifier.
	hers, _ := url.Parse(back)
	own := mallory.toProvider("/")
	his, _ := url.Parse(own)
	mixed := his.Query()
	mixed.Set("code", hers.Query().Get("code"))
	his.RawQuery = mixed.Encode()
	refused("a stolen code", mallory, his.String())
	again := ann.toProvider("/")
	kept := ann.cookies()["linecheck-sign-on"]
	if got := ann.get(again); got.StatusCode != http.StatusSeeOther || ann.barName() != "Ann Other" {
		t.Fatalf("%d: %s", got.StatusCode, got.Text)
	}
	// Again with the cookie restored, from a browser without a session.
	u, _ := url.Parse(site.url)
	mallory.Jar.SetCookies(u, []*http.Cookie{{Name: "linecheck-sign-on", Value: kept}})
	refused("a second time", mallory, again)
	// A HEAD request does not use the URL up.
	back = ann.toProvider("/work")
	head, err := ann.Head(back)
	if err != nil {
		t.Fatal(err)
	}
	head.Body.Close()
	if got := ann.get(back); got.Header.Get("Location") != "/work" {
		t.Errorf("after somebody looked: %d", got.StatusCode)
	}
	// The provider received only the hash of the verifier, and all values differ in each sign-in.
	seen := map[string]bool{}
	for _, asked := range site.provider.AuthorizeRequests {
		for _, field := range []string{"state", "nonce", "code_challenge"} {
			if seen[asked.Get(field)] || len(asked.Get(field)) < 43 {
				t.Errorf("%s %q is too short or was used before", field, asked.Get(field))
			}
			seen[asked.Get(field)] = true
		}
	}
}

// Redirects after the sign-in always stay on the site.
func TestSSORedirectsStayOnSite(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	storetest.Newsroom(t, s)
	site := newSSOSite(t, editorSettings, s)
	for _, next := range []string{"https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example", ""} {
		v := site.newBrowser()
		if got := v.get(v.toProvider(next)); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/" {
			t.Errorf("%q leads to %q", next, got.Header.Get("Location"))
		}
	}
}

// With https, the cookies are bound to this host, and the callback URL is https, for any host in the request.
func TestSSOByHTTPS(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	p := sitetest.StartProvider(t)
	site := handlers.New(s, handlers.Config{Zone: sitetest.Zone, BaseURL: "https://desk.example.org/", SSO: p.Settings()})
	recorder := httptest.NewRecorder()
	site.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "http://evil.example/sign-on", nil))
	cookies := recorder.Result().Cookies()
	testutil.Len(t, "cookies", cookies, 1)
	testutil.Equal(t, "cookies[0].Name", cookies[0].Name, "__Host-linecheck-sign-on")
	testutil.True(t, "cookies[0].Secure", cookies[0].Secure)
	testutil.True(t, "cookies[0].HttpOnly", cookies[0].HttpOnly)
	testutil.Equal(t, "cookies[0].Path", cookies[0].Path, "/")
	testutil.Equal(t, "cookies[0].Domain", cookies[0].Domain, "")
	testutil.Equal(t, "cookies[0].SameSite", cookies[0].SameSite, http.SameSiteLaxMode)
	to, err := url.Parse(recorder.Header().Get("Location"))
	if err != nil || to.Query().Get("redirect_uri") != "https://desk.example.org/sign-on/callback" {
		t.Errorf("it would come back to %q", to.Query().Get("redirect_uri"))
	}
}

// If the provider is unavailable, the page says so; later it is discovered without a restart. Without a
// provider there is no such route.
func TestSSOProviderUnavailable(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	storetest.Newsroom(t, s)
	site := newSSOSite(t, editorSettings, s)
	v := site.newBrowser()
	routes := site.provider.Server.Config.Handler
	site.provider.Server.Config.Handler = http.NotFoundHandler()
	if got := v.get("/sign-on"); got.StatusCode != http.StatusServiceUnavailable || !strings.Contains(got.Text, "cannot be reached") {
		t.Errorf("%d: %s", got.StatusCode, got.Text)
	}
	site.provider.Server.Config.Handler = routes
	if got := v.get(v.toProvider("/")); got.StatusCode != http.StatusSeeOther {
		t.Errorf("%d: %s", got.StatusCode, got.Text)
	}
	without := sitetest.VisitAs(t, s, models.Reader{Email: "editor@example.org"})
	for _, path := range []string{"/sign-on", "/sign-on/callback?code=x&state=y"} {
		without.Get(path).Document(t, http.StatusNotFound)
	}
}

// If only single sign-on is enabled, passwords do not work; the first administrator can still be created.
func TestSSOOnly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		token, err := s.CreateSetupToken(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		site := newSSOSite(t, func(p *sitetest.Provider) *handlers.SSOConfig {
			settings := p.Settings("chiefs=admin@City desk")
			settings.Only = true
			return settings
		}, s)
		post := func(v ssoBrowser, path string, form url.Values) sitetest.Reply {
			t.Helper()
			response, err := v.PostForm(site.url+path, form)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			return sitetest.Reply{Response: response, Text: readAll(t, response.Body)}
		}
		first := site.newBrowser()
		form := url.Values{"name": {"Ada Admin"}, "email": {"ada@example.org"}, "password": {storetest.Password}}
		if got := post(first, "/setup/"+token, form); got.StatusCode != http.StatusSeeOther || first.barName() != "Ada Admin" {
			t.Fatalf("the first administrator: %d %s", got.StatusCode, got.Text)
		}
		v := site.newBrowser()
		if page := v.get("/login").Document(t, http.StatusOK); page.Find("form[action='/login'], input[type=password]").Length() > 0 ||
			page.Find("a.button.primary").Length() != 1 {
			t.Error("the page asks for a password")
		}
		if got := post(v, "/login", form); got.StatusCode != http.StatusForbidden ||
			!strings.Contains(got.Text, "Passwords are switched off") ||
			v.barName() != "Sign in" {
			t.Errorf("with the right password: %d, %q", got.StatusCode, v.barName())
		}
		ada, err := s.ReaderByEmail(t.Context(), "ada@example.org")
		if err != nil {
			t.Fatal(err)
		}
		desk := ada.Desks[0].DeskID
		link, err := s.Invite(
			t.Context(),
			ada,
			models.Invitation{Name: "Nia New", Email: "nia@example.org", DeskID: &desk, Role: models.Writer},
		)
		if err != nil {
			t.Fatal(err)
		}
		if got := v.get("/join/" + link); got.StatusCode != http.StatusSeeOther ||
			!strings.HasPrefix(got.Header.Get("Location"), "/login?next=") {
			t.Errorf("a link without a session: %d to %q, want the sign-in page", got.StatusCode, got.Header.Get("Location"))
		}
		for path, form := range map[string]url.Values{"/join/" + link: form, "/account/password": {"old": {storetest.Password}, "new": {"another long password"}}, "/people/1/reset": nil} {
			if got := post(first, path, form); got.StatusCode != http.StatusForbidden {
				t.Errorf("%s: %d", path, got.StatusCode)
			}
		}
		if got := first.get("/account"); strings.Contains(got.Text, `action="/account/password"`) {
			t.Error("the account asks for a password")
		}
		invited := url.Values{"name": {"No Body"}, "email": {"nobody@example.org"}, "role": {"writer"}, "desk": {"1"}}
		if got := post(first, "/invitations", invited); got.StatusCode != http.StatusCreated {
			t.Errorf("an invitation of somebody unknown: %d, want 201 as for everybody", got.StatusCode)
		}
		// From then on, the first administrator signs in with the provider, with the same email, and keeps
		// their roles.
		site.provider.Person = map[string]any{"sub": "ada", "email": "ada@example.org", "email_verified": true}
		if got := v.get(v.toProvider("/people")); got.Header.Get("Location") != "/people" || v.barName() != "Ada Admin" ||
			v.get("/people").StatusCode != http.StatusOK {
			t.Errorf("%d to %q: %q", got.StatusCode, got.Header.Get("Location"), v.barName())
		}
		if first.barName() != "Sign in" {
			t.Error("the session that a password opened is still there")
		}
	})
}
