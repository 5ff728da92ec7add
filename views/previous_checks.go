package views

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"linecheck/models"
)

func beforeAddress(claim int64) templ.SafeURL {
	return templ.SafeURL("/claims/" + id(claim) + "/before")
}

// wordsAlike says how much of the words two claims share.
func wordsAlike(b models.Before) string {
	if b.Alike >= 1 {
		return "The words are the same"
	}
	return fmt.Sprintf("%.0f %% of the words agree", b.Alike*100)
}

// numbersAlike says whether two claims have the same numbers.
func numbersAlike(p models.CheckedBefore, b models.Before) string {
	switch {
	case b.Same && len(b.Numbers) == 0:
		return "neither has a number"
	case b.Same:
		return "the numbers are the same: " + numbersListed(b.Numbers)
	}
	return "the numbers differ: " + numbersListed(b.Numbers) + " there, " + numbersListed(p.Numbers) + " here"
}

func numbersListed(numbers []models.Number) string {
	if len(numbers) == 0 {
		return "none"
	}
	written := make([]string, len(numbers))
	for i, n := range numbers {
		written[i] = n.Exact
	}
	return strings.Join(written, ", ")
}

// stale says how long ago a claim was checked.
func stale(p models.CheckedBefore, b models.Before) string {
	if days := b.Days(p.At); days > 0 {
		return PluralS(days, "day") + " ago"
	}
	return "less than a day ago"
}
