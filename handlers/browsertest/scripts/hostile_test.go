package scripts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"linecheck/handlers/browsertest"
	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/text"
)

// A hostile text is stored and shown exactly. Invisible characters are named, nothing runs, and the selected
// words are the stored ones, for every kind of selection and all preceding characters.
func TestHostileText(t *testing.T) {
	for _, language := range []string{"en", "fa"} {
		t.Run(language, func(t *testing.T) {
			d := openSite(t)
			p := browsertest.Open(t, d.base, browsertest.Options{})
			browsertest.SignIn(p, d.news.Reviewer)
			p.Go("/articles/new")
			p.Fill("input[name=title]", "<b>Hostile</b> \u202Etitle\u202C &amp; 👩\u200d👩\u200d👧\u200d👦")
			p.Choose("select[name=language]", language)
			p.Fill("textarea[name=text]", sitetest.HostileText)
			p.Navigate(func() { p.Click("main form button") })
			article := d.kept(t)
			showsExactly(p, article)
			namesWhatIsHidden(p, article)
			everyWord(p, article)
			taken := markByMouse(p, article)
			taken = append(taken, markByKeyboard(p, article)...)
			d.standWhereTheyAre(t, p, taken)
			var title string
			if p.Eval(`document.title`, &title); strings.Contains(title, "owned") {
				t.Error("a text ran as a script")
			}
			p.CheckAccessibility(t, "a hostile text")
		})
	}
}

// kept loads the desk's only article from the database.
func (d *site) kept(t *testing.T) models.ArticlePage {
	t.Helper()
	article, err := d.store.ArticlePage(context.Background(), d.news.Reviewer, 1)
	if err != nil {
		t.Fatal(err)
	}
	if article.Revision.Text != sitetest.HostileText {
		t.Fatalf("the text was kept as %q", article.Revision.Text)
	}
	return article
}

// showsExactly compares every sentence in the browser, character by character.
func showsExactly(p *browsertest.Page, article models.ArticlePage) {
	p.T.Helper()
	var shown []string
	p.Eval(`[...document.querySelectorAll('#article .t')].map(t => t.textContent)`, &shown)
	for i, s := range article.Sentences {
		if i >= len(shown) || shown[i] != s.Text {
			p.T.Fatalf("of %d sentences, sentence %d is %+q, shown are %d: %+q", len(article.Sentences), s.Ordinal, s.Text, len(shown), shown)
		}
	}
}

// namesWhatIsHidden checks that each invisible character is shown with its name by the style sheet.
func namesWhatIsHidden(p *browsertest.Page, article models.ArticlePage) {
	p.T.Helper()
	var want, named []string
	for _, s := range article.Sentences {
		for _, m := range text.HiddenCharacters(s.Text) {
			want = append(want, m.Name)
		}
	}
	p.Eval(`[...document.querySelectorAll('#article .hidden-char')].filter(c => c.textContent.length && [...c.textContent].length === 1)
		.map(c => getComputedStyle(c, '::before').content.replaceAll('"', ''))`, &named)
	if len(want) < 6 || !slices.Equal(named, want) {
		p.T.Errorf("named are the hidden characters %q, not %q", named, want)
	}
}

// standWhereTheyAre checks that the export contains every claim with the selected words and offsets.
func (d *site) standWhereTheyAre(t *testing.T, p *browsertest.Page, taken []marked) {
	t.Helper()
	p.Go("/articles/1")
	p.Click(".exports summary")
	_, content := p.Download(`a[href$="/annotations.csv"]`)
	rows := sitetest.ParseCSV(t, content, models.AnnotationColumns)
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
	whole := []rune(sitetest.HostileText)
	for _, row := range rows {
		start, end := sitetest.Number(t, row["start"]), sitetest.Number(t, row["end"])
		if words := string(whole[start:end]); words != strings.TrimPrefix(row["claim_text"], "'") {
			t.Errorf("the claim %+q is said to stand at %d to %d, where there is %+q", row["claim_text"], start, end, words)
		}
	}
}
