package store

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"gorm.io/gorm"

	"linecheck/models"
)

// likeliest finds what fits and puts it in order by how much of its words is what was asked for. Where the words stand together as they
// were typed is looked at first, so that an old sentence that is just what was meant is never behind the newest that only have its words.
func (s *Store) likeliest(db *gorm.DB, r models.Reader, f models.Search, what models.What, terms []string) ([]hit, error) {
	together := strings.Join(terms, " ")
	list, err := s.hits(db, r, f, what, allOf([]string{together}), 0, mostRanked)
	if err == nil && len(terms) > 1 && len(list) < mostRanked {
		var more []hit
		more, err = s.hits(db, r, f, what, allOf(terms), 0, mostRanked)
		list = append(list, more...)
	}
	if err != nil {
		return nil, err
	}
	asked := strings.Fields(folded(together))
	scores := make(map[int64]float64, len(list))
	for _, h := range list {
		if _, known := scores[h.ID]; !known {
			scores[h.ID] = likeness(asked, strings.Fields(folded(h.Words)))
		}
	}
	slices.SortFunc(list, func(a, b hit) int {
		return cmp.Or(cmp.Compare(scores[b.ID], scores[a.ID]), cmp.Compare(b.ID, a.ID))
	})
	return slices.CompactFunc(list, func(a, b hit) bool { return a.ID == b.ID }), nil
}

// likeness is how much two lists of words have in common, 0 to 1: of the words of both, those that the other has too. Pairs of
// neighbours count like words, so that the same words in the same order are more alike.
func likeness(a, b []string) float64 {
	x, y := parts(a), parts(b)
	common := 0
	for part, n := range x {
		common += min(n, y[part])
	}
	return float64(2*common) / float64(max(1, 2*len(a)-1+2*len(b)-1))
}

// parts counts the words and the pairs of neighbours.
func parts(words []string) map[string]int {
	count := make(map[string]int, 2*len(words))
	for i, w := range words {
		count[w]++
		if i > 0 {
			count[words[i-1]+" "+w]++
		}
	}
	return count
}

// folded is a text's words as the index has them: without case and without accents.
func folded(s string) string {
	apart := norm.NFD.String(strings.Join(models.PlainWords(s), " "))
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, apart)
}
