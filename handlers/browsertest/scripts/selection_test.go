package scripts

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"linecheck/handlers/browsertest"
	"linecheck/models"
	"linecheck/text"
)

// everyWord moves through the words of every sentence with keys: they are the words that the form without
// scripts offers.
func everyWord(p *browsertest.Page, article models.ArticlePage) {
	p.T.Helper()
	k := browsertest.Keyboard{Page: p}
	for _, s := range article.Sentences {
		k.Open(s.Ordinal)
		runes := []rune(s.Text)
		key := "w"
		for _, span := range text.Words(s.Text) {
			k.Press(key)
			if want, got := string(runes[span.Start:span.End]), selected(k); got != want {
				p.T.Errorf("in sentence %d the keyboard selects %+q, not %+q", s.Ordinal, got, want)
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

// selected returns the selection that the page reports.
func selected(k browsertest.Keyboard) string {
	k.T.Helper()
	said, _ := strings.CutPrefix(k.Text("#said"), "Selected: ")
	return strings.TrimSuffix(strings.TrimPrefix(said, "“\u2068"), "\u2069”")
}

// marked is a selection in a sentence, by the indexes of its first and last word, with the words.
type marked struct {
	sentence, first, last int
	start, end            int // code points of the whole text
	exact                 string
}

// pick returns the selection of words of the nth sentence.
func pick(article models.ArticlePage, sentence, first, last int) marked {
	s := article.Sentences[sentence-1]
	words := text.Words(s.Text)
	from, to := words[first].Start, words[last].End
	return marked{sentence, first, last, s.Start + from, s.Start + to, string([]rune(s.Text)[from:to])}
}

// markByKeyboard creates a claim of the second and third word of each sentence.
func markByKeyboard(p *browsertest.Page, article models.ArticlePage) []marked {
	p.T.Helper()
	k, on := browsertest.Keyboard{Page: p}, "ArrowRight"
	if article.Language == "fa" {
		on = "ArrowLeft"
	}
	var all []marked
	for _, s := range article.Sentences {
		m := pick(article, s.Ordinal, 1, 2)
		k.Open(s.Ordinal)
		k.Press("w", on, "w")
		claim(k, m)
		all = append(all, m)
	}
	return all
}

// markByMouse creates a claim of all words except the last of each sentence.
func markByMouse(p *browsertest.Page, article models.ArticlePage) []marked {
	p.T.Helper()
	k := browsertest.Keyboard{Page: p}
	var all []marked
	for _, s := range article.Sentences {
		m := pick(article, s.Ordinal, 0, len(text.Words(s.Text))-2)
		dragged := dragOver(p, m, s)
		if article.Language == "en" && dragged != m.exact {
			p.T.Errorf("the mouse selected %+q, not %+q", dragged, m.exact)
		}
		// In mixed directions, browsers begin and end a right-to-left selection differently. What they show
		// as selected counts.
		m.exact = strings.TrimSpace(dragged)
		before, _, found := strings.Cut(s.Text, m.exact)
		if !found || m.exact == "" {
			p.T.Fatalf("the mouse selected %+q, which is not in the sentence %+q", dragged, s.Text)
		}
		m.start = s.Start + utf8.RuneCountInString(before)
		m.end = m.start + utf8.RuneCountInString(m.exact)
		claim(k, m)
		all = append(all, m)
	}
	return all
}

// claim creates a claim of the selection.
func claim(k browsertest.Keyboard, m marked) {
	k.T.Helper()
	k.WaitFor("#tool")
	k.Press("Enter")
	k.WaitText("#said", "Saved: claim marked")
	k.WaitFor(fmt.Sprintf("#cards[data-n='%d']", m.sentence))
}

// dragOver drags the mouse from before the first character of the words to after the last, and returns the
// selection.
func dragOver(p *browsertest.Page, m marked, s models.PageSentence) (selected string) {
	p.T.Helper()
	var ends [4]float64
	p.Eval(fmt.Sprintf(`(async () => {
		const part = document.querySelector('#s%d .t'), units = (n) => [...part.textContent].slice(0, n).join('').length
		part.scrollIntoView({block: 'center'})
		await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))) // the layout may change when text becomes visible
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
