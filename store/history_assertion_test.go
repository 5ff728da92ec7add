package store_test

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"pgregory.net/rapid"

	"linecheck/models"
)

// typists says who first brought the words of sentences in, by the naive rule: letters and digits in a sentence of a draft that
// stood in none before. 0 is
// whoever: the words were cut, came in twice, or by a correction.
type typists map[string]int64

// letters are a sentence's letters and digits, in lower case: nothing else makes anybody an author.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// countLetters counts an article's sentences by their letters.
func countLetters(page models.ArticlePage) map[string]int {
	counts := map[string]int{}
	for _, s := range page.Sentences {
		counts[letters(s.Text)]++
	}
	return counts
}

// typed notes who typed the sentences of a draft.
func (h *history) typed(was, is models.ArticlePage, who int64) {
	before := countLetters(was)
	corrected := slices.ContainsFunc(h.cards(), func(c models.ClaimCard) bool { return len(c.Corrections) > 0 })
	for key, n := range countLetters(is) {
		first, known := h.typists[key]
		switch {
		case !known && !corrected:
			h.typists[key] = who
		case !known, n > before[key] && first != who:
			h.typists[key] = 0
		}
	}
}

// cutAnew notes sentences that came of no draft.
func (h *history) cutAnew(page models.ArticlePage) {
	for key := range countLetters(page) {
		if _, known := h.typists[key]; !known {
			h.typists[key] = 0
		}
	}
}

// looked says, by claim (0: the sentence itself), who looked at it after its last change and did not type it, as far as the pages show.
func (h *history) looked(p models.SentencePage) map[int64]map[int64]bool {
	writer := h.typists[letters(p.Sentence.Text)]
	looked := map[int64]map[int64]bool{}
	add := func(claim, who int64) {
		if looked[claim] == nil {
			looked[claim] = map[int64]bool{}
		}
		if who != 0 && who != writer {
			looked[claim][who] = true
		}
	}
	add(0, 0)
	for _, r := range p.Readings {
		if r.Text == p.Sentence.Text && r.Region == p.Sentence.Region {
			add(0, r.ReaderID)
		}
	}
	for _, c := range p.Claims {
		if c.Occurrence.Placement == models.Lost {
			continue
		}
		add(c.Claim.ID, 0)
		for _, a := range c.Annotations {
			if a.WithdrawnAt == nil && !a.Ruling && a.Annotation.Exact == c.Exact && a.Annotation.Context == c.Context {
				add(c.Claim.ID, a.ReviewerID)
			}
		}
	}
	return looked
}

// independent is invariants 13 and 17, one way round: where the gate says nothing, somebody who did not type the words looked at
// each claim and, where there
// are none, at the sentence; and those who are said to have looked twice are two.
func (h *history) independent(page models.ArticlePage) {
	gate, err := h.s.GatePage(ctx, h.news.Auditor, h.article.ID)
	h.ok(err)
	said := map[int64]bool{}
	for _, thing := range gate.Gate.Reason(models.GateIndependence).Things {
		said[thing.ID] = true
	}
	twice := 0
	for _, s := range page.Sentences {
		p := h.sentence(s.Ordinal)
		looked, two := h.looked(p), true
		for claim, by := range looked {
			if claim == 0 && len(looked) > 1 { // what is left beside claims may be nothing
				continue
			}
			if settled := s.State == models.Clear || s.State == models.Done; settled && !said[s.ID] && len(by) == 0 {
				h.t.Fatalf("nobody looked at claim %d of sentence %d, %q, but who typed it, and the gate does not say so", claim, s.Ordinal, s.Text)
			}
			two = two && len(by) > 1
		}
		if two {
			twice++
		}
	}
	if page.SentencesTwice > twice {
		h.t.Fatalf("%d sentences are counted as read twice, and two people looked at %d", page.SentencesTwice, twice)
	}
	for _, code := range models.GateCodes {
		if a, b := page.Gate.Reason(code).Count, gate.Gate.Reason(code).Count; a != b {
			h.t.Fatalf("%s counts %d by the counters, and has %d things behind it", code, a, b)
		}
	}
}

// wordsAreClaimed has somebody say that a text is theirs, or that it is its writer's.
func (h *history) wordsAreClaimed(*rapid.T) {
	who := h.someone()
	number := h.page().Revision.Number - rapid.IntRange(0, 3).Draw(h.t, "behind")/3
	var err error
	if rapid.Bool().Draw(h.t, "vouch") {
		err = h.s.VouchForWriter(ctx, who, h.article.ID, number, rapid.SampledFrom([]string{"", "She said so."}).Draw(h.t, "why"))
	} else {
		err = h.s.ClaimWords(ctx, who, h.article.ID, number)
	}
	h.tolerate(err)
	if err == nil {
		h.broughtForAnother(number)
	}
}

// broughtForAnother notes that who brought a draft in did not write it.
func (h *history) broughtForAnother(number int) {
	page, err := h.s.Revision(ctx, h.news.Auditor, h.article.ID, number)
	h.ok(err)
	for key, who := range h.typists {
		if page.Revision.CreatedBy != nil && *page.Revision.CreatedBy == who {
			h.typists[key] = 0
		}
	}
}

// name names the article's writer, or none.
func (h *history) name(*rapid.T) {
	a := h.page().Article
	writer := rapid.SampledFrom([]*int64{nil, &h.news.Writer.UserID, &h.news.Editor.UserID, &h.news.Stranger.UserID}).Draw(h.t, "writer")
	h.tolerate(h.s.EditArticle(ctx, h.someone(), a.ID, models.ArticleEdit{Title: a.Title, Language: a.Language, DueAt: a.DueAt,
		URL: a.URL, WriterID: writer, Version: a.Version}))
}

// stays is invariant 22: what others said stays, whatever somebody does.
func (h *history) stays(who models.Reader, how func()) {
	before := h.words()
	how()
	after := h.words()
	for word, by := range before {
		if _, there := after[word]; !there && by != who.UserID {
			h.t.Fatalf("%s has taken away what %d said: %s", who.Name, by, word)
		}
	}
}

// words are the verdicts and pieces of evidence that were not withdrawn, by who gave them.
func (h *history) words() map[string]int64 {
	words := map[string]int64{}
	for _, c := range h.cards() {
		for _, a := range c.Annotations {
			if a.WithdrawnAt == nil {
				words[fmt.Sprintf("annotation %d: %s of %q", a.Annotation.ID, a.Status, a.Annotation.Exact)] = a.ReviewerID
			}
		}
		for _, e := range c.Evidence {
			if e.CreatedBy != nil {
				words[fmt.Sprintf("evidence %d", e.Evidence.ID)] = *e.CreatedBy
			}
		}
	}
	return words
}
