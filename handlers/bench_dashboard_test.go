package handlers_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store/storetest"
)

// claimCounts are the sizes of the newsrooms of BenchmarkDashboard, in claims, with 20 in each article, so
// that all fill a page.
var claimCounts = []int{1_000, 100_000, 1_000_000}

// BenchmarkDashboard measures the server's time for an editor's dashboard and lists as the newsroom grows.
func BenchmarkDashboard(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { measureGrowth(b, storetest.SQLite) })
	b.Run("postgres", func(b *testing.B) {
		if os.Getenv("LINECHECK_TEST_POSTGRES") == "" {
			b.Skip("LINECHECK_TEST_POSTGRES is not set")
		}
		measureGrowth(b, storetest.Postgres)
	})
}

func measureGrowth(b *testing.B, address func(testing.TB) string) {
	rooms, cookies := make([]*newsroom, len(claimCounts)), make([]string, len(claimCounts))
	for i, claims := range claimCounts {
		rooms[i] = openNewsroom(b, address(b))
		storetest.CopyArticle(b, rooms[i].url, storetest.CheckedArticle(b, rooms[i].store, rooms[i].Fixture, 12, 20), claims/20-1)
		cookies[i] = rooms[i].signIn(b, rooms[i].Editor)
	}
	f := benchResults{}
	for range rounds {
		for _, page := range []struct{ name, address string }{{"dashboard", "/dashboard"}, {"claims", "/claims"}, {"disputed", "/claims?status=disputed"}, {"articles", "/articles"}} {
			small := 0.0
			for i, n := range rooms {
				took := measureRender(b, n, page.address, cookies[i])
				f.add(fmt.Sprintf("%s_%d_ms", page.name, claimCounts[i]), took)
				if i == 0 {
					small = took
				}
				if i == len(rooms)-1 {
					f.add(page.name+"_growth", took/small)
				}
			}
		}
		for i, n := range rooms {
			f.add(fmt.Sprintf("store_dashboard_%d_ms", claimCounts[i]), measureStoreDashboard(b, n))
		}
	}
	f.report(b)
}

// measureStoreDashboard returns the store's time alone, in milliseconds.
func measureStoreDashboard(b *testing.B, n *newsroom) float64 {
	b.Helper()
	start := time.Now()
	if _, err := n.store.Dashboard(context.Background(), n.Editor, models.Filter{}, models.Page{}); err != nil {
		b.Fatal(err)
	}
	return milliseconds(time.Since(start))
}
