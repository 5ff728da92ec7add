package scripts

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
)

// rangePlaces are the places of rangeArticle's sentences.
var rangePlaces = strings.Fields(`house garden street field barn yard mill lake road bridge church tower school shop
	square gate wall well port hill farm wood coast island`)

// rangeArticle has a paragraph for each place. The fourth paragraph contains a number.
func rangeArticle() string {
	var b strings.Builder
	for i, place := range rangePlaces {
		if i == 3 {
			b.WriteString("The flood took 4,000 houses.\n\n")
			continue
		}
		fmt.Fprintf(&b, "Rain fell on every %s.\n\n", place)
	}
	return b.String()
}

// A range is selected and marked with two kinds of keys. One undo reverts the mark.
func TestRangeWithKeys(t *testing.T) {
	t.Parallel()
	d := openSite(t)
	article := sitetest.CreateArticle(t, d.store, d.news.Writer, d.news.Desk, "Quiet", rangeArticle())
	p := openAt(t, d.base, d.news.Reviewer, article, 1)
	p.WaitFor("#cards[data-n='1']")
	p.Press("Shift+ArrowDown", "Shift+ArrowDown")
	p.WaitText("#said", "Selected: sentences 1 to 3, 3 in all.")
	p.Press("Shift+ArrowUp")
	p.WaitText("#said", "Selected: sentences 1 to 2, 2 in all.")
	p.CheckPage(t, "a selected range")
	p.Press("n")
	p.WaitText("#said", "Nothing to check in a range of 2: sentences 1–2.")
	p.WaitFor("#s3[aria-current]")
	p.WaitFor("#s1.clear")
	p.WaitFor("#s2.clear")

	// A range excludes sentences with a suggestion, and the first of them becomes the current one.
	p.Press("Shift+ArrowDown", "Shift+ArrowDown", "n")
	p.WaitText("#said", "Left out: 4 (suggestion: number “\u20684,000 houses\u2069”).")
	p.WaitFor("#s4.unread[aria-current]")
	p.WaitFor("#cards[data-n='4'][data-left-out]")
	p.WaitFor("#s3.clear")
	p.WaitFor("#s5.clear")
	p.CheckPage(t, "a range with a sentence left out")
	p.Press("z")
	p.WaitText("#said", "Undone: your “nothing to check” in a range of 2")
	p.WaitFor("#s3.unread")
	p.WaitFor("#s5.unread")
	p.WaitFor("#s2.clear")

	// Escape and another sentence end the selection; n then marks the current sentence alone.
	p.Press("k", "Shift+ArrowDown", "Escape", "j", "Shift+ArrowDown", "j", "n")
	p.WaitFor("#s4.clear")
	if n := p.Count(".sentence.clear"); n != 3 {
		t.Errorf("%d sentences are marked, want 3", n)
	}
}

// A range ends after 20 sentences. A paragraph is selected only as far as it is visible.
func TestRangeHasAnEnd(t *testing.T) {
	t.Parallel()
	d := openSite(t)
	text := rangeArticle() + strings.ReplaceAll(rangeArticle(), "\n\n", " ")
	article := sitetest.CreateArticle(t, d.store, d.news.Writer, d.news.Desk, "Quiet", text)
	p := openAt(t, d.base, d.news.Reviewer, article, 1)
	p.WaitFor("#cards[data-n='1']")
	for range 25 {
		p.Press("Shift+ArrowDown")
	}
	p.WaitText("#said", "A range has at most 20 sentences.")
	p.Press("Escape")
	p.Go(fmt.Sprintf("/articles/%d#s30", article.ID))
	p.WaitFor("#cards[data-n='30']")
	p.Press("P")
	p.WaitText("#said", "Selected: sentences ")
	p.Press("Escape", "C")
	p.WaitText("#said", "No caption is in view.")
}

// If the words of a sentence have changed, the range is refused, and the page gives the reason.
func TestRangeOfAnOutdatedPage(t *testing.T) {
	t.Parallel()
	d := openSite(t)
	article := sitetest.CreateArticle(t, d.store, d.news.Writer, d.news.Desk, "Quiet", rangeArticle())
	p := openAt(t, d.base, d.news.Reviewer, article, 1)
	p.AllowProblems("status of 409")
	p.WaitFor("#cards[data-n='1']")
	p.Eval(`document.querySelector('#s2 .t').textContent = 'Snow fell on every garden.'`, nil)
	p.Press("Shift+ArrowDown", "n")
	p.WaitText("#refusal", "Sentence 2 has other words by now, so nothing was marked.")
	if n := p.Count(".sentence.clear"); n != 0 {
		t.Errorf("%d sentences are marked, want none", n)
	}
	browsertest.Keyboard{Page: p}.Open(1)
}
