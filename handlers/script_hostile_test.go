package handlers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/text"
)

// hostileText is what a text can hold to break a page, a count of characters, or a reader's trust in their eyes.
const hostileText = "Say \u202Etxt.exe\u202C twice. The price of a\u200Bb\u00ADc is \u2066hidden\u2069 here.\n\n" +
	"A family 👩\u200d👩\u200d👧\u200d👦 and a flag 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f cost 5 coins. Cafe\u0301 and Z\u0336a\u0336l\u0336g\u0336o\u0336 met on May 3.\n\n" +
	"He wrote <script>document.title='owned'</script> & </textarea> ]]> &amp; <img src=x onerror=alert(1)> in 1999. It is \"quoted\" 'so'.\n\n" +
	"پل قدیمی ۱۲ سال بسته بود و 4,000 نفر از آن گذشتند. The word \u0627\u0644\u0633\u0644\u0627\u0645 stands in 7 lines.\n\n" +
	"Longest: DonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftDonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ended in 1940."

// A hostile text is kept and shown exactly. What cannot be seen is named, nothing in it runs, and the words that a person selects
// are the words that are kept, whichever way they were selected and whatever stands before them.
func TestHostileText(t *testing.T) {
	for _, language := range []string{"en", "fa"} {
		t.Run(language, func(t *testing.T) {
			d := openDesk(t)
			p := newPage(t, d.base, pageOptions{})
			signIn(p, d.news.Reviewer)
			p.Go("/articles/new")
			p.Fill("input[name=title]", "<b>Hostile</b> \u202Etitle\u202C &amp; 👩\u200d👩\u200d👧\u200d👦")
			p.Choose("select[name=language]", language)
			p.Fill("textarea[name=text]", hostileText)
			p.Leads(func() { p.Click("main form button") })
			article := d.kept(t)
			p.showsExactly(article)
			p.namesWhatIsHidden(article)
			p.everyWord(article)
			taken := p.markByMouse(article)
			taken = append(taken, p.markByKeyboard(article)...)
			d.standWhereTheyAre(t, p, taken)
			var title string
			if p.Eval(`document.title`, &title); strings.Contains(title, "owned") {
				t.Error("a text ran as a script")
			}
			p.Axe(t, "a hostile text")
		})
	}
}

// kept is the one article of the desk as the database has it.
func (d *desk) kept(t *testing.T) models.ArticlePage {
	t.Helper()
	article, err := d.store.ArticlePage(context.Background(), d.news.Reviewer, 1)
	if err != nil {
		t.Fatal(err)
	}
	if article.Revision.Text != hostileText {
		t.Fatalf("the text was kept as %q", article.Revision.Text)
	}
	return article
}

// showsExactly compares what the browser holds of every sentence, character for character.
func (p *page) showsExactly(article models.ArticlePage) {
	p.t.Helper()
	var shown []string
	p.Eval(`[...document.querySelectorAll('#article .t')].map(t => t.textContent)`, &shown)
	for i, s := range article.Sentences {
		if i >= len(shown) || shown[i] != s.Text {
			p.t.Fatalf("of %d sentences, sentence %d is %+q, shown are %d: %+q", len(article.Sentences), s.Ordinal, s.Text, len(shown), shown)
		}
	}
}

// namesWhatIsHidden checks that each hidden character has its name beside it, as the style sheet draws it.
func (p *page) namesWhatIsHidden(article models.ArticlePage) {
	p.t.Helper()
	var want, named []string
	for _, s := range article.Sentences {
		for _, m := range text.HiddenIn(s.Text) {
			want = append(want, m.Name)
		}
	}
	p.Eval(`[...document.querySelectorAll('#article .hidden-char')].filter(c => c.textContent.length && [...c.textContent].length === 1)
		.map(c => getComputedStyle(c, '::before').content.replaceAll('"', ''))`, &named)
	if len(want) < 6 || !slices.Equal(named, want) {
		p.t.Errorf("named are the hidden characters %q, not %q", named, want)
	}
}

// standWhereTheyAre finds every claim in the file, with the words that were selected and where they stand.
func (d *desk) standWhereTheyAre(t *testing.T, p *page, taken []marked) {
	t.Helper()
	p.Go("/articles/1")
	p.Click(".exports summary")
	_, content := p.Download(`a[href$="/annotations.csv"]`)
	rows := table(t, content, models.AnnotationColumns)
	if len(rows) != len(taken) {
		t.Errorf("%d claims were made, %d are in the file", len(taken), len(rows))
	}
	for _, m := range taken {
		found := slices.ContainsFunc(rows, func(row map[string]string) bool {
			return row["start"] == fmt.Sprint(m.start) && row["end"] == fmt.Sprint(m.end) && strings.TrimPrefix(row["claim_text"], "'") == m.exact
		})
		if !found {
			t.Errorf("%+q of sentence %d, at %d to %d, is not in the file", m.exact, m.sentence, m.start, m.end)
		}
	}
	whole := []rune(hostileText)
	for _, row := range rows {
		start, end := numberIn(t, row["start"]), numberIn(t, row["end"])
		if words := string(whole[start:end]); words != strings.TrimPrefix(row["claim_text"], "'") {
			t.Errorf("the claim %+q is said to stand at %d to %d, where there is %+q", row["claim_text"], start, end, words)
		}
	}
}
