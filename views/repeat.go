package views

import (
	"strconv"
	"strings"

	"linecheck/models"
)

// shownRepeats is how many identical sentences a line names; it says how many more there are.
const shownRepeats = 12

// joined lists numbers.
func joined(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ",")
}

// numbersOf names the sentences of an offer.
func numbersOf(list []models.Repeat) string {
	words := make([]string, len(list))
	for i, r := range list {
		words[i] = strconv.Itoa(r.Ordinal)
	}
	return strings.Join(words, ", ")
}

// whichOf names the sentences of an offer in the words of its button.
func whichOf(o models.Offer, end string) string {
	n, what := len(o.Repeats), "the identical sentence"
	switch {
	case o.More > 0:
		what = Number(n) + " of the " + Number(n+o.More) + " identical sentences"
	case n > 1:
		what = "the " + Number(n) + " identical sentences"
	}
	return what + " " + end + " (" + numbersOf(o.Repeats) + ")"
}

// byState puts neighbours of one state together.
func byState(list []models.Repeat) [][]models.Repeat {
	var groups [][]models.Repeat
	for _, r := range list {
		if last := len(groups) - 1; last >= 0 && stateOf(groups[last][0]) == stateOf(r) {
			groups[last] = append(groups[last], r)
			continue
		}
		groups = append(groups, []models.Repeat{r})
	}
	return groups
}

// stateOf is an identical sentence's state with its sign, and the status of what asks most in it.
func stateOf(r models.Repeat) string {
	word := StateWord(r.State)
	if r.State == models.Clear || r.State == models.Done {
		word = "✓\u00a0" + word
	}
	if worst := WorstOf(r.Marks); worst != "" {
		word += ", " + StatusSymbol(worst) + "\u00a0" + string(worst)
	}
	return word
}

// offers reports whether marking the sentence read would lead to an offer: then one stays to see it.
func (v SentenceView) offers() bool {
	return v.May.Check && !v.read() && len(v.ReadingOffer().Repeats) > 0
}

// mayTakeAway reports whether the reader may take a claim away from a sentence.
func (v SentenceView) mayTakeAway(s models.Spot) bool {
	return s.Further && (v.May.Rule || v.May.Check && s.AddedBy == v.Me)
}

// spotNumbers names the sentences in which a claim begins.
func spotNumbers(spots []models.Spot) string {
	words := make([]string, 0, shownRepeats+1)
	for i, s := range spots {
		if i == shownRepeats {
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
