package scripts

import (
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// An editor settles two claims of the list by keyboard. Nothing counts as read because of that.
func TestSeveralClaimsByKeyboard(t *testing.T) {
	d := openSite(t)
	a := storetest.AddArticle(t, d.store, d.news)
	for _, words := range []string{"More than 4,000 people", "4,000"} {
		claim := storetest.AddClaim(t, d.store, d.news.Reviewer, a, words).ClaimID
		tag := models.AnnotationInput{Status: "unverified", Note: "As I see it.", Version: 1}
		if _, err := d.store.Annotate(t.Context(), d.news.Reviewer, claim, tag); err != nil {
			t.Fatal(err)
		}
	}
	before, err := d.store.Article(t.Context(), d.news.Editor, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(p, d.news.Editor)
	p.Go("/claims")
	p.Press("x") // goes to the first claim
	p.WaitFor("#several li:nth-child(1) input:focus")
	p.Press("x", "ArrowDown", "x")
	testutil.Equal(t, "ticked claims", p.Count("#several input[name=claim]:checked"), 2)
	p.Press("o")
	p.WaitFor("#resolutions-resolution:focus")
	p.Choose("#resolutions-resolution", "on author")
	p.Press("Tab")
	p.WaitFor("#resolutions-reason:focus")
	browsertest.Keyboard{Page: p}.TypeFocused("The author was there.")
	p.Navigate(func() { p.Press("Control+Enter") })
	p.WaitText(".several-result", "Outcome saved for 2 claims")
	after, err := d.store.Article(t.Context(), d.news.Editor, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	testutil.Equal(t, "unread sentences", after.SentencesUnread, before.SentencesUnread)
}
