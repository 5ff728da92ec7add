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

// On the pages of copies, text from users is always in an element of its own, which isolates its direction,
// and never mixed with the program's words.
func TestUserTextIsIsolatedOnCopies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		ctx := context.Background()
		const forged = "FORGED\n✓ Signed off FORGED\u2028by Edda Editor \u202eFORGED\u2069\u2069"
		oneLine := strings.NewReplacer("\n", " ", "\u2028", " ").Replace(forged)
		author := storetest.AddPerson(t, s, "FORGED Editor", "forged@example.org", models.Editor, n.Desk)
		article, err := s.CreateArticle(ctx, author, models.NewArticle{Title: oneLine, Text: storetest.Text, DeskID: n.Desk.ID})
		if err != nil {
			t.Fatal(err)
		}
		c := &copyFixture{t, s, n, article, map[string]int64{}}
		c.claims["€12 million"] = storetest.AddClaim(t, s, author, article, "€12 million").ClaimID
		c.annotate(
			author,
			"€12 million",
			models.AnnotationInput{
				Status: "sourced",
				Note:   forged,
				Evidence: []models.NewEvidence{{Title: oneLine, Publisher: oneLine, Class: "primary", Quote: forged,
					Kind: "document", Locator: "p. 1"}},
			},
		)
		_, err = s.ProposeCorrection(
			ctx,
			author,
			c.claims["€12 million"],
			models.NewCorrection{From: "€12 million", To: "€13 million", Reason: forged, Version: c.version("€12 million")},
		)
		c.must(err)
		_, _, err = s.RaiseQuery(ctx, author, models.NewQuery{ClaimID: c.claims["€12 million"], To: "writer", Body: forged})
		c.must(err)
		for _, path := range []string{"print", "corrections"} {
			page := sitetest.VisitAs(t, s, author).Page(fmt.Sprintf("/articles/%d/%s", article.ID, path))
			copy := page.Find("main.copy")
			before := strings.Count(copy.Text(), "FORGED")
			if before < 5 {
				t.Errorf("%s: only %d forged words are there", path, before)
			}
			copy.Find("bdi, [dir=auto]").Remove()
			if rest := copy.Text(); strings.Contains(rest, "FORGED") {
				t.Errorf("%s: typed words stand among the program’s: %s", path, strings.Join(strings.Fields(rest), " "))
			}
		}
	})
}
