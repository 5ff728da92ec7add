package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// maxElements limits the elements of a page with 2,000 sentences and 3,000 claims, so that a phone can show it. A complete rendering had
// 70,000 elements.
const maxElements = 20_000

// An article of 2,000 sentences opens, responds to every key, and can be checked from start to end. The test creates only a tenth of the
// claims, because the others would only mark more words.
func TestLongArticle(t *testing.T) {
	const sentences, claims, others = 2000, 300, 2 * 2700
	d := openSite(t)
	article := storetest.CheckedArticle(t, d.store, d.news, sentences, claims)
	k := browsertest.Keyboard{Page: browsertest.Open(t, d.base, browsertest.Options{})}
	browsertest.SignIn(k.Page, d.news.Reviewer)
	k.Go(fmt.Sprintf("/articles/%d", article.ID))
	if n := k.Count("*"); n+others > maxElements || k.Count("#article .sentence") != sentences {
		t.Errorf("%d sentences are drawn with %d elements", k.Count("#article .sentence"), n)
	}
	for n := 1; n <= 30; n++ {
		k.Press("j")
		at(k, n)
	}
	k.Press("k")
	at(k, 29)
	k.WaitFor("#cards[data-n='29']")

	k.Go(fmt.Sprintf("/articles/%d#s%d", article.ID, sentences-1))
	at(k, sentences-1)
	k.WaitFor(fmt.Sprintf("#cards[data-n='%d']", sentences-1))
	k.Press("w", "ArrowRight", "w", "d")
	k.WaitFor("form.tag [name=note]:focus")
	k.TypeFocused("Nobody counted.")
	k.Press("Control+Enter")
	k.WaitText("#said", "Saved: disputed")
	k.WaitFor(fmt.Sprintf("#s%d.open mark.disputed", sentences-1))
	k.Press("Escape")
	k.Press("K") // the last sentence but one that is unread or open
	k.WaitFor(fmt.Sprintf("#s%d[aria-current]", sentences-3))
	k.Press("n")
	k.WaitText("#said", fmt.Sprintf("Saved: nothing to check in sentence %d", sentences-3))
	k.WaitFor(fmt.Sprintf("#m%d.clear", sentences-3))
	if n := k.Count("*"); n+others > maxElements {
		t.Errorf("after some work the page has %d elements", n)
	}
}

// at checks which sentence is current right after a key press.
func at(k browsertest.Keyboard, n int) {
	k.T.Helper()
	var shown, seen bool
	k.Eval(fmt.Sprintf(`document.querySelector('.sentence[aria-current]')?.id === 's%d'`, n), &shown)
	k.Eval(fmt.Sprintf(`(box => box.bottom > 0 && box.top < innerHeight)(document.getElementById('s%d').getBoundingClientRect())`, n), &seen)
	if !shown || !seen {
		k.T.Errorf("sentence %d is the current one: %v, and in sight: %v", n, shown, seen)
	}
}

// A longer article is shown in parts. The keys move from one part to the next, and the address of a sentence opens its part.
func TestArticleInParts(t *testing.T) {
	t.Parallel()
	const more = 9
	last, next := models.SentencesInPart, models.SentencesInPart+1
	d := openSite(t)
	article := storetest.CheckedArticle(t, d.store, d.news, last+more, 1)
	k := browsertest.Keyboard{Page: browsertest.Open(t, d.base, browsertest.Options{})}
	browsertest.SignIn(k.Page, d.news.Reviewer)

	k.Go(fmt.Sprintf("/articles/%d#s%d", article.ID, last))
	k.WaitFor(fmt.Sprintf("#cards[data-n='%d']", last))
	if n := k.Count("#article .sentence"); n != last {
		t.Errorf("the first part has %d sentences, want %d", n, last)
	}
	k.Press("j")
	k.WaitFor(fmt.Sprintf("#cards[data-n='%d']", next))
	at(k, next)
	if n := k.Count("#article .sentence"); n != more {
		t.Errorf("the second part has %d sentences, want %d", n, more)
	}
	k.Press("n")
	k.WaitText("#said", fmt.Sprintf("Saved: nothing to check in sentence %d", next))
	k.CheckAccessibility(t, "the second part of a long article")
	k.Go(fmt.Sprintf("/articles/%d?from=%d#s%d", article.ID, next, next))
	k.WaitFor(fmt.Sprintf("#cards[data-n='%d']", next))
	k.Press("k")
	k.WaitFor(fmt.Sprintf("#cards[data-n='%d']", last))
	at(k, last)

	// The browser's back button leads from a sentence in another part to the page before.
	k.Go("/articles")
	k.Go(fmt.Sprintf("/articles/%d#s%d", article.ID, next+2))
	k.WaitFor(fmt.Sprintf("#cards[data-n='%d']", next+2))
	k.Eval("history.back()", nil)
	k.WaitFor("main table")
	k.Go(fmt.Sprintf("/articles/%d/sentences/%d", article.ID, next))
	k.Click("p.ways a")
	k.WaitFor(fmt.Sprintf("#s%d[aria-current]", next))
}
