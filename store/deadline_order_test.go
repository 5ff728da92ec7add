package store_test

import (
	"slices"
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// The pages of a list contain every article exactly once, by due time, those without one last.
func TestListByDueTime(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { testListByDueTime(t, storetest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { testListByDueTime(t, storetest.Postgres(t)) })
}

func testListByDueTime(t *testing.T, address string) {
	s := storetest.Open(t, address)
	news := storetest.Newsroom(t, s)
	both := news.Editor
	both.Desks = append(slices.Clone(both.Desks), news.OtherDeskReviewer.Desks...)
	storetest.AddArticle(t, s, news)
	for range 3 {
		if _, err := s.CreateArticle(ctx, news.OtherDeskReviewer, models.NewArticle{Title: "Theirs", Text: storetest.Text, DeskID: news.OtherDesk.ID}); err != nil {
			t.Fatal(err)
		}
	}
	storetest.CopyArticle(t, address, storetest.CheckedArticle(t, s, news, 4, 4), 9)
	all, _, err := s.Articles(ctx, both, models.ArticleFilter{}, models.Page{Limit: 100})
	if err != nil || len(all) != 14 {
		t.Fatalf("%d articles: %v", len(all), err)
	}
	if !slices.IsSortedFunc(all, func(a, b models.ArticleRow) int {
		switch {
		case (a.DueAt == nil) != (b.DueAt == nil):
			return map[bool]int{true: 1, false: -1}[a.DueAt == nil]
		case a.DueAt != nil && !a.DueAt.Equal(*b.DueAt):
			return a.DueAt.Compare(*b.DueAt)
		}
		return int(b.ID - a.ID)
	}) {
		t.Error("the list is out of order")
	}
	var paged []models.ArticleRow
	for page := (models.Page{Limit: 3}); ; {
		rows, next, err := s.Articles(ctx, both, models.ArticleFilter{}, page)
		if err != nil {
			t.Fatal(err)
		}
		paged = append(paged, rows...)
		if page.After = next; next == "" {
			break
		}
	}
	if !slices.EqualFunc(all, paged, func(a, b models.ArticleRow) bool { return a.ID == b.ID }) {
		t.Errorf("%d articles at once and %d by pages, or in another order", len(all), len(paged))
	}
}
