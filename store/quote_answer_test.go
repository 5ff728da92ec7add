package store_test

import (
	"context"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Quotes from before results were stored are searched at the next start.
func TestQuotesAreCheckedAtStart(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s, files := storetest.OpenWithFiles(t, address)
		n := storetest.Newsroom(t, s)
		place := storetest.AddClaim(t, s, n.Reviewer, storetest.AddArticle(t, s, n), "12 million")
		ctx := context.Background()
		_, err := s.AddEvidence(ctx, n.Reviewer, place.ClaimID,
			models.NewEvidence{Title: "Budget", URL: "https://city.example/budget", Class: "primary", Stance: "supports", Quote: "twelve million"})
		if err != nil {
			t.Fatal(err)
		}
		page := models.NewSnapshot{MediaType: "text/plain", Content: []byte("x"), Words: "Twelve."}
		if _, err := s.AddSnapshot(ctx, n.Reviewer, 1, page); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		storetest.Exec(t, address, "DELETE FROM quote_answers")
		again, err := store.Open(ctx, store.Config{URL: address, Files: files})
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		if got := storetest.ReadColumn(t, address, "SELECT answer FROM quote_answers"); len(got) != 1 || got[0] != "missing" {
			t.Errorf("the answers are %q, want one that is missing", got)
		}
	})
}
