package store_test

import (
	"fmt"
	"strings"
	"unicode"

	"pgregory.net/rapid"

	"linecheck/models"
)

// lettersAndDigits returns a sentence's letters and digits in lower case. Only these make somebody an author.
func lettersAndDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// checkIndependence checks invariants 13 and 17. Unless the gate has a reason, somebody who did not write the words has checked each
// claim and each rest, and two readers are two people. The gate's counters must match its items.
func (h *history) checkIndependence(page models.ArticlePage) {
	gate, err := h.s.GatePage(ctx, h.fixture.Auditor, h.article.ID)
	h.ok(err)
	said := map[int64]bool{}
	for _, thing := range gate.Gate.Reason(models.GateIndependence).Items {
		said[thing.Key] = true
	}
	twice := 0
	for _, s := range h.replay.allSentences() {
		alone, once := false, false
		for _, p := range h.replay.sentenceProblems(h.replay.countingSentence(s), 0, deskRules{SecondReader: true}) {
			alone, once = alone || p.code == "independence", once || p.code == "second reader"
		}
		if alone && !said[h.replay.countingSentence(s).Track] {
			h.failWithLog("only its authors looked at something in sentence %d, %q, and the gate does not say so", s.Ordinal, s.text)
		}
		if !once {
			twice++
		}
	}
	if page.SentencesTwice > twice {
		h.failWithLog("%d sentences are counted as read twice, and by the audit log two people looked at %d", page.SentencesTwice, twice)
	}
	for _, code := range models.GateCodes {
		a, b := page.Gate.Reason(code).Count, gate.Gate.Reason(code).Count
		if signed := gate.Gate.SignOff != nil; signed && code == models.GateIndependence && a <= b {
			continue // a signed article shows the signer's gate, but its counters are for no particular signer
		}
		if a != b {
			h.failWithLog("%s counts %d by the counters, and has %d things behind it", code, a, b)
		}
	}
}

// claimAuthorship claims a text's words for a user, or vouches for the writer.
func (h *history) claimAuthorship(*rapid.T) {
	who := h.anyReader()
	number := h.page().Revision.Number - rapid.IntRange(0, 3).Draw(h.t, "behind")/3
	var err error
	if rapid.Bool().Draw(h.t, "vouch") {
		err = h.s.VouchForWriter(ctx, who, h.article.ID, number, rapid.SampledFrom([]string{"", "She said so."}).Draw(h.t, "why"))
	} else {
		err = h.s.ClaimAuthorship(ctx, who, h.article.ID, number)
	}
	h.acceptRefusal(err)
}

// setWriter sets or removes the article's writer.
func (h *history) setWriter(*rapid.T) {
	a := h.page().Article
	writer := rapid.SampledFrom([]*int64{nil, &h.fixture.Writer.UserID, &h.fixture.Editor.UserID, &h.fixture.OtherDeskReviewer.UserID}).
		Draw(h.t, "writer")
	h.acceptRefusal(h.s.EditArticle(ctx, h.anyReader(), a.ID, models.ArticleEdit{Title: a.Title, Language: a.Language, DueAt: a.DueAt,
		URL: a.URL, WriterID: writer, Version: a.Version}))
}

// checkOthersWorkKept checks invariant 22: no action of a user removes the assertions of others.
func (h *history) checkOthersWorkKept(who models.Reader, how func()) {
	before := h.countWorkByPerson()
	how()
	after := h.countWorkByPerson()
	for word, by := range before {
		if _, there := after[word]; !there && by != who.UserID {
			h.t.Fatalf("%s removed an assertion of user %d: %s", who.Name, by, word)
		}
	}
}

// countWorkByPerson counts the verdicts and pieces of evidence that were not withdrawn, by their authors.
func (h *history) countWorkByPerson() map[string]int64 {
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
