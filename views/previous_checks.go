package views

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"linecheck/models"
)

func previousChecksAddress(claim int64) templ.SafeURL {
	return templ.SafeURL("/claims/" + id(claim) + "/before")
}

// wordSimilarity says how many of the words two claims share.
func wordSimilarity(b models.PreviousCheck) string {
	if b.Similarity >= 1 {
		return "The words are the same"
	}
	return fmt.Sprintf("%.0f %% of the words agree", b.Similarity*100)
}

// numberComparison says whether two claims have the same numbers.
func numberComparison(p models.PreviousChecks, b models.PreviousCheck) string {
	switch {
	case b.SameNumbers && len(b.Numbers) == 0:
		return "neither has a number"
	case b.SameNumbers:
		return "the numbers are the same: " + joinNumbers(b.Numbers)
	}
	return "the numbers differ: " + joinNumbers(b.Numbers) + " there, " + joinNumbers(p.Numbers) + " here"
}

func joinNumbers(numbers []models.Number) string {
	if len(numbers) == 0 {
		return "none"
	}
	written := make([]string, len(numbers))
	for i, n := range numbers {
		written[i] = n.Exact
	}
	return strings.Join(written, ", ")
}

// checkedAgo says how long ago a claim was checked.
func checkedAgo(p models.PreviousChecks, b models.PreviousCheck) string {
	if days := b.DaysSinceCheck(p.At); days > 0 {
		return PluralS(days, "day") + " ago"
	}
	return "less than a day ago"
}
