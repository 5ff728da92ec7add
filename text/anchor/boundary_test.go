package anchor

import (
	"strings"
	"testing"
)

// Sentence boundaries that a person set or removed: the place is marked | in the old text, and in the new
// one where it is certain.
func TestBoundary(t *testing.T) {
	for _, c := range []struct{ name, old, new string }{
		{"nothing changed", "One came. |Two left.", "One came. |Two left."},
		{"text inserted before", "One came. |Two left.", "At night one came. One came. |Two left."},
		{"the text's beginning", "|One came.", "|One came."},
		{"no longer the text's beginning", "|One came.", "Two left. One came."},
		{"now the text's beginning", "Two left. |One came.", "One came."},
		{"within a sentence", "It cost $5 No. |5 was cheap.", "They say it cost $5 No. |5 was very cheap."},
		{"without a full stop", "The dam broke |The mill burnt", "The dam broke |The mill burnt down"},
		{"a new line between", "The dam broke |The mill burnt", "The dam broke\n\n|The mill burnt"},
		{"the word before changed", "The dam broke |The mill burnt", "The dam fell The mill burnt"},
		{"the word after changed", "The dam broke |The mill burnt", "The dam broke A mill burnt"},
		{"a word inserted between", "The dam broke |The mill burnt", "The dam broke Then The mill burnt"},
		{"the words separated", lines(alpha, "The dam broke at night", "|Nobody in the town of Ulm had heard of it", beta),
			lines(alpha, "Nobody in the town of Ulm had heard of it", beta, "The dam broke at night")},
		{"both moved together", lines(alpha, "The dam broke at night", "|The mill burnt by day", beta), lines(alpha, beta, "The dam broke at night", "|The mill burnt by day")},
		{"before a quotation mark", "He left. |“Go on.” She went.", "Then he left. He left. |“Go on.” She went."},
		{"within a word", "The d|am broke", "The dam broke"},
		{"within a character", "The น|้ำ broke", "The น้ำ broke"},
		{"on white space", "The| dam broke", "The dam broke"},
		{"at the end", "The dam broke|", "The dam broke"},
		{"right to left", "ارتش رفت |او آمد", "دیروز ارتش رفت |او آمد"},
		{"without spaces", "军队周三走了|他们回来了", "军队在周三走了|他们回来了"},
	} {
		at := strings.Index(c.old, "|")
		old := c.old[:at] + c.old[at+1:]
		want := strings.Index(c.new, "|")
		new := strings.Replace(c.new, "|", "", 1)
		got, ok := align(old, new).Boundary(len([]rune(old[:at])))
		if ok != (want >= 0) || ok && got != len([]rune(new[:want])) {
			t.Errorf("%s: %d, %t; want byte %d of %q", c.name, got, ok, want, c.new)
		}
	}
	a := align("One came.", "One came.")
	for _, at := range []int{-1, 10, 1 << 40} {
		if got, ok := a.Boundary(at); ok {
			t.Errorf("%d outside the text is certain to be %d", at, got)
		}
	}
}
