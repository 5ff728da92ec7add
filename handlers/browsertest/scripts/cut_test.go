package scripts

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store/storetest"
)

// cutting contains the actions that split and join sentences.
type cutting interface {
	browsertest.Reviewer
	split(before string) // splits the open sentence before a word
	join()               // joins it with the next
}

// The sentence "More than 4,000 people cross it every day 🚲." is split, joined and restored, with a claim on
// either side.
func TestSplitAndJoin(t *testing.T) {
	for name, way := range map[string]struct {
		options browsertest.Options
		hands   func(*browsertest.Page) cutting
	}{
		"with keys alone": {browsertest.Options{}, func(p *browsertest.Page) cutting { return cutKeys{browsertest.Keyboard{Page: p}} }},
		"with the mouse":  {browsertest.Options{}, func(p *browsertest.Page) cutting { return cutMouse{browsertest.Keyboard{Page: p}} }},
		"without scripts": {browsertest.Options{NoScript: true}, func(p *browsertest.Page) cutting { return cutForms{browsertest.Forms{Page: p}} }},
	} {
		t.Run(name, func(t *testing.T) {
			d := openSite(t)
			article := storetest.AddArticle(t, d.store, d.news)
			at := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "4,000 people").Ordinal
			storetest.AddClaim(t, d.store, d.news.Reviewer, article, "every day")
			p := browsertest.Open(t, d.base, way.options)
			browsertest.SignIn(p, d.news.Reviewer)
			p.Go(fmt.Sprintf("/articles/%d", article.ID))
			hands := way.hands(p)
			whole := d.whole(t, article)

			hands.Open(at)
			hands.split("cross")
			standsAt(p, at)
			d.shows(t, p, article, at, "4,000 people", "every day")
			hands.join()
			standsAt(p, at)
			d.shows(t, p, article, at, "4,000 people|every day", "")
			if got := d.whole(t, article); got != whole {
				t.Errorf("joined: %s\nbefore: %s", got, whole)
			}
			hands.Undo()
			d.shows(t, p, article, at, "4,000 people", "every day")
			hands.Undo()
			d.shows(t, p, article, at, "4,000 people|every day", "")
			if got := d.whole(t, article); got != whole {
				t.Errorf("put back: %s\nbefore: %s", got, whole)
			}
		})
	}
}

// cutKeys works only with keys.
type cutKeys struct{ browsertest.Keyboard }

func (k cutKeys) split(before string) {
	k.T.Helper()
	k.Press("w")
	k.PressUntil("ArrowRight", func(selected string) bool { return selected == before })
	k.Press("x")
	k.WaitText("#said", "Saved: sentence split")
}

func (k cutKeys) join() {
	k.T.Helper()
	k.Press("m")
	k.WaitText("#said", "Saved: sentences joined")
}

// cutMouse works with the list and the button in the cards of the article view.
type cutMouse struct{ browsertest.Keyboard }

func (m cutMouse) split(before string) {
	m.T.Helper()
	m.Click("#boundaries summary")
	m.CheckAccessibility(m.T, "splitting and joining, opened")
	m.Choose("#split-word", place(m.Keyboard.Page, before))
	m.Click("#split button")
	m.WaitText("#said", "Saved: sentence split")
	m.WaitFor("#boundaries summary:focus")
}

func (m cutMouse) join() {
	m.T.Helper()
	m.Click("#boundaries summary")
	m.Click("#merge button")
	m.WaitText("#said", "Saved: sentences joined")
}

func (m cutMouse) Undo() {
	m.T.Helper()
	m.Click("#undo button")
	m.WaitText("#said", "Undone: ")
}

// cutForms works without scripts.
type cutForms struct{ browsertest.Forms }

func (f cutForms) split(before string) {
	f.T.Helper()
	f.Click("#boundaries summary")
	f.CheckAccessibility(f.T, "splitting and joining, opened, without scripts")
	f.Choose("#split-word", place(f.Forms.Page, before))
	f.Navigate(func() { f.Click("#split button") })
}

func (f cutForms) join() {
	f.T.Helper()
	f.Click("#boundaries summary")
	f.Navigate(func() { f.Click("#merge button") })
}

// place returns the value of the option before a word.
func place(p *browsertest.Page, before string) (value string) {
	p.T.Helper()
	p.Eval(
		fmt.Sprintf(
			`[...document.querySelectorAll('#split-word option')].find(o => o.label.includes('| ' + %s))?.value`,
			browsertest.QuoteJS(before),
		),
		&value,
	)
	return value
}

// standsAt checks that the sentence is the current one, with its cards.
func standsAt(p *browsertest.Page, n int) {
	p.T.Helper()
	p.WaitFor(fmt.Sprintf("#s%d[aria-current]", n))
	p.WaitFor(fmt.Sprintf("#cards[data-n='%d']", n))
}

// shows checks that the page shows the sentences as they are stored. The nth sentence and the next one must have these claims. The
// article view must show all sentences.
func (d *site) shows(t *testing.T, p *browsertest.Page, article models.Article, n int, here, next string) {
	t.Helper()
	kept, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	p.WaitText("#tallies", fmt.Sprintf("of %d", kept.Counts.Sentences))
	var drawn []struct {
		N, Text, Cell, Marks string
	}
	p.Eval(`[...document.querySelectorAll('.sentence')].map(s => ({
		N: s.querySelector('.no').textContent, Text: s.querySelector('.t').textContent, Cell: document.getElementById(s.id.replace('s', 'm'))?.getAttribute('href') ?? '',
		Marks: [...s.querySelectorAll('mark')].map(m => m.textContent).join('|')}))`, &drawn)
	if !p.Options.NoScript && len(drawn) != len(kept.Sentences) {
		t.Errorf("drawn are %d sentences of %d", len(drawn), len(kept.Sentences))
	}
	marks := map[string]string{}
	for _, s := range drawn {
		var i int
		_, err := fmt.Sscan(s.N, &i)
		testutil.Must(t, err)
		testutil.False(t, "drawn is sentence: i > len(kept.Sentences)", i > len(kept.Sentences))
		testutil.Equal(t, "drawn is sentence: kept.Sentences[i-1].Text", kept.Sentences[i-1].Text, s.Text)
		testutil.True(t, "drawn is sentence: strings.HasSuffix(s.Cell, '/sentences/'+s.N)", strings.HasSuffix(s.Cell, "/sentences/"+s.N))
		marks[s.N] = s.Marks
	}
	if marks[fmt.Sprint(n)] != here || marks[fmt.Sprint(n+1)] != next {
		t.Errorf("claims %q and then %q, not %q and %q", marks[fmt.Sprint(n)], marks[fmt.Sprint(n+1)], here, next)
	}
}

// whole returns all sentences of an article with their claims as one string.
func (d *site) whole(t *testing.T, article models.Article) string {
	t.Helper()
	kept, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, s := range kept.Sentences {
		fmt.Fprintln(&all, s.Ordinal, s.Region, s.State, s.Text, s.ClaimSpans)
	}
	return all.String()
}

// Pages that were open before another user split a sentence say so, change no other sentence, and restore
// their position.
func TestPagesFromBeforeACut(t *testing.T) {
	d := openSite(t)
	article := storetest.AddArticle(t, d.store, d.news)
	at := storetest.AddClaim(t, d.store, d.news.Reviewer, article, "4,000 people").Ordinal
	old, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil {
		t.Fatal(err)
	}
	opened := func(options browsertest.Options, sentence int, address string) *browsertest.Page {
		p := browsertest.Open(t, d.base, options)
		p.AllowProblems("status of 409")
		browsertest.SignIn(p, d.news.Reviewer)
		p.Go(fmt.Sprintf(address, article.ID, sentence))
		p.WaitFor(fmt.Sprintf("#cards[data-n='%d']", sentence))
		return p
	}
	acting := opened(browsertest.Options{}, at-1, "/articles/%d#s%d")
	reading := opened(browsertest.Options{}, at+1, "/articles/%d#s%d")
	last := opened(browsertest.Options{}, at, "/articles/%d#s%d")
	last.AllowProblems("status of 404")
	plain := opened(browsertest.Options{NoScript: true}, at-1, "/articles/%d/sentences/%d")
	if _, err := d.store.MergeSentence(t.Context(), d.news.SecondReviewer, old.Sentences[at-2].ID); err != nil {
		t.Fatal(err)
	}

	const says = "This sentence was split or joined since you opened it, so nothing was changed."
	acting.Press("n")
	acting.WaitText("#said", "Not saved. "+says)
	standsAt(acting, at-1)
	d.shows(t, acting, article, at-1, "4,000 people", "")

	reading.Press("j")
	reading.WaitText("#said", "Sentences were split or joined meanwhile")
	reading.WaitText(".sentence[aria-current]", old.Sentences[at+1].Text)

	end := old.Sentences[len(old.Sentences)-1]
	last.Click(fmt.Sprintf("#s%d .no", end.Ordinal))
	last.WaitText("#said", "Sentences were split or joined meanwhile")
	last.WaitText(fmt.Sprintf("#s%d[aria-current]", end.Ordinal-1), end.Text)

	if status := plain.Navigate(func() { plain.Click(".reading button") }); status != http.StatusConflict {
		t.Errorf("without scripts, marking answers %d", status)
	}
	if text := plain.Text("#refusal"); !strings.Contains(text, says) {
		t.Errorf("the page says %q", text)
	}
	plain.CheckAccessibility(t, "a sentence that is gone")
	now, err := d.store.ArticlePage(t.Context(), d.news.Reviewer, article.ID)
	if err != nil || now.SentencesClear != 0 {
		t.Errorf("%d sentences are marked (%v)", now.SentencesClear, err)
	}
}
