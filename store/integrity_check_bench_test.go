package store_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"linecheck/store"
	"linecheck/store/storetest"
)

// BenchmarkOpen opens a database as a server does, with all its checks, and then verifies it. It also reports
// the size of the file, and the duration of the first opening after it was written.
func BenchmarkOpen(b *testing.B) {
	for _, claims := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprintf("%d claims", claims), func(b *testing.B) {
			address := storetest.SQLite(b)
			s, err := store.Open(ctx, store.Config{URL: address})
			if err != nil {
				b.Fatal(err)
			}
			article := storetest.CheckedArticle(b, s, storetest.Newsroom(b, s), 120, 100)
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			storetest.CopyArticle(b, address, article, claims/100-1)
			info, err := os.Stat(strings.TrimPrefix(address, "sqlite:"))
			if err != nil {
				b.Fatal(err)
			}
			var opening, verifying time.Duration
			for b.Loop() {
				start := time.Now()
				s, err := store.Open(ctx, store.Config{URL: address, Exclusive: true})
				if err != nil {
					b.Fatal(err)
				}
				opening += time.Since(start)
				start = time.Now()
				if v, err := s.Verify(ctx); err != nil || v.Break != "" {
					b.Fatal(v, err)
				}
				verifying += time.Since(start)
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(info.Size()>>20), "MiB")
			b.ReportMetric(opening.Seconds()*1000/float64(b.N), "open-ms/op")
			b.ReportMetric(verifying.Seconds()/float64(b.N), "verify-s/op")
		})
	}
}
