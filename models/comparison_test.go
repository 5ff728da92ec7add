package models_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linecheck/models"
	"linecheck/text/anchor"
)

func compared(was, is string) models.Comparison {
	old, new := models.SegmentText(was, "en", nil), models.SegmentText(is, "en", nil)
	return models.Compare(old, new, anchor.Align(was, is, models.SentenceSpans(old), models.SentenceSpans(new)).SentenceLinks())
}

func TestCompare(t *testing.T) {
	was := "The dam broke at night. Nobody slept in the town. The mill burnt down. The mayor came at noon with 70 men. They left again."
	is := "It rained for a week. The dam broke at night. The mill burnt down. The mayor came at noon with 90 men. They left again."
	var rows []string
	for _, r := range compared(was, is).Rows {
		rows = append(rows, fmt.Sprintf("%s %d>%d", r.Kind, len(r.Was), len(r.Is)))
	}
	if got := strings.Join(rows, ", "); got != "new 0>1, same 1>1, dropped 1>0, same 1>1, edited 1>1, same 1>1" {
		t.Error(got)
	}
}

// For any two texts, every sentence of both is in exactly one row, and the newer ones are in order.
func TestCompareLeavesNothingOut(t *testing.T) {
	sentence := rapid.SampledFrom(
		[]string{
			"The dam broke at night.",
			"Nobody slept in the town.",
			"The mayor came with 70 men.",
			"The mayor came with 90 men.",
			"They left. ",
			"No.",
		},
	)
	draft := rapid.Map(rapid.SliceOfN(sentence, 1, 9), func(s []string) string { return strings.Join(s, "\n\n") })
	rapid.Check(t, func(t *rapid.T) {
		was, is := draft.Draw(t, "was"), draft.Draw(t, "is")
		olds, last := map[int]int{}, 0
		for _, row := range compared(was, is).Rows {
			for _, s := range row.Was {
				olds[s.Ordinal]++
			}
			for _, s := range row.Is {
				if s.Ordinal <= last && row.Kind != anchor.Split {
					t.Fatalf("sentence %d comes after %d", s.Ordinal, last)
				}
				last = max(last, s.Ordinal)
			}
		}
		for n := range models.SegmentText(was, "en", nil) {
			if olds[n+1] != 1 {
				t.Fatalf("former sentence %d is in %d rows", n+1, olds[n+1])
			}
		}
		if want := len(models.SegmentText(is, "en", nil)); last != want {
			t.Fatalf("%d of %d sentences", last, want)
		}
	})
}
