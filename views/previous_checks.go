package views

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"linecheck/models"
)

func previousChecksAddress(claim int64) templ.SafeURL {
	return templ.SafeURL("/claims/" + id(claim) + "/before")
}

// wordSimilarity says how many of the words two claims share.
func wordSimilarity(ctx context.Context, b models.PreviousCheck) string {
	if b.Similarity >= 1 {
		return say(ctx, "The words are the same")
	}
	return say(ctx, "%.0f %% of the words agree", b.Similarity*100)
}

// numberComparison says whether two claims have the same numbers.
func numberComparison(ctx context.Context, p models.PreviousChecks, b models.PreviousCheck) string {
	switch {
	case b.SameNumbers && len(b.Numbers) == 0:
		return say(ctx, "neither has a number")
	case b.SameNumbers:
		return say(ctx, "the numbers are the same: %s", joinNumbers(ctx, b.Numbers))
	}
	return say(ctx, "the numbers differ: %s there, %s here", joinNumbers(ctx, b.Numbers), joinNumbers(ctx, p.Numbers))
}

func joinNumbers(ctx context.Context, numbers []models.Number) string {
	if len(numbers) == 0 {
		return say(ctx, "none")
	}
	written := make([]string, len(numbers))
	for i, n := range numbers {
		written[i] = n.Exact
	}
	return strings.Join(written, ", ")
}

// checkedAgo says how long ago a claim was checked.
func checkedAgo(ctx context.Context, p models.PreviousChecks, b models.PreviousCheck) string {
	if days := b.DaysSinceCheck(p.At); days > 0 {
		return say(ctx, "%s ago", count(ctx, days, "%d day", "%d days"))
	}
	return say(ctx, "less than a day ago")
}
