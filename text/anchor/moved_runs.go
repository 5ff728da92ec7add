package anchor

// minMovedRun is the length, in tokens, of the shortest run that is regarded as moved. Shorter runs recur
// by chance.
const minMovedRun = 5

// pairMovedRuns pairs runs that left one place and appear in another, out of order. It uses only unmatched
// tokens, so that repeated words are not confused.
func (p *pairing) pairMovedRuns() {
	n := minMovedRun
	places := map[uint64][]int{}
	free := func(of []int, i int) bool {
		for k := range n {
			if of[i+k] != noIndex {
				return false
			}
		}
		return true
	}
	for j := 0; j+n <= len(p.new); j++ {
		if free(p.from, j) {
			h := hashTokens(p.new[j : j+n])
			if len(places[h]) < 8 { // a run that occurs in more places cannot be matched to one of them
				places[h] = append(places[h], j)
			}
		}
	}
	for i := 0; i+n <= len(p.old); {
		if !free(p.to, i) {
			i++
			continue
		}
		at, length := noIndex, 0
		for _, j := range places[hashTokens(p.old[i:i+n])] {
			if l := p.commonRun(i, j); l > length {
				at, length = j, l
			}
		}
		if length < n {
			i++
			continue
		}
		for k := range length {
			p.join(i+k, at+k)
			p.moved[i+k] = true
		}
		i += length
	}
}

// commonRun returns how many tokens are equal and unmatched from the two positions on.
func (p *pairing) commonRun(i, j int) (n int) {
	for i+n < len(p.old) && j+n < len(p.new) && p.to[i+n] == noIndex && p.from[j+n] == noIndex && p.old[i+n].id == p.new[j+n].id {
		n++
	}
	return n
}
