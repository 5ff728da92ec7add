package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// The bell and the page's title count a new notice on an open page. The notice leads to its sentence and is then read.
func TestBellCountsNoticesLive(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	page, err := d.store.SentencePage(t.Context(), d.news.Reviewer, article.ID, 2)
	if err != nil {
		t.Fatal(err)
	}
	p := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(p, d.news.SecondReviewer)
	p.Go(fmt.Sprintf("/articles/%d", article.ID))
	p.WaitFor("#bell")
	note := models.NoteInput{Body: "@Sam Second: page 3"}
	if _, _, err := d.store.AddNote(t.Context(), d.news.Reviewer, page.Sentence.ID, note); err != nil {
		t.Fatal(err)
	}
	p.WaitText("#bell .count:not([hidden])", "1")
	var title string
	if p.Eval("document.title", &title); title != "(1) "+article.Title+" · Linecheck" {
		t.Errorf("the title is %q", title)
	}
	p.Navigate(func() { p.Click("#bell") })
	p.CheckPage(t, "the list of notices")
	p.WaitText("#notices", "Rana Reviewer mentioned you.")
	p.Navigate(func() { p.Click("#notices li a") })
	p.WaitFor("#cards[data-n='2']")
	p.WaitGone("#bell .count:not([hidden])")
}
