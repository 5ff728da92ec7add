package anchor

import (
	"slices"
	"testing"
)

const (
	figureSentence      = "The army took 70 districts in May."
	changedFigure       = "The army took 90 districts in May."
	backReference       = "That figure has doubled since."
	secondBackReference = "It has alarmed the mayor of Ulm."
	standaloneSentence  = "Nobody in Ulm was hurt by night."
	unrelatedSentence   = "The old mill burnt to the ground."
)

func TestRecheckSuggestions(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           []RecheckSuggestion
	}{
		{"nothing changed", lines(figureSentence, backReference), lines(figureSentence, backReference), nil},
		{"what it leans on was edited", lines(figureSentence, backReference), lines(changedFigure, backReference), []RecheckSuggestion{{1, 0, "That figure", Edited}}},
		{"only a sign was", lines("The army, in May, took 70 districts.", backReference), lines("The army in May took 70 districts.", backReference), nil},
		{"one that leans on nothing", lines(figureSentence, standaloneSentence), lines(changedFigure, standaloneSentence), nil},
		{"it was edited itself", lines(figureSentence, backReference), lines(changedFigure, "That figure has halved since."), nil},
		{"what it leans on was dropped", lines(unrelatedSentence, figureSentence, backReference), lines(unrelatedSentence, backReference), []RecheckSuggestion{{1, 1, "That figure", Dropped}}},
		{"and nothing stands before it", lines(figureSentence, backReference), backReference, []RecheckSuggestion{{0, 0, "That figure", Dropped}}},
		{"another one came between", lines(figureSentence, backReference), lines(figureSentence, unrelatedSentence, backReference), []RecheckSuggestion{{2, 1, "That figure", New}}},
		{"another one stands before it by now", lines(unrelatedSentence, figureSentence, backReference), lines(figureSentence, unrelatedSentence, backReference), []RecheckSuggestion{{2, 1, "That figure", MovedUnchanged}}},
		{"both moved together", lines(figureSentence, backReference, "", unrelatedSentence, standaloneSentence), lines(unrelatedSentence, standaloneSentence, "", figureSentence, backReference), nil},
		{"what it leans on was split", lines("The army took 70 districts in May and the mill burnt to the ground.", backReference),
			lines("The army took 70 districts in May.", "The mill burnt to the ground.", backReference), []RecheckSuggestion{{2, 1, "That figure", Split}}},
		{"in another paragraph", lines(unrelatedSentence, figureSentence, "", backReference), lines(unrelatedSentence, changedFigure, "", backReference), nil},
		{"each in its own paragraph", lines(unrelatedSentence, "", figureSentence, "", backReference), lines(unrelatedSentence, "", changedFigure, "", backReference), []RecheckSuggestion{{2, 1, "That figure", Edited}}},
		{"an empty line went", lines(unrelatedSentence, figureSentence, "", backReference), lines(unrelatedSentence, figureSentence, backReference), nil},
		{"an empty line came in", lines(unrelatedSentence, figureSentence, backReference), lines(unrelatedSentence, figureSentence, "", backReference), nil},
		{"a heading stands before it", lines("The army in 1990", backReference), lines("The army in 1991", backReference), nil},
		{"over one that leans too", lines(figureSentence, backReference, secondBackReference), lines(changedFigure, backReference, secondBackReference), []RecheckSuggestion{{1, 0, "That figure", Edited}, {2, 0, "It", Edited}}},
		{"not over one that stands by itself", lines(figureSentence, standaloneSentence, secondBackReference), lines(changedFigure, standaloneSentence, secondBackReference), nil},
		{"no further", lines(figureSentence, backReference, secondBackReference, backReference+"!"), lines(changedFigure, backReference, secondBackReference, backReference+"!"), []RecheckSuggestion{{1, 0, "That figure", Edited}, {2, 0, "It", Edited}}},
	} {
		if got := align(c.old, c.new).RecheckSuggestions("en"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := align(lines(figureSentence, backReference), lines(changedFigure, backReference)).RecheckSuggestions("xx"); got != nil {
		t.Errorf("in a language it does not know: %v", got)
	}
}

// BenchmarkRecheckSuggestions computes suggestions for 4,000 sentences. Every other one refers back to an
// edited sentence.
func BenchmarkRecheckSuggestions(b *testing.B) {
	var old, new []string
	for i := range 2000 {
		old = append(old, figureSentence+itoa(i)+".", backReference+itoa(i)+".")
		new = append(new, changedFigure+itoa(i)+".", backReference+itoa(i)+".")
	}
	a := align(lines(old...), lines(new...))
	for b.Loop() {
		if n := len(a.RecheckSuggestions("en")); n != 2000 {
			b.Fatal(n)
		}
	}
}
