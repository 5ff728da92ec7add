package store_test

import (
	"errors"
	"sync"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// TestStatementCache uses cached statements after a failure, and twice at once.
func TestStatementCache(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		for range 3 {
			article := storetest.AddArticle(t, s, news)
			place := storetest.AddClaim(t, s, news.Reviewer, article, "More than 4,000 people")
			if _, err := s.Annotate(ctx, news.Reviewer, place.ClaimID, models.AnnotationInput{Status: "disputed", Version: 7, Note: "Not so."}); !errors.Is(
				err,
				models.ErrStale,
			) {
				t.Errorf("a version that is not there: %v, want ErrStale", err)
			}
			if _, err := s.AddDesk(ctx, news.Desk.Name); err == nil {
				t.Error("a second desk of the same name was made")
			}
			annotate(t, s, news.Reviewer, place.ClaimID, 1, "disputed")
			runNestedQueries(t, s, news)
		}
		verify(t, s)
	})
}

// runNestedQueries runs an export within the same export, from many goroutines.
func runNestedQueries(t *testing.T, s *store.Store, news storetest.Fixture) {
	t.Helper()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			outer, inner := 0, 0
			err := s.EachAnnotation(ctx, news.Editor, models.Filter{}, func(models.AnnotationExportRow) error {
				outer++
				return s.EachAnnotation(ctx, news.Editor, models.Filter{}, func(models.AnnotationExportRow) error { inner++; return nil })
			})
			if err != nil || inner != outer*outer {
				t.Errorf("%d rows and %d within them: %v", outer, inner, err)
			}
		})
	}
	wg.Wait()
}
