package views

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linecheck/models"
)

func TestSplitPoints(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"words", "It rained all day.", "2 · It | rained all day., 3 · It rained | all day., 4 · It rained all | day."},
		{"no spaces", "我来了", "2 · 我 | 来了, 3 · 我来 | 了"},
		{"a quotation goes along", `He said: "No."`, `2 · He | said: "No.", 3 · He said: | "No."`},
		{"one word", "No.", ""},
		{"no word", "…", ""},
		{"a long one", "Nobody had expected that so many would come to the old bridge on Wednesday", "5 · …expected that | so many would come to the…"},
	} {
		var labels []string
		for _, p := range splitPoints(c.in) {
			if c.name != "a long one" || p.Value == "5" {
				labels = append(labels, p.Label)
			}
		}
		if got := strings.Join(labels, ", "); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// A sentence can be split at every place that the list offers.
func TestSplitPointsAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOfN(rapid.SampledFrom([]rune("ab 1.,“”\"(\u0301他🚲\u200f-")), 1, 30, -1).Draw(t, "sentence")
		words = strings.TrimSpace(words)
		s := models.Sentence{Text: words, End: len([]rune(words))}
		for _, p := range splitPoints(words) {
			var word int
			for _, digit := range p.Value {
				word = 10*word + int(digit-'0')
			}
			if _, err := s.Split(s.SplitOffset(word), nil); err != nil {
				t.Fatalf("before word %d of %q: %v", word, words, err)
			}
		}
	})
}

func TestFirstAndLastWordsWithin(t *testing.T) {
	for _, c := range []struct{ in, starting, ending string }{
		{"A short one.", "A short one.", "A short one."},
		{"These are more words than are shown.", "These are more…", "…than are shown."},
		{"他们来了他们来了他们来了他们来了他们来了", "他们来了他们来了他们来了他们来了…", "…他们来了他们来了他们来了他们来了"},
	} {
		if got := firstWordsWithin(c.in, 16); got != c.starting {
			t.Errorf("starting %q", got)
		}
		if got := lastWordsWithin(c.in, 16); got != c.ending {
			t.Errorf("ending %q", got)
		}
	}
}
