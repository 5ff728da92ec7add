package handlers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"linecheck/models"
	"linecheck/text"
)

// hostileText is what a text can hold to break a page, a count of characters, or a reader's trust in their eyes.
const hostileText = "Say \u202Etxt.exe\u202C twice. The price of a\u200Bb\u00ADc is \u2066hidden\u2069 here.\n\n" +
	"A family 👩‍👩‍👧‍👦 and a flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿 cost 5 coins. Cafe\u0301 and Z\u0336a\u0336l\u0336g\u0336o\u0336 met on May 3.\n\n" +
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
			p.Fill("input[name=title]", "<b>Hostile</b> \u202Etitle\u202C &amp; 👩‍👩‍👧‍👦")
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

// everyWord steps through the words of every sentence by keyboard: they are the words that the form without scripts offers.
func (p *page) everyWord(article models.ArticlePage) {
	p.t.Helper()
	k := keyboard{p}
	for _, s := range article.Sentences {
		k.open(s.Ordinal)
		runes := []rune(s.Text)
		key := "w"
		for _, span := range text.Words(s.Text) {
			k.Press(key)
			if want, got := string(runes[span.Start:span.End]), k.selected(); got != want {
				p.t.Errorf("in sentence %d the keyboard selects %+q, not %+q", s.Ordinal, got, want)
			}
			key = "ArrowRight"
			if article.Language == "fa" {
				key = "ArrowLeft"
			}
		}
		k.Press("Escape")
		k.WaitFor(fmt.Sprintf("#cards[data-n='%d']", s.Ordinal))
	}
}

// selected is what the page says is selected.
func (k keyboard) selected() string {
	k.t.Helper()
	said, _ := strings.CutPrefix(k.Text("#said"), "Selected: ")
	return strings.TrimSuffix(strings.TrimPrefix(said, "“\u2068"), "\u2069”")
}

// marked is words of a sentence, by the numbers of the first and last from 0, and what they are.
type marked struct {
	sentence, first, last int
	start, end            int // code points of the whole text
	exact                 string
}

// pick is words of the nth sentence.
func pick(article models.ArticlePage, sentence, first, last int) marked {
	s := article.Sentences[sentence-1]
	words := text.Words(s.Text)
	from, to := words[first].Start, words[last].End
	return marked{sentence, first, last, s.Start + from, s.Start + to, string([]rune(s.Text)[from:to])}
}

// markByKeyboard makes a claim of the second to third word of each sentence.
func (p *page) markByKeyboard(article models.ArticlePage) []marked {
	p.t.Helper()
	k, on := keyboard{p}, "ArrowRight"
	if article.Language == "fa" {
		on = "ArrowLeft"
	}
	var all []marked
	for _, s := range article.Sentences {
		m := pick(article, s.Ordinal, 1, 2)
		k.open(s.Ordinal)
		k.Press("w", on, "w")
		k.claim(m)
		all = append(all, m)
	}
	return all
}

// markByMouse makes a claim of the first to the last word but one of each sentence.
func (p *page) markByMouse(article models.ArticlePage) []marked {
	p.t.Helper()
	k := keyboard{p}
	var all []marked
	for _, s := range article.Sentences {
		m := pick(article, s.Ordinal, 0, len(text.Words(s.Text))-2)
		dragged := p.dragOver(m, s)
		if article.Language == "en" && dragged != m.exact {
			p.t.Errorf("the mouse selected %+q, not %+q", dragged, m.exact)
		}
		// From right to left, browsers end a selection where another direction begins in ways of their own: what they
		// show as selected is what counts.
		m.exact = strings.TrimSpace(dragged)
		m.end = m.start + utf8.RuneCountInString(m.exact)
		k.claim(m)
		all = append(all, m)
	}
	return all
}

// claim makes a claim of what is selected.
func (k keyboard) claim(m marked) {
	k.t.Helper()
	k.WaitFor("#tool")
	k.Press("Enter")
	k.WaitText("#said", "Saved: claim marked")
	k.WaitFor(fmt.Sprintf("#cards[data-n='%d']", m.sentence))
}

// dragOver draws the mouse from before the first character of the words to behind the last, and gives what is selected then.
func (p *page) dragOver(m marked, s models.PageSentence) (selected string) {
	p.t.Helper()
	var ends [4]float64
	p.Eval(fmt.Sprintf(`(async () => {
		const part = document.querySelector('#s%d .t'), units = (n) => [...part.textContent].slice(0, n).join('').length
		part.scrollIntoView({block: 'center'})
		await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))) // what has come into sight may need another room
		const rtl = (c) => /\p{sc=Arabic}/u.test(c)
		const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
		const nodes = []
		for (let node = walk.nextNode(), at = 0; node; at += node.length, node = walk.nextNode()) nodes.push([node, at])
		const box = (from, to) => {
			const range = new Range(), at = (unit, end) => {
				const [node, start] = nodes.find(([n, a]) => end ? unit <= a + n.length : unit < a + n.length)
				return [node, unit - start]
			}
			range.setStart(...at(from)), range.setEnd(...at(to, true))
			return range.getClientRects()[0]
		}
		const clusters = [...new Intl.Segmenter('en', {granularity: 'grapheme'}).segment(part.textContent)].map(c => [c.index, c.index + c.segment.length, c.segment])
		const from = units(%d), to = units(%d)
		const first = clusters.find(c => c[0] === from), last = clusters.find(c => c[1] === to)
		const a = box(first[0], first[1]), b = box(last[0], last[1])
		return [rtl(first[2]) ? a.right - 1 : a.left + 1, (a.top + a.bottom) / 2, rtl(last[2]) ? b.left + 1 : b.right - 1, (b.top + b.bottom) / 2]
	})()`, s.Ordinal, m.start-s.Start, m.end-s.Start), &ends)
	p.Drag(ends[0], ends[1], ends[2], ends[3])
	p.Eval(`getSelection().toString()`, &selected)
	return selected
}

// standWhereTheyAre finds every claim in the file, with the words that were selected and where they stand.
func (d *desk) standWhereTheyAre(t *testing.T, p *page, taken []marked) {
	t.Helper()
	p.Go("/articles/1")
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
