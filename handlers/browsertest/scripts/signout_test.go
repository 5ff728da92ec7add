package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/store/storetest"
)

// Unsaved text survives a reload. It is deleted before another user signs in in the same tab.
func TestSigningOutLeavesNothingTyped(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	place := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "More than 4,000 people")
	address := fmt.Sprintf("/articles/%d#s%d", article.ID, place.Ordinal)
	cards := fmt.Sprintf("#cards[data-n='%d']", place.Ordinal)
	const note, typed = "form.tag [name=note]", "A source who must not be known told me."

	p := openAt(t, d.base, d.news.Reviewer, article, place.Ordinal)
	p.Click(fmt.Sprintf("#tag-%d summary", place.ClaimID))
	p.Fill(note, typed)
	p.Go("/articles")
	p.Go(address)
	p.WaitFor(cards)
	if held := p.Value(note); held != typed {
		t.Fatalf("after the page was left, %q is there", held)
	}
	p.Click(".account summary")
	p.Navigate(func() { p.Click("form[action='/logout'] button") })
	browsertest.SignIn(p, d.news.SecondReviewer)
	p.Go(address)
	p.WaitFor(cards)
	if held := p.Value(note); held != "" {
		t.Errorf("who signs in next finds %q", held)
	}
}
