package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// pageOf loads an article as the reviewer sees it.
func pageOf(t *testing.T, d *site, article models.Article) models.ArticlePage {
	t.Helper()
	page, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// hold presses a key and simulates the keyboard's repetition.
func hold(p *browsertest.Page, key string, times int) {
	p.T.Helper()
	p.Eval(fmt.Sprintf(`(() => { for (let n = 0; n < %d; n++) {
		document.body.dispatchEvent(new KeyboardEvent('keydown', {key: %s, repeat: n > 0, bubbles: true, cancelable: true}))
	} })()`, times, browsertest.QuoteJS(key)), nil)
}

// A held key acts once, and an undo says what it reverted and can be redone.
func TestAHeldKeyActsOnce(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	p := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(p, d.news.Reviewer)
	p.Go(fmt.Sprintf("/articles/%d", article.ID))
	k := browsertest.Keyboard{Page: p}
	first := pageOf(t, d, article).Sentences[0]

	k.Open(1)
	k.Press("w")
	hold(p, "Enter", 5)
	k.WaitText("#said", "Saved: claim marked")
	hold(p, "z", 5)
	k.WaitText("#said", "Undone: your claim on “\u2068")
	k.WaitText("#said", "sentence 1.")
	k.Press("Z")
	k.WaitText("#said", "Saved: last undo taken back")
	if got := len(pageOf(t, d, article).Sentences[0].ClaimSpans); got != 1 {
		t.Errorf("%d claims stand in the first sentence, want 1: %q", got, first.Text)
	}
}

// The pointer selects whole words, unless the same part of a word is selected again.
func TestThePointerSelectsWholeWords(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	p := browsertest.Open(t, d.base, browsertest.Options{})
	browsertest.SignIn(p, d.news.Reviewer)
	p.Go(fmt.Sprintf("/articles/%d", article.ID))
	at := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "every day").Ordinal
	p.Go(fmt.Sprintf("/articles/%d", article.ID))
	s := pageOf(t, d, article).Sentences[at-1]
	part := marked{sentence: at, start: s.Start + 1, end: s.Start + 3}
	k := browsertest.Keyboard{Page: p}

	dragOver(p, part, s)
	k.WaitText("#said", "Whole words are selected.")
	p.Eval(`getSelection().removeAllRanges()`, nil)
	dragOver(p, part, s)
	k.WaitText("#said", "within a word")
	k.Press("Enter")
	k.WaitText("#said", "Saved: claim marked")
	k.WaitText("#cards blockquote", string([]rune(s.Text)[1:3]))
}
