package store_test

import (
	"testing"

	"linecheck/store/storetest"
)

// What every request for a page reads: the version of the article, kept in memory, and then a sentence with all around it.
func BenchmarkPageLookups(b *testing.B) {
	s := storetest.Open(b, storetest.SQLite(b))
	news := storetest.Newsroom(b, s)
	article := storetest.AddArticle(b, s, news)
	b.Run("version", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.ArticleVersion(ctx, news.Reviewer, article.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sentence", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.SentencePage(ctx, news.Reviewer, article.ID, 2); err != nil {
				b.Fatal(err)
			}
		}
	})
}
