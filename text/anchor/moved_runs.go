package anchor

// minMovedRun is the shortest run of tokens that is taken to have moved: shorter ones stand in many places by chance.
const minMovedRun = 5

// pairMovedRuns pairs what stands in neither text's order: runs that left one place and appear in another. Only tokens that nothing
// else became or came from take part, so that words which stood twice are not taken for each other.
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
			if len(places[h]) < 8 { // what stands in more places has moved to none of them
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

// commonRun is how many tokens are the same from two places on, and free.
func (p *pairing) commonRun(i, j int) (n int) {
	for i+n < len(p.old) && j+n < len(p.new) && p.to[i+n] == noIndex && p.from[j+n] == noIndex && p.old[i+n].id == p.new[j+n].id {
		n++
	}
	return n
}
