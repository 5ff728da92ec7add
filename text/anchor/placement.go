package anchor

import (
	"sort"
	"strings"

	"linecheck/text"
)

// PlacementKind says how a place was found.
type PlacementKind string

// The kinds of placement. Only the first two are certain: the text there is the same, character by
// character.
const (
	Exact   PlacementKind = "exact"   // the same characters in their place
	Moved   PlacementKind = "moved"   // the same characters in another place
	Changed PlacementKind = "changed" // most of the words, or other words around them: a person has to confirm it
	Lost    PlacementKind = "lost"    // not found
)

// Placement is where some words went. The span is empty if they are lost.
type Placement struct {
	text.Span
	Kind PlacementKind
}

// Locate finds the words of a span of the old text in the new one.
func (a *Alignment) Locate(sp text.Span) Placement {
	p := a.locateNFC(a.oldForm.ToNFC(sp))
	p.Span = a.newForm.FromNFC(p.Span)
	return p
}

// locateNFC locates a span between the two texts in NFC.
func (a *Alignment) locateNFC(sp text.Span) Placement {
	first, last := a.tokenRange(sp)
	if first == last || sp.Empty() {
		return Placement{Kind: Lost}
	}
	if p := a.locateByAlignment(sp, first, last); p.Kind != Lost {
		return p
	}
	return a.locateVerbatim(sp, first, last)
}

// locateByAlignment follows the words of a span, old tokens first to last, through the alignment.
func (a *Alignment) locateByAlignment(sp text.Span, first, last int) Placement {
	if from, ok := a.contiguousRun(first, last); ok {
		return a.toPlacement(sp, first, last, foundRun{from, from + last - first, first, last, 0})
	}
	if p := a.locateReplacement(first, last); p.Kind != Lost {
		return p
	}
	best := foundRun{}
	for _, w := range a.candidateWindows(first, last) {
		if f := a.alignLocally(first, last, w.from, w.to); f.weight > best.weight {
			best = f
		}
	}
	if best.weight < a.minFoundWeight(first, last) {
		return Placement{Kind: Lost}
	}
	return a.toPlacement(sp, first, last, best)
}

// locateVerbatim finds words that the alignment lost but that occur once in each text. A person must confirm the place, because the words
// around it are different. Words that occur twice in the old text and once in the new one are not found, because the remaining place may
// be the other one.
func (a *Alignment) locateVerbatim(sp text.Span, first, last int) Placement {
	exact, _ := a.oldIndex.Slice(sp) // a span is within its text
	at := strings.Index(a.new, exact)
	if a.countWords(first, last) == 0 || at < 0 || occursAgain(a.new, exact, at) || occursAgain(a.old, exact, strings.Index(a.old, exact)) {
		return Placement{Kind: Lost}
	}
	from := sort.Search(len(a.pairing.new), func(j int) bool { return a.pairing.new[j].end > at })
	to := sort.Search(len(a.pairing.new), func(j int) bool { return a.pairing.new[j].start >= at+len(exact) })
	within := a.pairing.old[first].start < a.oldIndex.Byte(sp.Start) || a.pairing.old[last-1].end > a.oldIndex.Byte(sp.End)
	whole := a.pairing.new[from].start == at && a.pairing.new[to-1].end == at+len(exact)
	if !whole && !within { // part of other words: "port" in "report"
		return Placement{Kind: Lost}
	}
	return Placement{text.Span{Start: a.newIndex.CodePoint(at), End: a.newIndex.CodePoint(at + len(exact))}, Changed}
}

// occursAgain reports whether words that occur at a byte offset occur behind it too.
func occursAgain(s, words string, at int) bool { return strings.Contains(s[at+1:], words) }

// locateReplacement finds the words that replaced a few words inside a sentence: about as many, between the
// same neighbours. This finds a corrected figure.
func (a *Alignment) locateReplacement(first, last int) Placement {
	if first == 0 || last == len(a.to) || a.to[first-1] == noIndex || a.to[last] == noIndex ||
		sentenceAt(a.oldSentences, first-1) != sentenceAt(a.oldSentences, last) {
		return Placement{Kind: Lost}
	}
	from, to := a.to[first-1]+1, a.to[last]
	n, room := to-from, last-first
	switch {
	case n < 1,
		n > 2*room,
		2*n < room,
		unpairedAfter(a.to, first) < room,
		unpairedAfter(a.from, from) < n,
		sentenceAt(a.newSentences, from-1) != sentenceAt(a.newSentences, to):
		return Placement{Kind: Lost}
	}
	start, end := a.pairing.new[from].start, a.pairing.new[to-1].end
	return Placement{text.Span{Start: a.newIndex.CodePoint(start), End: a.newIndex.CodePoint(end)}, Changed}
}

// tokenRange returns the range of old tokens that a span covers.
func (a *Alignment) tokenRange(sp text.Span) (first, last int) {
	start, end := a.oldIndex.Byte(sp.Start), a.oldIndex.Byte(sp.End)
	first = sort.Search(len(a.pairing.old), func(i int) bool { return a.pairing.old[i].end > start })
	last = sort.Search(len(a.pairing.old), func(i int) bool { return a.pairing.old[i].start >= end })
	return first, max(first, last)
}

// contiguousRun reports whether all the tokens went to one place, side by side.
func (a *Alignment) contiguousRun(first, last int) (from int, ok bool) {
	from = a.to[first]
	for i := first; i < last; i++ {
		if a.to[i] == noIndex || a.to[i] != from+i-first {
			return 0, false
		}
	}
	return from, true
}

// foundRun is a stretch of the new text in which words of a span were found, with the new tokens and the
// old ones, half open.
type foundRun struct {
	from, to              int
	firstFound, lastFound int // the first old token that was found, and the end of the last
	weight                int
}

// minFoundShare is the share of a span, by the weight of its words, that has to be found again.
const minFoundShare = 0.45

func (a *Alignment) minFoundWeight(first, last int) int {
	whole := 0
	for i := first; i < last; i++ {
		whole += a.weight(i)
	}
	return max(1, int(minFoundShare*float64(whole)))
}

// window is a range of new tokens to search.
type window struct{ from, to int }

// windowSlack is the number of tokens around an expected place that are searched in addition to the span's
// own length.
const windowSlack = 24

// candidateWindows returns the places to search: where most of the span's tokens went, where its neighbours
// went, and where pairs of its words occur among unmatched new tokens.
func (a *Alignment) candidateWindows(first, last int) []window {
	n := last - first
	around := func(from, to int) window {
		return window{max(0, from-n-windowSlack), min(len(a.pairing.new), to+n+windowSlack)}
	}
	var all []window
	if from, to, ok := a.densestRun(first, last); ok {
		all = append(all, around(from, to))
	}
	left, right := first-1, last
	for left >= 0 && (a.to[left] == noIndex || a.moved[left]) && first-left < 64 {
		left--
	}
	for right < len(a.to) && (a.to[right] == noIndex || a.moved[right]) && right-last < 64 {
		right++
	}
	if left >= 0 && a.to[left] != noIndex {
		all = append(all, around(a.to[left]+1, a.to[left]+1))
	}
	if right < len(a.to) && a.to[right] != noIndex {
		all = append(all, around(a.to[right], a.to[right]))
	}
	for _, at := range a.bigramVotes(first, last) {
		all = append(all, around(at, at+n))
	}
	return all
}

// densestRun returns the stretch to which most of the tokens went.
func (a *Alignment) densestRun(first, last int) (from, to int, ok bool) {
	most, weight := 0, 0
	for i, start, end, tail := first, 0, 0, 0; i < last; i++ {
		j := a.to[i]
		if j == noIndex {
			continue
		}
		if weight == 0 || j < end || j-end > 12+2*(i-tail) {
			start, weight = j, 0
		}
		end, tail = j+1, i+1
		if weight += a.weight(i); weight > most {
			most, from, to = weight, start, end
		}
	}
	return from, to, most > 0
}

// bigramVotes returns the places to which most pairs of neighbouring tokens of the span point, among
// unmatched tokens.
func (a *Alignment) bigramVotes(first, last int) []int {
	if a.newBigrams == nil {
		a.newBigrams = map[[2]int32][]int{}
		for j := 0; j+1 < len(a.pairing.new); j++ {
			if a.from[j] == noIndex || a.from[j+1] == noIndex {
				k := [2]int32{a.pairing.new[j].id, a.pairing.new[j+1].id}
				if len(a.newBigrams[k]) < 16 { // a pair that occurs in more places says nothing
					a.newBigrams[k] = append(a.newBigrams[k], j)
				}
			}
		}
	}
	count := map[int]int{}
	for i := first; i+1 < last; i++ {
		for _, j := range a.newBigrams[[2]int32{a.pairing.old[i].id, a.pairing.old[i+1].id}] {
			count[(j-(i-first))/8]++
		}
	}
	var bins []int
	for b := range count {
		bins = append(bins, b)
	}
	sort.Slice(bins, func(i, j int) bool {
		if count[bins[i]] != count[bins[j]] {
			return count[bins[i]] > count[bins[j]]
		}
		return bins[i] < bins[j]
	})
	var places []int
	for _, b := range bins[:min(3, len(bins))] {
		places = append(places, b*8)
	}
	return places
}

// toPlacement converts a found run to a placement, including words at either end that replaced the span's
// own.
func (a *Alignment) toPlacement(sp text.Span, first, last int, f foundRun) Placement {
	from, to := a.widenLeft(first, f), a.widenRight(last, f)
	start, end := a.pairing.new[from].start, a.pairing.new[to-1].end
	if f.firstFound == first { // a span may begin or end within a word
		start += max(0, a.oldIndex.Byte(sp.Start)-a.pairing.old[first].start)
	}
	if f.lastFound == last {
		end -= max(0, a.pairing.old[last-1].end-a.oldIndex.Byte(sp.End))
	}
	p := Placement{Span: text.Span{Start: a.newIndex.CodePoint(start), End: a.newIndex.CodePoint(end)}, Kind: Changed}
	if was, _ := a.oldIndex.Slice(sp); was == a.new[start:end] {
		p.Kind = a.certainty(first, last, from)
	}
	return p
}

// certainty decides whether the same words are the same claim. They are if every sentence that contains
// them is unchanged, word by word, because any other change may have changed the claim.
func (a *Alignment) certainty(first, last, from int) PlacementKind {
	if at, whole := a.contiguousRun(first, last); !whole || at != from {
		return Changed
	}
	for i := sentenceAt(a.oldSentences, first); i < len(a.oldSentences) && a.oldSentences[i].first < last; i++ {
		if a.certainMatch[i] == noIndex {
			return Changed
		}
	}
	for i := first; i < last; i++ {
		if a.moved[i] {
			return Moved
		}
	}
	return Exact
}

func (a *Alignment) countWords(first, last int) (n int) {
	for i := first; i < last; i++ {
		if a.pairing.old[i].word {
			n++
		}
	}
	return n
}

// widenLeft includes the new words between the text before the span and the first of its tokens that was
// found.
func (a *Alignment) widenLeft(first int, f foundRun) int {
	most := a.maxReplacement(first, f.firstFound)
	from := f.from
	for from > 0 && a.from[from-1] == noIndex && f.from-from <= most {
		from--
	}
	if f.from-from > most { // more words were added than removed, so they are not the span's
		return f.from
	}
	return from
}

func (a *Alignment) widenRight(last int, f foundRun) int {
	most := a.maxReplacement(f.lastFound, last)
	to := f.to
	for to < len(a.pairing.new) && a.from[to] == noIndex && to-f.to <= most {
		to++
	}
	if to-f.to > most {
		return f.to
	}
	return to
}

// maxReplacement returns how many new tokens may replace the old ones between two places. Only one sign may
// replace signs.
func (a *Alignment) maxReplacement(from, to int) int {
	if a.countWords(from, to) == 0 {
		return min(to-from, 1)
	}
	return 2*(to-from) + 1
}
