package anchor

import "strings"

// slideChanges moves what came in, or went, to where a reader sees it begin: of "The cat sat. The [fox hid. The] dog ran." it makes
// "The cat
// sat. [The fox hid.] The dog ran." here and there are the pairing, seen from the page in which the words stand alone and from the other.
func slideChanges(p displayText, here, there []int) {
	for first := 0; first < len(here); {
		if here[first] != noIndex {
			first++
			continue
		}
		last := first
		for last < len(here) && here[last] == noIndex {
			last++
		}
		if first > 0 && last < len(here) && here[last] == here[first-1]+1 {
			for range p.bestSlide(first, last, here) {
				first--
				last--
				there[here[first]] = last
				here[first], here[last] = noIndex, here[first]
			}
		}
		first = last + 1
	}
}

// maxSlide is how many words something is moved to begin where it should: beyond a sentence nobody sees that it could.
const maxSlide = 64

// bestSlide is how many words before its place a run of words would begin best.
func (p displayText) bestSlide(first, last int, here []int) (best int) {
	top := p.openingRank(first)
	for n := 1; n <= min(last-first, first, maxSlide); n++ {
		b, e := first-n, last-n
		if p.words[b].id != p.words[e].id || p.gap(b+1) != p.gap(e+1) || here[b] == noIndex || n > 1 && here[b] != here[b+1]-1 {
			break
		}
		if o := p.openingRank(b); o > top && p.gap(b) == p.gap(e) {
			best, top = n, o
		}
	}
	return best
}

// openingRank says how well something begins with the kth word: 2 a line, 1 a sentence.
func (p displayText) openingRank(k int) int {
	start, end := p.gapBounds(k)
	switch {
	case k == 0 || strings.Contains(p.text[start:end], "\n"):
		return 2
	case strings.ContainsAny(p.text[p.words[k-1].start:start], ".!?。！？؟۔।"):
		return 1
	}
	return 0
}
