package views

import (
	"context"

	"linecheck/text/compare"
	"linecheck/text/message"
)

// howLabels name the results for signed sentences and added passages.
var howLabels = map[compare.How]message.Key{
	compare.Changed: "Changed:", compare.Added: "Added, not signed:", compare.Missing: "Missing:", compare.Moved: "In another place:",
}

// publishedHow returns the label of a result.
func publishedHow(ctx context.Context, how compare.How) string { return say(ctx, howLabels[how]) }
