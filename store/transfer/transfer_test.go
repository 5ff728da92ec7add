package transfer_test

import (
	"context"
	"crypto/rand"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

var ctx = context.Background()

// fullNewsroom opens a newsroom with rows in every table and a snapshot of size bytes that cannot be compressed.
func fullNewsroom(t *testing.T, address string, size int) (*store.Store, storetest.Fixture) {
	t.Helper()
	s := storetest.Open(t, address)
	news := storetest.Newsroom(t, s)
	storetest.FullArticle(t, s, news)
	content := make([]byte, size)
	_, _ = rand.Read(content)
	copy(content, "%PDF-1.7\n")
	snapshot := models.NewSnapshot{Name: "a.pdf", MediaType: "application/pdf", Content: content}
	if _, err := s.AddSnapshot(ctx, news.Reviewer, 1, snapshot); err != nil {
		t.Fatal(err)
	}
	return s, news
}

func verify(t *testing.T, s *store.Store) {
	t.Helper()
	v, err := s.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if v.Break != "" {
		t.Fatalf("verify: %s", v.Break)
	}
}
