package store_test

import (
	"fmt"
	"testing"

	"linecheck/store"
	"linecheck/store/storetest"
)

// BenchmarkGate reads the gate of a half-checked article, as its page and the API do.
func BenchmarkGate(b *testing.B) {
	for _, engine := range []struct {
		name    string
		address func(testing.TB) string
	}{{"sqlite", storetest.SQLite}, {"postgres", storetest.Postgres}} {
		for _, size := range []struct{ sentences, claims int }{{40, 60}, {2000, 3000}} {
			b.Run(fmt.Sprintf("%s/%d_sentences", engine.name, size.sentences), func(b *testing.B) {
				s := storetest.Open(b, engine.address(b))
				benchmarkGate(b, s, size.sentences, size.claims)
			})
		}
	}
}

func benchmarkGate(b *testing.B, s *store.Store, sentences, claims int) {
	news := storetest.Newsroom(b, s)
	article := storetest.CheckedArticle(b, s, news, sentences, claims)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.GatePage(ctx, news.Editor, article.ID); err != nil {
			b.Fatal(err)
		}
	}
}
