package anchor

import "sort"

// certainMatches returns, for each old sentence, the new sentence that is certainly the same. All its words
// went there side by side and no other word was added. If the words occur more than once in either draft,
// the neighbouring sentences must distinguish them.
func (a *Alignment) certainMatches() []int {
	went, once := make([]int, len(a.oldSentences)), make([]bool, len(a.oldSentences))
	olds, news := countSentenceTexts(a.pairing.old, a.oldSentences), countSentenceTexts(a.pairing.new, a.newSentences)
	for i, p := range a.oldSentences {
		went[i] = a.wordForWordMatch(p)
		words := hashTokens(a.pairing.old[p.first:p.last])
		once[i] = olds[words] == 1 && news[words] == 1
	}
	last := len(went) - 1
	left := distinguishByNeighbour(once, func(i int) bool {
		return i == 0 && went[i] == 0 || i > 0 && went[i] > 0 && went[i-1] == went[i]-1
	}, 0, 1)
	right := distinguishByNeighbour(once, func(i int) bool {
		return i == last && went[i] == len(a.newSentences)-1 || i < last && went[i] != noIndex && went[i+1] == went[i]+1
	}, last, -1)
	for i := range went {
		if !once[i] && !(left[i] && right[i]) {
			went[i] = noIndex
		}
	}
	return went
}

// wordForWordMatch returns the new sentence that has exactly the words of an old one, or none.
func (a *Alignment) wordForWordMatch(p sentenceRange) int {
	if p.first == p.last {
		return noIndex
	}
	from, whole := a.contiguousRun(p.first, p.last)
	if !whole {
		return noIndex
	}
	j := sentenceAt(a.newSentences, from)
	if j == len(a.newSentences) || a.newSentences[j].first != from || a.newSentences[j].last != from+p.last-p.first {
		return noIndex
	}
	return j
}

// sentenceAt returns the index of the sentence that contains a token, or of the first one after it.
func sentenceAt(parts []sentenceRange, token int) int {
	return sort.Search(len(parts), func(i int) bool { return parts[i].last > token })
}

// countSentenceTexts counts how often the words of each sentence occur in a draft.
func countSentenceTexts(of []token, parts []sentenceRange) map[uint64]int {
	n := make(map[uint64]int, len(parts))
	for _, p := range parts {
		n[hashTokens(of[p.first:p.last])]++
	}
	return n
}

// distinguishByNeighbour reports, for each sentence, whether a neighbour on one side distinguishes it from
// others with the same words: the neighbour is still the same, and is unique or distinguished itself. It
// visits the sentences from first on, in steps.
func distinguishByNeighbour(once []bool, kept func(i int) bool, first, step int) []bool {
	told := make([]bool, len(once))
	for i := first; i >= 0 && i < len(once); i += step {
		told[i] = kept(i) && (i == first || once[i-step] || told[i-step])
	}
	return told
}
