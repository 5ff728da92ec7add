package anchor

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linecheck/internal/testutil"
	"linecheck/text"
)

// spans splits a text into sentences at line ends, which is enough for these tests.
func spans(s string) (all []text.Span) {
	at := 0
	for _, line := range strings.SplitAfter(s, "\n") {
		n := len([]rune(line))
		if words := strings.TrimSpace(line); words != "" {
			start := at + len([]rune(line[:strings.Index(line, words)]))
			all = append(all, text.Span{Start: start, End: start + len([]rune(words))})
		}
		at += n
	}
	return all
}

func align(old, new string) *Alignment { return Align(old, new, spans(old), spans(new)) }

// nth returns the span of the nth occurrence (from 1) of words in s.
func nth(t *testing.T, s, words string, n int) text.Span {
	t.Helper()
	at := 0
	for ; n > 0; n-- {
		i := strings.Index(s[at:], words)
		if i < 0 {
			t.Fatalf("%q is not in %q", words, s)
		}
		at += i + 1
	}
	start := len([]rune(s[:at-1]))
	return text.Span{Start: start, End: start + len([]rune(words))}
}

const (
	smith   = "Smith said the army took 70 districts over the past month in the north of the country."
	jones   = "Jones said the army took 70 districts over the past month in the north of the country."
	caption = "Forces take part in a cleanup operation on June 5, 2021."
	alpha   = "The alpha report stands here."
	beta    = "The beta report stands there."
)

func lines(l ...string) string { return strings.Join(l, "\n") }

// Drafts in which a verdict could wrongly be carried to words it was not given for.
func TestLocate(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		claim          string
		n              int // which of its occurrences
		how            PlacementKind
		want           string
		wantN          int
	}{
		{"nothing changed", lines(alpha, beta), lines(alpha, beta), "beta report", 1, Exact, "beta report", 1},
		{"text inserted before", beta, lines(alpha, beta), "beta report", 1, Exact, "beta report", 1},
		{"paragraphs swapped", lines(smith, alpha, beta), lines(beta, alpha, smith), "70 districts", 1, Moved, "70 districts", 1},
		{"twins swapped, the first", lines(smith, jones), lines(jones, smith), "70 districts", 1, Moved, "70 districts", 2},
		{"twins swapped, the second", lines(smith, jones), lines(jones, smith), "70 districts", 2, Exact, "70 districts", 1},
		{"the first twin dropped", lines(smith, jones), jones, "70 districts", 1, Lost, "", 0},
		{"the second twin kept", lines(smith, jones), jones, "70 districts", 2, Exact, "70 districts", 1},
		{"a name changed", smith, jones, "70 districts", 1, Changed, "70 districts", 1},
		{"a number changed elsewhere", "They took 70 districts and 9 towns by night.", "They took 70 districts and 8 towns by night.", "70 districts", 1, Changed, "70 districts", 1},
		{"numbers swapped", "They took 70 districts and lost 90 soldiers.", "They took 90 districts and lost 70 soldiers.", "70 districts", 1, Changed, "90 districts", 1},
		{"a negation added", "The mayor said that the dam was safe.", "The mayor said that the dam was not safe.", "the dam was safe", 1, Changed, "the dam was not safe", 1},
		{"a negation next to it", "The mayor said that the dam was safe.", "The mayor said that the dam was not safe.", "The mayor", 1, Changed, "The mayor", 1},
		{"a word that may name another dam", "The mayor said that the dam was safe.", "The mayor said that the old dam was safe.", "was safe", 1, Changed, "was safe", 1},
		{"the verb reversed", "The army took 70 districts in May.", "The army lost 70 districts in May.", "70 districts in May", 1, Changed, "70 districts in May", 1},
		{"a unit changed", "They walked 70 km to Ulm.", "They walked 70 miles to Ulm.", "walked 70", 1, Changed, "walked 70", 1},
		{"numbers around it swapped", "From 70 to 90 men came.", "From 90 to 70 men came.", "men came", 1, Changed, "men came", 1},
		{"only white space around it changed", "The dam broke  at night.", "The\u00a0dam broke at night.", "at night", 1, Exact, "at night", 1},
		{"it runs into an edited sentence", lines(alpha, "The dam broke."), lines(alpha, "The dam broke up."), "here.\nThe dam", 1, Changed, "here.\nThe dam", 1},
		{"its words repeated by another speaker", lines(smith, alpha, beta), lines(alpha, beta, "Nobody denied it: the army took 70 districts over the past month, Jones said."),
			"the army took 70 districts over the past month", 1, Changed, "the army took 70 districts over the past month", 1},
		{"one of two indistinguishable captions dropped", lines(caption, caption), caption, "June 5, 2021", 1, Changed, "June 5, 2021", 1},
		{"distinguishing sentences swapped", lines(caption, alpha, caption, beta), lines(caption, beta, caption, alpha), "June 5, 2021", 1, Changed, "June 5, 2021", 2},
		{"a copy elsewhere", lines(caption, alpha, beta), lines(caption, alpha, beta, caption), "June 5, 2021", 1, Exact, "June 5, 2021", 1},
		{"first of three captions dropped", lines(caption, alpha, caption, beta, caption), lines(alpha, caption, beta, caption), "June 5, 2021", 1, Lost, "", 0},
		{"the second of three stays the second", lines(caption, alpha, caption, beta, caption), lines(alpha, caption, beta, caption), "June 5, 2021", 2, Exact, "June 5, 2021", 1},
		{"a figure corrected", "They took 70 districts by night.", "They took 80 districts by night.", "70", 1, Changed, "80", 1},
		{"half of a replaced word", "dam mayor dam", "dam the dam", " m", 1, Changed, "the", 1},
		{"a figure deleted", "They took 70 districts by night.", "They took districts by night.", "70", 1, Lost, "", 0},
		{"its words deleted", lines(alpha, smith), alpha, "70 districts", 1, Lost, "", 0},
		{"half a word", "He can't come to Ulm today.", "He can't come to Ulm today.", "'t come", 1, Exact, "'t come", 1},
		{"only the white space changed", "The dam broke  at night.", "The dam broke at night.", "broke  at", 1, Changed, "broke at", 1},
		{"right to left, a day inserted", "ارتش ۷۰ ولسوالی را گرفت.", "دیروز ارتش ۷۰ ولسوالی را گرفت.", "۷۰ ولسوالی", 1, Changed, "۷۰ ولسوالی", 1},
		{"right to left, a sentence came in", "ارتش ۷۰ ولسوالی را گرفت.", "او آمد.\nارتش ۷۰ ولسوالی را گرفت.", "۷۰ ولسوالی", 1, Exact, "۷۰ ولسوالی", 1},
		{"without blanks, a word came in", "军队周三占领了七十个地区。", "军队在周三占领了七十个地区。", "七十个地区", 1, Changed, "七十个地区", 1},
		{"without blanks, a sentence came in", "军队周三占领了七十个地区。", "他来了。\n军队周三占领了七十个地区。", "七十个地区", 1, Exact, "七十个地区", 1},
	} {
		p := align(c.old, c.new).Locate(nth(t, c.old, c.claim, c.n))
		if p.Kind != c.how {
			t.Errorf("%s: %s at %v, want %s", c.name, p.Kind, p.Span, c.how)
		}
		if c.how != Lost && p.Span != nth(t, c.new, c.want, c.wantN) {
			words, _ := text.NewIndex(c.new).Slice(p.Span)
			t.Errorf("%s: %v %q, want %q", c.name, p.Span, words, c.want)
		}
	}
}

func TestSentenceLinks(t *testing.T) {
	old := lines(
		alpha,
		smith,
		caption,
		"The dam broke at night and the mill burnt.",
		"The bridge fell.",
		"It was the mayor's fault, he said.",
	)
	new := lines(
		smith,
		"Forces take part in a large cleanup operation on June 5, 2021.",
		"The dam broke at night.",
		"And the mill burnt.",
		"The bridge fell, and it was the mayor's fault, he said.",
		beta,
		"Nobody came from the coast.",
	)
	want := []SentenceLink{
		{Same, []int{1}, []int{0}}, {Edited, []int{2}, []int{1}}, {Split, []int{3}, []int{2, 3}}, {Merged, []int{4, 5}, []int{4}},
		{New, nil, []int{5}}, {New, nil, []int{6}}, {Dropped, []int{0}, nil},
	}
	got := align(old, new).SentenceLinks()
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i].Kind != want[i].Kind || len(got[i].Old) != len(want[i].Old) || len(got[i].New) != len(want[i].New) {
			t.Errorf("link %d is %v, want %v", i, got[i], want[i])
		}
	}
}

// drawDrafts draws a text of a few sentences and an edited version of it.
func drawDrafts() *rapid.Generator[[2]string] {
	words := []string{
		"the",
		"dam",
		"mayor",
		"70",
		"90",
		"districts",
		"not",
		"Smith",
		"Jones",
		"said",
		"took",
		"north",
		"June",
		"5,",
		"2021",
		"é",
		"中文",
		"حمله",
		"and",
		".",
	}
	sentence := rapid.Map(rapid.SliceOfN(rapid.SampledFrom(words), 1, 9), func(w []string) string { return strings.Join(w, " ") })
	return rapid.Custom(func(t *rapid.T) [2]string {
		old := rapid.SliceOfN(sentence, 1, 8).Draw(t, "old")
		new := append([]string{}, old...)
		for range rapid.IntRange(0, 6).Draw(t, "edits") {
			i := rapid.IntRange(0, len(new)-1).Draw(t, "at")
			switch rapid.IntRange(0, 4).Draw(t, "edit") {
			case 0:
				new[i] = sentence.Draw(t, "sentence")
			case 1:
				new = append(new, sentence.Draw(t, "more"))
			case 2:
				j := rapid.IntRange(0, len(new)-1).Draw(t, "to")
				new[i], new[j] = new[j], new[i]
			case 3:
				new[i] += " " + rapid.SampledFrom(words).Draw(t, "word")
			case 4:
				if len(new) > 1 {
					new = append(new[:i], new[i+1:]...)
				}
			}
		}
		return [2]string{strings.Join(old, "\n"), strings.Join(new, "\n")}
	})
}

// After any edit, a certain placement has the same text, every sentence is in one link, and the result is
// deterministic.
func TestCertainPlacementsAreUnchanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDrafts().Draw(t, "drafts")
		old, new := text.NewIndex(d[0]), text.NewIndex(d[1])
		a, again := align(d[0], d[1]), align(d[0], d[1])
		start := rapid.IntRange(0, old.Len()-1).Draw(t, "start")
		sp := text.Span{Start: start, End: rapid.IntRange(start, old.Len()).Draw(t, "end")}
		p := a.Locate(sp)
		if q := again.Locate(sp); p != q {
			t.Fatalf("%v, then %v", p, q)
		}
		was, _ := old.Slice(sp)
		is, ok := new.Slice(p.Span)
		switch {
		case !ok:
			t.Fatalf("%v is outside the new text", p)
		case (p.Kind == Exact || p.Kind == Moved) && was != is:
			t.Fatalf("%q is certain to be %q", was, is)
		case p.Kind == Lost && !p.Empty(), p.Kind != Lost && p.Empty():
			t.Fatalf("%v", p)
		case (p.Kind == Exact || p.Kind == Moved) && sentencesAround(old, spans(d[0]), sp) != sentencesAround(new, spans(d[1]), p.Span):
			t.Fatalf(
				"%q is certain though its sentence changed: %q, %q",
				was,
				sentencesAround(old, spans(d[0]), sp),
				sentencesAround(new, spans(d[1]), p.Span),
			)
		}
		olds, news := map[int]int{}, map[int]int{}
		for _, l := range a.SentenceLinks() {
			for _, i := range l.Old {
				olds[i]++
			}
			for _, j := range l.New {
				news[j]++
			}
			if (l.Kind == Same || l.Kind == MovedUnchanged) && a.oldSentences[l.Old[0]].text != a.newSentences[l.New[0]].text {
				t.Fatalf("%v is not the same", l)
			}
		}
		for i := range a.oldSentences {
			if olds[i] != 1 {
				t.Fatalf("old sentence %d is in %d links of %v, want 1", i, olds[i], a.SentenceLinks())
			}
		}
		for j := range a.newSentences {
			if news[j] != 1 {
				t.Fatalf("new sentence %d is in %d links of %v, want 1", j, news[j], a.SentenceLinks())
			}
		}
	})
}

// sentencesAround returns the text of the sentences that a span overlaps, without white space.
func sentencesAround(x *text.Index, sentences []text.Span, sp text.Span) (words string) {
	for _, s := range sentences {
		if s.Overlaps(sp) {
			is, _ := x.Slice(s)
			words += strings.Join(strings.Fields(is), "") + "\n"
		}
	}
	return words
}

func TestIdenticalTextsAlignExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawDrafts().Draw(t, "drafts")[0]
		x := text.NewIndex(s)
		a := align(s, s)
		sp := text.Span{Start: rapid.IntRange(0, x.Len()-1).Draw(t, "start")}
		sp.End = rapid.IntRange(sp.Start+1, x.Len()).Draw(t, "end")
		if words, _ := x.Slice(sp); strings.TrimSpace(words) != words {
			return
		}
		if p := a.Locate(sp); p.Kind != Exact || p.Span != sp {
			t.Fatalf("%v is %v", sp, p)
		}
		for i, l := range a.SentenceLinks() {
			if l.Kind != Same || l.Old[0] != i || l.New[0] != i {
				t.Fatalf("link %d is %v", i, l)
			}
		}
	})
}

func FuzzAlign(f *testing.F) {
	f.Add(lines(smith, jones, caption), lines(jones, caption, caption), 3, 40)
	f.Fuzz(func(t *testing.T, old, new string, start, end int) {
		old, new = strings.ToValidUTF8(old, "\ufffd"), strings.ToValidUTF8(new, "\ufffd")
		a := align(old, new)
		p := a.Locate(text.Span{Start: start, End: end})
		is, ok := a.newIndex.Slice(p.Span)
		was, _ := a.oldIndex.Slice(text.Span{Start: start, End: end})
		if !ok || (p.Kind == Exact || p.Kind == Moved) && is != was {
			t.Fatalf("%q is %v, %q", was, p, is)
		}
		a.SentenceLinks()
		if at, ok := a.Boundary(start); ok && (at < 0 || at > a.newIndex.Len() || at == a.newIndex.Len() && start < a.oldIndex.Len()) {
			t.Fatalf("a sentence that begins at %d of %q begins at %d of %q", start, old, at, new)
		}
		for _, l := range a.RecheckSuggestions("en") {
			on := a.newSentences
			if l.Change == Dropped {
				on = a.oldSentences
			}
			testutil.False(t, "l.On < 0", l.Antecedent < 0)
			testutil.False(t, "l.On >= len(on)", l.Antecedent >= len(on))
			testutil.Contains(t, "a.newParts[l.New].text", a.newSentences[l.New].text, l.Words)
			testutil.Different(t, "l.Words", l.Words, "")
			testutil.StopIfFailed(t)
		}
	})
}

// A claim is never lost while its words occur once in both drafts, however short it is, and no matter what is
// around it.
func TestLocateKeepsWordsThatOccurOnce(t *testing.T) {
	const filler = "The ferry left at dawn. Nobody spoke of the storm. The crew had slept badly. "
	old := filler + "Rain fell. Ada Quint denied it. " + filler
	for name, c := range map[string]struct{ new, claim string }{
		"two words among others":        {"A report by Jonas says: Rain fell on the pier all night, and more.", "Rain fell"},
		"a name in another sentence":    {"Everything is different here, wrote Ada Quint in a letter to friends.", "Ada Quint"},
		"one word":                      {"Later the court asked why he had denied knowing her.", "denied"},
		"the words within another word": {"Rainfall was low.", ""},
	} {
		start := len([]rune(old[:strings.Index(old, c.claim)]))
		p := align(old, c.new).Locate(text.Span{Start: start, End: start + len([]rune(c.claim))})
		if c.claim == "" {
			start = strings.Index(old, "Rain fell")
			p = align(old, c.new).Locate(text.Span{Start: start, End: start + len("Rain")})
			if p.Kind != Lost {
				t.Errorf("%s: %v", name, p)
			}
			continue
		}
		if got, _ := text.NewIndex(c.new).Slice(p.Span); p.Kind != Changed || got != c.claim {
			t.Errorf("%s: %v %q, want %q to be confirmed", name, p.Kind, got, c.claim)
		}
	}
}
