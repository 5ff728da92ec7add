package store_test

import (
	"slices"
	"strconv"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// A file of sentences with a filter on claims contains all sentences of the articles with such a claim, in
// order, and no others.
func TestExportedSentencesAreFilteredByClaims(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		var disputed, sourced []int64
		for i := range 5 {
			a := storetest.AddArticle(t, s, n)
			place := storetest.AddClaim(t, s, n.Reviewer, a, "4,000 people")
			if i%2 == 0 {
				annotateCurrent(t, s, n, n.Reviewer, place, models.AnnotationInput{Status: "disputed", Note: "Not so."})
				disputed = append(disputed, a.ID)
				continue
			}
			annotateCurrent(
				t,
				s,
				n,
				n.Reviewer,
				place,
				models.AnnotationInput{
					Status: "sourced",
					Evidence: []models.NewEvidence{
						{Title: "Traffic count", Class: "primary", Stance: "supports", Kind: "document", Locator: "p. 1"},
					},
				},
			)
			sourced = append(sourced, a.ID)
		}
		all := exportedSentences(t, s, n.Reviewer, models.Filter{})
		for _, c := range []struct {
			f        models.Filter
			articles []int64
		}{{models.Filter{Status: models.Disputed}, disputed}, {models.Filter{Status: models.Sourced}, sourced}, {models.Filter{Status: models.Unchecked}, nil}, {models.Filter{Disagree: true}, nil},
			{models.Filter{Status: models.Disputed, ArticleID: sourced[0]}, nil}, {models.Filter{Status: models.Disputed, ArticleID: disputed[1]}, disputed[1:2]}, {models.Filter{Reviewer: n.SecondReviewer.UserID}, nil}} {
			var want [][2]string
			for _, row := range all {
				if slices.ContainsFunc(c.articles, func(id int64) bool { return row[0] == strconv.FormatInt(id, 10) }) {
					want = append(want, row)
				}
			}
			if got := exportedSentences(t, s, n.Reviewer, c.f); !slices.Equal(got, want) {
				t.Errorf("%+v: %d sentences, want %d: %v", c.f, len(got), len(want), got)
			}
		}
	})
}

// exportedSentences returns the articles and numbers of the sentences in a file.
func exportedSentences(t *testing.T, s *store.Store, who models.Reader, f models.Filter) (list [][2]string) {
	t.Helper()
	err := s.EachSentence(ctx, who, f, func(row models.SentenceExportRow) error {
		list = append(list, [2]string{string(row[0]), string(row[3])})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
