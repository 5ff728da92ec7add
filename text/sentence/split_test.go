package sentence

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"linecheck/text"
)

// checkSentencePartition fails unless the sentences are in order, not empty, and have only white space and
// separators around them.
func checkSentencePartition(t interface {
	Helper()
	Fatalf(string, ...any)
}, s string, sents []Sentence) {
	t.Helper()
	x, at := text.NewIndex(s), 0
	blank := func(from, to int) {
		if between, ok := x.Slice(text.Span{Start: from, End: to}); !ok || !IsBetween(between) {
			t.Fatalf("between %d and %d of %q lies %q", from, to, s, between)
		}
	}
	for _, sent := range sents {
		blank(at, sent.Start)
		got, ok := x.Slice(sent.Span)
		if !ok || got == "" || strings.TrimSpace(got) != got {
			t.Fatalf("sentence %v of %q is %q", sent, s, got)
		}
		if _, err := ParseRegion(string(sent.Region)); err != nil {
			t.Fatalf("%v", err)
		}
		at = sent.End
	}
	blank(at, x.Len())
}

// drawHostileText draws texts from the characters that rules examine, and from any others.
func drawHostileText() *rapid.Generator[string] {
	bits := []string{
		".",
		"…",
		"!",
		"?",
		"。",
		"؟",
		"\"",
		"'",
		"“",
		"”",
		"»",
		"«",
		"(",
		")",
		"[",
		"]",
		" ",
		"\u00a0",
		"\n",
		"\r\n",
		"\r",
		"\t",
		"\u2028",
		"\u0085",
		"\x1c",
		"\u200b",
		"\u0301",
		"\u202e",
		"\x00",
		"- ",
		"• ",
		"1. ",
		"> ",
		"U.S.",
		"Mr.",
		"Sept. 12",
		"J.",
		"p.m.",
		"The",
		"the",
		"By Jane",
		"PHOTO",
		"Photo: ",
		"(Photo: X)",
		"Published: 5",
		"2021",
		"http://a.b/c?d=e.F",
		"中文",
		"한국",
		"عربي",
		"हिन्दी",
		"👩‍👩‍👧",
		"\U0010ffff",
		"A",
		"z",
		"\n* * *\n",
		"\n—30—",
		"u. a. ",
		"3,5 Mio. ",
		"BUFFALO, N.Y. — ",
		".¹ ",
		" [10] ",
		"?” Okoro asked",
	}
	return rapid.OneOf(
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 60), func(b []string) string { return strings.Join(b, "") }),
	)
}

func TestSplitIsAPartition(t *testing.T) {
	langs := append(slices.Sorted(maps.Keys(vocabularies())), "zz", "pt-BR", "zh-Hans")
	rapid.Check(t, func(t *rapid.T) {
		s := drawHostileText().Draw(t, "s")
		checkSentencePartition(t, s, Split(s, rapid.SampledFrom(langs).Draw(t, "lang")))
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("A headline\n\nBy Jane Doe\n\nHe said: \"No. Never.\" Mr. X left at 5 p.m. on Sept. 12.", "en")
	f.Add("- a\n- b\r\n\r\n1. c\u0085d. . . . (Photo: X)", "de")
	f.Fuzz(func(t *testing.T, s, lang string) {
		s = strings.ToValidUTF8(s, "\ufffd")
		checkSentencePartition(t, s, Split(s, lang))
	})
}

// The sentences cover every character except white space and separators.
func TestSplitCoversEveryCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawHostileText().Draw(t, "s")
		n, at := 0, 0
		r := []rune(s)
		for _, sent := range append(Split(s, "en"), Sentence{Span: text.Span{Start: len(r), End: len(r)}}) {
			for _, span := range Separators(string(r[at:sent.Start])) {
				n += countNonSpace(r[at+span.Start : at+span.End])
			}
			n += countNonSpace(r[sent.Start:sent.End])
			at = sent.End
		}
		if n != countNonSpace(r) {
			t.Fatalf("%d of %d characters of %q", n, countNonSpace(r), s)
		}
	})
}

func countNonSpace(r []rune) (n int) {
	for _, c := range r {
		if !unicode.IsSpace(c) {
			n++
		}
	}
	return n
}

// The fast path for the most common gap agrees with the rules, and splitting is deterministic.
func TestSplitIsDeterministicAndFollowsRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, lang := drawHostileText().Draw(t, "s"), rapid.SampledFrom([]string{"en", "de", "fa", "zh", "fr"}).Draw(t, "lang")
		first := Split(s, lang)
		Split(drawHostileText().Draw(t, "between"), lang)
		if again := Split(s, lang); !slices.Equal(again, first) {
			t.Fatalf("%q was cut into %v, then into %v", s, first, again)
		}
		checkAgainstRules(t, s, lang, first)
	})
	// A list item begins a sentence even if the rule for the full stop before it says that none ends.
	for _, s := range []string{"• .• ", "• a\u00a0.⁃ b.• c"} {
		checkAgainstRules(t, s, "en", Split(s, "en"))
	}
}

// checkAgainstRules fails if a rule was certain and Split disagrees.
func checkAgainstRules(t interface{ Fatalf(string, ...any) }, s, lang string, cut []Sentence) {
	x, begins := text.NewIndex(s), map[int]bool{}
	for _, sent := range cut {
		begins[x.Byte(sent.Start)] = true
	}
	Examples(s, lang, begins, func(e Example) {
		if e.Decided && e.RuleSplits != e.IsBoundary && !(e.IsBoundary && listItem.MatchString(s[e.Next:])) {
			t.Fatalf("%q: the rule %q says %v, Split %v", s, e.Rule, e.RuleSplits, e.IsBoundary)
		}
	})
}

var listItem = regexp.MustCompile(`^([•⁃]|\(?([0-9]{1,2}|[a-z])[.)])`)

// A call allocates only its result once a scratch exists. The test provides one, because the pool drops
// some under the race detector.
func TestSplitAllocatesOnce(t *testing.T) {
	s := strings.Repeat("Mr. Lee of the U.S. Army left at 5 p.m. on Sept. 12. “Who knew?” he asked. 1) The dam 2) The mill\n\n", 20)
	for _, lang := range []string{"en", "de", "ar"} {
		d, words := new(scratch), vocabularyOf(lang)
		if n := testing.AllocsPerRun(100, func() { d.segment(s, words) }); n > 1 {
			t.Errorf("%s: %v allocations", lang, n)
		}
	}
}

func TestCodePoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.ToValidUTF8(rapid.String().Draw(t, "s"), "")
		if got, want := countCodePoints(s), len([]rune(s)); got != want {
			t.Fatalf("%q has %d, not %d", s, want, got)
		}
	})
}
