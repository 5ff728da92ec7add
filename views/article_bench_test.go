package views

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"linecheck/models"
)

// longArticle returns an article of this length, with three claims in every two sentences.
func longArticle(sentences int) models.ArticlePage {
	whole := strings.Repeat(
		"The port holds more than 70 ships since May, the minister said. Crews wait for food & pay from owners abroad, “a month” at least.\n\n",
		sentences/2,
	)
	page := newArticlePage(whole, "en")
	for i := range page.Sentences {
		page.Sentences[i].ClaimSpans = []models.ClaimSpan{
			{ClaimID: int64(i), Start: 4, End: 20, ClaimStatus: models.ClaimStatus{Status: models.ClaimStatuses[i%4]}},
		}
		if i%2 == 0 {
			page.Sentences[i].ClaimSpans = append(
				page.Sentences[i].ClaimSpans,
				models.ClaimSpan{
					ClaimID:     int64(sentences + i),
					Start:       15,
					End:         31,
					ClaimStatus: models.ClaimStatus{Status: models.ClaimStatuses[i%3]},
				},
			)
		}
	}
	return page
}

func BenchmarkArticlePage(b *testing.B) {
	for name, sentences := range map[string]int{"40": 40, "2000": 2000} {
		b.Run(name, func(b *testing.B) {
			view := ArticleView{ArticlePage: longArticle(sentences), May: Rights{Check: true}, Zone: time.UTC}
			b.ReportAllocs()
			for b.Loop() {
				if err := ArticlePage(Page{Title: "x", Role: "editor"}, view).Render(context.Background(), io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
