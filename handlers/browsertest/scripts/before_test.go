package scripts

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// A reviewer finds earlier checks and copies their evidence to a claim, with and without scripts.
func TestEvidenceIsReused(t *testing.T) {
	for name, options := range map[string]browsertest.Options{"with scripts": {}, "without scripts": {NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			d := openSite(t)
			old := storetest.AddClaim(t, d.store, d.news.Reviewer, storetest.AddArticle(t, d.store, d.news), "More than 4,000 people")
			_, err := d.store.Annotate(
				t.Context(),
				d.news.Reviewer,
				old.ClaimID,
				models.AnnotationInput{Status: "sourced", Version: 1, Evidence: []models.NewEvidence{
					{Title: "Traffic count", Class: "primary", Quote: "4,112 a day", AccessedOn: "2026-01-02", Kind: "document", Locator: "p. 1"}}},
			)
			if err != nil {
				t.Fatal(err)
			}
			place := storetest.AddClaim(t, d.store, d.news.Reviewer, storetest.AddArticle(t, d.store, d.news), "More than 4,000 people")
			p := browsertest.Open(t, d.base, options)
			browsertest.SignIn(p, d.news.Reviewer)
			p.Go(fmt.Sprintf("/articles/%d/sentences/%d", place.ArticleID, place.Ordinal))
			p.Navigate(func() { p.Click(fmt.Sprintf(`a[href="/claims/%d/before"]`, place.ClaimID)) })
			for _, words := range []string{"The words are the same", "the numbers are the same: 4,000", "Traffic count", "less than a day ago"} {
				if shown := p.Text("main"); !strings.Contains(strings.ReplaceAll(shown, "\u00a0", " "), words) {
					t.Errorf("without %q: %s", words, shown)
				}
			}
			p.CheckAccessibility(t, "checked before, "+name)
			if answer := p.Navigate(func() { p.Click(`form:has([name=copy-of]) button`) }); answer != http.StatusOK {
				t.Fatalf("copying answered %d", answer)
			}
			page, err := d.store.SentencePage(t.Context(), d.news.Reviewer, place.ArticleID, place.Ordinal)
			if err != nil {
				t.Fatal(err)
			}
			if c := page.Claims[0]; c.Status != models.Unchecked || len(c.Evidence) != 1 ||
				!strings.Contains(c.Evidence[0].Locator, fmt.Sprintf("copied from claim %d", old.ClaimID)) {
				t.Errorf("after copying the claim is %s on %+v", c.Status, c.Evidence)
			}
		})
	}
}
