package models

import "testing"

func TestSimilarityIndex(t *testing.T) {
	a := NewSimilarityIndex(map[string]string{
		"the mayor took money from the port": "r2",
		"it rained":                          "r1",
		"the river rose on monday and the mill stood in water": "r3",
	})
	for sentence, want := range map[string]string{
		"The mayor took money from the port early.":             "r2",
		"The mayor took much money from the harbour.":           "r2",
		"On Monday the river rose, and the mill stood in water": "r3",
		"It rained.":                           "", // too short
		"The mayor was at the mill on Monday.": "",
		"Nobody knows.":                        "",
	} {
		if got := a.Provenance(sentence); got != want {
			t.Errorf("the provenance of %q is %q, want %q", sentence, got, want)
		}
	}
}
