package sentence

import (
	"slices"
	"strings"
	"testing"

	"linecheck/text"
)

// Separators are no sentences, in any of their forms; a line with a word or a figure is one.
func TestSeparatorsAreNoSentences(t *testing.T) {
	for _, sign := range []string{"* * *", "***", "___", "###", "# # #", "---", "—", "— — —", "⁂", "• • •", "~~~",
		"—30—", "-30-", "– 30 –", "-0-", "====="} {
		for _, s := range []string{
			"The dam broke.\n\n" + sign + "\n\nNobody came.",
			"The dam broke.\n" + sign + "\nNobody came.\n" + sign + "\n",
			sign + "\r\n\r\nThe dam broke.\r\n  " + sign + " \r\nNobody came.",
		} {
			x := text.NewIndex(s)
			var got []string
			for _, sent := range Split(s, "en") {
				words, _ := x.Slice(sent.Span)
				got = append(got, words)
			}
			if want := []string{"The dam broke.", "Nobody came."}; !slices.Equal(got, want) {
				t.Errorf("%q: %q, want %q", s, got, want)
			}
		}
	}
	for _, line := range []string{"...", "30", "- a", "?", "1.", "¡", "* 5", "😀", "-31-", "★★★☆☆", "●●○"} {
		if isSeparator(line) {
			t.Errorf("%q is a separator", line)
		}
		if s := "The dam broke.\n\n" + line; len(Split(s, "en")) != 2 {
			t.Errorf("%q has no sentence of its own in %v", line, Split(s, "en"))
		}
	}
}

// A text of nothing but separators still has sentences, so that it is not empty.
func TestSeparatorsAloneAreSentences(t *testing.T) {
	if got := Split("* * *\n\n###", "en"); len(got) == 0 {
		t.Error("no sentence")
	}
}

func TestSeparatorsHaveTheirPlaces(t *testing.T) {
	between := " \n\n* * *\n—30—\n"
	if !IsBetween(between) || IsBetween(between+"x") || !IsBetween(" \n") {
		t.Error("IsBetween is wrong")
	}
	var got []string
	for _, span := range Separators(between) {
		got = append(got, string([]rune(between)[span.Start:span.End]))
	}
	if strings.Join(got, "|") != "* * *|—30—" {
		t.Errorf("%q", got)
	}
}
