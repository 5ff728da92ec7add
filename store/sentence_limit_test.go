package store_test

import (
	"errors"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

func TestSentenceLimitHoldsForSplitsAndLanguages(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s, err := store.Open(ctx, store.Config{URL: address, Files: t.TempDir(), Limits: models.Limits{Sentences: 2}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		n := storetest.Newsroom(t, s)
		const text = "Am 3. Mai kam er ins Amt. Mehr weiß niemand."
		a, err := s.CreateArticle(ctx, n.Reviewer, models.NewArticle{Title: "Das Amt", DeskID: n.Desk.ID, Language: "de", Text: text})
		if err != nil {
			t.Fatal(err)
		}
		page, err := s.ArticlePage(ctx, n.Editor, a.ID)
		if err != nil || len(page.Sentences) != 2 {
			t.Fatal(len(page.Sentences), err)
		}
		refused := func(what, field string, err error) {
			t.Helper()
			var wrong models.ValidationErrors
			if !errors.As(err, &wrong) || wrong[0].Field != field {
				t.Errorf("%s: %v, want an error of the field %s", what, err, field)
			}
		}
		_, err = s.SplitSentenceBefore(ctx, n.Editor, page.Sentences[0].ID, 3)
		refused("a split", "split", err)
		edit := models.ArticleEdit{Title: a.Title, Language: "en", Version: a.Version, Rechecks: 9}
		refused("another language", "language", s.EditArticle(ctx, n.Editor, a.ID, edit))
		if _, err := s.MergeSentence(ctx, n.Editor, page.Sentences[0].ID); err != nil {
			t.Fatal("merging:", err)
		}
		page, err = s.ArticlePage(ctx, n.Editor, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.SplitSentenceBefore(ctx, n.Editor, page.Sentences[0].ID, 3); err != nil {
			t.Error("a split within the limit:", err)
		}
	})
}
