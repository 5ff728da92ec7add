package pages

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/store/storetest"
)

// On every page of the desk, on a desktop and a phone, light and dark: axe-core finds no violation, and
// nothing extends beyond the page sideways.
func TestDeskPagesInABrowser(t *testing.T) {
	s := storetest.Open(t, storetest.SQLite(t))
	news, bridge := sitetest.FillNewsroom(t, s)
	sitetest.CreateArticle(
		t,
		s,
		news.Editor,
		news.Desk,
		"AVeryLongTitleWithoutAnySpaceWhereALineCouldBreakAndItGoesOnAndOnAndOnAndOn",
		"One. Two.",
	)
	editor, reviewer := siteFor(t, sitetest.VisitAs(t, s, news.Editor)), siteFor(t, sitetest.VisitAs(t, s, news.Reviewer))
	pages := map[string]string{
		"dashboard": editor + "/", "filtered": editor + "/dashboard?status=disputed", "work": reviewer + "/", "claims": editor + "/claims", "bad filter": editor + "/claims?status=x&from=y",
		"sentences": editor + "/sentences?state=unread", "articles": editor + "/articles", "no article": editor + "/articles?q=zzz", "new": editor + "/articles/new",
		"edit": editor + fmt.Sprintf("/articles/%d/edit", bridge.ID), "trash": editor + "/articles/trash",
	}
	for _, screen := range screens {
		t.Run(fmt.Sprintf("%d wide", screen.Width), func(t *testing.T) {
			t.Parallel()
			tab := browsertest.Open(t, editor, screen)
			tab.AllowProblems("422 (Unprocessable Entity)") // the response to the invalid filter
			for name, address := range pages {
				if status := tab.Go(address); status >= 500 {
					t.Errorf("%s: %d", name, status)
				}
				tab.CheckPage(t, name)
			}
		})
	}
}
