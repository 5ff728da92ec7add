package pages

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// screens are a desktop and a phone. Both are checked in both colour schemes.
var screens = []browsertest.Options{{Width: 1400, Height: 900}, {Width: 390, Height: 844}}

// axe-core finds no violation on any page, and nothing extends beyond the page sideways.
func TestEveryPageIsAccessible(t *testing.T) {
	o := sitetest.OpenShowcase(t)
	sites := map[models.Role]string{}
	for _, role := range slices.Concat([]models.Role{""}, slices.Collect(maps.Keys(o.People))) {
		sites[role] = siteFor(t, o.CallerAs(t, role))
	}
	stranger, path := sitetest.NewEmptySite(t)
	first := siteFor(t, stranger)
	for _, screen := range screens {
		t.Run(fmt.Sprintf("%d wide", screen.Width), func(t *testing.T) {
			t.Parallel()
			tab := browsertest.Open(t, sites[""], screen)
			tab.AllowProblems("the server responded with a status of 4") // many of the pages are errors
			for _, p := range sitetest.Pages {
				if status := tab.Go(sites[p.Role] + p.Path(o)); status != p.Status {
					t.Errorf("%s: status %d, not %d", p.Name, status, p.Status)
				}
				tab.CheckPage(t, p.Name)
			}
			if status := tab.Go(first + path); status != 200 {
				t.Errorf("first administrator: status %d, not 200", status)
			}
			tab.CheckPage(t, "first administrator")
			tab.Go(first + "/login")
			if status := tab.PostForm(path, sitetest.InvalidSetupForm()); status != 422 {
				t.Errorf("first administrator refused: status %d, not 422", status)
			}
			tab.CheckPage(t, "first administrator refused")
			for _, p := range sitetest.Forms {
				tab.Go(sites[p.Role] + "/login")
				if status := tab.PostForm(p.Path(o), p.Form(o)); status != p.Status {
					t.Errorf("%s: status %d, not %d", p.Name, status, p.Status)
				}
				tab.CheckPage(t, p.Name)
			}
		})
	}
}
