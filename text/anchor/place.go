package anchor

import (
	"sort"

	"linecheck/text"
)

// How says in what way a place was found.
type How string

// The ways. Only the first two are certain: the text there is the same, character by character.
const (
	Exact   How = "exact"   // the same characters, in their place
	Moved   How = "moved"   // the same characters, in another place
	Changed How = "changed" // most of the words, in other company: a person has to confirm it
	Lost    How = "lost"    // nowhere
)

// Place is where some words went; the span is empty where they are lost.
type Place struct {
	text.Span
	How How
}

// Place finds where the words of a span of the old text stand in the new one.
func (a *Alignment) Place(sp text.Span) Place {
	p := a.place(a.oldForm.ToNFC(sp))
	p.Span = a.newForm.FromNFC(p.Span)
	return p
}

// place does so between the two texts in NFC.
func (a *Alignment) place(sp text.Span) Place {
	first, last := a.within(sp)
	if first == last || sp.Empty() {
		return Place{How: Lost}
	}
	if from, ok := a.whole(first, last); ok {
		return a.placed(sp, first, last, find{from, from + last - first, first, last, 0})
	}
	if p := a.replaced(first, last); p.How != Lost {
		return p
	}
	best := find{}
	for _, w := range a.windows(first, last) {
		if f := a.local(first, last, w.from, w.to); f.weight > best.weight {
			best = f
		}
	}
	if best.weight < a.least(first, last) {
		return Place{How: Lost}
	}
	return a.placed(sp, first, last, best)
}

// replaced finds what was put in the place of a few words in the midst of a sentence: as many or about as many, between the same
// neighbours. A figure that was corrected is found so.
func (a *Alignment) replaced(first, last int) Place {
	if first == 0 || last == len(a.to) || a.to[first-1] == none || a.to[last] == none || partAt(a.oldParts, first-1) != partAt(a.oldParts, last) {
		return Place{How: Lost}
	}
	from, to := a.to[first-1]+1, a.to[last]
	n, room := to-from, last-first
	switch {
	case n < 1, n > 2*room, 2*n < room, gapAfter(a.to, first) < room, gapAfter(a.from, from) < n, partAt(a.newParts, from-1) != partAt(a.newParts, to):
		return Place{How: Lost}
	}
	start, end := a.pairing.new[from].start, a.pairing.new[to-1].end
	return Place{text.Span{Start: a.newAt.CodePoint(start), End: a.newAt.CodePoint(end)}, Changed}
}

// within is the range of old tokens that a span covers.
func (a *Alignment) within(sp text.Span) (first, last int) {
	start, end := a.oldAt.Byte(sp.Start), a.oldAt.Byte(sp.End)
	first = sort.Search(len(a.pairing.old), func(i int) bool { return a.pairing.old[i].end > start })
	last = sort.Search(len(a.pairing.old), func(i int) bool { return a.pairing.old[i].start >= end })
	return first, max(first, last)
}

// whole holds where all the tokens went to one place, side by side.
func (a *Alignment) whole(first, last int) (from int, ok bool) {
	from = a.to[first]
	for i := first; i < last; i++ {
		if a.to[i] == none || a.to[i] != from+i-first {
			return 0, false
		}
	}
	return from, true
}

// find is a stretch of the new text in which words of a span were found: new tokens and old ones, half open.
type find struct {
	from, to   int
	head, tail int // the first old token that was found, and behind the last
	weight     int
}

// share is how much of a span has to be found again, by the weight of its words.
const share = 0.45

func (a *Alignment) least(first, last int) int {
	whole := 0
	for i := first; i < last; i++ {
		whole += a.weight(i)
	}
	return max(1, int(share*float64(whole)))
}

// window is a stretch of new tokens to look in.
type window struct{ from, to int }

// slack is how many tokens around an expected place are looked at beside the span's own length.
const slack = 24

// windows are the places worth a closer look: where most of the span's tokens went, where its neighbours went, and where
// pairs of its words stand in the new text though nothing there comes from elsewhere.
func (a *Alignment) windows(first, last int) []window {
	n := last - first
	around := func(from, to int) window {
		return window{max(0, from-n-slack), min(len(a.pairing.new), to+n+slack)}
	}
	var all []window
	if from, to, ok := a.crowd(first, last); ok {
		all = append(all, around(from, to))
	}
	left, right := first-1, last
	for left >= 0 && (a.to[left] == none || a.moved[left]) && first-left < 64 {
		left--
	}
	for right < len(a.to) && (a.to[right] == none || a.moved[right]) && right-last < 64 {
		right++
	}
	if left >= 0 && a.to[left] != none {
		all = append(all, around(a.to[left]+1, a.to[left]+1))
	}
	if right < len(a.to) && a.to[right] != none {
		all = append(all, around(a.to[right], a.to[right]))
	}
	for _, at := range a.votes(first, last) {
		all = append(all, around(at, at+n))
	}
	return all
}

// crowd is the stretch to which most of the tokens went.
func (a *Alignment) crowd(first, last int) (from, to int, ok bool) {
	most, weight := 0, 0
	for i, start, end, tail := first, 0, 0, 0; i < last; i++ {
		j := a.to[i]
		if j == none {
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

// votes are the places that most pairs of neighbouring tokens of the span point to, among tokens that came from nowhere.
func (a *Alignment) votes(first, last int) []int {
	if a.pairs == nil {
		a.pairs = map[[2]int32][]int{}
		for j := 0; j+1 < len(a.pairing.new); j++ {
			if a.from[j] == none || a.from[j+1] == none {
				k := [2]int32{a.pairing.new[j].id, a.pairing.new[j+1].id}
				if len(a.pairs[k]) < 16 { // what stands in more places points to none
					a.pairs[k] = append(a.pairs[k], j)
				}
			}
		}
	}
	count := map[int]int{}
	for i := first; i+1 < last; i++ {
		for _, j := range a.pairs[[2]int32{a.pairing.old[i].id, a.pairing.old[i+1].id}] {
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

// placed gives a find as a place: with the words at either end that were put in place of the span's own.
func (a *Alignment) placed(sp text.Span, first, last int, f find) Place {
	from, to := a.widenLeft(first, f), a.widenRight(last, f)
	start, end := a.pairing.new[from].start, a.pairing.new[to-1].end
	if f.head == first { // a span may begin or end within a word
		start += max(0, a.oldAt.Byte(sp.Start)-a.pairing.old[first].start)
	}
	if f.tail == last {
		end -= max(0, a.pairing.old[last-1].end-a.oldAt.Byte(sp.End))
	}
	p := Place{Span: text.Span{Start: a.newAt.CodePoint(start), End: a.newAt.CodePoint(end)}, How: Changed}
	if was, _ := a.oldAt.Slice(sp); was == a.new[start:end] {
		p.How = a.certain(first, last, from)
	}
	return p
}

// certain says whether the same words are the same claim. They are where every sentence that they stand in is the same, word by
// word: whatever else changed in one may have made another claim of them.
func (a *Alignment) certain(first, last, from int) How {
	if at, whole := a.whole(first, last); !whole || at != from {
		return Changed
	}
	for i := partAt(a.oldParts, first); i < len(a.oldParts) && a.oldParts[i].first < last; i++ {
		if a.stands[i] == none {
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

func (a *Alignment) words(first, last int) (n int) {
	for i := first; i < last; i++ {
		if a.pairing.old[i].word {
			n++
		}
	}
	return n
}

// widenLeft takes the new words between what stands before the span and its first token that was found again.
func (a *Alignment) widenLeft(first int, f find) int {
	most := a.room(first, f.head)
	from := f.from
	for from > 0 && a.from[from-1] == none && f.from-from <= most {
		from--
	}
	if f.from-from > most { // more came in than went out: the words are someone else's
		return f.from
	}
	return from
}

func (a *Alignment) widenRight(last int, f find) int {
	most := a.room(f.tail, last)
	to := f.to
	for to < len(a.pairing.new) && a.from[to] == none && to-f.to <= most {
		to++
	}
	if to-f.to > most {
		return f.to
	}
	return to
}

// room is how many new tokens may stand for the old ones between two places: a sign is replaced by a sign.
func (a *Alignment) room(from, to int) int {
	if a.words(from, to) == 0 {
		return min(to-from, 1)
	}
	return 2*(to-from) + 1
}
