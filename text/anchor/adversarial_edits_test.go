package anchor

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"linecheck/text"
)

// adversarialEdit makes an old and a new draft from a text, for which a careless algorithm would carry a verdict to other words. It
// returns nil if the text does not allow the edit.
type adversarialEdit struct {
	name string
	make func(r *rand.Rand, paragraphs []string) *tracedDraft
}

// adjacentCaptions: the texts do not show which of the equal captions was dropped, so a placement is right
// only by chance.
const adjacentCaptions = "a caption three times, side by side, one dropped"

var adversarialEdits = []adversarialEdit{
	{"twin paragraphs, one dropped", addTwin(func(_ *rand.Rand, d *tracedDraft, k, t int) { d.drop(k) })},
	{"twin paragraphs, swapped", addTwin(func(_ *rand.Rand, d *tracedDraft, k, t int) { d.new[k], d.new[t] = d.new[t], d.new[k] })},
	{"twin paragraphs, one changed into the other", addTwin(func(_ *rand.Rand, d *tracedDraft, k, t int) {
		mine, theirs := d.old[d.oldParagraphs[k].Start:d.oldParagraphs[k].End], d.old[d.oldParagraphs[t].Start:d.oldParagraphs[t].End]
		start, end := 0, 0 // the length of the common prefix
		for mine[start] == theirs[start] {
			start++
		}
		for end < min(len(mine), len(theirs))-start && mine[len(mine)-1-end] == theirs[len(theirs)-1-end] {
			end++
		}
		d.replace(
			text.Span{Start: d.oldParagraphs[k].Start + start, End: d.oldParagraphs[k].End - end},
			string(theirs[start:len(theirs)-end]),
		)
	})},
	{"a third twin inserted", addTwin(func(r *rand.Rand, d *tracedDraft, k, t int) {
		s := string(d.old[d.oldParagraphs[t].Start:d.oldParagraphs[t].End])
		d.insert(r.IntN(len(d.new)+1), strings.Replace(s, "Corwin", "Halvorsen", 1))
	})},
	{"numbers swapped within a sentence", swapNumbers(true)},
	{"numbers swapped between sentences", swapNumbers(false)},
	{
		"a negation inserted",
		replacePattern(
			regexp.MustCompile(`\b(is|was|were|are|has|had|will|can|would)()\b`),
			func(*rand.Rand, string) string { return " not" },
		),
	},
	{
		"a negation removed",
		replacePattern(
			regexp.MustCompile(`\b(?:is|was|were|are|has|had|will|can|would)( not)\b`),
			func(*rand.Rand, string) string { return "" },
		),
	},
	{
		"a number changed",
		replacePattern(regexp.MustCompile(`\b(\d+)\b`), func(r *rand.Rand, s string) string { return fmt.Sprint(len(s)*100 + r.IntN(90)) }),
	},
	{
		"a date changed",
		replacePattern(
			regexp.MustCompile(
				`(?i)\b(january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b`,
			),
			otherWord("October", "Sunday", "February"),
		),
	},
	{
		"a unit changed",
		replacePattern(
			regexp.MustCompile(`\d (percent|km|kilometers|kilometres|miles|million|billion|tons|square|people|years|euros|dollars)\b`),
			otherWord("per mille", "acres", "thousand", "days"),
		),
	},
	{
		"a quantity changed",
		replacePattern(
			regexp.MustCompile(`(?i)\b(all|most|many|some|few|several|both|every|each|more|two|three|first|only|nearly|about)\b`),
			otherWord("half", "none", "least", "four", "second"),
		),
	},
	{"a name changed", replacePattern(regexp.MustCompile(`[a-z,] ([A-Z][a-z]{3,}|[a-z]{8,})\b`), otherWord("Corwin", "Halvorsen", "Ulm"))},
	{
		"a quote was given to another",
		replacePattern(
			regexp.MustCompile(`\b([A-Z]?[a-z]+) (?:said|says|told|claimed|wrote|argued|noted)\b`),
			otherWord("Corwin", "Halvorsen", "Nobody"),
		),
	},
	{"a caption three times, one dropped", repeatCaption(true, func(r *rand.Rand, d *tracedDraft, at []int) { d.drop(at[r.IntN(3)]) })},
	{"a caption three times, one moved", repeatCaption(true, func(r *rand.Rand, d *tracedDraft, at []int) {
		k, t := at[r.IntN(3)], r.IntN(len(d.new)-1)
		d.move(k, t)
		if d.isBesideCaption(t) {
			d.move(t, k)
		}
	})},
	{"a caption three times, one edited", repeatCaption(true, func(r *rand.Rand, d *tracedDraft, at []int) {
		start := d.oldParagraphs[at[r.IntN(3)]].Start + strings.Index(repeatedCaption, "5, 2021")
		d.replace(text.Span{Start: start, End: start + 1}, "9")
	})},
	{adjacentCaptions, repeatCaption(false, func(r *rand.Rand, d *tracedDraft, at []int) { d.drop(at[r.IntN(3)]) })},
	{"paragraphs reordered", func(r *rand.Rand, paragraphs []string) *tracedDraft {
		d := newTracedDraft(paragraphs)
		for range 1 + r.IntN(len(d.new)) {
			d.move(r.IntN(len(d.new)), r.IntN(len(d.new)))
		}
		return d
	}},
	{"repeated elsewhere, the original removed", repeatElsewhere},
	{"a sentence merged or split", mergeOrSplit},
}

// addTwin inserts a copy of a paragraph that differs in one word into the old draft.
func addTwin(revise func(r *rand.Rand, d *tracedDraft, k, t int)) func(*rand.Rand, []string) *tracedDraft {
	name := regexp.MustCompile(`\b(?:[A-Z][a-z]{3,}|[a-z]{7,})\b`)
	return func(r *rand.Rand, paragraphs []string) *tracedDraft {
		k := r.IntN(len(paragraphs))
		words := name.FindAllStringIndex(paragraphs[k], -1)
		if len(words) == 0 || len(paragraphs[k]) < 80 {
			return nil
		}
		w := words[r.IntN(len(words))]
		twin := paragraphs[k][:w[0]] + "Corwin" + paragraphs[k][w[1]:]
		t := k + 1
		if r.IntN(2) == 0 {
			t += r.IntN(len(paragraphs) - k)
		}
		all := append(append(append([]string{}, paragraphs[:t]...), twin), paragraphs[t:]...)
		d := newTracedDraft(all)
		d.editedSpans = []text.Span{d.oldParagraphs[k], d.oldParagraphs[t]}
		if r.IntN(2) == 0 {
			k, t = t, k
		}
		revise(r, d, k, t)
		return d
	}
}

// replacePattern changes the text that a pattern's group matches, in one place or several.
func replacePattern(pattern *regexp.Regexp, by func(r *rand.Rand, was string) string) func(*rand.Rand, []string) *tracedDraft {
	return func(r *rand.Rand, paragraphs []string) *tracedDraft {
		d := newTracedDraft(paragraphs)
		x := text.NewIndex(string(d.old))
		all := pattern.FindAllStringSubmatchIndex(string(d.old), -1)
		for range min(len(all), 1+r.IntN(4)) {
			k := r.IntN(len(all))
			start, end := all[k][2], all[k][3]
			if start == end {
				start, end = all[k][1], all[k][1]
			}
			was := string(d.old)[start:end]
			d.replace(text.Span{Start: x.CodePoint(start), End: x.CodePoint(end)}, by(r, was))
			all = append(all[:k], all[k+1:]...)
		}
		if len(d.editedSpans) == 0 {
			return nil
		}
		return d
	}
}

// otherWord draws one of the words that differs from the current one.
func otherWord(words ...string) func(*rand.Rand, string) string {
	return func(r *rand.Rand, was string) string {
		for {
			if w := words[r.IntN(len(words))]; !strings.EqualFold(w, was) {
				return w
			}
		}
	}
}

// swapNumbers exchanges two numbers.
func swapNumbers(within bool) func(*rand.Rand, []string) *tracedDraft {
	number := regexp.MustCompile(`\d+`)
	return func(r *rand.Rand, paragraphs []string) *tracedDraft {
		d := newTracedDraft(paragraphs)
		x := text.NewIndex(string(d.old))
		s := string(d.old)
		all := number.FindAllStringIndex(s, -1)
		for range 20 {
			if len(all) < 2 {
				return nil
			}
			a, b := all[r.IntN(len(all))], all[r.IntN(len(all))]
			if a[0] >= b[0] || s[a[0]:a[1]] == s[b[0]:b[1]] || within == strings.ContainsAny(s[a[1]:b[0]], ".\n!?") {
				continue
			}
			d.replace(text.Span{Start: x.CodePoint(a[0]), End: x.CodePoint(a[1])}, s[b[0]:b[1]])
			d.replace(text.Span{Start: x.CodePoint(b[0]), End: x.CodePoint(b[1])}, s[a[0]:a[1]])
			return d
		}
		return nil
	}
}

// repeatCaption inserts the same caption three times: between different paragraphs, or side by side, where
// nothing distinguishes them.
func repeatCaption(apart bool, revise func(r *rand.Rand, d *tracedDraft, at []int)) func(*rand.Rand, []string) *tracedDraft {
	return func(r *rand.Rand, paragraphs []string) *tracedDraft {
		places := r.Perm(len(paragraphs))[:min(3, len(paragraphs))]
		if slices.Sort(places); !apart {
			places = []int{places[0], places[0], places[0]}
		}
		var all []string
		var at []int
		for i, p := range paragraphs {
			for _, k := range places {
				if k == i {
					at = append(at, len(all))
					all = append(all, repeatedCaption)
				}
			}
			all = append(all, p)
		}
		if len(at) < 3 {
			return nil
		}
		d := newTracedDraft(all)
		for _, k := range at {
			d.editedSpans = append(d.editedSpans, d.oldParagraphs[k])
		}
		revise(r, d, at)
		return d
	}
}

// isBesideCaption reports whether a caption has another caption next to it.
func (d *tracedDraft) isBesideCaption(k int) bool {
	is := func(k int) bool {
		return k >= 0 && k < len(d.new) && string(d.old[d.new[k][0].Start:d.new[k][0].End]) == repeatedCaption
	}
	return is(k-1) || is(k+1)
}

const repeatedCaption = "Forces take part in a cleanup operation in Jawzjan province on June 5, 2021.(Photo: Agency)"

// repeatElsewhere drops a sentence and lets another speaker say its words in another paragraph. The words
// are found there, but no verdict may follow them.
func repeatElsewhere(r *rand.Rand, paragraphs []string) *tracedDraft {
	d := newTracedDraft(paragraphs)
	all := sentencesOf(string(d.old))
	s := all[r.IntN(len(all))]
	words := strings.TrimRight(string(d.old[s.Start:s.End]), ".!?")
	if len(words) < 60 || strings.Contains(words, "\n") {
		return nil
	}
	d.replace(s, "")
	k := r.IntN(len(d.new) + 1)
	d.insert(k, "")
	before, after := "Nobody has shown so far that ", ", as Corwin put it."
	said := text.Span{Start: s.Start, End: s.Start + len([]rune(words))}
	d.new[k] = []chunk{{replacement: &before}, {Span: said}, {replacement: &after}}
	return d
}

// mergeOrSplit merges two sentences into one, or splits one into two.
func mergeOrSplit(r *rand.Rand, paragraphs []string) *tracedDraft {
	pattern, with := regexp.MustCompile(`[a-z](, and |; )[a-z]`), ". And "
	if r.IntN(2) == 0 {
		pattern, with = regexp.MustCompile(`[a-z](\. )[A-Za-z]`), ", and "
	}
	return replacePattern(pattern, func(*rand.Rand, string) string { return with })(r, paragraphs)
}
