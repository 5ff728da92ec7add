package claim

import (
	"strings"
	"testing"
)

// newsSentences returns 2,000 sentences, made by repeating the cases.
func newsSentences() []string {
	list := make([]string, 2000)
	for i := range list {
		list[i] = cases[i%len(cases)].text
	}
	return list
}

// BenchmarkSuggest analyses 2,000 sentences of a news text one by one.
func BenchmarkSuggest(b *testing.B) {
	list := newsSentences()
	size := 0
	for _, s := range list {
		size += len(s)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range list {
			Analyze(s, "en")
		}
	}
	b.ReportMetric(float64(len(list))*float64(b.N)/b.Elapsed().Seconds(), "sentences/s")
}

// BenchmarkSuggestText includes splitting a text of 2,000 sentences.
func BenchmarkSuggestText(b *testing.B) {
	s := strings.Join(newsSentences(), "\n\n")
	b.ReportAllocs()
	for b.Loop() {
		AnalyzeText(s, "en")
	}
}

// BenchmarkHostile shows whether twice the input takes twice the time.
func BenchmarkHostile(b *testing.B) {
	for _, c := range hostileShapes {
		for _, n := range []int{25_000, 50_000} {
			s := strings.Repeat(c, n/len(c))
			b.Run(
				strings.TrimSpace(strings.ReplaceAll(c, "\n", "line"))+map[int]string{25_000: "/n", 50_000: "/2n"}[n],
				func(b *testing.B) {
					for b.Loop() {
						Analyze(s, "en")
					}
				},
			)
		}
	}
}

// hostileShapes are inputs over which a rule could loop repeatedly.
var hostileShapes = []string{
	"1 ",
	"1-",
	"1,",
	"one ",
	"hundred and ",
	"A ",
	"A, ",
	"Bo de ",
	"said ",
	"\"",
	"“",
	"of the ",
	"more than ",
	"president ",
	"May ",
	"the last ",
	"1 million ",
	"a",
	"1",
	"’s ",
	"B-c-",
	"in Ab, ",
	"Section 1 ",
	"seven hours ",
}
