package views

import (
	"strconv"
	"strings"

	"linecheck/models"
)

// maxShownDuplicates is how many identical sentences a line names; it says how many more there are.
const maxShownDuplicates = 12

// joinInts lists numbers.
func joinInts(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ",")
}

// duplicateOrdinals names the sentences of an offer.
func duplicateOrdinals(list []models.DuplicateSentence) string {
	words := make([]string, len(list))
	for i, r := range list {
		words[i] = strconv.Itoa(r.Ordinal)
	}
	return strings.Join(words, ", ")
}

// duplicatesPhrase names the sentences of an offer in the words of its button.
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

// groupByState puts neighbours of one state together.
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

// duplicateState is an identical sentence's state with its sign, and the status of what asks most in it.
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

// offersDuplicates reports whether marking the sentence read would lead to an offer: then one stays to see it.
func (v SentenceView) offersDuplicates() bool {
	return v.May.Check && !v.isReadByMe() && len(v.ReadMarkOffer().Duplicates) > 0
}

// mayRemoveOccurrence reports whether the reader may take a claim away from a sentence.
func (v SentenceView) mayRemoveOccurrence(s models.ClaimLocation) bool {
	return s.Further && (v.May.Rule || v.May.Check && s.AddedBy == v.Me)
}

// occurrenceOrdinals names the sentences in which a claim begins.
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

// otherSentences is how many there are, as a list is announced.
func otherSentences(n int) string {
	if n == 1 {
		return "one other sentence:"
	}
	return Number(n) + " other sentences:"
}
