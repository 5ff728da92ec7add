package scripts

import (
	"context"
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// An existing source of the desk is found while typing and added to the evidence; without scripts, on the
// page of sources.
func TestTakingAKnownSource(t *testing.T) {
	for name, take := range map[string]struct {
		options browsertest.Options
		choose  func(p *browsertest.Page, claim int64)
	}{
		"as one types": {browsertest.Options{}, func(p *browsertest.Page, claim int64) {
			p.Click(fmt.Sprintf("#tag-%d summary", claim))
			p.Click(fmt.Sprintf("#tag-%d .picker summary", claim))
			p.Type(fmt.Sprintf("#tag-%d-source-q", claim), "traf cou")
			p.WaitText(".found .title", "Traffic count")
			p.Click(".found li:last-child input")
			browsertest.PickClass(p, ".card.here", "primary")
			p.Await("htmx:finally:request", func() { p.Click(".card.here .save button.sourced") })
		}},
		"without scripts, on a phone": {browsertest.Options{Width: 390, Height: 844, NoScript: true}, func(p *browsertest.Page, claim int64) {
			p.Click(fmt.Sprintf("#tag-%d summary", claim))
			p.Click(fmt.Sprintf("#tag-%d .picker summary", claim))
			p.Navigate(func() { p.Click(fmt.Sprintf(`#tag-%d a[href^="/sources"]`, claim)) })
			p.Type("#q", "traf cou")
			p.Navigate(func() { p.Click("form[role=search] button") })
			p.Navigate(func() { p.Click("#found li a.button") })
			browsertest.PickClass(p, ".card.here", "primary")
			p.Navigate(func() { p.Click(".card.here .save button.sourced") })
		}},
	} {
		t.Run(name, func(t *testing.T) {
			d := openSite(t)
			article := storetest.AddArticle(t, d.store, d.news)
			first := storetest.AddClaim(t, d.store, d.news.SecondReviewer, article, "More than 4,000 people").ClaimID
			known := models.NewEvidence{Title: "Traffic count", URL: "https://city.example/count", Publisher: "City", Class: "primary"}
			if _, err := d.store.AddEvidence(context.Background(), d.news.SecondReviewer, first, known); err != nil {
				t.Fatal(err)
			}
			place := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "every day")
			p := browsertest.Open(t, d.base, take.options)
			browsertest.SignIn(p, d.news.Reviewer)
			p.Go(fmt.Sprintf("/articles/%d/sentences/%d?claim=%d", article.ID, place.Ordinal, place.ClaimID))
			take.choose(p, place.ClaimID)
			page, err := d.store.SentencePage(context.Background(), d.news.Reviewer, article.ID, place.Ordinal)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range page.Claims {
				if c.Claim.ID == place.ClaimID && (c.Status != models.Sourced || len(c.Evidence) != 1 || c.Evidence[0].Source.Title() != known.Title) {
					t.Errorf("the claim is %s on %+v", c.Status, c.Evidence)
				}
			}
		})
	}
}
