package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/store/storetest"
)

// On a narrow screen the cards are a sheet over the text. The current sentence stays visible above the sheet. The test checks every
// sentence of an article that is shorter than the screen.
func TestChosenSentenceStaysAboveTheSheet(t *testing.T) {
	t.Parallel()
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	for _, size := range []browsertest.Options{{Width: 390, Height: 844}, {Width: 1024, Height: 600}} {
		p := browsertest.Open(t, d.base, size)
		browsertest.SignIn(p, d.news.Reviewer)
		p.Go(fmt.Sprintf("/articles/%d", article.ID))
		for n := 1; n <= 5; n++ {
			p.Press("j")
			p.WaitFor(fmt.Sprintf("main:not(.waiting) #cards[data-n='%d']", n))
			var hidden string
			p.Eval(fmt.Sprintf(`(() => {
				const sentence = document.querySelector('#s%d').getClientRects()[0], sheet = document.querySelector('#cards').getBoundingClientRect();
				return sentence.top >= 0 && sentence.bottom <= sheet.top ? '' : sentence.top + ' to ' + sentence.bottom + ', sheet from ' + sheet.top;
			})()`, n), &hidden)
			if hidden != "" {
				t.Errorf("%d px: sentence %d is not visible above the sheet: %s", size.Width, n, hidden)
			}
		}
	}
}
