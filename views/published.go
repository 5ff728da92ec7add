package views

import (
	"context"

	"linecheck/text/compare"
	"linecheck/text/message"
)

// howLabels says what became of a signed sentence.
var howLabels = map[compare.How]message.Key{
	compare.Changed: "Changed:", compare.Added: "Added, not signed:", compare.Missing: "Missing:", compare.Moved: "In another place:",
}

// publishedHow returns the label of a difference.
func publishedHow(ctx context.Context, how compare.How) string { return say(ctx, howLabels[how]) }
