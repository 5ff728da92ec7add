package anchor

import "strings"

// slideChanges moves insertions and deletions to where a reader sees them begin. "The cat sat. The [fox
// hid. The] dog ran." becomes "The cat sat. [The fox hid.] The dog ran." here is the pairing of the text
// that contains the words, there that of the other text.
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

// maxSlide is the number of words by which a change may be moved. Nobody sees a better start beyond the
// length of a sentence.
const maxSlide = 64

// bestSlide returns by how many words a run should be moved to the left to begin best.
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

// openingRank rates how well a change begins with the kth word: 2 for a line, 1 for a sentence.
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
