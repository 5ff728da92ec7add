package store

import (
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"

	"linecheck/models"
)

// The minimum length of a word that is corrected, and the length up to which only one edit is allowed. An
// edit inserts, deletes or replaces a letter, or swaps neighbours. Too many words are close to a shorter one.
const (
	minSuggestLength = 4
	maxOneEditLength = 5 // one edit up to this length, two beyond
)

// The number of close words to look for in what the reader may see, and of rows to read for each. The word
// that occurs most often is suggested.
const (
	maxNearWords    = 12
	maxSpellingRows = 20
)

// suggestQuery returns the query with each missing word replaced by the closest word. It only suggests words
// in text that the reader may see, so suggestions leak nothing.
func (s *Store) suggestQuery(db *gorm.DB, r models.Reader, f models.Search, terms []string) (string, error) {
	changed := slices.Clone(terms)
	wide := models.Search{DeskID: f.DeskID}
	for i, term := range terms {
		word := foldedWords(term)
		if strings.Contains(word, " ") || len([]rune(word)) < minSuggestLength || strings.ContainsFunc(word, unicode.IsNumber) {
			continue
		}
		near, err := s.closestWord(db, r, wide, word)
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
	for _, what := range models.SearchKinds {
		if f.SearchKind != "" && f.SearchKind != what || f.Status != "" && !isClaimKind(what) {
			continue
		}
		list, err := s.findHits(db, r, f, what, allTermsQuery(changed), 0, 1)
		if err != nil || len(list) > 0 {
			return joinTerms(changed), err
		}
	}
	return "", nil
}

// closestWord returns the word that is closest to another in what the reader may see, in its common spelling;
// "" if the word itself occurs there or nothing is close.
func (s *Store) closestWord(db *gorm.DB, r models.Reader, f models.Search, word string) (string, error) {
	letters, bySlips := []rune(word), [3][]string{}
	words, err := s.candidateWords(db, filterDesks(r, models.Filter{DeskID: f.DeskID}), word)
	if err != nil {
		return "", err
	}
	for _, w := range words {
		if slips := editDistance(letters, []rune(w)); slips <= 1 || slips == 2 && len(letters) > maxOneEditLength {
			bySlips[slips] = append(bySlips[slips], w)
		}
	}
	for slips, words := range bySlips {
		best, often := "", 0
		for _, w := range words[:min(len(words), maxNearWords)] {
			written, n, err := s.commonSpelling(db, r, f, w)
			if err != nil {
				return "", err
			}
			if n > often {
				best, often = written, n
			}
		}
		if slips == 0 && best != "" {
			return "", nil
		}
		if best != "" {
			return best, nil
		}
	}
	return "", nil
}

// candidateWords returns words of the index that may be close to another one. PostgreSQL finds those with
// common trigrams, most similar first; SQLite those that begin with one of the first two letters, most common
// first.
func (s *Store) candidateWords(db *gorm.DB, desks []int64, word string) (words []string, err error) {
	if s.Engine() == "postgres" {
		// Swapping two of five letters leaves two of ten trigrams in common.
		if err := db.Exec("SET LOCAL pg_trgm.similarity_threshold = 0.15").Error; err != nil {
			return nil, err
		}
		err = db.Raw(`SELECT word FROM search_vocabulary WHERE word % ? AND desk_id = ANY (CAST(? AS bigint[])) AND abs(length(word) - length(?)) <= 2
			GROUP BY word ORDER BY similarity(word, ?) DESC, word LIMIT 1000`, word, postgresArray(desks), word, word).
			Scan(&words).
			Error
		return words, err
	}
	const alike = " WHERE term >= ? AND term <= ? || char(1114111) AND abs(length(term) - length(?)) <= 2"
	var parts []string
	var args []any
	letters := []rune(word)
	for _, first := range slices.Compact(letters[:2]) {
		for _, index := range []string{"vocabulary_sentence", "vocabulary_article", "vocabulary_evidence"} {
			parts = append(parts, "SELECT term, doc FROM "+index+alike)
			args = append(args, string(first), string(first), word)
		}
	}
	err = db.Raw("SELECT term FROM ("+strings.Join(parts, " UNION ALL ")+") GROUP BY term ORDER BY sum(doc) DESC, term", args...).
		Scan(&words).
		Error
	return words, err
}

// commonSpelling returns the most common spelling of a word of the index in what the reader may see, and its
// number among the rows that were read.
func (s *Store) commonSpelling(db *gorm.DB, r models.Reader, f models.Search, word string) (string, int, error) {
	ways, all := map[string]int{}, 0
	for _, what := range []models.SearchKind{models.SearchSentences, models.SearchArticles, models.SearchEvidence} {
		list, err := s.findHits(db, r, f, what, allTermsQuery([]string{word}), 0, maxSpellingRows)
		if err != nil {
			return "", 0, err
		}
		for _, h := range list {
			for _, w := range originalWords(h.Words) {
				if foldedWords(w) == word {
					ways[w]++
					all++
				}
			}
		}
	}
	best := ""
	for w, n := range ways {
		if best == "" || n > ways[best] || n == ways[best] && w < best {
			best = w
		}
	}
	return best, all, nil
}

// originalWords returns a text's words with their letter case.
func originalWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
}

// editDistance counts the edits between two words: inserted, deleted or replaced letters, and swapped
// neighbours. It does not compute the distance if the lengths differ by more than two.
func editDistance(a, b []rune) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return maxOneEditLength + 1
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

// joinTerms formats terms as a query.
func joinTerms(terms []string) string {
	typed := make([]string, len(terms))
	for i, t := range terms {
		if typed[i] = t; strings.Contains(t, " ") {
			typed[i] = `"` + t + `"`
		}
	}
	return strings.Join(typed, " ")
}
