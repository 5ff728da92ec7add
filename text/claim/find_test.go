package claim

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"linecheck/internal/testutil"
	"linecheck/text"
)

// formatSuggestions formats suggestions as the tables of cases do.
func formatSuggestions(s string, found []Suggestion) string {
	x, parts := text.NewIndex(s), make([]string, len(found))
	for i, c := range found {
		exact, _ := x.Slice(c.Span)
		parts[i] = string(c.Kind) + ": " + exact
	}
	return strings.Join(parts, " | ")
}

func TestFind(t *testing.T) {
	if len(cases) < 150 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		if got := formatSuggestions(c.text, Find(c.text, "en")); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// Every rule has at least one sentence in which it matches.
func TestEveryRuleHasATestCase(t *testing.T) {
	spoke := map[*rule]bool{}
	f := new(analyzer)
	for _, c := range cases {
		f.analyze(c.text, "en")
		for _, x := range f.matches {
			spoke[x.rule] = true
		}
	}
	for _, c := range anyLanguageCases {
		f.analyze(c.text, c.lang)
		for _, x := range f.matches {
			spoke[x.rule] = true
		}
	}
	for _, c := range otherLanguageCases {
		f.analyze(c.text, c.lang)
		for _, x := range f.matches {
			spoke[x.rule] = true
		}
	}
	for _, list := range [][]rule{timeRules, numberRules, wordRules, speechRules[:], anyLanguageRules, localTimeRules, localNumberRules} {
		for i := range list {
			if r := &list[i]; !spoke[r] {
				t.Errorf("no case has a sentence for %q", r.name)
			} else if r.why == "" || strings.Contains(r.why, ".") {
				t.Errorf("%q gives no one plain clause of why: %q", r.name, r.why)
			}
		}
	}
}

// The lexicon has every word that a rule names. A rule with an unknown word would never match.
func TestRulesUseOnlyLexiconWords(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	asks, words := regexp.MustCompile(`f\.isOneOf\([^"()]*(?:\([^()]*\))?[^"()]*,((?: "[^"]+",?)+)`), regexp.MustCompile(`"([^"]+)"`)
	n := 0
	for _, name := range files {
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range asks.FindAllStringSubmatch(string(code), -1) {
			for _, w := range words.FindAllStringSubmatch(list[1], -1) {
				if n++; lexicon()[w[1]] == nil {
					t.Errorf("%s asks for %q, which the lexicon lacks", name, w[1])
				}
			}
		}
	}
	if n < 500 {
		t.Fatalf("only %d words were seen", n)
	}
}

var anyLanguageCases = []struct{ lang, text, want string }{
	{"xx", "Kosto 5 €.", "measurement: 5 €"}, // a language without a list
	{
		"de",
		"Am 3. 5. 2021 stiegen die Preise um 3,5 % auf 1.200 €.",
		"date: 3. 5. 2021 | measurement: 3,5 % | measurement: 1.200 €",
	},
	{
		"de",
		"„Wir haben nichts gewusst“, sagte die Ministerin am 24.06.2021 um 17:30 Uhr.",
		"quote: „Wir haben nichts gewusst“ | attribution: sagte die Ministerin | date: 24.06.2021 | date: 17:30",
	},
	{
		"fr",
		"Quelque 10 000 personnes ont défilé, « un record absolu », selon la police.",
		"number: 10 000 | quote: « un record absolu » | attribution: selon la police",
	},
	{"ar", "قتل ٢٧ شخصا في عام ٢٠١٩ بنسبة ٥٪", "number: ٢٧ | date: ٢٠١٩ | measurement: ٥٪"},
	{"fa", "در ۲۴/۰۶/۲۰۲۱ حدود ۷۰ منطقه سقوط کرد.", "date: ۲۴/۰۶/۲۰۲۱ | number: ۷۰"},
	{"hi", "२०१९ में ३५ लोग मारे गए।", "date: २०१९ | number: ३५"},
	{"zh", "2021年6月24日，约70个区失守，增长11.1%。", "date: 2021年6月24日 | number: 70 | measurement: 11.1%"},
	{"ru", "Погибли 12 человек, ущерб составил 3,4 млн €.", "number: 12 | measurement: 3,4 млн €"},
	{"es", "El río subió 30 cm en 2015 y costó $5.", "measurement: 30 cm | date: 2015 | measurement: $5"},
	{"tr", "Fiyatlar %20 arttı.", "measurement: %20"},
	{"pt", "A COVID-19 chegou em março.", "date: março"},
	{"it", "Nessuno sa perché.", ""},
}

func TestFindInAnyLanguage(t *testing.T) {
	for _, c := range anyLanguageCases {
		got := formatSuggestions(c.text, Find(c.text, c.lang))
		if got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// checkSuggestions fails unless the suggestions are within the sentence, on whole characters, in order, and
// do not overlap within a kind.
func checkSuggestions(t testing.TB, s string, found []Suggestion) {
	t.Helper()
	n, last, end := utf8.RuneCountInString(s), 0, map[Kind]int{}
	for _, c := range found {
		testutil.False(t, "c.Start < last", c.Start < last)
		testutil.False(t, "c.End <= c.Start", c.End <= c.Start)
		testutil.False(t, "c.End > n", c.End > n)
		testutil.False(t, "c.Start < end[c.Kind]", c.Start < end[c.Kind])
		testutil.StopIfFailed(t)
		if c.Why == "" || kindIndexes.indexOf(c.Kind) == 0 && c.Kind != Kinds[0] {
			t.Fatalf("%q: %v", s, c)
		}
		last, end[c.Kind] = c.Start, c.End
	}
}

func FuzzFind(f *testing.F) {
	for _, c := range cases {
		f.Add(c.text, "en")
	}
	for _, c := range anyLanguageCases {
		f.Add(c.text, c.lang)
	}
	for _, s := range []string{"", ".", "\"", "“", "1", "1:", "12:3", "$", "a.b.c.", "J. J. J.", "½½", "9/9/9/9", "one two three hundred and and", "\xff1,000", "\u200b1\u0301", "’s ’s", "𝟕𝟎 people", "1.2.3.4.5.6"} {
		f.Add(s, "en")
		f.Add(s, "zz")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		found, score := Analyze(s, lang)
		checkSuggestions(t, s, found)
		if !(score >= 0 && score <= 1) {
			t.Fatalf("%q scores %v", s, score)
		}
	})
}
