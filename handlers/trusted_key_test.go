package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A second newsroom trusts the public key of the first. Its export page then names the origin of an imported file. No page or file
// contains the private part of a key.
func TestTrustedKeyOnThePages(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		home := storetest.SQLite(t)
		origin, s := storetest.Open(t, home), storetest.Open(t, address)
		there, n := storetest.Newsroom(t, origin), storetest.Newsroom(t, s)
		if err := origin.EnsureSigningKey(t.Context()); err != nil {
			t.Fatal(err)
		}
		writer := sitetest.VisitAs(t, origin, there.Writer)
		article := sitetest.CreateArticle(t, origin, there.Writer, there.Desk, "Rain", "It rained.")
		signOff(t, origin, there, article)
		file := writer.Get(fmt.Sprintf("/articles/%d/article.json", article.ID)).Text
		set := sitetest.Caller{T: t, Site: writer.Site, Cookie: &http.Cookie{Name: "nothing", Value: "x"}}.Get("/.well-known/jwks.json")
		var keys struct{ Keys []json.RawMessage }
		if err := json.Unmarshal([]byte(set.Text), &keys); err != nil || len(keys.Keys) != 1 {
			t.Fatalf("the key set is %d %s: %v", set.StatusCode, set.Text, err)
		}
		private := storetest.ReadColumn(t, home, "SELECT private FROM signing_keys")[0]
		if len(private) < 40 || strings.Contains(set.Text, private) || strings.Contains(file, private) {
			t.Error("the key set or the file contains the private part")
		}
		admin := sitetest.VisitAs(t, s, n.Admin)
		trusted := fmt.Sprintf("/desks/%d/keys", n.Desk.ID)
		form := url.Values{"name": {"Harbour Times"}, "key": {string(keys.Keys[0])}}
		if got := admin.Post(trusted, form); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("trusting the key: %d %s", got.StatusCode, got.Text)
		}
		checkContains(t, admin.Page(trusted).Find("main"), "Harbour Times", "added by Ada Admin")
		checkProof(t, s, n, file, "The file is as Harbour Times exported it, proved by its key.")
		forged := strings.Replace(file, `"title":"Rain"`, `"title":"Snow"`, 1)
		got := sitetest.VisitAs(t, s, n.Editor).Upload("/articles", url.Values{"language": {"en"}}, "x.json", []byte(forged))
		if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.Text, "does not fit the file") {
			t.Errorf("a changed file: %d %s", got.StatusCode, got.Text)
		}
		kid, _ := admin.Page(trusted).Find("input[name=kid]").Attr("value")
		if got := admin.Post(trusted+"/remove", url.Values{"kid": {kid}}); got.StatusCode != http.StatusSeeOther {
			t.Errorf("removing the key: %d", got.StatusCode)
		}
		checkContains(t, admin.Page(trusted).Find("main"), "This desk trusts no key yet.")
	})
}

// checkProof imports a file, and checks what the new article's export page says about its origin.
func checkProof(t *testing.T, s *store.Store, n storetest.Fixture, file, want string) {
	t.Helper()
	editor := sitetest.VisitAs(t, s, n.Editor)
	got := editor.Upload("/articles", url.Values{"language": {"en"}}, "x.json", []byte(file))
	if got.StatusCode != http.StatusSeeOther {
		t.Fatalf("importing: %d %s", got.StatusCode, got.Text)
	}
	at, _, _ := strings.Cut(got.Header.Get("Location"), "#")
	checkContains(t, editor.Page(at+"/export").Find("main"), want)
	checkContains(t, editor.Page(at+"/gate").Find("section[aria-labelledby=former-signoffs]"),
		"Signed off at Harbour Times, as its key proves. It counts for nothing here.")
}

// signOff reads an article as a reviewer, and signs it as an editor.
func signOff(t *testing.T, s *store.Store, n storetest.Fixture, article models.Article) {
	t.Helper()
	page, err := s.ArticlePage(t.Context(), n.Reviewer, article.ID)
	testutil.Must(t, err)
	for _, sentence := range page.AllSentences() {
		_, err := s.MarkRead(t.Context(), n.Reviewer, sentence.ID)
		testutil.Must(t, err)
	}
	gate, err := s.GatePage(t.Context(), n.Editor, article.ID)
	testutil.Must(t, err)
	testutil.Must(t, s.SignOff(t.Context(), n.Editor, article.ID, models.SignOffInput{SHA256: gate.Revision.SHA256, Changes: gate.Changes}))
}
