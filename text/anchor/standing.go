package anchor

import "sort"

// standing says of each old sentence which new one is certain to be the same: all its words went there side by side, no other
// came in, and where they stand more than once in either draft, the sentences around them tell them apart.
func (a *Alignment) standing() []int {
	went, once := make([]int, len(a.oldParts)), make([]bool, len(a.oldParts))
	olds, news := times(a.pairing.old, a.oldParts), times(a.pairing.new, a.newParts)
	for i, p := range a.oldParts {
		went[i] = a.went(p)
		words := hash(a.pairing.old[p.first:p.last])
		once[i] = olds[words] == 1 && news[words] == 1
	}
	last := len(went) - 1
	left := toldApart(once, func(i int) bool {
		return i == 0 && went[i] == 0 || i > 0 && went[i] > 0 && went[i-1] == went[i]-1
	}, 0, 1)
	right := toldApart(once, func(i int) bool {
		return i == last && went[i] == len(a.newParts)-1 || i < last && went[i] != none && went[i+1] == went[i]+1
	}, last, -1)
	for i := range went {
		if !once[i] && !(left[i] && right[i]) {
			went[i] = none
		}
	}
	return went
}

// went is the new sentence to which an old one went, word by word, or none.
func (a *Alignment) went(p part) int {
	if p.first == p.last {
		return none
	}
	from, whole := a.whole(p.first, p.last)
	if !whole {
		return none
	}
	j := partAt(a.newParts, from)
	if j == len(a.newParts) || a.newParts[j].first != from || a.newParts[j].last != from+p.last-p.first {
		return none
	}
	return j
}

// partAt is the sentence that holds a token, or the first one behind it, by index.
func partAt(parts []part, token int) int {
	return sort.Search(len(parts), func(i int) bool { return parts[i].last > token })
}

// times says how often the words of each sentence stand in a draft.
func times(of []token, parts []part) map[uint64]int {
	n := make(map[uint64]int, len(parts))
	for _, p := range parts {
		n[hash(of[p.first:p.last])]++
	}
	return n
}

// toldApart says of each sentence whether it is told from others of the same words on one side: its neighbour there is its neighbour
// still, and stands once or is told apart itself. The sentences are gone through from first on, in steps.
func toldApart(once []bool, kept func(i int) bool, first, step int) []bool {
	told := make([]bool, len(once))
	for i := first; i >= 0 && i < len(once); i += step {
		told[i] = kept(i) && (i == first || once[i-step] || told[i-step])
	}
	return told
}
