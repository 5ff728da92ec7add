package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"linecheck/text/claim"
)

// result measures how well scores predict what is worth checking.
type result struct {
	at    float64 // F1 at a threshold of 0
	f1    float64 // the best F1 at any threshold
	least float64 // the threshold of the best F1
	ap    float64 // average precision
}

// results ranks the sentences. Ties keep their order.
func results(scores []float64, held []marked) (r result) {
	order, all := make([]int, len(held)), 0
	for i := range held {
		order[i] = i
		if held[i].worth {
			all++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	right := 0
	for n, i := range order {
		if held[i].worth {
			right++
			r.ap += float64(right) / float64(n+1) / float64(max(all, 1))
		}
		f1 := 2 * float64(right) / float64(n+1+all)
		if f1 > r.f1 {
			r.f1, r.least = f1, scores[i]
		}
		if scores[i] >= 0 {
			r.at = f1
		}
	}
	return r
}

// plainly returns the features of the baseline: words, and character n-grams of three to five.
func plainly(s string) []uint32 {
	var list []uint32
	add := func(sort byte, w string) {
		h := uint64(14695981039346656037)
		for _, c := range append([]byte{sort}, w...) {
			h = (h ^ uint64(c)) * 1099511628211
		}
		list = append(list, uint32((h^h>>31)%claim.BucketCount))
	}
	begin := -1
	for i, r := range s + " " {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' {
			if begin < 0 {
				begin = i
			}
			continue
		}
		if begin >= 0 {
			w := strings.ToLower(s[begin:i])
			add('w', w)
			w = " " + w + " "
			for n := 3; n <= 5; n++ {
				for at := 0; at+n <= len(w); at++ {
					add('c', w[at:at+n])
				}
			}
			begin = -1
		}
		if unicode.IsPunct(r) || unicode.IsSymbol(r) {
			add('w', s[i:i+utf8.RuneLen(r)])
		}
	}
	return list
}
