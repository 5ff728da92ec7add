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

// select sends a selection by the desk's door, and returns the answer.
func (d *byDoor) selects(token, words, more string) sitetest.Reply {
	d.t.Helper()
	text := d.text()
	start := utf8.RuneCountInString(text[:indexOf(d.t, text, words)])
	end := start + utf8.RuneCountInString(words)
	if d.door == "API" {
		body := fmt.Sprintf(`{"start":%d,"end":%d%s}`, start, end, more)
		return d.call(apiCall{token: token, method: "POST", path: d.article + "/claims", body: body})
	}
	fields := url.Values{"start": {fmt.Sprint(start)}, "end": {fmt.Sprint(end)}, "revision": {"1"}, "ordinal": {"1"}}
	if strings.Contains(more, "within_word") {
		fields.Set("within_word", "1")
	}
	return d.post(token, d.article+"/claims", fields)
}

func (d *byDoor) text() string {
	d.t.Helper()
	var parts []string
	for _, s := range d.now().Sentences {
		parts = append(parts, s.Text)
	}
	return strings.Join(parts, " ")
}

func (d *byDoor) claims() int {
	d.t.Helper()
	return len(d.now().Claims)
}

// A double click, a key that is held, or another person make no second claim of the same words: they lead to the one that is there.
func TestTheSameWordsAreMarkedOnce(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *byDoor) {
		d.visit(d.reviewer)
		var wait sync.WaitGroup
		answers := make([]sitetest.Reply, 4)
		for i := range answers {
			wait.Go(func() { answers[i] = d.selects(d.reviewer, "12 million", "") })
		}
		wait.Wait()
		for _, got := range answers {
			if got.StatusCode != 200 && got.StatusCode != 201 && got.StatusCode != 303 {
				t.Errorf("marking words: %d %s", got.StatusCode, got.Text)
			}
		}
		if n := d.claims(); n != 1 {
			t.Fatalf("%d claims, want 1", n)
		}
		claim := d.now().Claims[0].ID
		got := d.selects(d.second, "12 million", "")
		if d.door == "API" {
			if !strings.Contains(got.Text, fmt.Sprintf(`"id":%d,`, claim)) || got.StatusCode != http.StatusOK {
				t.Errorf("the same words again: %d %s", got.StatusCode, got.Text)
			}
		} else {
			to := got.Header.Get("Location")
			page := d.visit(d.second).Page(to)
			if !strings.Contains(to, fmt.Sprintf("#claim%d", claim)) || !strings.Contains(page.Find("#step").Text(), "a claim already") {
				t.Errorf("the same words again lead to %s: %q", to, page.Find("#step").Text())
			}
		}
		d.selects(d.second, "Repairs cost 12 million", "")
		if n := d.claims(); n != 2 {
			t.Errorf("other words: %d claims, want 2", n)
		}
		d.withdraws(d.reviewer, claim, http.StatusSeeOther)
		d.selects(d.second, "12 million", "")
		if n := d.claims(); n != 2 {
			t.Errorf("words whose claim was withdrawn: %d claims, want 2", n)
		}
		d.verified()
	})
}

// A claim does not begin or end within a word or a character, unless that is said.
func TestAClaimIsOfWholeWords(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
		for words, text := range map[string]string{
			"12 mil": "Repairs cost 12 million.", "ppy": "They were unhappy.", "1,0": "It has 1,000 rooms.", "20": "The G20 met.",
			"cafe": "The cafe\u0301 closed.", "です\U0001F469": "学生です\U0001F469\u200D\U0001F4BB。",
		} {
			d.way("a part: "+words, text, func(t *testing.T) {
				got := d.selects(d.reviewer, words, "")
				if got.StatusCode != http.StatusUnprocessableEntity {
					t.Errorf("%d %s", got.StatusCode, got.Text)
				}
				if d.door == "API" && !strings.Contains(got.Text, `"/errors/within_word"`) {
					t.Errorf("the code is not told: %s", got.Text)
				}
				if n := d.claims(); n != 0 {
					t.Errorf("%d claims", n)
				}
				d.selects(d.reviewer, words, `,"within_word":true`)
				if n := d.claims(); n != 1 {
					t.Errorf("said once more: %d claims, want 1", n)
				}
				d.verified()
			})
		}
		for words, text := range map[string]string{
			"70": "A 70-year-old man.", "4 million": "It cost $4 million.", "été": "C’est l’été.",
			"他说": "他说我来。", "ประเทศ": "ประเทศไทยร้อน", "5": "About 5% left.",
		} {
			d.way("whole: "+words, text, func(t *testing.T) {
				d.selects(d.reviewer, words, "")
				if n := d.claims(); n != 1 {
					t.Errorf("%d claims, want 1", n)
				}
			})
		}
	})
}

// steps undoes the reviewer's last step and redoes it, and checks what is said of it.
func (d *byDoor) undoneAndRedone(said string) {
	d.t.Helper()
	before := d.states()
	claims := d.claims()
	got := d.post(d.reviewer, d.article+"/undo", url.Values{"ordinal": {"1"}})
	page := d.visit(d.reviewer).Page(got.Header.Get("Location"))
	if words := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(sitetest.Words(page.Find("#step p"))); words != said {
		d.t.Errorf("undone, the page says %q, want %q", words, said)
	}
	d.redo(http.StatusSeeOther)
	if d.states() != before || d.claims() != claims {
		d.t.Errorf("redone: %s and %d claims, want %s and %d", d.states(), d.claims(), before, claims)
	}
	d.redo(http.StatusUnprocessableEntity)
	d.verified()
}

func (d *byDoor) redo(status int) {
	d.t.Helper()
	got := d.post(d.reviewer, d.article+"/redo", url.Values{"ordinal": {"1"}})
	if got.StatusCode != status {
		d.t.Fatalf("redoing: %d %s, want %d", got.StatusCode, sitetest.Words(mainOf(d.t, got)), status)
	}
}

// What somebody undid last they can do again, while nothing came between. An undo says what was undone, and where.
func TestAnUndoIsRedone(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
		const text = "Repairs cost 12 million. It rained."
		for name, c := range map[string]struct {
			do   func()
			said string
		}{
			"a claim": {func() { d.claim("12 million") }, "Undone: your claim on “12 million”, sentence 1."},
			"a verdict": {func() { d.give(d.reviewer, d.claim("12 million").ID, "sourced", 201) },
				"Undone: your verdict “sourced” on “12 million”, sentence 1."},
			"a mark":    {func() { d.mark(d.reviewer, 1) }, "Undone: your “nothing to check”, sentence 1."},
			"a joining": {func() { d.join(d.reviewer, 1) }, "Undone: your joining of sentences, sentence 1."},
			"a split":   {func() { d.split(d.reviewer, 1, 13) }, "Undone: your split, sentence 1."},
		} {
			d.way(name, text, func(t *testing.T) {
				c.do()
				d.undoneAndRedone(c.said)
			})
		}
		d.way("something came between", text, func(t *testing.T) {
			d.claim("12 million")
			d.undo(d.reviewer, http.StatusSeeOther)
			d.mark(d.second, 2)
			d.redo(http.StatusUnprocessableEntity)
		})
		d.way("somebody else undid", text, func(t *testing.T) {
			d.mark(d.second, 1)
			d.undo(d.second, http.StatusSeeOther)
			d.redo(http.StatusUnprocessableEntity)
		})
		d.way("evidence comes back with its verdict", text, func(t *testing.T) {
			claim := d.claim("12 million").ID
			d.give(d.reviewer, claim, "sourced", 201)
			d.undo(d.reviewer, http.StatusSeeOther)
			d.redo(http.StatusSeeOther)
			is := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200)
			if len(is.Evidence) != 1 || !is.Evidence[0].Counts || is.Status != "sourced" {
				t.Errorf("the claim is %v with %+v", is.Status, is.Evidence)
			}
		})
	})
}
