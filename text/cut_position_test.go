package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// at is the text at the requested position, want the second part.
func TestCutPosition(t *testing.T) {
	for _, c := range []struct{ name, in, at, want string }{
		{"before a word", "It rained. Nobody came.", "Nobody", "Nobody came."},
		{"behind a stop", "It rained. Nobody came.", " Nobody", "Nobody came."},
		{"two blanks and a line", "It rained. \n Nobody", " \n Nobody", "Nobody"},
		{"an opening quote goes along", "He said. “No.”", "No.”", "“No.”"},
		{"a straight one too", `He said. "No."`, `No."`, `"No."`},
		{"a straight one that closes does not", `"No"she said`, "she", "she said"},
		{"bracket in a quote", `She said "(No.)"`, `No.)"`, `"(No.)"`},
		{"no space at all", "July 2021.(Photo: Xinhua)", "Photo", "(Photo: Xinhua)"},
		{"a dash stays behind", "by force—people fled", "people", "people fled"},
		{"Chinese", "他走了我来了", "我", "我来了"},
		{"a Chinese quote", "他说“我来了”", "我", "“我来了”"},
		{"a Spanish question", "Vino. ¿Cuándo?", "Cuándo", "¿Cuándo?"},
		{"a mark of direction goes along", "سلام. \u200fدنیا", "دنیا", "\u200fدنیا"},
		{"the end", "No.", "", ""},
	} {
		at := utf8.RuneCountInString(c.in[:strings.LastIndex(c.in, c.at)])
		got := string([]rune(c.in)[CutPosition(c.in, at):])
		if got != c.want {
			t.Errorf("%s: the second part is %q, not %q", c.name, got, c.want)
		}
	}
}

// Every cut is inside the text and not followed by white space.
func TestCutPositionPrecedesWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("aé\u0301 \"“(¿\u200f\u200d🚲\n")), 0, 20, -1).Draw(t, "text")
		n := utf8.RuneCountInString(s)
		at := CutPosition(s, rapid.IntRange(-1, n+1).Draw(t, "at"))
		rest := string([]rune(s)[at:])
		if rest != strings.TrimLeftFunc(rest, unicode.IsSpace) {
			t.Fatalf("the second part of %q is %q", s, rest)
		}
		if again := CutPosition(s, at); again != at {
			t.Fatalf("the place %d of %q moves again, to %d", at, s, again)
		}
	})
}

func TestStartsCharacter(t *testing.T) {
	for _, c := range []struct {
		in   string
		cp   int
		want bool
	}{
		{"ab", 0, true}, {"ab", 1, true}, {"ab", 2, true}, {"ab", 3, false}, {"e\u0301a", 1, false}, {"e\u0301a", 2, true},
		{"🇦🇫🇦🇫", 1, false}, {"🇦🇫🇦🇫", 2, true}, {"👩\u200d🚀", 2, false}, {" \u0301", 1, false},
	} {
		if got := StartsCharacter(c.in, c.cp); got != c.want {
			t.Errorf("%q at %d: %v", c.in, c.cp, got)
		}
	}
}
