package views

import (
	"context"
	"sort"

	"linecheck/text/message"
)

// Percentages gives each part's share of their sum in whole per cent. They add up to 100: what rounding down leaves
// goes to the largest remainders, the first of equals first. With nothing to share out there are none: nil.
func Percentages(parts ...int) []int {
	sum := 0
	for _, p := range parts {
		sum += p
	}
	if sum == 0 {
		return nil
	}
	shares, order, left := make([]int, len(parts)), make([]int, len(parts)), 100
	for i, p := range parts {
		shares[i], order[i] = p*100/sum, i
		left -= shares[i]
	}
	sort.SliceStable(order, func(i, j int) bool { return parts[order[i]]*100%sum > parts[order[j]]*100%sum })
	for _, i := range order[:left] {
		shares[i]++
	}
	return shares
}

// formatShare is one of Percentages as it is read: a dash where there is nothing to share out.
func formatShare(ctx context.Context, shares []int, i int) string {
	if shares == nil {
		return "–"
	}
	return message.From(ctx).Percent(shares[i])
}

// progress is part of whole in per cent, rounded down: 100 % is said only when nothing is left, 0 % when nothing is done.
func progress(ctx context.Context, part, whole int) string {
	switch {
	case whole == 0:
		return "–"
	case part > 0 && part*100 < whole:
		return "<" + message.From(ctx).Percent(1)
	}
	return message.From(ctx).Percent(part * 100 / whole)
}
