package views

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPercentages(t *testing.T) {
	for _, c := range []struct{ parts, want []int }{
		{[]int{0, 0, 0, 0}, nil},
		{[]int{318, 21, 73, 0}, []int{77, 5, 18, 0}},
		{[]int{1, 1, 1}, []int{34, 33, 33}},
		{[]int{7}, []int{100}},
		{[]int{0, 3}, []int{0, 100}},
		{[]int{1, 999, 0}, []int{0, 100, 0}},
	} {
		if got := Percentages(c.parts...); !slices.Equal(got, c.want) {
			t.Errorf("Percentages(%v) = %v, want %v", c.parts, got, c.want)
		}
	}
}

// They add up to 100, each differs by less than one per cent from the exact value, and a larger part never
// has a smaller share.
func TestPercentagesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.IntRange(0, 1_000_000_000), 1, 6).Draw(t, "parts")
		sum := 0
		for _, p := range parts {
			sum += p
		}
		got, total := Percentages(parts...), 0
		if sum == 0 {
			if got != nil {
				t.Fatalf("%v of nothing", got)
			}
			return
		}
		for i, g := range got {
			total += g
			if off := float64(g) - 100*float64(parts[i])/float64(sum); off >= 1 || off <= -1 {
				t.Fatalf("%v: %d is shown for a share of %d in %d", parts, g, parts[i], sum)
			}
			for j := range parts {
				if parts[i] > parts[j] && g < got[j] {
					t.Fatalf("%v: %v turns the order around", parts, got)
				}
			}
		}
		if total != 100 {
			t.Fatalf("%v adds up to %d", got, total)
		}
	})
}

func TestProgressNeverRoundsUpToDone(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{0, 0, "–"}, {0, 12, "0%"}, {6, 12, "50%"}, {1999, 2000, "99%"}, {1, 2000, "<1%"}, {12, 12, "100%"}} {
		if got := progress(t.Context(), c.part, c.whole); got != c.want {
			t.Errorf("progress(%d, %d) = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}
