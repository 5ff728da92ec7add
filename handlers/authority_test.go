package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store/storetest"
	"linecheck/views"
)

// An API token, even an administrator's with the scope write, opens the API and the exports and nothing else: no page, no
// account, no settings of a desk. Every other route answers as if the program were signed out, and changes nothing.
func TestTokenOpensNoPage(t *testing.T) {
	t.Parallel()
	b := newRightsFixture(t)
	token, err := b.Store.AddToken(t.Context(), b.Fixture.Admin, models.NewToken{Name: "T", Scope: "write"})
	if err != nil {
		t.Fatal(err)
	}
	before, err := b.Store.Chain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	table, nobodyIn, asked := tableOfRights(t), b.askers[0], 0
	for _, route := range b.routes() {
		who := table[route.Method+" "+strings.TrimPrefix(route.Path, views.FragmentsPath)]
		forScripts := strings.HasPrefix(route.Path, "/api/") ||
			slices.Contains([]string{".csv", ".xlsx", ".json", ".jsonld", ".docx", ".jws"}, path.Ext(route.Path))
		if forScripts || who == anyone || who == nobody {
			continue
		}
		asked++
		send := func(header string) sitetest.Reply {
			request := httptest.NewRequest(route.Method, b.path(nobodyIn, route.Path, true), strings.NewReader(b.form(route.Path).Encode()))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if header != "" {
				request.Header.Set("Authorization", header)
			}
			return sitetest.Reply{Response: answer(b.Site, request).Result()}
		}
		got, want := send("Bearer "+token), send("")
		if got.StatusCode != want.StatusCode || got.Header.Get("Location") != want.Header.Get("Location") || got.StatusCode == http.StatusOK {
			t.Errorf("%s %s with a token: %d %s, want %d %s as without one", route.Method, route.Path,
				got.StatusCode, got.Header.Get("Location"), want.StatusCode, want.Header.Get("Location"))
		}
	}
	if asked < 100 {
		t.Errorf("only %d routes were tried", asked)
	}
	if after, err := b.Store.Chain(t.Context()); err != nil || after != before {
		t.Errorf("the audit log has %d events, want %d as before: %v", after.Length, before.Length, err)
	}
}

// Following a link, as mail scanners and chat programs do, shows a form. It uses nothing up and changes nothing.
func TestFollowingALinkChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		setup, err := s.CreateSetupToken(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		stranger := sitetest.Caller{T: t, Site: sitetest.NewSite(s), Cookie: &http.Cookie{Name: "nothing", Value: "x"}}
		follow := func(links ...string) {
			t.Helper()
			before := openedByLinks(t, address)
			for _, link := range links {
				for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodGet} {
					if got := stranger.Do(httptest.NewRequest(method, link, nil)); got.StatusCode != http.StatusOK {
						t.Errorf("%s %s: %d", method, link, got.StatusCode)
					}
				}
			}
			if after := openedByLinks(t, address); after != before {
				t.Errorf("following %q changed the counts from %s to %s", links, before, after)
			}
		}
		follow("/setup/" + setup)
		n := storetest.Newsroom(t, s)
		join, err := s.Invite(t.Context(), n.Admin,
			models.Invitation{Name: "Nel", Email: "nel@example.org", DeskID: &n.Desk.ID, Role: models.Reviewer})
		if err != nil {
			t.Fatal(err)
		}
		reset, err := s.CreateResetLink(t.Context(), n.Admin, n.Editor.UserID)
		if err != nil {
			t.Fatal(err)
		}
		follow("/join/"+join, "/join/"+reset)
		for name, token := range map[string]string{"invitation": join, "reset": reset} {
			if _, err := s.Join(t.Context(), token, "Nel New", "five unrelated plain words here"); err != nil {
				t.Errorf("the %s link after it was followed: %v", name, err)
			}
		}
	})
}

// openedByLinks counts the events, accounts, memberships and sessions, and the links that were used or revoked.
func openedByLinks(t *testing.T, address string) string {
	t.Helper()
	var counts []string
	for _, from := range []string{"events", "users", "memberships", "sessions", "invitations WHERE used_at IS NOT NULL",
		"invitations WHERE revoked_at IS NOT NULL"} {
		counts = append(counts, from+": "+storetest.ReadColumn(t, address, "SELECT count(*) FROM "+from)[0])
	}
	return strings.Join(counts, ", ")
}
