package store

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"linecheck/models"
)

// Changes that share a commit each record their own door, also within RunIdempotent.
func TestDoorOfEachChange(t *testing.T) {
	s, err := Open(t.Context(), Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "linecheck.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all sync.WaitGroup
	for i := range 40 {
		ctx, want := t.Context(), ""
		if i > 0 {
			d := models.Door{Kind: models.TokenDoor, TokenID: int64(i), TokenName: fmt.Sprintf("script %d", i)}
			ctx, want = WithDoor(ctx, d), d.String()
		}
		all.Go(func() {
			var got string
			if err := s.writeTx(ctx, func(t *tx) error { got = t.door; return nil }); err != nil {
				t.Error(err)
			}
			if got != want {
				t.Errorf("a change came by %q, want %q", got, want)
			}
		})
	}
	all.Wait()
	byToken := models.Door{Kind: models.TokenDoor, TokenID: 3}
	once := models.IdempotentRequest{Key: "k", Request: "POST /x", BodySHA256: fmt.Sprintf("%064d", 1)}
	_, _, err = s.RunIdempotent(
		WithDoor(t.Context(), byToken),
		models.Reader{},
		once,
		func(ctx context.Context) (models.IdempotentResponse, error) {
			return models.IdempotentResponse{}, s.writeTx(ctx, func(tx *tx) error {
				if tx.door != byToken.String() {
					t.Errorf("within RunIdempotent a change came by %q, want %q", tx.door, byToken)
				}
				return context.Canceled // roll back
			})
		},
	)
	if err == nil {
		t.Error("RunIdempotent stored a failed request")
	}
}
