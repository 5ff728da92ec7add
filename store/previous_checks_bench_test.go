package store_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store/storetest"
)

// fillClaimSearchIndex fills PostgreSQL's index of claims, because bulk copies run without triggers there.
const fillClaimSearchIndex = `INSERT INTO search_words SELECT 'claim', x.id, c.desk_id, searched_words(x.exact) FROM occurrences x JOIN claims c ON c.id = x.claim_id
	ON CONFLICT (what, id) DO NOTHING`

// BenchmarkPreviousChecks finds previous checks of similar claims among many claims, and searches claims
// newest first. Every query is for another claim or word.
func BenchmarkPreviousChecks(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		for _, claims := range []int{100_000, 1_000_000} {
			b.Run(fmt.Sprintf("%s/%d claims", engine, claims), func(b *testing.B) { benchmarkPreviousChecks(b, engine, claims) })
		}
	}
}

func benchmarkPreviousChecks(b *testing.B, engine string, claims int) {
	var address string
	if engine == "sqlite" {
		address = storetest.SQLite(b)
	} else if os.Getenv("LINECHECK_TEST_POSTGRES") == "" {
		b.Skip("no PostgreSQL to measure on")
	} else {
		address = storetest.Postgres(b)
	}
	s := storetest.Open(b, address)
	n := storetest.Newsroom(b, s)
	article := storetest.CheckedArticle(b, s, n, 120, 100)
	storetest.CopyArticle(b, address, article, claims/100-1)
	if engine == "postgres" {
		storetest.Exec(b, address, fillClaimSearchIndex)
		storetest.Exec(b, address, "ANALYZE search_words")
	}
	rows, _, _, err := s.Claims(ctx, n.Reviewer, models.Filter{ArticleID: article.ID}, models.Page{Limit: 100})
	if err != nil || len(rows) == 0 {
		b.Fatal(len(rows), err)
	}
	for name, ask := range map[string]func(models.ClaimRow) error{
		"before": func(c models.ClaimRow) error { _, err := s.PreviousChecks(ctx, n.Reviewer, c.ID); return err },
		"likeness": func(c models.ClaimRow) error {
			_, err := s.Search(ctx, n.Reviewer, models.Search{Query: c.Occurrence.Exact, ByRelevance: true, SearchKind: models.SearchClaims}, models.Page{})
			return err
		},
		"newest": func(c models.ClaimRow) error {
			_, err := s.Search(ctx, n.Reviewer, models.Search{Query: strings.Fields(c.Occurrence.Exact)[0], SearchKind: models.SearchClaims}, models.Page{})
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				if err := ask(rows[len(took)%len(rows)]); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
