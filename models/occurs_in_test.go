package models

import "testing"

func TestOccursInKeepsWordsAndNumbersWhole(t *testing.T) {
	for _, c := range []struct {
		words, in string
		want      bool
	}{
		{"2 million", "Repairs cost 2 million.", true},
		{"2 million", "Repairs cost 12 million.", false},
		{"2 million", "Repairs cost 1.2 million.", false},
		{"2 million", "Repairs cost -2 million.", false},
		{"2 million", "It was 12 million, then 2 million.", true},
		{"happy", "They were unhappy.", false},
		{"the", "Then they came.", false},
		{"6", "a 6-year-old boy", true},
		{"1990s", "in the mid-1990s", true},
		{"5", "It grew by 5%.", true},
		{"1", "It grew by 1.5%.", false},
		{"€5", "It cost €5.", true},
		{"修复", "桥梁修复花费", true},
		{"Bridge CLOSES", "“The bridge closes!”", true},
		{"", "Repairs cost 2 million.", false},
		{"\u2060", "Repairs cost 2 million.", false},
		{"…", "Repairs cost… 2 million.", false},
	} {
		if got := OccursIn(c.words, c.in); got != c.want {
			t.Errorf("%q occurs in %q: %v, want %v", c.words, c.in, got, c.want)
		}
	}
}

func TestTitleProvenance(t *testing.T) {
	was := Sentence{Text: "Bridge closes", Provenance: "r1"}
	for title, want := range map[string]string{
		"Bridge closes":       "r1",
		"“BRIDGE” closes!":    "r1",
		"Bridge opens":        "r1 t7",
		"Minister stole":      "t7",
		"\u202eBridge closes": "r1 t7",
	} {
		if got := TitleProvenance(was, title, 7); got != want {
			t.Errorf("%q is typed by %q, want %q", title, got, want)
		}
	}
}
