package store_test

import (
	"pgregory.net/rapid"

	"linecheck/models"
)

// readRange marks neighbouring sentences as read, as a user sees them or with some words or ids that are wrong. What it marks has no
// claim and no suggestion; what it leaves out has the reason that is given.
func (h *history) readRange(*rapid.T) {
	who, page := h.anyReader(), h.page()
	first := rapid.IntRange(0, len(page.Sentences)-1).Draw(h.t, "first")
	last := rapid.IntRange(first, min(first+models.MaxRangeSentences, len(page.Sentences)-1)).Draw(h.t, "last")
	in := rangeOf(page, page.Sentences[first:last+1]...)
	forged := rapid.IntRange(0, 5).Draw(h.t, "forged") == 0
	if forged {
		in.Sentences[0].Words += "!"
	}
	place, err := h.s.MarkRangeRead(ctx, who, in)
	h.acceptRefusal(err)
	if err != nil {
		return
	}
	if forged {
		h.t.Fatal("a sentence was marked whose words nobody saw")
	}
	for _, n := range place.Range.Marked {
		s := page.Sentences[n-1]
		said := in.Suggestions.ForSentence(models.SentencePage{Sentence: s}, nil)
		if len(s.ClaimSpans) > 0 || len(said.Likely)+len(said.Between) > 0 {
			h.t.Fatalf("the range marked sentence %d, %q, which has a claim or a suggestion", n, s.Text)
		}
	}
	var marks int // other events say which overrides and sign-offs the marks ended
	h.ok(h.db.QueryRow("SELECT count(*) FROM events WHERE action = 'reading made' AND id > $1", h.events).Scan(&marks))
	if want := len(place.Range.Marked); marks != want {
		h.t.Fatalf("%d sentences were marked with %d marks", want, marks)
	}
}

// rangeOf is the range of some sentences of a page, as its reader saw them.
func rangeOf(page models.ArticlePage, sentences ...models.PageSentence) models.ReadRange {
	all := make([]models.Sentence, len(page.Sentences))
	for i, s := range page.Sentences {
		all[i] = s.Sentence
	}
	in := models.ReadRange{
		Article:     page.Article,
		Suggestions: models.FindSuggestions(page.Revision.Text, page.Language, page.CreatedAt, all),
	}
	for _, s := range sentences {
		in.Sentences = append(in.Sentences, models.SeenSentence{ID: s.ID, Words: s.Text})
	}
	return in
}
