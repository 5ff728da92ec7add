package store_test

import (
	"testing"

	"linecheck/store/storetest"
)

// The lookups of every request for a page: the article's version, which is cached, then a sentence with its
// neighbours.
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
