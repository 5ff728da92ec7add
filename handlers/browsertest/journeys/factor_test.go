package journeys

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"linecheck/handlers"
	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/store"
	"linecheck/store/storetest"
)

// TestJourneyOfASecondFactor sets one up by hand and signs in with it, with and without scripts. All pages
// are accessible.
func TestJourneyOfASecondFactor(t *testing.T) {
	for name, options := range map[string]browsertest.Options{"scripts": {Width: 390, Height: 844}, "no scripts": {NoScript: true}} {
		t.Run(name, func(t *testing.T) { setUpAndSignIn(t, storetest.Open(t, storetest.SQLite(t)), options) })
	}
}

func setUpAndSignIn(t *testing.T, s *store.Store, options browsertest.Options) {
	news := storetest.Newsroom(t, s)
	site := httptest.NewServer(handlers.New(s, handlers.Config{Zone: sitetest.Zone}))
	t.Cleanup(site.Close)
	look := func(p *browsertest.Page, name string) {
		if !options.NoScript {
			p.CheckPage(t, name)
		}
	}
	tab := browsertest.Open(t, site.URL, options)
	tab.AllowProblems("the server responded with a status of 4")
	password := func() {
		tab.Go("/login")
		tab.Fill("input[name=email]", news.Reviewer.Email)
		tab.Fill("input[name=password]", storetest.Password)
		tab.Navigate(func() { tab.Click("main form button") })
	}
	password()
	tab.Go("/account/second-factor")
	tab.Navigate(func() { tab.Click("main form button") })
	look(tab, "to be set up")
	secret := tab.Text("#secret")
	tab.Fill("input[name=code]", sitetest.OneTimeCode(t, secret, 0))
	tab.Fill("input[name=password]", storetest.Password)
	tab.Navigate(func() { tab.Click("main ol form button") })
	look(tab, "recovery codes")
	recovery := strings.Fields(tab.Text("#recovery-codes"))
	if len(recovery) != 10 {
		t.Fatalf("recovery codes: %q", recovery)
	}
	tab.Click(".account summary")
	tab.Navigate(func() { tab.Click("form[action='/logout'] button") })

	password()
	look(tab, "code")
	tab.Fill("input[name=code]", "000 000")
	tab.Navigate(func() { tab.Click("main form button") })
	tab.WaitText("main [role=alert]", "Wrong code")
	look(tab, "code refused")
	tab.Fill("input[name=code]", recovery[0])
	tab.Navigate(func() { tab.Click("main form button") })
	tab.Go("/account/second-factor")
	tab.WaitText("#codes-left", "9")
	look(tab, "on")
	tab.Fill("#remove-code", "1")
	tab.Navigate(func() { tab.Click("form[action$='/remove'] button") })
	look(tab, "not switched off")
	tab.Fill("#remove-code", sitetest.OneTimeCode(t, secret, 30*time.Second))
	tab.Navigate(func() { tab.Click("form[action$='/remove'] button") })
	tab.WaitText("h1", "Sign in")
	password()
	tab.Go("/account")
	tab.WaitText("h1", "Your account")
}
