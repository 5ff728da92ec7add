package scripts

import (
	"fmt"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// counter presses and counts the keys of a task. Typed text does not count. Each paste counts as one key.
type counter struct {
	*browsertest.Page
	keys int
}

func (c *counter) press(keys ...string) {
	c.T.Helper()
	c.keys += len(keys)
	c.Press(keys...)
}

// paste inserts words at the focus, as the browser's paste command does.
func (c *counter) paste(words string) {
	c.T.Helper()
	c.keys++
	c.Eval(fmt.Sprintf(`(words => {
		const board = new DataTransfer()
		board.setData('text/plain', words)
		document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: board, bubbles: true, cancelable: true }))
	})(%s)`, browsertest.QuoteJS(words)), nil)
	c.WaitFor("form.tag .entry.filled:focus")
}

func (c *counter) typed(words string) { browsertest.Keyboard{Page: c.Page}.TypeFocused(words) }

func (c *counter) saved(what string) { c.T.Helper(); c.WaitText("#said", "Saved: "+what) }

// Each task needs at most this many keys.
func TestActsTakeFewKeys(t *testing.T) {
	for _, act := range []struct {
		name string
		most int
		do   func(c *counter)
	}{
		{"sourced, with an address", 3, func(c *counter) {
			c.paste("https://city.example/register")
			c.press("p", "Enter")
			c.saved("sourced")
		}},
		{"secondary, with publisher", 4, func(c *counter) {
			c.paste("https://city.example/count")
			c.press("c", "Tab")
			c.WaitFor("form.tag [name=evidence-publisher]:focus")
			c.typed("City")
			c.press("Enter")
			c.WaitText("#refusal", "independent") // one secondary source is not enough at this desk
		}},
		{"two secondary sources", 6, func(c *counter) {
			c.paste("https://harbour-gazette.example/eleven-ships")
			c.press("c")
			c.paste("https://coast-radio.example/noon-bulletin")
			c.press("c", "Enter")
			c.saved("sourced")
		}},
		{"the same source again", 3, func(c *counter) {
			c.press("v")
			c.WaitFor("form.tag [name=evidence-paste]:focus")
			c.press("1")
			c.WaitFor("form.tag .entry.filled:focus")
			c.press("Enter")
			c.saved("sourced")
		}},
		{"query to the writer", 2, func(c *counter) {
			c.press("a")
			c.WaitFor("#cards .card form.ask textarea:focus")
			c.typed("Who counted?")
			c.press("Control+Enter")
			c.saved("asked")
		}},
		{"note on the sentence", 2, func(c *counter) {
			c.press("t")
			c.WaitFor("#cards form[id^=note-] textarea:focus")
			c.typed("See the archive.")
			c.press("Control+Enter")
			c.saved("note written")
			c.WaitText("#cards .notes .note", "See the archive.")
		}},
		{"mention of somebody in a note", 4, func(c *counter) {
			c.press("t")
			c.WaitFor("#cards form[id^=note-] textarea:focus")
			c.typed("@Edd")
			c.WaitFor("#mention-list [aria-selected=true]")
			c.press("Enter", "Control+Enter")
			c.saved("note written")
			c.WaitText("#cards .notes .note", "@Edda Editor")
		}},
		{"correction", 2, func(c *counter) {
			c.press("e")
			c.WaitFor("[name=correction-to]:focus")
			c.typed("daily")
			c.press("Control+Enter")
			c.saved("correction proposed")
		}},
	} {
		t.Run(act.name, func(t *testing.T) {
			d := openSite(t)
			article := storetest.AddArticle(t, d.store, d.news)
			known := models.NewEvidence{Title: "Traffic count", URL: "https://city.example/traffic", Class: "primary"}
			first := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "More than 4,000 people").ClaimID
			if _, err := d.store.AddEvidence(t.Context(), d.news.Reviewer, first, known); err != nil {
				t.Fatal(err)
			}
			place := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "every day")
			p := browsertest.Open(t, d.base, browsertest.Options{})
			p.AllowProblems("status of 422")
			browsertest.SignIn(p, d.news.Reviewer)
			p.Go(fmt.Sprintf("/articles/%d/sentences/%d?claim=%d", article.ID, place.Ordinal, place.ClaimID))
			p.WaitFor(".card.here form.tag")
			c := &counter{Page: p}
			act.do(c)
			if c.keys > act.most {
				t.Errorf("%s takes %d keys, at most %d", act.name, c.keys, act.most)
			}
			t.Logf("%s: %d keys", act.name, c.keys)
		})
	}
}
