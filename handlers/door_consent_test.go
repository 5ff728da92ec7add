package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

var oneTimeLink = regexp.MustCompile(`/join/[\w-]+`)

// An invitation looks the same whether or not the address has an account, and moves nobody to a desk without their consent.
func TestInvitationsDoNotTellWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		otto := storetest.AddPerson(t, s, "Otto Other", "otto@example.org", models.Admin, news.OtherDesk)
		admin := sitetest.VisitAs(t, s, otto)
		stranger := sitetest.Caller{T: t, Site: admin.Site, Cookie: &http.Cookie{Name: "nothing", Value: "x"}}
		var answers, pages []string
		var links []string
		for _, email := range []string{news.Editor.Email, "nobody@example.org"} {
			got := admin.Post("/invitations", url.Values{"name": {"Same Name"}, "email": {email}, "role": {"reviewer"},
				"desk": {fmt.Sprint(news.OtherDesk.ID)}})
			link := oneTimeLink.FindString(got.Text)
			if got.StatusCode != http.StatusCreated || link == "" {
				t.Fatalf("inviting %s: %d without a link", email, got.StatusCode)
			}
			plain := strings.NewReplacer(email, "EMAIL", link, "LINK")
			answers = append(answers, sitetest.VisibleText(got.Document(t, http.StatusCreated).Find("main h1, main .notice, #link")))
			pages = append(pages, plain.Replace(stranger.Get(link).Text))
			links = append(links, link)
		}
		if answers[0] != answers[1] {
			t.Errorf("the answers differ:\n%s\n%s", answers[0], answers[1])
		}
		if pages[0] != pages[1] {
			t.Errorf("the pages of the links differ:\n%s\n%s", pages[0], pages[1])
		}
		if _, member := reread(t, s, news.Editor).Role(news.OtherDesk.ID); member {
			t.Error("the editor belongs to the other desk without their consent")
		}
		if got := stranger.Post(links[0], url.Values{"name": {"Eve"}, "password": {"a few unrelated words"}}); got.StatusCode != 422 {
			t.Errorf("joining as the editor with another password: %d, want 422", got.StatusCode)
		}
		if got := admin.Post(links[0]+"/memberships", nil); got.StatusCode != http.StatusNotFound {
			t.Errorf("the administrator consents for the editor: %d, want 404", got.StatusCode)
		}
		edda := sitetest.VisitAs(t, s, news.Editor)
		if page := edda.Page(links[0]); !strings.Contains(sitetest.VisibleText(page.Find("main")), "Nothing changes unless you join") {
			t.Errorf("the invited editor sees %s", sitetest.VisibleText(page.Find("main")))
		}
		if got := edda.Post(links[0]+"/memberships", nil); got.StatusCode != http.StatusSeeOther {
			t.Errorf("the editor consents: %d", got.StatusCode)
		}
		if role, _ := reread(t, s, news.Editor).Role(news.OtherDesk.ID); role != models.Reviewer {
			t.Errorf("with their consent the editor is %q at the other desk", role)
		}
	})
}

func reread(t *testing.T, s *store.Store, who models.Reader) models.Reader {
	t.Helper()
	again, err := s.ReaderByEmail(t.Context(), who.Email)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// A similar but different address is not accepted. Different spellings of the same address are.
func TestAddressesThatLookAlike(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Ana@Example.org":               "ana@example.org",
		"\uff41na\uff20example.org":     "ana@example.org",
		"an\u200ba@example.org":         "",
		"ana@exa\u00admple.org":         "",
		"ana\u2060@example.org":         "",
		"a\u202ena@example.org":         "",
		"ana@example.org\ufeff":         "",
		"ana@example\u3002org":          "",
		"\u2061ana@example.org":         "",
		"a na@example.org":              "",
		"\u0645\u0631\u06cc\u0645@x.ir": "\u0645\u0631\u06cc\u0645@x.ir",
	} {
		var wrong models.ValidationErrors
		_, got := models.CheckPerson("Ana", typed, &wrong)
		if want == "" && len(wrong) == 0 || want != "" && (len(wrong) > 0 || got != want) {
			t.Errorf("%+q is stored as %+q with errors %v; want %+q", typed, got, wrong, want)
		}
	}
}
