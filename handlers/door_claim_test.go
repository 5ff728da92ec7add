package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"linecheck/handlers/sitetest"
)

// selectWords sends a selection through the test's door and returns the response.
func (d *doorDesk) selectWords(token, words, more string) sitetest.Reply {
	d.t.Helper()
	text := d.text()
	start := utf8.RuneCountInString(text[:codePointIndex(d.t, text, words)])
	end := start + utf8.RuneCountInString(words)
	if d.doorName == "API" {
		body := fmt.Sprintf(`{"start":%d,"end":%d%s}`, start, end, more)
		return d.call(apiCall{token: token, method: "POST", path: d.article + "/claims", body: body})
	}
	fields := url.Values{"start": {fmt.Sprint(start)}, "end": {fmt.Sprint(end)}, "revision": {"1"}, "ordinal": {"1"}}
	if strings.Contains(more, "within_word") {
		fields.Set("within_word", "1")
	}
	return d.postForm(token, d.article+"/claims", fields)
}

func (d *doorDesk) text() string {
	d.t.Helper()
	var parts []string
	for _, s := range d.currentArticle().Sentences {
		parts = append(parts, s.Text)
	}
	return strings.Join(parts, " ")
}

func (d *doorDesk) claimCount() int {
	d.t.Helper()
	return len(d.currentArticle().Claims)
}

// A double click, a held key or a second user create no second claim of the same words. They open the existing claim.
func TestSameWordsAreMarkedOnce(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		d.pagesAs(d.reviewer)
		var wait sync.WaitGroup
		answers := make([]sitetest.Reply, 4)
		for i := range answers {
			wait.Go(func() { answers[i] = d.selectWords(d.reviewer, "12 million", "") })
		}
		wait.Wait()
		for _, got := range answers {
			if got.StatusCode != 200 && got.StatusCode != 201 && got.StatusCode != 303 {
				t.Errorf("marking words: %d %s", got.StatusCode, got.Text)
			}
		}
		if n := d.claimCount(); n != 1 {
			t.Fatalf("%d claims, want 1", n)
		}
		claim := d.currentArticle().Claims[0].ID
		got := d.selectWords(d.second, "12 million", "")
		if d.doorName == "API" {
			if !strings.Contains(got.Text, fmt.Sprintf(`"id":%d,`, claim)) || got.StatusCode != http.StatusOK {
				t.Errorf("the same words again: %d %s", got.StatusCode, got.Text)
			}
		} else {
			to := got.Header.Get("Location")
			page := d.pagesAs(d.second).Page(to)
			if !strings.Contains(to, fmt.Sprintf("#claim%d", claim)) || !strings.Contains(page.Find("#step").Text(), "a claim already") {
				t.Errorf("the same words again lead to %s: %q", to, page.Find("#step").Text())
			}
		}
		d.selectWords(d.second, "Repairs cost 12 million", "")
		if n := d.claimCount(); n != 2 {
			t.Errorf("other words: %d claims, want 2", n)
		}
		d.withdrawClaim(d.reviewer, claim, http.StatusSeeOther)
		d.selectWords(d.second, "12 million", "")
		if n := d.claimCount(); n != 2 {
			t.Errorf("words whose claim was withdrawn: %d claims, want 2", n)
		}
		d.verified()
	})
}

// A claim does not begin or end within a word or a character unless requested.
func TestClaimCoversWholeWords(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for words, text := range map[string]string{
			"12 mil": "Repairs cost 12 million.", "ppy": "They were unhappy.", "1,0": "It has 1,000 rooms.", "20": "The G20 met.",
			"cafe": "The cafe\u0301 closed.", "です\U0001F469": "学生です\U0001F469\u200D\U0001F4BB。",
		} {
			d.run("a part: "+words, text, func(t *testing.T) {
				got := d.selectWords(d.reviewer, words, "")
				if got.StatusCode != http.StatusUnprocessableEntity {
					t.Errorf("%d %s", got.StatusCode, got.Text)
				}
				if d.doorName == "API" && !strings.Contains(got.Text, `"/errors/within_word"`) {
					t.Errorf("the code is not told: %s", got.Text)
				}
				if n := d.claimCount(); n != 0 {
					t.Errorf("%d claims", n)
				}
				d.selectWords(d.reviewer, words, `,"within_word":true`)
				if n := d.claimCount(); n != 1 {
					t.Errorf("said once more: %d claims, want 1", n)
				}
				d.verified()
			})
		}
		for words, text := range map[string]string{
			"70": "A 70-year-old man.", "4 million": "It cost $4 million.", "été": "C’est l’été.",
			"他说": "他说我来。", "ประเทศ": "ประเทศไทยร้อน", "5": "About 5% left.",
		} {
			d.run("whole: "+words, text, func(t *testing.T) {
				d.selectWords(d.reviewer, words, "")
				if n := d.claimCount(); n != 1 {
					t.Errorf("%d claims, want 1", n)
				}
			})
		}
	})
}

// checkUndoRedo undoes and redoes the reviewer's last change, and checks the messages.
func (d *doorDesk) checkUndoRedo(said string) {
	d.t.Helper()
	before := d.states()
	claims := d.claimCount()
	got := d.postForm(d.reviewer, d.article+"/undo", url.Values{"ordinal": {"1"}})
	page := d.pagesAs(d.reviewer).Page(got.Header.Get("Location"))
	if words := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(sitetest.VisibleText(page.Find("#step p"))); words != said {
		d.t.Errorf("undone, the page says %q, want %q", words, said)
	}
	d.redo(http.StatusSeeOther)
	if d.states() != before || d.claimCount() != claims {
		d.t.Errorf("redone: %s and %d claims, want %s and %d", d.states(), d.claimCount(), before, claims)
	}
	d.redo(http.StatusUnprocessableEntity)
	d.verified()
}

func (d *doorDesk) redo(status int) {
	d.t.Helper()
	got := d.postForm(d.reviewer, d.article+"/redo", url.Values{"ordinal": {"1"}})
	if got.StatusCode != status {
		d.t.Fatalf("redoing: %d %s, want %d", got.StatusCode, sitetest.VisibleText(mainOf(d.t, got)), status)
	}
}

// A user can redo their last undo if nothing else has happened since. The message about an undo says what was undone, and where.
func TestRedoRepeatsAnUndoneStep(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		const text = "Repairs cost 12 million. It rained."
		for name, c := range map[string]struct {
			do   func()
			said string
		}{
			"a claim": {func() { d.claim("12 million") }, "Undone: your claim on “12 million”, sentence 1."},
			"a verdict": {func() { d.giveVerdict(d.reviewer, d.claim("12 million").ID, "sourced", 201) },
				"Undone: your verdict “sourced” on “12 million”, sentence 1."},
			"a mark":    {func() { d.markRead(d.reviewer, 1) }, "Undone: your “nothing to check”, sentence 1."},
			"a joining": {func() { d.join(d.reviewer, 1) }, "Undone: your joining of sentences, sentence 1."},
			"a split":   {func() { d.split(d.reviewer, 1, 13) }, "Undone: your split, sentence 1."},
		} {
			d.run(name, text, func(t *testing.T) {
				c.do()
				d.checkUndoRedo(c.said)
			})
		}
		d.run("something came between", text, func(t *testing.T) {
			d.claim("12 million")
			d.undo(d.reviewer, http.StatusSeeOther)
			d.markRead(d.second, 2)
			d.redo(http.StatusUnprocessableEntity)
		})
		d.run("somebody else undid", text, func(t *testing.T) {
			d.markRead(d.second, 1)
			d.undo(d.second, http.StatusSeeOther)
			d.redo(http.StatusUnprocessableEntity)
		})
		d.run("a mark leaves out the words of a claim that is gone", text, func(t *testing.T) {
			d.markRead(d.second, 0)
			d.markRead(d.second, 2)
			claim := d.do(d.second, "POST", d.article+"/claims", `{"quote":"12 million","revision":1}`, 201).ID
			d.markRead(d.reviewer, 1)
			d.withdrawClaim(d.second, claim, http.StatusSeeOther)
			d.checkStates("clear unread clear")
			d.undo(d.reviewer, http.StatusSeeOther)
			d.redo(http.StatusSeeOther)
			d.checkStates("clear unread clear")
			d.verified()
		})
		d.run("evidence comes back with its verdict", text, func(t *testing.T) {
			claim := d.claim("12 million").ID
			d.giveVerdict(d.reviewer, claim, "sourced", 201)
			d.undo(d.reviewer, http.StatusSeeOther)
			d.redo(http.StatusSeeOther)
			is := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200)
			if len(is.Evidence) != 1 || !is.Evidence[0].Counts || is.Status != "sourced" {
				t.Errorf("the claim is %v with %+v", is.Status, is.Evidence)
			}
		})
	})
}
