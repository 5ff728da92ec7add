package anchor

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"linecheck/text"
)

// hostileDrafts are pairs of drafts of about n words that are expensive to align.
var hostileDrafts = []struct {
	name string
	make func(n int) (old, new string)
}{
	{"one word", func(n int) (string, string) { return strings.Repeat("dam ", n), strings.Repeat("dam ", n-n/7) }},
	{"one word, another amid", func(n int) (string, string) {
		s := strings.Repeat("dam ", n/2)
		return s + "mill " + s, s + s + "mill"
	}},
	{"two halves that are the same", func(n int) (string, string) {
		s := sentencesUpTo(n / 2)
		return s + s, s + "\nThe mill burnt.\n" + s
	}},
	{"the second half came in", func(n int) (string, string) {
		s := sentencesUpTo(n / 2)
		return s, s + s
	}},
	{"sentences that are the same", func(n int) (string, string) {
		return strings.Repeat(smith+"\n", n/17), strings.Repeat(smith+"\n", n/17-3)
	}},
	{"twins in turn", func(n int) (string, string) {
		return strings.Repeat(smith+"\n"+jones+"\n", n/34), strings.Repeat(jones+"\n"+smith+"\n", n/34)
	}},
	{"words in turn", func(n int) (string, string) {
		return strings.Repeat("dam mill ", n/2), strings.Repeat("mill dam ", n/2)
	}},
	{"sentences in another order", func(n int) (string, string) {
		old := strings.Split(strings.TrimSpace(sentencesUpTo(n)), "\n")
		new := append([]string{}, old...)
		rand.New(rand.NewPCG(3, 3)).Shuffle(len(new), func(i, j int) { new[i], new[j] = new[j], new[i] })
		return lines(old...), lines(new...)
	}},
	{"words in another order", func(n int) (string, string) {
		old := make([]string, n)
		for i := range old {
			old[i] = fmt.Sprint("w", i)
		}
		new := append([]string{}, old...)
		rand.New(rand.NewPCG(3, 3)).Shuffle(n, func(i, j int) { new[i], new[j] = new[j], new[i] })
		return strings.Join(old, " "), strings.Join(new, " ")
	}},
	{"words backwards", func(n int) (string, string) {
		old, new := make([]string, n), make([]string, n)
		for i := range old {
			old[i], new[n-1-i] = fmt.Sprint("w", i), fmt.Sprint("w", i)
		}
		return strings.Join(old, " "), strings.Join(new, " ")
	}},
	{"few words by chance", func(n int) (string, string) { return randomWords(n, 1), randomWords(n, 2) }},
	{"every second word another", func(n int) (string, string) {
		var old, new strings.Builder
		for i := range n {
			fmt.Fprintf(&old, "w%d ", i/2*(i%2))
			fmt.Fprintf(&new, "w%d ", i/2*((i+1)%2))
		}
		return old.String(), new.String()
	}},
	{"one more known at every cut", func(n int) (string, string) {
		var old, new strings.Builder
		for i := range n / 4 { // each word occurs twice: only the split before it distinguishes the two
			fmt.Fprintf(&old, "w%d p w%d p ", i+1, max(0, i-1))
			fmt.Fprintf(&new, "w%d q w%d q ", i+1, max(0, i-1))
		}
		return old.String(), new.String()
	}},
	{"every sentence cut in two", func(n int) (string, string) {
		s := sentencesUpTo(n)
		return s, strings.ReplaceAll(s, "districts ", "districts.\n")
	}},
	{"a sentence of openings", func(n int) (string, string) {
		s := strings.Repeat("but according to the group of those in that they ", n/10)
		return s + "\n" + smith, s + "\n" + jones
	}},
	{"a stop behind every word", func(n int) (string, string) {
		return strings.Repeat("a.\n", n/2), strings.Repeat("b.\na.\n", n/4)
	}},
}

func sentencesUpTo(n int) string {
	var b strings.Builder
	for i := range n / 17 {
		b.WriteString(strings.ReplaceAll(smith, "70", itoa(i)) + "\n")
	}
	return b.String()
}

func randomWords(n int, seed uint64) string {
	r, words := rand.New(rand.NewPCG(seed, 1)), strings.Fields("the dam mill army took lost seventy . , districts")
	var b strings.Builder
	for range n {
		b.WriteString(words[r.IntN(len(words))] + " ")
	}
	return b.String()
}

func TestHostileDrafts(t *testing.T) {
	for _, h := range hostileDrafts {
		old, new := h.make(3000)
		if fault := findFault(old, new, Differences(old, new)); fault != "" {
			t.Errorf("%s: %s", h.name, fault)
		}
		a, seen := align(old, new), 0
		for _, l := range a.SentenceLinks() {
			seen += len(l.Old) + len(l.New)
		}
		if want := len(a.oldSentences) + len(a.newSentences); seen != want {
			t.Errorf("%s: %d of %d sentences are in a link", h.name, seen, want)
		}
	}
}

// BenchmarkHostile aligns hostile drafts, links their sentences, computes recheck suggestions, places a
// thousand claims and compares the texts for display. Twice the words may take about twice the time.
func BenchmarkHostile(b *testing.B) {
	for _, h := range hostileDrafts {
		for _, n := range []int{50_000, 100_000, 200_000} {
			old, new := h.make(n)
			olds, news := spans(old), spans(new)
			length := len([]rune(old))
			b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(h.name, " ", "-"), n), func(b *testing.B) {
				for b.Loop() {
					a := Align(old, new, olds, news)
					a.RecheckSuggestions("en")
					for k := range 1000 {
						at := k * (length - 50) / 1000
						a.Locate(text.Span{Start: at, End: at + 10 + k%40})
					}
				}
			})
			b.Run(fmt.Sprintf("%s/%d/differences", strings.ReplaceAll(h.name, " ", "-"), n), func(b *testing.B) {
				for b.Loop() {
					Differences(old, new)
				}
			})
		}
	}
}
