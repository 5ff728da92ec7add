package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
)

// Occurrences must have the same words, even in forged requests, and mark nothing as read.
func TestForgedOccurrencesReadNothing(t *testing.T) {
	const claimed = "The road was wet."
	ways := []struct {
		name, other string
		status      int
	}{
		{"the same", claimed, http.StatusSeeOther},
		{"in capitals, with more blanks", "THE  road was wet.", http.StatusSeeOther},
		{"other words", "The road was dry.", http.StatusUnprocessableEntity},
		{"more words", "The road was very wet.", http.StatusUnprocessableEntity},
		{"with a hidden character", "The road was\u2060 wet.", http.StatusUnprocessableEntity},
		{"with a mark", "The road was we\u0338t.", http.StatusUnprocessableEntity},
		{"letters of another script", "The rоad was wet.", http.StatusUnprocessableEntity},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, c := range ways {
			d.run(c.name, claimed+"\n\nIt rained.\n\n"+c.other, func(t *testing.T) {
				claim := d.do(d.reviewer, "POST", d.article+"/claims", fmt.Sprintf(`{"start":0,"end":%d}`, len(claimed)), 201)
				d.giveVerdict(d.reviewer, claim.ID, "sourced", 201)
				d.checkStates("unread done unread unread")
				start := len(claimed) + len("\n\nIt rained.\n\n")
				now := d.do(d.reviewer, "GET", fmt.Sprintf("/claims/%d", claim.ID), "", 200)
				fields := url.Values{"version": {fmt.Sprint(now.Version)}, "sentence": {fmt.Sprint(d.sentence(1))}, "revision": {"1"},
					"spot": {fmt.Sprintf("%d-%d", start, start+len([]rune(c.other)))}, "quote": {c.other}}
				if got := d.postForm(d.reviewer, fmt.Sprintf("/claims/%d/occurrences", claim.ID), fields); got.StatusCode != c.status {
					t.Fatalf("%d %s, want %d", got.StatusCode, sitetest.VisibleText(mainOf(t, got)), c.status)
				}
				last := "unread"
				if c.status == http.StatusSeeOther {
					last = "open"
				}
				d.checkStates("unread done unread " + last)
				d.markRead(d.reviewer, 3)
				if state := d.currentArticle().Sentences[2].State; state != "done" && state != "clear" {
					t.Errorf("once it is read the other sentence is %q", state)
				}
				d.verified()
			})
		}
	})
}

// An imported article is not signed, even if the file says so. The user who imported it counts as its author.
func TestImportedFileSignsNothing(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million. Rain fell.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.giveVerdict(d.reviewer, claim, "sourced", 201)
		d.markAllRead(d.reviewer)
		d.sign(d.editor, 201)
		editor := sitetest.VisitAs(t, d.store, d.fixture.Editor)
		content := editor.Get(d.article + "/article.json").Text
		got := editor.Upload("/articles", url.Values{"language": {"en"}}, "bridge.json", []byte(content))
		if got.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d %s", got.StatusCode, sitetest.VisibleText(mainOf(t, got)))
		}
		d.article, _, _ = strings.Cut(got.Header.Get("Location"), "#")
		if state := d.currentArticle().State; state != "checking" {
			t.Errorf("the article is %q, want checking", state)
		}
		d.checkStates("unread open unread")
		d.checkGateReasons(d.admin, "open unread")
		d.giveVerdict(d.editor, d.currentArticle().Claims[0].ID, "sourced", 201)
		d.markAllRead(d.editor)
		d.checkGateReasons(d.admin, "independence")
		for _, a := range d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", d.currentArticle().Claims[0].ID), "", 200).Annotations {
			if a.FromFile && a.Counts {
				t.Errorf("what the file says counts: %+v", a)
			}
		}
		d.verified()
	})
}
