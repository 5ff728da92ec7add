package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// BenchmarkRevise adds a new draft to articles of 500 to 4,000 sentences with 1.5 claims per sentence. Of
// twenty sentences one is edited, one new, one dropped, and some change places. It reports the time of a
// preview and of saving, in ms, and how both grow with the article.
func BenchmarkRevise(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			s := storetest.Open(b, url(b))
			news := storetest.Newsroom(b, s)
			for _, n := range []int{500, 1000, 2000, 4000} {
				b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkRevise(b, s, news, storetest.CheckedArticle(b, s, news, n, n*3/2)) })
			}
		})
	}
}

func benchmarkRevise(b *testing.B, s *store.Store, news storetest.Fixture, article models.Article) {
	page, err := s.ArticlePage(ctx, news.Editor, article.ID)
	if err != nil {
		b.Fatal(err)
	}
	texts := [2]string{page.Revision.Text, shuffledDraft(page)}
	var previewing, keeping time.Duration
	for i := 0; b.Loop(); i++ {
		n := models.NewRevision{Text: texts[(i+1)%2], Base: i + 1}
		start := time.Now()
		if _, err := s.PreviewRevision(ctx, news.Editor, article.ID, n); err != nil {
			b.Fatal(err)
		}
		between := time.Now()
		if _, err := s.ReviseArticle(ctx, news.Editor, article.ID, n); err != nil {
			b.Fatal(err)
		}
		previewing, keeping = previewing+between.Sub(start), keeping+time.Since(between)
	}
	b.ReportMetric(float64(previewing.Microseconds())/1000/float64(b.N), "preview_ms")
	b.ReportMetric(float64(keeping.Microseconds())/1000/float64(b.N), "keep_ms")
}

// shuffledDraft returns another draft of an article.
func shuffledDraft(page models.ArticlePage) string {
	var list []string
	for i, s := range page.Sentences {
		words := strings.Fields(s.Text)
		switch i % 20 {
		case 3:
			words[len(words)/2] = fmt.Sprint(i)
		case 9:
			list = append(list, fmt.Sprintf("Sentence %d was not there before.", i))
		case 15:
			continue
		}
		list = append(list, strings.Join(words, " "))
	}
	for i := 0; i+150 < len(list); i += 200 {
		list[i], list[i+150] = list[i+150], list[i]
	}
	return strings.Join(list, "\n\n")
}
