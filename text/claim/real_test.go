package claim

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linecheck/internal/testutil"
	"linecheck/text"
	"linecheck/text/sentence"
)

// expectedSpans are the spans that a careful reader marks in the real article of ../shared, as its README
// lists them: how the words begin and end, and the acceptable kinds. The text itself is not copied.
var expectedSpans = []struct {
	begin, end string
	kinds      []Kind
}{
	{"on May 1 ", " 1", []Kind{Date}},
	{"numerous dist", "icts", []Kind{Other, Number}},
	{"its spokesman", "Mujahid", []Kind{Name}},
	{"more than 70", "districts", []Kind{Number}},
	{"over the past month", "month", []Kind{Date}},
	{"Khash district in the northern", "province", []Kind{Place}},
	{"on Wednesday.", "Wednesday", []Kind{Date}},
	{"army officer", "Razeq", []Kind{Name}},
	{"\"tactical", "\"", []Kind{Quote}},
	{"spokesman Mujahid claimed", "claimed", []Kind{Attribution}},
	{"local analyst", "Wednesday", []Kind{Attribution}},
	{"Hundreds of thousands", "people", []Kind{Number}},
	{"Faryab,", "provinces", []Kind{Place}},
	{"over the past couple", "days", []Kind{Date}},
	{"a dozen dist", "icts", []Kind{Number}},
	{"over the past two", "days", []Kind{Date}},
	{"who is also the editor", "daily", []Kind{Title}},
	{"in February 2020", "2020", []Kind{Date}},
	{"Qatari capital", "Doha", []Kind{Place}},
	{"on Sept. 12", "year", []Kind{Date}},
	{"Ata Mohammad Noor, a", "Balkh province", []Kind{Title}},
	{"Mazar-i-Sharif on", "Sharif", []Kind{Place}},
	{"on Tuesday and", "Tuesday", []Kind{Date}},
	{"commander Mohammad Mohaqiq", "Mohaqiq", []Kind{Name}},
	{"expert Najibullah", "media", []Kind{Attribution}},
	{"According to Afghan", "officials", []Kind{Attribution}},
	{"Zhari district of", "Afghanistan", []Kind{Place}},
	{"June 22", "2021", []Kind{Date}},
	{"Jawzjan province,", "Afghanistan", []Kind{Place}},
	{"June 5", "2021", []Kind{Date}},
}

// maxUnmarkedPerSentence is the average number of suggestions per sentence that nobody marked. Each is
// either similar to a marked one, or noise.
const maxUnmarkedPerSentence = 1.0

func TestRealArticle(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "articles", "afghanistan-2021-06-24.gold.jsonl")
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("the real article is not here: %v", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() {
		t.Fatal(lines.Err())
	}
	var gold struct{ Lang, Text string }
	if err := json.Unmarshal(lines.Bytes(), &gold); err != nil {
		t.Fatal(err)
	}
	read := AnalyzeText(gold.Text, gold.Lang)
	var all []Suggestion
	for _, s := range read {
		all = append(all, s.Claims...)
	}
	wanted := findExpectedSpans(t, gold.Text)
	for i, m := range wanted {
		if !slices.ContainsFunc(all, func(c Suggestion) bool { return slices.Contains(m.kinds, c.Kind) && c.Contains(m.span) }) {
			t.Errorf("mark %d (%v) is not suggested", i, m.kinds)
		}
	}
	further := 0
	for _, c := range all {
		if !slices.ContainsFunc(wanted, func(m expectedSpan) bool { return c.Overlaps(m.span) }) {
			further++
		}
	}
	t.Logf("%d suggestions in %d sentences, %d that no mark lies in", len(all), len(read), further)
	if float64(further) > maxUnmarkedPerSentence*float64(len(read)) {
		t.Errorf("%d suggestions that nobody marked in %d sentences", further, len(read))
	}
}

type expectedSpan struct {
	span  text.Span
	kinds []Kind
}

// findExpectedSpans finds every occurrence of a mark's words, because captions are repeated.
func findExpectedSpans(t *testing.T, s string) (list []expectedSpan) {
	t.Helper()
	x := text.NewIndex(s)
	for _, m := range expectedSpans {
		n := 0
		for from := 0; ; n++ {
			at := strings.Index(s[from:], m.begin)
			if at < 0 {
				break
			}
			at += from
			behind := strings.Index(s[at+1:], m.end)
			if behind < 0 {
				break
			}
			from = at + 1 + behind + len(m.end)
			list = append(list, expectedSpan{text.Span{Start: x.CodePoint(at), End: x.CodePoint(from)}, m.kinds})
		}
		if n == 0 {
			t.Fatalf("an expected span is not in the article: %q … %q", m.begin, m.end)
		}
	}
	return list
}

// The suggestions of a text are those of its sentences, at their offsets.
func TestAnalyzeTextEqualsItsSentences(t *testing.T) {
	s := "Überschrift & 5 €\n\nMore than 70 districts fell on 3 May. “We held 😀 two,” said Mayor Ann Okoro.\n"
	x, cut := text.NewIndex(s), sentence.Split(s, "en")
	read := AnalyzeText(s, "en")
	if len(read) != len(cut) || len(read) < 3 {
		t.Fatalf("%d sentences, %d were cut", len(read), len(cut))
	}
	for i, r := range read {
		exact, _ := x.Slice(cut[i].Span)
		found, score := Analyze(exact, "en")
		testutil.Equal(t, "sentence: r.Score", r.Score, score)
		testutil.Equal(t, "sentence: r.Score", r.Score, Score(exact, "en"))
		testutil.Equal(t, "sentence: r.Sentence", r.Sentence, cut[i])
		testutil.Len(t, "sentence: found", found, len(r.Claims))
		testutil.StopIfFailed(t)
		for j, c := range r.Claims {
			a, _ := x.Slice(c.Span)
			b, _ := text.NewIndex(exact).Slice(found[j].Span)
			if a != b || a == "" {
				t.Errorf("%q, want %q", a, b)
			}
		}
	}
}
