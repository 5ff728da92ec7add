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

// How far a word may be from one that is meant, and from how many letters on: a letter too many, too few, another one, or two that
// changed places. Of shorter words too many are near everything.
const (
	shortest = 4
	oneSlip  = 5 // up to so many letters one slip, beyond two
)

// mostLooked is how many of the newest rows are looked through for nearer words.
const mostLooked = 2_000

// instead is the same search with the nearest words that the reader could find, where there are some: it looks through the newest rows
// they may see that have a word beginning alike, so that no word shows that they could not read anyway.
func (s *Store) instead(db *gorm.DB, r models.Reader, f models.Search, terms []string) (string, error) {
	changed := slices.Clone(terms)
	wide := models.Search{DeskID: f.DeskID}
	for i, term := range terms {
		word := folded(term)
		if strings.Contains(word, " ") || len([]rune(word)) < shortest || strings.ContainsFunc(word, unicode.IsNumber) {
			continue
		}
		near, err := s.nearest(db, r, wide, word)
		if err != nil {
			return "", err
		}
		if near != "" {
			changed[i] = near
		}
	}
	if slices.Equal(changed, terms) {
		return "", nil
	}
	for _, what := range models.Whats {
		if f.What != "" && f.What != what || f.Status != "" && !ofClaims(what) {
			continue
		}
		list, err := s.hits(db, r, f, what, allOf(changed), 0, 1)
		if err != nil || len(list) > 0 {
			return asTyped(changed), err
		}
	}
	return "", nil
}

// nearest finds the word that is nearest to another in what the reader may see, as it is written there; "" where it stands there itself or
// nothing is near. It begins with the same two letters, or else with the same one.
func (s *Store) nearest(db *gorm.DB, r models.Reader, f models.Search, word string) (string, error) {
	letters := []rune(word)
	for n := 2; n > 0; n-- {
		ways := map[string]int{}
		for _, what := range []models.What{models.InSentences, models.InArticles, models.InEvidence} {
			list, err := s.hits(db, r, f, what, asks{prefix: string(letters[:n])}, 0, mostLooked)
			if err != nil {
				return "", err
			}
			for _, h := range list {
				for _, w := range wordsAsWritten(h.Words) {
					ways[w]++
				}
			}
		}
		best, slips, often := "", oneSlip, 0
		for w, n := range ways {
			d := distance(letters, []rune(folded(w)))
			if d < slips || d == slips && (n > often || n == often && w < best) {
				best, slips, often = w, d, n
			}
		}
		if slips == 0 {
			return "", nil
		}
		if slips == 1 || slips == 2 && len(letters) > oneSlip {
			return best, nil
		}
	}
	return "", nil
}

// wordsAsWritten are a text's words in their own case.
func wordsAsWritten(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
}

// distance counts the slips between two words: letters too many, too few, others, or neighbours that changed places. Words that differ
// by more than two in length are as far as matters.
func distance(a, b []rune) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return oneSlip + 1
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			other := 1
			if a[i-1] == b[j-1] {
				other = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+other)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// asTyped is terms as somebody would type them.
func asTyped(terms []string) string {
	typed := make([]string, len(terms))
	for i, t := range terms {
		if typed[i] = t; strings.Contains(t, " ") {
			typed[i] = `"` + t + `"`
		}
	}
	return strings.Join(typed, " ")
}
