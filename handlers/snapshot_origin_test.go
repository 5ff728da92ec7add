package handlers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Everywhere a piece of evidence is shown, it says whether the server fetched its snapshot or who uploaded
// it.
func TestWhereASnapshotComesFromIsShown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		ctx := context.Background()
		a := storetest.AddArticle(t, s, n)
		place := storetest.AddClaim(t, s, n.Reviewer, a, "€12 million")
		if _, err := s.AddEvidence(ctx, n.Reviewer, place.ClaimID, models.NewEvidence{Title: "Budget", URL: "https://city.example/budget", Class: "primary", Stance: "supports"}); err != nil {
			t.Fatal(err)
		}
		v := sitetest.VisitAs(t, s, n.Reviewer)
		shown := func(want string) {
			t.Helper()
			pages := map[string]string{
				"/sources/1": ".origin",
				fmt.Sprintf("/articles/%d/sentences/%d", a.ID, place.Ordinal): ".source .who",
				fmt.Sprintf("/articles/%d/print", a.ID):                       ".copy-evidence .who",
			}
			for address, where := range pages {
				if got := sitetest.VisibleText(v.Page(address).Find(where)); !strings.Contains(got, want) {
					t.Errorf("%s does not say %q: %q", address, want, got)
				}
			}
			if file := docxText(t, v.Get(fmt.Sprintf("/articles/%d/print.docx", a.ID))); !strings.Contains(file, want) {
				t.Errorf("the Word file does not say %q", want)
			}
		}
		if got := v.Upload("/sources/1/snapshots", nil, "budget.txt", []byte("Twelve million.")); got.StatusCode != 303 {
			t.Fatalf("the upload: %d %s", got.StatusCode, got.Text)
		}
		shown("brought by")
		if _, err := s.AddSnapshot(ctx, n.Reviewer, 1, models.NewSnapshot{MediaType: "text/html", Content: []byte("<p>12"), Origin: models.SnapshotFetched}); err != nil {
			t.Fatal(err)
		}
		shown("fetched by this server for")
	})
}
