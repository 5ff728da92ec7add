package views

import (
	"strconv"
	"strings"

	"linecheck/models"
)

// maxShownDuplicates limits the identical sentences in one line, which says how many more there are.
const maxShownDuplicates = 12

// joinInts joins numbers with commas.
func joinInts(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ",")
}

// duplicateOrdinals lists the numbers of identical sentences.
func duplicateOrdinals(list []models.DuplicateSentence) string {
	words := make([]string, len(list))
	for i, r := range list {
		words[i] = strconv.Itoa(r.Ordinal)
	}
	return strings.Join(words, ", ")
}

// duplicatesPhrase describes the offered sentences on the button.
func duplicatesPhrase(o models.DuplicateOffer, end string) string {
	n, what := len(o.Duplicates), "the identical sentence"
	switch {
	case o.More > 0:
		what = Number(n) + " of the " + Number(n+o.More) + " identical sentences"
	case n > 1:
		what = "the " + Number(n) + " identical sentences"
	}
	return what + " " + end + " (" + duplicateOrdinals(o.Duplicates) + ")"
}

// groupByState groups consecutive sentences with the same state.
func groupByState(list []models.DuplicateSentence) [][]models.DuplicateSentence {
	var groups [][]models.DuplicateSentence
	for _, r := range list {
		if last := len(groups) - 1; last >= 0 && duplicateState(groups[last][0]) == duplicateState(r) {
			groups[last] = append(groups[last], r)
			continue
		}
		groups = append(groups, []models.DuplicateSentence{r})
	}
	return groups
}

// duplicateState returns an identical sentence's state with its symbol, and the most urgent status of its
// claims.
func duplicateState(r models.DuplicateSentence) string {
	word := StateLabel(r.State)
	if r.State == models.Clear || r.State == models.Done {
		word = "✓\u00a0" + word
	}
	if worst := MostUrgentOf(r.ClaimSpans); worst != "" {
		word += ", " + StatusSymbol(worst) + "\u00a0" + string(worst)
	}
	return word
}

// offersDuplicates reports whether marking the sentence read would show an offer. The page then does not move
// on.
func (v SentenceView) offersDuplicates() bool {
	return v.May.Check && !v.isReadByMe() && len(v.ReadMarkOffer().Duplicates) > 0
}

// mayRemoveOccurrence reports whether the user may remove a claim from a sentence.
func (v SentenceView) mayRemoveOccurrence(s models.ClaimLocation) bool {
	return s.Further && (v.May.Rule || v.May.Check && s.AddedBy == v.Me)
}

// occurrenceOrdinals lists the numbers of the sentences in which a claim begins.
func occurrenceOrdinals(spots []models.ClaimLocation) string {
	words := make([]string, 0, maxShownDuplicates+1)
	for i, s := range spots {
		if i == maxShownDuplicates {
			words = append(words, "…")
			break
		}
		words = append(words, strconv.Itoa(s.Ordinal))
	}
	return strings.Join(words, ", ")
}

// otherSentences returns the number of other sentences, to introduce a list.
func otherSentences(n int) string {
	if n == 1 {
		return "one other sentence:"
	}
	return Number(n) + " other sentences:"
}
