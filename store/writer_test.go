package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// TestManyWriteAtOnce makes valid and invalid changes from many goroutines. The valid ones are all kept, and the invalid ones leave
// nothing.
func TestManyWriteAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		place := storetest.AddClaim(t, s, news.Reviewer, article, "Ines Okoro")
		before, err := s.Chain(ctx)
		if err != nil {
			t.Fatal(err)
		}
		const writers, each = 16, 10
		var group sync.WaitGroup
		failures := make(chan error, writers*each)
		for w := range writers {
			group.Add(1)
			go func() {
				defer group.Done()
				for i := range each {
					failures <- oneChange(s, news, place, w, i)
				}
			}()
		}
		group.Wait()
		close(failures)
		for err := range failures {
			if err != nil {
				t.Error(err)
			}
		}
		after := verify(t, s)
		if got, want := after.Length-before.Length, 2*writers*each/2; got != want {
			t.Errorf("%d events, want %d", got, want)
		}
	})
}

// oneChange makes a change that must succeed with two events, or one that must be refused without an event.
func oneChange(s *store.Store, news storetest.Fixture, place models.Location, w, i int) error {
	if (w+i)%2 == 0 {
		_, err := s.AddEvidence(
			ctx,
			news.Reviewer,
			place.ClaimID,
			models.NewEvidence{Title: fmt.Sprintf("Paper %d-%d", w, i), Class: "primary", Kind: "document", Locator: "p. 1"},
		)
		if err != nil {
			return err
		}
		_, err = s.Undo(ctx, news.Reviewer, place.ArticleID)
		return err
	}
	if _, err := s.Annotate(ctx, news.Reviewer, place.ClaimID, models.AnnotationInput{Status: "unverified", Version: -1, Note: "Not so."}); !errors.Is(
		err,
		models.ErrStale,
	) {
		return fmt.Errorf("a stale annotation: %w", err)
	}
	return nil
}

// TestPanicRollsBackOneChange checks that a change that panics leaves nothing and fails no other change. Its error has the stack
// for the log.
func TestPanicRollsBackOneChange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		place := storetest.AddClaim(t, s, news.Reviewer, article, "Ines Okoro")
		before := verify(t, s)
		const panicking, others = 4, 12
		panicked, failures := make(chan error, panicking), make(chan error, others)
		var group sync.WaitGroup
		for i := range panicking {
			group.Go(func() {
				once := models.IdempotentRequest{Key: fmt.Sprint(i), Request: "POST /x"}
				_, _, err := s.RunIdempotent(ctx, news.Reviewer, once, func(inside context.Context) (models.IdempotentResponse, error) {
					return addAndPanic(inside, s, news.Reviewer, place.ClaimID)
				})
				panicked <- err
			})
		}
		for i := range others {
			group.Go(func() { failures <- oneChange(s, news, place, 0, 2*i) })
		}
		group.Wait()
		for range panicking {
			said := fmt.Sprint(<-panicked)
			if !strings.Contains(said, "panic: out of reason") || !strings.Contains(said, "store_test.addAndPanic") {
				t.Errorf("got %s, want the panic with the stack on which it happened", said)
			}
		}
		for range others {
			if err := <-failures; err != nil {
				t.Errorf("a change beside one that panicked: %v", err)
			}
		}
		if got, want := verify(t, s).Length-before.Length, 2*others; got != want {
			t.Errorf("got %d events, want %d: none by a change that panicked", got, want)
		}
	})
}

// addAndPanic changes something and then panics.
func addAndPanic(inside context.Context, s *store.Store, r models.Reader, claim int64) (models.IdempotentResponse, error) {
	_, err := s.AddEvidence(inside, r, claim, models.NewEvidence{Title: "Paper", Class: "primary", Kind: "document", Locator: "p. 1"})
	if err == nil {
		panic("out of reason")
	}
	return models.IdempotentResponse{}, err
}

// TestCancelledChangeIsNotRun cancels a change before its turn.
func TestCancelledChangeIsNotRun(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := s.CreateArticle(gone, news.Reviewer, models.NewArticle{Title: "t", Text: "A.", DeskID: news.Desk.ID}); !errors.Is(
			err,
			context.Canceled,
		) {
			t.Errorf("the change: %v", err)
		}
		rows, _, err := s.Articles(ctx, news.Reviewer, models.ArticleFilter{}, models.Page{})
		if err != nil || len(rows) != 0 {
			t.Errorf("%d articles, %v", len(rows), err)
		}
	})
}

// TestClosedStoreRefusesChanges checks that a change after Close fails instead of waiting forever.
func TestClosedStoreRefusesChanges(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.TrashArticle(ctx, news.Editor, 1); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a change after closing: %v", err)
	}
}

// TestWALStaysSmall checks that the write-ahead log is checkpointed while writing goes on.
func TestWALStaysSmall(t *testing.T) {
	testutil.Slow(t, "it writes 60 long articles")
	t.Parallel()
	url := storetest.SQLite(t)
	s := storetest.Open(t, url)
	news := storetest.Newsroom(t, s)
	largest := int64(0)
	text := strings.Repeat("Nine words make up every single sentence of this. ", 4000)
	for range 60 {
		if _, err := s.CreateArticle(ctx, news.Reviewer, models.NewArticle{Title: "t", Text: text, DeskID: news.Desk.ID}); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(strings.TrimPrefix(url, "sqlite:") + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		largest = max(largest, info.Size())
	}
	if largest > 64<<20 {
		t.Errorf("the WAL grew to %d MiB", largest>>20)
	}
}
