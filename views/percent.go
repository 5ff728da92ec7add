package views

import (
	"context"
	"sort"

	"linecheck/text/message"
)

// Percentages returns each part's share of the sum in whole per cent, by the largest remainder method, so
// that they add up to 100. Among equal remainders the first wins. If the sum is 0, it returns nil.
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

// formatShare formats one of the Percentages, as a dash if there are none.
func formatShare(ctx context.Context, shares []int, i int) string {
	if shares == nil {
		return "–"
	}
	return message.From(ctx).Percent(shares[i])
}

// progress is part of whole in per cent, rounded down, so that 100 % means finished. 0 % means that nothing
// is done.
func progress(ctx context.Context, part, whole int) string {
	switch {
	case whole == 0:
		return "–"
	case part > 0 && part*100 < whole:
		return "<" + message.From(ctx).Percent(1)
	}
	return message.From(ctx).Percent(part * 100 / whole)
}
