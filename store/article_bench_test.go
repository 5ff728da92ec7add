package store_test

import (
	"fmt"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// BenchmarkCreateArticle creates an article of 2 MB, the maximum. All other changes wait while it is written.
func BenchmarkCreateArticle(b *testing.B) {
	var text strings.Builder
	for i := 0; text.Len() < 1_999_000; i++ {
		fmt.Fprintf(
			&text,
			"The office said on day %d that %d people had come to see the bridge of 1911, which is more than the year before.",
			i,
			i*7,
		)
		text.WriteString(map[bool]string{true: "\n\n", false: " "}[i%5 == 4])
	}
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			s := storetest.Open(b, url(b))
			n := storetest.Newsroom(b, s)
			for b.Loop() {
				if _, err := s.CreateArticle(ctx, n.Reviewer, models.NewArticle{Title: "A long report", DeskID: n.Desk.ID, Text: text.String()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
