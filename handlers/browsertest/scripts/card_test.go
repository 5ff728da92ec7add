package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// Only the card of the chosen claim is open. The others show their words and their status, and open by key, by click and by their button.
func TestOnlyTheChosenCardIsOpen(t *testing.T) {
	t.Parallel()
	d := openSite(t)
	article := sitetest.CreateArticle(t, d.store, d.news.Reviewer, d.news.Desk, "Three claims", "Ana Lopez sold 40 boats to Chile in 1911.")
	page, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, words := range [][2]int{{1, 2}, {4, 5}, {9, 9}} {
		made, err := d.store.CreateClaim(t.Context(), d.news.Reviewer, article.ID,
			models.Selection{Sentence: page.Sentences[0].ID, FirstWord: words[0], LastWord: words[1], Kind: "number"})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, made.ClaimID)
	}
	k := openAt(t, d.base, d.news.Reviewer, article, 1)
	k.WaitFor("#cards[data-n='1']")
	open := func(want int) {
		t.Helper()
		for i, id := range ids {
			var shown bool
			k.Eval(fmt.Sprintf(`document.querySelector('#claim%d .seg button').checkVisibility()`, id), &shown)
			if shown != (i == want) {
				t.Errorf("the verdict buttons of card %d are visible: %v; want only those of card %d", i, shown, want)
			}
		}
	}
	open(0)
	k.Press("]")
	open(1)
	k.Click(fmt.Sprintf("#claim%d .open-card", ids[2]))
	open(2)
	k.WaitFor(fmt.Sprintf("#claim%d .seg button:focus", ids[2]))
	k.Click(fmt.Sprintf("#claim%d blockquote", ids[0]))
	open(0)
	var height float64
	k.Eval(fmt.Sprintf(`document.getElementById('claim%d').offsetHeight`, ids[1]), &height)
	if height > 100 {
		t.Errorf("a closed card is %v px high, want 100 at most", height)
	}
	k.Eval(`document.querySelector('.card.here').offsetHeight`, &height)
	if height > 320 {
		t.Errorf("an open card without evidence is %v px high, want 320 at most", height)
	}
	k.CheckAccessibility(t, "closed cards")
}
