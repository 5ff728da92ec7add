package views

import (
	"sort"
	"strconv"
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
func formatShare(shares []int, i int) string {
	if shares == nil {
		return "–"
	}
	return strconv.Itoa(shares[i]) + "\u00a0%"
}

// progress is part of whole in per cent, rounded down, so that 100 % means finished. 0 % means that nothing
// is done.
func progress(part, whole int) string {
	switch {
	case whole == 0:
		return "–"
	case part > 0 && part*100 < whole:
		return "<1\u00a0%"
	}
	return strconv.Itoa(part*100/whole) + "\u00a0%"
}
