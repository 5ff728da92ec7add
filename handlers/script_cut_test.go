package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// cutting is a person who splits and joins sentences in one way.
type cutting interface {
	hands
	split(before string) // splits the sentence that is open before a word
	join()               // joins it with the next
}

// The sentence "More than 4,000 people cross it every day 🚲." is split, joined and put back, with a claim on either side.
func TestSplitAndJoin(t *testing.T) {
	for name, way := range map[string]struct {
		options pageOptions
		hands   func(*page) cutting
	}{
		"with keys alone": {pageOptions{}, func(p *page) cutting { return keyboard{p} }},
		"with the mouse":  {pageOptions{}, func(p *page) cutting { return mouse{keyboard{p}} }},
		"without scripts": {pageOptions{NoScript: true}, func(p *page) cutting { return forms{p} }},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			article := storetest.Article(t, d.store, d.news)
			at := storetest.Claim(t, d.store, d.news.Reviewer, article, "4,000 people").Ordinal
			storetest.Claim(t, d.store, d.news.Reviewer, article, "every day")
			p := newPage(t, d.base, way.options)
			signIn(p, d.news.Reviewer)
			p.Go(fmt.Sprintf("/articles/%d", article.ID))
			hands := way.hands(p)
			whole := d.whole(t, article)

			hands.open(at)
			hands.split("cross")
			p.standsAt(at)
			d.shows(t, p, article, at, "4,000 people", "every day")
			hands.join()
			p.standsAt(at)
			d.shows(t, p, article, at, "4,000 people|every day", "")
			if got := d.whole(t, article); got != whole {
				t.Errorf("joined: %s\nbefore: %s", got, whole)
			}
			hands.undo()
			d.shows(t, p, article, at, "4,000 people", "every day")
			hands.undo()
			d.shows(t, p, article, at, "4,000 people|every day", "")
			if got := d.whole(t, article); got != whole {
				t.Errorf("put back: %s\nbefore: %s", got, whole)
			}
		})
	}
}

func (k keyboard) split(before string) {
	k.t.Helper()
	k.Press("w")
	k.until("ArrowRight", func(selected string) bool { return selected == before })
	k.Press("x")
	k.WaitText("#said", "Saved: sentence split")
}

func (k keyboard) join() {
	k.t.Helper()
	k.Press("m")
	k.WaitText("#said", "Saved: sentences joined")
}

// mouse works with the list and the button in the cards of the article view.
type mouse struct{ keyboard }

func (m mouse) split(before string) {
	m.t.Helper()
	m.Click("#boundaries summary")
	m.Axe(m.t, "splitting and joining, opened")
	m.Choose("#split-word", m.place(before))
	m.Click("#split button")
	m.WaitText("#said", "Saved: sentence split")
	m.WaitFor("#boundaries summary:focus")
}

func (m mouse) join() {
	m.t.Helper()
	m.Click("#boundaries summary")
	m.Click("#merge button")
	m.WaitText("#said", "Saved: sentences joined")
}

func (m mouse) undo() {
	m.t.Helper()
	m.Click("#undo button")
	m.WaitText("#said", "Saved: last change undone")
}

func (f forms) split(before string) {
	f.t.Helper()
	f.Click("#boundaries summary")
	f.Axe(f.t, "splitting and joining, opened, without scripts")
	f.Choose("#split-word", f.place(before))
	f.Leads(func() { f.Click("#split button") })
}

func (f forms) join() {
	f.t.Helper()
	f.Click("#boundaries summary")
	f.Leads(func() { f.Click("#merge button") })
}

// place is the value of the place that the list offers before a word.
func (p *page) place(before string) (value string) {
	p.t.Helper()
	p.Eval(fmt.Sprintf(`[...document.querySelectorAll('#split-word option')].find(o => o.label.includes('| ' + %s))?.value`, quote(before)), &value)
	return value
}

// standsAt checks that the sentence with this number is the current one, with its cards.
func (p *page) standsAt(n int) {
	p.t.Helper()
	p.WaitFor(fmt.Sprintf("#s%d[aria-current]", n))
	p.WaitFor(fmt.Sprintf("#cards[data-n='%d']", n))
}

// shows checks that the page draws the sentences as they are kept, all of them in the article view, with these claims in the nth
// and the one after it.
func (d *desk) shows(t *testing.T, p *page, article models.Article, n int, here, next string) {
	t.Helper()
	kept, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	p.WaitText("#tallies", fmt.Sprintf("of %d", len(kept.Sentences)))
	var drawn []struct {
		N, Text, Cell, Marks string
	}
	p.Eval(`[...document.querySelectorAll('.sentence')].map(s => ({
		N: s.querySelector('.no').textContent, Text: s.querySelector('.t').textContent, Cell: document.getElementById(s.id.replace('s', 'm'))?.getAttribute('href') ?? '',
		Marks: [...s.querySelectorAll('mark')].map(m => m.textContent).join('|')}))`, &drawn)
	if !p.options.NoScript && len(drawn) != len(kept.Sentences) {
		t.Errorf("drawn are %d sentences of %d", len(drawn), len(kept.Sentences))
	}
	marks := map[string]string{}
	for _, s := range drawn {
		var i int
		if _, err := fmt.Sscan(s.N, &i); err != nil || i > len(kept.Sentences) || kept.Sentences[i-1].Text != s.Text || !strings.HasSuffix(s.Cell, "/sentences/"+s.N) {
			t.Errorf("drawn is sentence %s, %q, with a cell to %s", s.N, s.Text, s.Cell)
		}
		marks[s.N] = s.Marks
	}
	if marks[fmt.Sprint(n)] != here || marks[fmt.Sprint(n+1)] != next {
		t.Errorf("claims %q and then %q, not %q and %q", marks[fmt.Sprint(n)], marks[fmt.Sprint(n+1)], here, next)
	}
}

// whole is every sentence of an article with its claims, as one text.
func (d *desk) whole(t *testing.T, article models.Article) string {
	t.Helper()
	kept, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, s := range kept.Sentences {
		fmt.Fprintln(&all, s.Ordinal, s.Region, s.State, s.Text, s.Marks)
	}
	return all.String()
}

// Pages that were open before somebody else split a sentence say so, act on no other sentence, and find their place again.
func TestPagesFromBeforeACut(t *testing.T) {
	d := openDesk(t)
	article := storetest.Article(t, d.store, d.news)
	at := storetest.Claim(t, d.store, d.news.Reviewer, article, "4,000 people").Ordinal
	old, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	opened := func(options pageOptions, sentence int, address string) *page {
		p := newPage(t, d.base, options)
		p.Allow("status of 409")
		signIn(p, d.news.Reviewer)
		p.Go(fmt.Sprintf(address, article.ID, sentence))
		p.WaitFor(fmt.Sprintf("#cards[data-n='%d']", sentence))
		return p
	}
	acting := opened(pageOptions{}, at-1, "/articles/%d#s%d")
	reading := opened(pageOptions{}, at+1, "/articles/%d#s%d")
	last := opened(pageOptions{}, at, "/articles/%d#s%d")
	last.Allow("status of 404")
	plain := opened(pageOptions{NoScript: true}, at-1, "/articles/%d/sentences/%d")
	if _, err := d.store.MergeSentence(t.Context(), d.news.Second, old.Sentences[at-2].ID); err != nil {
		t.Fatal(err)
	}

	const says = "This sentence was split or joined since you opened it, so nothing was changed."
	acting.Press("n")
	acting.WaitText("#said", "Not saved. "+says)
	acting.standsAt(at - 1)
	d.shows(t, acting, article, at-1, "4,000 people", "")

	reading.Press("j")
	reading.WaitText("#said", "Sentences were split or joined meanwhile")
	reading.WaitText(".sentence[aria-current]", old.Sentences[at+1].Text)

	end := old.Sentences[len(old.Sentences)-1]
	last.Click(fmt.Sprintf("#s%d .no", end.Ordinal))
	last.WaitText("#said", "Sentences were split or joined meanwhile")
	last.WaitText(fmt.Sprintf("#s%d[aria-current]", end.Ordinal-1), end.Text)

	if status := plain.Leads(func() { plain.Click(".reading button") }); status != http.StatusConflict {
		t.Errorf("without scripts, marking answers %d", status)
	}
	if text := plain.Text("#refusal"); !strings.Contains(text, says) {
		t.Errorf("the page says %q", text)
	}
	plain.Axe(t, "a sentence that is gone")
	now, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil || now.SentencesClear != 0 {
		t.Errorf("%d sentences are marked (%v)", now.SentencesClear, err)
	}
}
