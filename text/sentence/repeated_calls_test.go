package sentence

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A call never depends on earlier calls, although buffers are reused.
func TestSplitDoesNotDependOnEarlierCalls(t *testing.T) {
	piece := rapid.SampledFrom(
		[]string{
			"Bring 1) bread, 2) water and 3) salt.",
			"See 1) above",
			"He had (a) time, (b) no wish.",
			"As in 2) below.",
			"Then (b) came",
			"(1) It rained.",
			"2. Nobody came.",
			"1. The dam.",
			"\n\n",
			"Well.",
		},
	)
	draft := rapid.Map(rapid.SliceOfN(piece, 1, 12), func(p []string) string { return strings.Join(p, " ") })
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(draft, 2, 6).Draw(t, "texts")
		first := map[string][]Sentence{}
		for range 3 {
			for _, text := range texts {
				cut := Split(text, "en")
				if was, known := first[text]; known && !slices.Equal(was, cut) {
					t.Fatalf("%q is cut as %v, and was as %v", text, cut, was)
				}
				first[text] = cut
			}
		}
	})
}
