package views

import (
	"context"
	"strconv"
	"strings"

	"linecheck/models"
)

// maxShownDuplicates limits the identical sentences that one line lists. The line gives the number of the others.
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

// markReadLabel returns the label of the button that marks the sentences of an offer as read.
func markReadLabel(ctx context.Context, o models.DuplicateOffer) string {
	n, list := len(o.Duplicates), duplicateOrdinals(o.Duplicates)
	if o.More > 0 {
		return say(ctx, "Mark %d of the %d identical sentences read too (%s)", n, n+o.More, list)
	}
	return count(ctx, n, "Mark the identical sentence read too (%[2]s)", "Mark the %[1]d identical sentences read too (%[2]s)", list)
}

// markClaimLabel returns the label of the button that marks a claim in the sentences of an offer.
func markClaimLabel(ctx context.Context, o models.DuplicateOffer) string {
	n, list := len(o.Duplicates), duplicateOrdinals(o.Duplicates)
	if o.More > 0 {
		return say(ctx, "Mark this claim in %d of the %d identical sentences too (%s)", n, n+o.More, list)
	}
	return count(ctx, n, "Mark this claim in the identical sentence too (%[2]s)", "Mark this claim in the %[1]d identical sentences "+
		"too (%[2]s)", list)
}

// groupByState groups consecutive sentences with the same state.
func groupByState(ctx context.Context, list []models.DuplicateSentence) [][]models.DuplicateSentence {
	var groups [][]models.DuplicateSentence
	for _, r := range list {
		if last := len(groups) - 1; last >= 0 && duplicateState(ctx, groups[last][0]) == duplicateState(ctx, r) {
			groups[last] = append(groups[last], r)
			continue
		}
		groups = append(groups, []models.DuplicateSentence{r})
	}
	return groups
}

// duplicateState returns an identical sentence's state with its symbol, and the most urgent status of its
// claims.
func duplicateState(ctx context.Context, r models.DuplicateSentence) string {
	state := StateLabel(ctx, r.State)
	if r.State == models.Clear || r.State == models.Done {
		state = "✓\u00a0" + state
	}
	if worst := MostUrgentOf(r.ClaimSpans); worst != "" {
		state += ", " + StatusSymbol(worst) + "\u00a0" + word(ctx, worst)
	}
	return state
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
func otherSentences(ctx context.Context, n int) string {
	if n == 1 {
		return say(ctx, "one other sentence:")
	}
	return say(ctx, "%d other sentences:", n)
}
