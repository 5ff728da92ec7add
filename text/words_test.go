package text

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func words(s string) string {
	x := NewIndex(s)
	var out []string
	for _, w := range Words(s) {
		t, _ := x.Slice(w)
		out = append(out, t)
	}
	return strings.Join(out, "|")
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"only punctuation", " … -- () ", ""},
		{"plain", "more than 70 ports, they say.", "more|than|70|ports|they|say"},
		{"quotes and brackets", `"Calm," (he) said: 'no'`, "Calm|he|said|no"},
		{"apostrophe and hyphen inside", "Rome's well-known café", "Rome's|well-known|café"},
		{"no space behind a stop", "2021.(Photo: Reuters)", "2021|Photo|Reuters"},
		{"long dash", "peace—at last", "peace|at|last"},
		{"signs that belong", "70% of #2, $5, -3 and .5 at AT&T", "70%|of|#2|$5|-3|and|.5|at|AT&T"},
		{"stops of an abbreviation", "the U.S. at 5 p.m. on v1.2.", "the|U.S.|at|5|p.m.|on|v1.2"},
		{"decomposed marks", "Zu\u0308rich e\u0301", "Zu\u0308rich|e\u0301"},
		{"mark on punctuation", "(\u0301a", "a"},
		{"emoji family", "hi 👩\u200D👩\u200D👧! 👍🏽.", "hi|👩\u200D👩\u200D👧|👍🏽"},
		{"flags and keycaps", "🇩🇪🇫🇷 1️⃣ #️⃣", "🇩🇪🇫🇷|1️⃣|#️⃣"},
		{"Arabic", "قال «نعم»، ثم ٪70 رحل؟", "قال|نعم|ثم|٪70|رحل"},
		{"Persian joiner", "آن\u200Cها می\u200Cروند.", "آن\u200Cها|می\u200Cروند"},
		{"Chinese", "他说:“七十个区。”", "他|说|七|十|个|区"},
		{"Chinese with Latin", "在G7峰会", "在|G7|峰|会"},
		{"ideograph with a style mark", "葛\U000E0100飾", "葛\U000E0100|飾"},
		{"steering characters", "a\u202E b\u200B \u200E", "a|b"},
	} {
		if got := words(c.in); got != c.want {
			t.Errorf("%s: Words(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

// Words are in order, contain no white space, and cover every letter and figure.
func TestWordsCoverEveryLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		x, at := NewIndex(s), 0
		check := func(sp Span, inWord bool) {
			part, ok := x.Slice(sp)
			if !ok {
				t.Fatalf("span %v of %q is out of order", sp, s)
			}
			for _, r := range part {
				if inWord && unicode.IsSpace(r) || !inWord && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
					t.Fatalf("%q: %q in word: %v", s, r, inWord)
				}
			}
		}
		for _, w := range Words(s) {
			check(Span{at, w.Start}, false)
			check(w, true)
			if w.Empty() {
				t.Fatalf("empty word at %d of %q", w.Start, s)
			}
			at = w.End
		}
		check(Span{at, x.Len()}, false)
	})
}
