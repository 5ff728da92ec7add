package scripts

import (
	"testing"

	"linecheck/handlers/sitetest"
)

// At a desk with second readers, the map marks the sentences that the user has not checked, and J moves to the next of them.
func TestTheMapOfTheSecondReader(t *testing.T) {
	t.Parallel()
	d := openSite(t)
	ctx := t.Context()
	if err := d.store.SetSecondReader(ctx, d.news.Admin, d.news.Desk.ID, true, false, 1); err != nil {
		t.Fatal(err)
	}
	article := sitetest.NewSettledArticle(t, d.store, d.news) // the first reader has looked at everything
	page, err := d.store.ArticlePage(ctx, d.news.SecondReviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range page.AllSentences()[:3] {
		if _, err := d.store.MarkRead(ctx, d.news.SecondReviewer, s.ID); err != nil {
			t.Fatal(err)
		}
	}
	sam := openAt(t, d.base, d.news.SecondReviewer, article, 1)
	sam.WaitFor("#unseen[data-left='8']")
	if said := sam.Text("#unseen-link"); said != "8 of 11 sentences not looked at by me" {
		t.Errorf("the map says %q", said)
	}
	sam.Press("J")
	sam.WaitFor("#s3[aria-current]")
	sam.WaitFor("#cards[data-n='3']")
	sam.Press("n")
	sam.WaitFor("#unseen[data-left='7']")
	sam.CheckAccessibility(t, "the map of the second reader")

	sam.Press("K") // nothing is left before it
	sam.Click("#unseen-link")
	sam.WaitFor("[data-ordinal='4']")
	if n := sam.Count("[data-ordinal]"); n != 7 {
		t.Errorf("the list has %d sentences, want 7", n)
	}

	// For the first reader no sentence is left to check, and J moves to the next sentence that needs work.
	rana := openAt(t, d.base, d.news.Reviewer, article, 1)
	rana.WaitFor("#unseen[data-left='0']")
}
