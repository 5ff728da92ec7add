package sentence

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linecheck/text"
)

// markedText is a text with the sentences that a person marked, or that a golden rule expects.
type markedText struct {
	File, Context, Lang, Text string
	Sents                     [][2]int
	Expected                  []string
}

// readMarkedTexts reads a development set of ../shared, or skips the test if it is missing.
func readMarkedTexts(t testing.TB, name string) (all []markedText) {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "sentences", name+".jsonl"))
	if err != nil {
		t.Skipf("the development sets are not here: %v", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var m markedText
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		if m.Lang == "" {
			m.Lang = "en"
		}
		all = append(all, m)
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
	return all
}

// score returns F1 of the starts of sentences within the records, and of whole sentences. In a stream it
// leaves out every tenth terminator, like the figures of wtpsplit.
func score(all []markedText, stream bool, cut func(s, lang string) []Sentence) (begins, whole float64) {
	var b, w [3]int // found, missed, wrong
	for _, m := range all {
		gold, left := map[text.Span]bool{}, map[int]bool{}
		goldBegins := map[int]bool{}
		for i, s := range m.Sents {
			gold[text.Span{Start: s[0], End: s[1]}] = true
			if i > 0 {
				if stream && i%10 == 0 {
					left[s[0]] = true
				} else {
					goldBegins[s[0]] = true
				}
			}
		}
		found, foundBegins := 0, 0
		for i, s := range cut(m.Text, m.Lang) {
			if gold[s.Span] {
				found++
			} else {
				w[2]++
			}
			if i == 0 || left[s.Start] {
				continue
			}
			if goldBegins[s.Start] {
				foundBegins++
			} else {
				b[2]++
			}
		}
		w[0], w[1] = w[0]+found, w[1]+len(gold)-found
		b[0], b[1] = b[0]+foundBegins, b[1]+len(goldBegins)-foundBegins
	}
	f1 := func(n [3]int) float64 { return 200 * float64(n[0]) / float64(2*n[0]+n[1]+n[2]) }
	return f1(b), f1(w)
}

// The splitter stays ahead of every public one that was measured on these sets.
func TestScores(t *testing.T) {
	for _, c := range []struct {
		set           string
		begins, whole float64 // required minimum, in percent
	}{
		{"en_ewt_dev.para", 92.5, 89}, {"de_gsd_dev.sat", 98, 94.5}, {"fr_gsd_dev.sat", 98.5, 96},
		{"ru_taiga_dev.sat", 66, 48}, {"fa_perdt_dev.sat", 99.9, 99.8}, {"zh_gsd_dev.sat", 99, 97.7},
		{"da_ud_dev.sat", 96.9, 91.8}, {"da_news_dev.para", 98.6, 98}, {"it_ud_dev.sat", 98.4, 95.8}, {"it_news_dev.para", 100, 100},
		{"nl_ud_dev.sat", 90.8, 77.7}, {"nl_news_dev.para", 98.8, 98.3}, {"no_ud_dev.para", 95.9, 91.5}, {"no_news_dev.para", 99.5, 99.3},
		{"nn_ud_dev.sat", 92.3, 79.5}, {"pt_ud_dev.sat", 96.3, 90.5}, {"pt_news_dev.para", 99.7, 99.6}, {"ro_ud_dev.sat", 96.2, 91.9},
		{"ro_news_dev.para", 98.9, 98.6}, {"sv_ud_dev.sat", 96.2, 89.3}, {"sv_news_dev.para", 98.8, 98.3}, {"vi_ud_dev.sat", 95.3, 88.4},
		{"vi_news_dev.para", 99.1, 98.7},
	} {
		t.Run(c.set, func(t *testing.T) {
			begins, whole := score(readMarkedTexts(t, c.set), strings.HasSuffix(c.set, ".sat"), Split)
			t.Logf("%s: %.2f / %.2f", c.set, begins, whole)
			if begins < c.begins || whole < c.whole {
				t.Errorf("%.2f / %.2f, it was %.2f / %.2f at least", begins, whole, c.begins, c.whole)
			}
		})
	}
}

// The rules listed by pragmatic_segmenter, with unchanged texts.
func TestGoldenRules(t *testing.T) {
	held, of := map[string]int{}, map[string]int{}
	for _, m := range readMarkedTexts(t, "golden_rules") {
		var got []string
		x := text.NewIndex(m.Text)
		for _, s := range Split(m.Text, m.Lang) {
			words, _ := x.Slice(s.Span)
			got = append(got, foldSpace(words))
		}
		group := "other languages, further"
		switch english, golden := strings.HasPrefix(m.File, "english"), strings.Contains(m.Context, "Golden"); {
		case english && golden:
			group = "English"
		case english:
			group = "English, further"
		case golden:
			group = "other languages"
		}
		of[group]++
		if slices.EqualFunc(got, m.Expected, func(a, b string) bool { return a == foldSpace(b) }) {
			held[group]++
		}
	}
	for group, least := range map[string]int{"English": 51, "other languages": 90, "English, further": 110} {
		t.Logf("%s: %d of %d", group, held[group], of[group])
		if held[group] < least {
			t.Errorf("%s: %d of %d held, it was %d at least", group, held[group], of[group], least)
		}
	}
}

func foldSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// The contribution of each part on English web text. The test logs the table of
// docs/measurements/sentences.md.
func TestParts(t *testing.T) {
	all := readMarkedTexts(t, "en_ewt_dev.para")
	english := vocabularyOf("en")
	last := 0.0
	for _, part := range []struct {
		name  string
		least int32 // the threshold of the prefilter; see weights
		none  bool
	}{
		{name: "rules alone", none: true},
		{name: "and weights where the rules are not sure", least: math.MaxInt32},
		{name: "and weights at white space", least: math.MinInt32},
		{name: "the same, white space at a glance first", least: english.weights.prefilterThreshold},
	} {
		words := *english
		if part.none {
			words.weights, words.byteClasses = nil, newByteClasses("", false)
		} else {
			w := *english.weights
			w.prefilterThreshold, words.weights = part.least, &w
		}
		begins, whole := score(all, false, func(s, _ string) []Sentence { return new(scratch).segment(s, &words) })
		t.Logf("%-45s %.2f / %.2f", part.name, begins, whole)
		if begins < last-0.5 {
			t.Errorf("%s: %.2f, without it %.2f", part.name, begins, last)
		}
		last = begins
	}
}
