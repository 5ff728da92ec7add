package store

import (
	"cmp"
	"slices"
	"strings"

	"gorm.io/gorm"

	"linecheck/models"
)

// rankBySimilarity finds matches and ranks them by their similarity to the query. Matches of the exact phrase
// are searched first, so that an old one is not hidden by newer ones that only contain the words.
func (s *Store) rankBySimilarity(
	db *gorm.DB,
	r models.Reader,
	f models.Search,
	what models.SearchKind,
	terms []string,
) ([]searchHit, error) {
	together := strings.Join(terms, " ")
	list, err := s.findHits(db, r, f, what, allTermsQuery([]string{together}), 0, maxRankedResults)
	if err == nil && len(terms) > 1 && len(list) < maxRankedResults {
		var more []searchHit
		more, err = s.findHits(db, r, f, what, allTermsQuery(terms), 0, maxRankedResults)
		list = append(list, more...)
	}
	if err != nil {
		return nil, err
	}
	asked := strings.Fields(foldedWords(together))
	scores := make(map[int64]float64, len(list))
	for _, h := range list {
		if _, known := scores[h.ID]; !known {
			scores[h.ID] = similarity(asked, strings.Fields(foldedWords(h.Words)))
		}
	}
	slices.SortFunc(list, func(a, b searchHit) int {
		return cmp.Or(cmp.Compare(scores[b.ID], scores[a.ID]), cmp.Compare(b.ID, a.ID))
	})
	return slices.CompactFunc(list, func(a, b searchHit) bool { return a.ID == b.ID }), nil
}

// similarity returns the similarity of two lists of words, 0 to 1: the share of common terms. Pairs of
// neighbours count like words, so that the same words in the same order are more similar.
func similarity(a, b []string) float64 {
	x, y := countTerms(a), countTerms(b)
	common := 0
	for part, n := range x {
		common += min(n, y[part])
	}
	return float64(2*common) / float64(max(1, 2*len(a)-1+2*len(b)-1))
}

// countTerms counts the words and the pairs of neighbours.
func countTerms(words []string) map[string]int {
	count := make(map[string]int, 2*len(words))
	for i, w := range words {
		count[w]++
		if i > 0 {
			count[words[i-1]+" "+w]++
		}
	}
	return count
}

// foldedWords returns a text's words in the form of the index.
func foldedWords(s string) string { return strings.Join(models.PlainWords(s), " ") }
