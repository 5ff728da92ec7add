package anchor

// minDistinctTokens is the number of tokens that a sentence needs to be identified by its text alone.
const minDistinctTokens = 4

// matchUnchanged pairs the sentences whose text occurs once in either draft, in the order of the old one.
// Two sentences that differ in one name are distinguished this way, wherever they moved.
func (p *pairing) matchUnchanged(old, new []sentenceRange) []matchedRun {
	const many = -1
	index := func(of []sentenceRange) map[string]int {
		m := map[string]int{}
		for i, s := range of {
			if _, twice := m[s.text]; twice {
				m[s.text] = many
			} else if s.last-s.first >= minDistinctTokens {
				m[s.text] = i
			}
		}
		return m
	}
	mine, theirs := index(old), index(new)
	to, from := make([]int, len(old)), make([]int, len(new)) // the partner of each sentence
	for i := range to {
		to[i] = noIndex
	}
	for j := range from {
		from[j] = noIndex
	}
	for i, s := range old {
		if j, ok := theirs[s.text]; ok && j != many && mine[s.text] == i && s.last-s.first == new[j].last-new[j].first {
			to[i], from[j] = j, i
		}
	}
	for _, step := range []int{1, -1} {
		pairNeighbours(old, new, to, from, step)
	}
	var all []matchedRun
	for i, j := range to {
		if j != noIndex {
			all = append(all, matchedRun{old[i].first, new[j].first, old[i].last - old[i].first})
		}
	}
	return all
}

// pairNeighbours pairs repeated sentences that still follow the same sentences in the same paragraph.
func pairNeighbours(old, new []sentenceRange, to, from []int, step int) {
	i := 0
	if step < 0 {
		i = len(old) - 1
	}
	for ; i >= 0 && i < len(old); i += step {
		a, b := i+step, to[i]+step
		if to[i] == noIndex || a < 0 || a >= len(old) || b < 0 || b >= len(new) || to[a] != noIndex || from[b] != noIndex {
			continue
		}
		if old[max(i, a)].opensParagraph || new[max(to[i], b)].opensParagraph || old[a].text != new[b].text ||
			old[a].last-old[a].first != new[b].last-new[b].first {
			continue
		}
		to[a], from[b] = b, a
	}
}

// pairAroundSentences aligns the text between the sentences that kept their order. It ignores the words of paired sentences that moved.
func (p *pairing) pairAroundSentences(sentences []matchedRun) {
	kept := longestIncreasing(sentences)
	order := map[int]bool{}
	for _, m := range kept {
		order[m.a] = true
	}
	oldIDs, newIDs := tokenIDs(p.old), tokenIDs(p.new)
	for _, m := range sentences {
		for a, b := m.a, m.b; a < m.a+m.n; a, b = a+1, b+1 {
			p.join(a, b)
			p.moved[a] = !order[m.a]
			p.old[a].id, p.new[b].id = int32(-2*a-1), int32(-2*b-2) // matches no other token
		}
	}
	var s diffRange
	for _, m := range append(kept, matchedRun{len(p.old), len(p.new), 0}) {
		s.aEnd, s.bEnd = m.a, m.b
		p.pairInOrder(s, 0, 0)
		s.a, s.b = m.a+m.n, m.b+m.n
	}
	for i, id := range oldIDs {
		p.old[i].id = id
	}
	for i, id := range newIDs {
		p.new[i].id = id
	}
}

func tokenIDs(of []token) []int32 {
	all := make([]int32, len(of))
	for i, t := range of {
		all[i] = t.id
	}
	return all
}
