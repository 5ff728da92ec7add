package anchor

import (
	"slices"
	"testing"
)

const (
	named   = "The army took 70 districts in May."
	renamed = "The army took 90 districts in May."
	leans   = "That figure has doubled since."
	again   = "It has alarmed the mayor of Ulm."
	alone   = "Nobody in Ulm was hurt by night."
	beside  = "The old mill burnt to the ground."
)

func TestSecondLook(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           []Leaning
	}{
		{"nothing changed", lines(named, leans), lines(named, leans), nil},
		{"what it leans on was edited", lines(named, leans), lines(renamed, leans), []Leaning{{1, 0, "That figure", Edited}}},
		{"only a sign was", lines("The army, in May, took 70 districts.", leans), lines("The army in May took 70 districts.", leans), nil},
		{"one that leans on nothing", lines(named, alone), lines(renamed, alone), nil},
		{"it was edited itself", lines(named, leans), lines(renamed, "That figure has halved since."), nil},
		{"what it leans on was dropped", lines(beside, named, leans), lines(beside, leans), []Leaning{{1, 1, "That figure", Dropped}}},
		{"and nothing stands before it", lines(named, leans), leans, []Leaning{{0, 0, "That figure", Dropped}}},
		{"another one came between", lines(named, leans), lines(named, beside, leans), []Leaning{{2, 1, "That figure", New}}},
		{"another one stands before it by now", lines(beside, named, leans), lines(named, beside, leans), []Leaning{{2, 1, "That figure", MovedWhole}}},
		{"both moved together", lines(named, leans, "", beside, alone), lines(beside, alone, "", named, leans), nil},
		{"what it leans on was split", lines("The army took 70 districts in May and the mill burnt to the ground.", leans),
			lines("The army took 70 districts in May.", "The mill burnt to the ground.", leans), []Leaning{{2, 1, "That figure", Split}}},
		{"in another paragraph", lines(beside, named, "", leans), lines(beside, renamed, "", leans), nil},
		{"each in its own paragraph", lines(beside, "", named, "", leans), lines(beside, "", renamed, "", leans), []Leaning{{2, 1, "That figure", Edited}}},
		{"an empty line went", lines(beside, named, "", leans), lines(beside, named, leans), nil},
		{"an empty line came in", lines(beside, named, leans), lines(beside, named, "", leans), nil},
		{"a heading stands before it", lines("The army in 1990", leans), lines("The army in 1991", leans), nil},
		{"over one that leans too", lines(named, leans, again), lines(renamed, leans, again), []Leaning{{1, 0, "That figure", Edited}, {2, 0, "It", Edited}}},
		{"not over one that stands by itself", lines(named, alone, again), lines(renamed, alone, again), nil},
		{"no further", lines(named, leans, again, leans+"!"), lines(renamed, leans, again, leans+"!"), []Leaning{{1, 0, "That figure", Edited}, {2, 0, "It", Edited}}},
	} {
		if got := align(c.old, c.new).SecondLook("en"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := align(lines(named, leans), lines(renamed, leans)).SecondLook("xx"); got != nil {
		t.Errorf("in a language it does not know: %v", got)
	}
}

// BenchmarkSecondLook asks for second looks at 4,000 sentences of which every other one leans on one that was edited.
func BenchmarkSecondLook(b *testing.B) {
	var old, new []string
	for i := range 2000 {
		old = append(old, named+itoa(i)+".", leans+itoa(i)+".")
		new = append(new, renamed+itoa(i)+".", leans+itoa(i)+".")
	}
	a := align(lines(old...), lines(new...))
	for b.Loop() {
		if n := len(a.SecondLook("en")); n != 2000 {
			b.Fatal(n)
		}
	}
}
