package store_test

import (
	"errors"

	"pgregory.net/rapid"

	"linecheck/models"
)

// split splits a random sentence at a random place, or before a random word.
func (h *history) split(*rapid.T) {
	s := rapid.SampledFrom(h.page().Sentences).Draw(h.t, "sentence")
	who := h.anyReader()
	h.changeBoundaries(func() error {
		if rapid.Bool().Draw(h.t, "before a word") {
			_, err := h.s.SplitSentenceBefore(ctx, who, s.ID, rapid.IntRange(0, 6).Draw(h.t, "word"))
			return err
		}
		_, err := h.s.SplitSentence(ctx, who, s.ID, rapid.IntRange(s.Start-1, s.End+1).Draw(h.t, "at"))
		return err
	})
}

func (h *history) merge(*rapid.T) {
	s, who := rapid.SampledFrom(h.page().Sentences).Draw(h.t, "sentence"), h.anyReader()
	h.changeBoundaries(func() error {
		_, err := h.s.MergeSentence(ctx, who, s.ID)
		return err
	})
}

// changeLanguage segments the text again for another language, as a user who has read the current version.
func (h *history) changeLanguage(*rapid.T) {
	language, who := rapid.SampledFrom([]string{"en", "de", "fa", "zh"}).Draw(h.t, "language"), h.anyReader()
	h.changeBoundaries(func() error {
		return h.s.EditArticle(ctx, who, h.article.ID, models.ArticleEdit{Title: h.article.Title, Language: language, Version: h.page().Version,
			Rechecks: 1 << 20})
	})
}

// changeBoundaries changes sentence boundaries. It then checks that no id has other words than before, and that former sentences cannot
// be changed.
func (h *history) changeBoundaries(how func() error) {
	was := h.page()
	h.acceptRefusal(how())
	words := map[int64]string{}
	for _, s := range h.page().Sentences {
		words[s.ID] = s.Text
	}
	for _, s := range was.Sentences {
		text, stands := words[s.ID]
		if stands && text != s.Text {
			h.t.Fatalf("sentence %q has become %q under the same id", s.Text, text)
		}
		if stands || was.TrashedAt != nil {
			continue
		}
		if _, err := h.s.MarkRead(ctx, h.fixture.Reviewer, s.ID); !errors.Is(err, models.ErrStale) {
			h.t.Fatalf("marking a former sentence: %v", err)
		}
	}
}
