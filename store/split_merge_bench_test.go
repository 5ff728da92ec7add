package store_test

import (
	"testing"

	"linecheck/store"
	"linecheck/store/storetest"
)

// A split near the start of 2,000 sentences, and its undo: every later sentence gets another number, twice.
func BenchmarkSplitAndUndo(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			s := storetest.Open(b, url(b))
			news := storetest.Newsroom(b, s)
			article := storetest.CheckedArticle(b, s, news, 2000, 500)
			first := func() int64 {
				page, err := s.SentencePage(ctx, news.Reviewer, article.ID, 1)
				if err != nil {
					b.Fatal(err)
				}
				return page.Sentence.ID
			}
			for b.Loop() {
				splitAndUndo(b, s, news, article.ID, first())
			}
		})
	}
}

func splitAndUndo(b *testing.B, s *store.Store, news storetest.Fixture, articleID, sentenceID int64) {
	b.Helper()
	if _, err := s.SplitSentenceBefore(ctx, news.Reviewer, sentenceID, 6); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Undo(ctx, news.Reviewer, articleID); err != nil {
		b.Fatal(err)
	}
}
