package anchor

import "sort"

// pairing maps each token of the old text to the token of the new text that it became, or to none.
type pairing struct {
	old, new []token
	to       []int // by old token: the new one, or none
	from     []int // by new token: the old one, or none
	moved    []bool
}

const noIndex = -1

func newPairing(old, new []token) *pairing {
	p := &pairing{old: old, new: new, to: make([]int, len(old)), from: make([]int, len(new)), moved: make([]bool, len(old))}
	for i := range p.to {
		p.to[i] = noIndex
	}
	for i := range p.from {
		p.from[i] = noIndex
	}
	return p
}

// diffRange is a part of the old text and the corresponding part of the new one.
type diffRange struct{ a, aEnd, b, bEnd int }

// shingleLengths are the lengths, in tokens, of the runs used to align two texts. Long runs that occur once
// are the most reliable and come first, then shorter ones between them (patience diff; Cohen 2010, on
// shingles instead of lines).
var shingleLengths = [...]int{12, 6, 3, 1}

// maxDiffCells limits the number of steps of a plain diff of one range, so that the total stays linear in
// practice.
const maxDiffCells = 1 << 16

// maxDepth limits how often a part of a range is searched again for runs that are unique only within it.
// Revisions of encyclopaedia articles need three. Each level costs a pass over the text, so the limit keeps
// drafts linear in which every match leads to just one more.
const maxDepth = 16

func (p *pairing) pairInOrder(s diffRange, level, depth int) {
	for s.a < s.aEnd && s.b < s.bEnd && p.old[s.a].id == p.new[s.b].id {
		p.join(s.a, s.b)
		s.a++
		s.b++
	}
	for s.a < s.aEnd && s.b < s.bEnd && p.old[s.aEnd-1].id == p.new[s.bEnd-1].id {
		s.aEnd--
		s.bEnd--
		p.join(s.aEnd, s.bEnd)
	}
	if s.a == s.aEnd || s.b == s.bEnd {
		return
	}
	for ; level < len(shingleLengths); level++ {
		if (s.aEnd-s.a)*(s.bEnd-s.b) <= maxDiffCells {
			p.pairLongestCommon(s)
			return
		}
		if depth > maxDepth {
			return
		}
		anchors := p.uniqueRuns(s, shingleLengths[level])
		if len(anchors) == 0 {
			continue
		}
		for _, m := range anchors {
			if m.a < s.a || m.b < s.b { // already covered by the previous run
				continue
			}
			p.pairInOrder(diffRange{s.a, m.a, s.b, m.b}, level, depth+1)
			s.a, s.b = m.a, m.b
			for s.a < s.aEnd && s.b < s.bEnd && p.old[s.a].id == p.new[s.b].id {
				p.join(s.a, s.b)
				s.a++
				s.b++
			}
		}
		p.pairInOrder(s, level, depth+1)
		return
	}
}

func (p *pairing) join(a, b int) { p.to[a], p.from[b] = b, a }

// matchedRun is a run of n tokens of the old text, from a on, and the equal run of the new one, from b on.
type matchedRun struct{ a, b, n int }

// uniqueRuns finds the runs of n tokens that occur once in each part, and returns the longest series of
// them that keeps its order.
func (p *pairing) uniqueRuns(s diffRange, n int) []matchedRun {
	seen := make(map[uint64]*struct{ a, b, countA, countB int })
	each := func(t []token, from, to int, f func(h uint64, at int)) {
		for i := from; i+n <= to; i++ {
			f(hashTokens(t[i:i+n]), i)
		}
	}
	each(p.old, s.a, s.aEnd, func(h uint64, at int) {
		e := seen[h]
		if e == nil {
			e = &struct{ a, b, countA, countB int }{}
			seen[h] = e
		}
		e.a = at
		e.countA++
	})
	each(p.new, s.b, s.bEnd, func(h uint64, at int) {
		if e := seen[h]; e != nil {
			e.b = at
			e.countB++
		}
	})
	var all []matchedRun
	for _, e := range seen {
		if e.countA == 1 && e.countB == 1 && p.sameTokens(e.a, e.b, n) {
			all = append(all, matchedRun{e.a, e.b, n})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].a < all[j].a })
	return longestIncreasing(all)
}

func (p *pairing) sameTokens(a, b, n int) bool {
	for k := range n {
		if p.old[a+k].id != p.new[b+k].id {
			return false
		}
	}
	return true
}

// longestIncreasing returns the longest subsequence in which b increases too (patience sorting).
func longestIncreasing(all []matchedRun) []matchedRun {
	var tops []int // the index of the top of each pile
	before := make([]int, len(all))
	for i, m := range all {
		at := sort.Search(len(tops), func(k int) bool { return all[tops[k]].b >= m.b })
		before[i] = noIndex
		if at > 0 {
			before[i] = tops[at-1]
		}
		if at == len(tops) {
			tops = append(tops, i)
		} else {
			tops[at] = i
		}
	}
	if len(tops) == 0 {
		return nil
	}
	series := make([]matchedRun, len(tops))
	for k, i := len(tops)-1, tops[len(tops)-1]; k >= 0; k, i = k-1, before[i] {
		series[k] = all[i]
	}
	return series
}

// pairLongestCommon pairs the longest common subsequence of a small range. Words weigh more than signs, and
// neighbours more than isolated tokens.
func (p *pairing) pairLongestCommon(s diffRange) {
	n, m := s.aEnd-s.a, s.bEnd-s.b
	best := make([]int32, (n+1)*(m+1))
	at := func(i, j int) *int32 { return &best[i*(m+1)+j] }
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			v := max(*at(i+1, j), *at(i, j+1))
			if p.old[s.a+i].id == p.new[s.b+j].id {
				w := int32(2)
				if p.old[s.a+i].word {
					w = 4
				}
				if i+1 < n && j+1 < m && p.old[s.a+i+1].id == p.new[s.b+j+1].id {
					w++
				}
				v = max(v, *at(i+1, j+1)+w)
			}
			*at(i, j) = v
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		v := *at(i, j)
		switch {
		case p.old[s.a+i].id == p.new[s.b+j].id && v > max(*at(i+1, j), *at(i, j+1)):
			p.join(s.a+i, s.b+j)
			i++
			j++
		case v == *at(i+1, j):
			i++
		case v == *at(i, j+1):
			j++
		default:
			p.join(s.a+i, s.b+j)
			i++
			j++
		}
	}
}

// minRunWeight is the weight below which a run of paired tokens between changes on both sides is regarded
// as chance.
const minRunWeight = 24

// dropChancePairs undoes pairs made by chance: a few common words in a rewritten passage.
func (p *pairing) dropChancePairs() {
	for i := 0; i < len(p.old); {
		if p.to[i] == noIndex {
			i++
			continue
		}
		end, weight := i, 0
		for end < len(p.old) && p.to[end] != noIndex && (end == i || p.to[end] == p.to[end-1]+1) {
			weight += p.weight(end)
			end++
		}
		if weight < minRunWeight && p.unpairedNeighbours(i, end) > 2*(end-i)+2 {
			for ; i < end; i++ {
				p.from[p.to[i]], p.to[i] = noIndex, noIndex
			}
		}
		i = end
	}
}

// unpairedNeighbours counts the unpaired tokens around a run, in the text that has fewer of them on each
// side.
func (p *pairing) unpairedNeighbours(i, end int) int {
	left := min(unpairedBefore(p.to, i), unpairedBefore(p.from, p.to[i]))
	right := min(unpairedAfter(p.to, end), unpairedAfter(p.from, p.to[end-1]+1))
	return min(left, right) * 2
}

func unpairedBefore(of []int, i int) (n int) {
	for i--; i >= 0 && of[i] == noIndex && n < 64; i-- {
		n++
	}
	return n
}

func unpairedAfter(of []int, i int) (n int) {
	for ; i < len(of) && of[i] == noIndex && n < 64; i++ {
		n++
	}
	return n
}

// weight returns the weight of an old token: words weigh more than signs, long words more than short ones.
func (p *pairing) weight(i int) int { return tokenWeight(p.old[i]) }

func tokenWeight(t token) int {
	if !t.word {
		return 1
	}
	return 2 + min(t.end-t.start, 8)
}
