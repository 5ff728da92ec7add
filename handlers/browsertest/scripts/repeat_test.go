package scripts

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/models"
)

// repeating contains the actions on offers for identical sentences.
type repeating interface {
	browsertest.Reviewer
	same()       // accepts the offer
	unverified() // annotates the new claim
	away(n int)  // removes the claim from sentence n
}

// The captions of the real article: 4 is identical to 6, and 8 to 10, 12 and 14. Settling one of them offers to settle the identical
// ones. One undo reverts all of them.
func TestTheSameCaptions(t *testing.T) {
	text := sitetest.RealArticle(t)
	for name, way := range map[string]struct {
		options browsertest.Options
		hands   func(*browsertest.Page) repeating
	}{
		"with keys alone":      {browsertest.Options{}, func(p *browsertest.Page) repeating { return repeatKeys{browsertest.Keyboard{Page: p}} }},
		"on a phone, by night": {browsertest.Options{Width: 390, Height: 844, Dark: true}, func(p *browsertest.Page) repeating { return repeatKeys{browsertest.Keyboard{Page: p}} }},
		"without scripts":      {browsertest.Options{NoScript: true}, func(p *browsertest.Page) repeating { return repeatForms{browsertest.Forms{Page: p}} }},
	} {
		t.Run(name, func(t *testing.T) {
			d := openSite(t)
			c := &captions{
				t,
				d,
				sitetest.CreateArticle(t, d.store, d.news.Reviewer, d.news.Desk, "Captions", text),
				browsertest.Open(t, d.base, way.options),
			}
			browsertest.SignIn(c.page, d.news.Reviewer)
			c.page.Go(fmt.Sprintf("/articles/%d", c.article.ID))
			c.read(way.hands(c.page))
			c.claim(way.hands(c.page))
		})
	}
}

// captions is a page on the article with the captions.
type captions struct {
	t       *testing.T
	desk    *site
	article models.Article
	page    *browsertest.Page
}

// read marks a caption and the identical ones as read, and undoes that.
func (c *captions) read(hands repeating) {
	hands.Open(8)
	hands.MarkClear()
	c.stand(map[int]string{8: "clear"})
	c.page.WaitText(".offer", "Mark the 3 identical sentences read too (10, 12, 14)")
	c.page.CheckPage(c.t, "the offer to mark captions read")
	hands.same()
	c.stand(map[int]string{8: "clear", 10: "clear", 12: "clear", 14: "clear"})
	hands.Undo()
	c.stand(map[int]string{8: "clear"})
	hands.Undo()
	c.stand(nil)
}

// claim creates a claim in one caption and adds it to the other; the verdict counts for both.
func (c *captions) claim(hands repeating) {
	hands.Open(6)
	hands.Mark("Zhari district")
	hands.unverified()
	c.stand(map[int]string{6: "open unverified"})
	c.page.WaitText(".offer", "Mark this claim in the identical sentence too (4)")
	c.page.CheckPage(c.t, "the offer to mark a claim in the other caption")
	hands.same()
	c.stand(map[int]string{4: "open unverified", 6: "open unverified"})
	hands.Open(4)
	c.page.WaitFor("#cards[data-n='4']")
	c.page.WaitText(".spots", "Stands in 2 sentences: 4, 6")
	c.page.Click(".spots summary")
	c.page.CheckPage(c.t, "where a claim stands")
	hands.away(4)
	c.stand(map[int]string{6: "open unverified"})
	hands.Open(6)
	hands.same()
	hands.Undo()
	c.stand(map[int]string{6: "open unverified"})
}

// stand checks the store's settled sentences, their states and the most urgent status of their claims. It then compares the page with the
// store: every sentence, its cell in the map, and the counts.
func (c *captions) stand(want map[int]string) {
	c.t.Helper()
	now, err := c.desk.store.ArticlePage(c.t.Context(), c.desk.news.Reviewer, c.article.ID)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, s := range now.Sentences {
		state := string(s.State)
		for _, m := range s.ClaimSpans {
			state += " " + string(m.Status)
		}
		if should := want[s.Ordinal]; state != should && (should != "" || state != "unread") {
			c.t.Errorf("sentence %d is %s, not %q", s.Ordinal, state, should)
		}
		for _, part := range []string{fmt.Sprintf("#s%d", s.Ordinal), fmt.Sprintf("#m%d", s.Ordinal)} {
			if c.page.Count(part) == 0 && c.page.Options.NoScript {
				continue // not on a distant sentence's page
			}
			if classes := strings.Fields(c.page.Attr(part, "class")); !slices.Contains(classes, string(s.State)) {
				c.t.Errorf("the page draws %s as %v, and it is %s", part, classes, s.State)
			}
		}
	}
	if said, should := c.page.Text("#tallies dd"), fmt.Sprintf("%d of %d", now.SentencesReviewed(), now.Counts.Sentences); said != should {
		c.t.Errorf("the page counts %s, and it is %s", said, should)
	}
}

// repeatKeys works only with keys.
type repeatKeys struct{ browsertest.Keyboard }

func (k repeatKeys) same() {
	k.T.Helper()
	k.WaitFor(".cards .offer")
	k.Press("=")
	k.WaitText("#said", "identical sentences")
}

func (k repeatKeys) unverified() {
	k.T.Helper()
	k.Press("u")
	k.WaitFor("form.tag [name=note]:focus")
	k.TypeFocused("Nobody knows.")
	k.Press("Control+Enter")
	k.WaitText("#said", "Saved: unverified")
}

// away opens the list of the claim's locations with Enter on the summary, and moves to its buttons with Tab.
func (k repeatKeys) away(n int) {
	k.T.Helper()
	button := takeAway(n)
	for range 50 {
		if k.Count(button+":focus") == 1 {
			k.Press("Enter")
			k.WaitText("#said", fmt.Sprintf("Saved: claim taken away from sentence %d", n))
			return
		}
		k.Press("Tab")
	}
	k.T.Fatalf("no Tab leads to %s", button)
}

// takeAway returns the selector of the button that removes a claim from a sentence.
func takeAway(n int) string {
	return fmt.Sprintf(`form[data-said="claim taken away from sentence %d"] button`, n)
}

// repeatForms works without scripts.
type repeatForms struct{ browsertest.Forms }

func (f repeatForms) same() {
	f.T.Helper()
	f.Navigate(func() { f.Click(".offer button") })
	f.WaitGone("#refusal")
}

func (f repeatForms) unverified() {
	f.T.Helper()
	f.Click("form.tag summary")
	f.Fill("form.tag [name=note]", "Nobody knows.")
	f.Navigate(func() { f.Click("form.tag .save .unverified") })
	f.WaitText(".card .status", "Unverified")
}

func (f repeatForms) away(n int) {
	f.T.Helper()
	f.Navigate(func() { f.Click(takeAway(n)) })
	f.WaitGone("#refusal")
}
