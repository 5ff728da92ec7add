package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// longText returns a text with a number of sentences, five in a paragraph.
func longText(sentences int) string {
	var text strings.Builder
	for i := range sentences {
		fmt.Fprintf(&text, "The office said on day %d that %d people had come to see the bridge of 1911.", i, i*7)
		text.WriteString(map[bool]string{true: "\n\n", false: " "}[i%5 == 4])
	}
	return text.String()
}

func TestLongArticleIsStoredInStages(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		n := storetest.Newsroom(t, s)
		other := storetest.AddArticle(t, s, n)
		inStages, cancel := context.WithCancel(ctx)
		defer cancel()
		ended := make(chan error, 1)
		long := models.NewArticle{Title: "A long report", DeskID: n.Desk.ID, Text: longText(6_000)}
		go func() { _, err := s.CreateArticle(inStages, n.Reviewer, long); ended <- err }()
		const hidden = "SELECT a.id FROM articles a WHERE a.revision_id IS NULL AND EXISTS (SELECT 1 FROM tracks t WHERE t.article_id = a.id)"
		for len(storetest.ReadColumn(t, address, hidden)) == 0 {
			if len(ended) > 0 {
				t.Fatal("the article was stored at once:", <-ended)
			}
		}
		storetest.AddClaim(t, s, n.Reviewer, other, "bridge") // a save between two stages
		list, _, err := s.Articles(ctx, n.Editor, models.ArticleFilter{}, models.Page{})
		if err != nil || len(list) != 1 {
			t.Errorf("the list has %d articles while another is stored in stages, want 1: %v", len(list), err)
		}
		if v, err := s.Verify(ctx); err != nil || v.Break != "" {
			t.Errorf("between two stages: %s %v", v.Break, err)
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Fatalf("the cancelled article: %v", err)
		}
		if left := storetest.ReadColumn(t, address, hidden); len(left) > 0 {
			t.Errorf("articles %v still have sentences", left)
		}
		a, err := s.CreateArticle(ctx, n.Reviewer, long)
		if err != nil || a.Sentences != 6_001 {
			t.Fatal(a.Counts, err)
		}
		if v, err := s.Verify(ctx); err != nil || v.Break != "" {
			t.Errorf("after the last stage: %s %v", v.Break, err)
		}
	})
}

func TestAbandonedStagesAreDeleted(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		n := storetest.Newsroom(t, s)
		killed := storetest.AddArticle(t, s, n)
		storetest.Exec(t, address, fmt.Sprintf("DELETE FROM sentences WHERE ordinal = 0 AND revision_id = %d", *killed.RevisionID))
		storetest.Exec(t, address, fmt.Sprintf("UPDATE articles SET revision_id = NULL, trashed_at = '1970-01-01 00:00:00+00:00', "+
			"created_at = '2020-01-01 00:00:00+00:00' WHERE id = %d", killed.ID))
		if _, err := s.CreateArticle(ctx, n.Reviewer, models.NewArticle{Title: "Another", DeskID: n.Desk.ID, Text: longText(600)}); err != nil {
			t.Fatal(err)
		}
		if left := storetest.ReadColumn(t, address, fmt.Sprintf("SELECT id FROM tracks WHERE article_id = %d", killed.ID)); len(left) > 0 {
			t.Errorf("the abandoned article still has the tracks %v", left)
		}
	})
}

// BenchmarkSaveBeside measures saves while an article of 2 MB is stored over and over.
func BenchmarkSaveBeside(b *testing.B) {
	for name, address := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name+"/create", func(b *testing.B) {
			s := storetest.Open(b, address(b))
			n := storetest.Newsroom(b, s)
			long := models.NewArticle{Title: "A long report", DeskID: n.Desk.ID, Text: longText(18_000)}
			saveBeside(b, s, n, func() error { _, err := s.CreateArticle(ctx, n.Reviewer, long); return err })
		})
	}
}

// saveBeside marks a sentence, or withdraws the mark, every few milliseconds until a long change has run five times. It reports how long
// the slowest saves took.
func saveBeside(b *testing.B, s *store.Store, n storetest.Fixture, long func() error) {
	page, err := s.ArticlePage(ctx, n.Reviewer, storetest.AddArticle(b, s, n).ID)
	if err != nil {
		b.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		for range 5 {
			if err := long(); err != nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	var took []time.Duration
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatal(err)
			}
			slices.Sort(took)
			b.ReportMetric(float64(len(took)), "saves")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99_ms")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max_ms")
			return
		case <-time.After(3 * time.Millisecond):
			begun, save := time.Now(), s.UnmarkRead
			if len(took)%2 == 0 {
				save = func(ctx context.Context, r models.Reader, id int64) (models.Location, error) {
					return s.MarkRead(ctx, r, id)
				}
			}
			if _, err := save(ctx, n.Reviewer, page.Sentences[0].ID); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(begun))
		}
	}
}
