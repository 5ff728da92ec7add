package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// Every record of a change made with an API token names the token: the audit log, its export, the sign-off, and the copies.
func TestAPISignOffNamesItsToken(t *testing.T) {
	eachDatabase(t, "It rained. It was wet.", func(t *testing.T, d *apiDesk) {
		const name = "Nightly <b>script</b>: page"
		script, err := d.store.AddTokenByEmail(t.Context(), "editor@example.org", models.NewToken{Name: name, Scope: "write"})
		if err != nil {
			t.Fatal(err)
		}
		v := sitetest.VisitAs(t, d.store, d.fixture.Editor)
		d.markAllReadByAPI(d.reviewer)
		d.do(script, "POST", d.article+"/signoffs", d.gate().signingBody(), http.StatusCreated)
		d.checkTokenNamed(t, v, name, "print", "corrections")
		d.do(d.reviewer, "POST", d.article+"/claims", `{"quote":"wet"}`, http.StatusCreated) // which voids the sign-off
		d.checkTokenNamed(t, v, name, "print")                                               // the checked copy does not list void decisions
	})
}

// checkTokenNamed checks that everything that names the sign-off also names its token. This includes Word files, and sign-offs that are
// void.
func (d *apiDesk) checkTokenNamed(t *testing.T, v sitetest.Caller, name string, files ...string) {
	t.Helper()
	var token int64
	for _, door := range strings.Split(v.Get(d.article+"/record.csv?kind=sign-off").Text, "\n") {
		if _, rest, found := strings.Cut(door, ",token "); found && strings.Contains(door, "article signed") {
			_, _ = fmt.Sscanf(rest, "%d: Nightly <b>script</b>: page", &token)
		}
	}
	want := fmt.Sprintf("by API token %d (%s)", token, name)
	if token == 0 {
		t.Errorf("record.csv does not name the token: %s", v.Get(d.article+"/record.csv").Text)
	}
	checkContains(t, v.Page(d.article+"/record?kind=sign-off").Find("main"), want)
	checkContains(t, v.Page(d.article+"/gate").Find("main"), want)
	checkContains(t, v.Page(d.article+"/print").Find(".copy-gate"), "Signed off", "by Edda Editor (editor) "+want)
	for _, copied := range files {
		file := docxText(t, v.Get(d.article+"/"+copied+".docx"))
		for _, part := range []string{fmt.Sprintf("by API token %d (", token), "Nightly &lt;b&gt;script&lt;/b&gt;: page"} {
			if !strings.Contains(file, part) {
				t.Errorf("%s.docx does not name the token: there is no %q", copied, part)
			}
		}
	}
}

// A sign-off on the page names no token.
func TestPageSignOffNamesNoToken(t *testing.T) {
	eachDatabase(t, "It rained.", func(t *testing.T, d *apiDesk) {
		d.markAllReadByAPI(d.reviewer)
		v := sitetest.VisitAs(t, d.store, d.fixture.Editor)
		if got := postSignOff(v, models.Article{ID: d.created.ID}, signOffForm(v, models.Article{ID: d.created.ID})); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("signing on the page: %d", got.StatusCode)
		}
		for _, page := range []string{"gate", "print", "corrections"} {
			said := sitetest.VisibleText(v.Page(d.article + "/" + page).Find("main"))
			if !strings.Contains(said, "Signed off") || strings.Contains(said, "token") {
				t.Errorf("%s says: %s", page, said)
			}
		}
	})
}
