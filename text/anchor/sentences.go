package anchor

import "sort"

// Kind says what became of a sentence.
type Kind string

// What can become of a sentence. Same and MovedWhole say that its text is the same, character by character.
const (
	Same       Kind = "same"
	MovedWhole Kind = "moved"
	Edited     Kind = "edited"
	Split      Kind = "split"
	Merged     Kind = "merged"
	New        Kind = "new"
	Dropped    Kind = "dropped"
)

// Link ties sentences of the old text to those they became; both are indexes, in order.
type Link struct {
	Kind Kind
	Old  []int
	New  []int
}

// kin is the share of a sentence's words, by weight, that has to come from another for the two to be kin.
const kin = 0.4

// Sentences links every sentence of either text, each in one link: in the order of the new text, what was dropped behind it.
func (a *Alignment) Sentences() []Link {
	became := make([][]int, len(a.oldParts)) // of each old sentence, the new ones
	cameOf := make([][]int, len(a.newParts))
	for _, e := range a.edges() {
		became[e.old] = append(became[e.old], e.new)
		cameOf[e.new] = append(cameOf[e.new], e.old)
	}
	var links []Link
	for j := range a.newParts {
		switch {
		case len(cameOf[j]) == 0:
			links = append(links, Link{New, nil, []int{j}})
		case len(cameOf[j]) > 1:
			links = append(links, Link{Merged, cameOf[j], []int{j}})
		default:
			i := cameOf[j][0]
			if len(became[i]) > 1 {
				if became[i][0] == j {
					links = append(links, Link{Split, []int{i}, became[i]})
				}
				continue
			}
			links = append(links, Link{a.kind(i, j), []int{i}, []int{j}})
		}
	}
	for i := range a.oldParts {
		if len(became[i]) == 0 {
			links = append(links, Link{Dropped, []int{i}, nil})
		}
	}
	return links
}

func (a *Alignment) kind(i, j int) Kind {
	if a.oldParts[i].text != a.newParts[j].text {
		return Edited
	}
	if a.moved[a.oldParts[i].first] {
		return MovedWhole
	}
	return Same
}

// edge ties one old sentence to one new one.
type edge struct{ old, new, weight int }

// edges are the ties that hold: much of one sentence came from, or went to, the other. A sentence that was split has several,
// one that was merged as well, but never both at once: of two that would make a web the heavier holds.
func (a *Alignment) edges() []edge {
	shared := map[[2]int]int{}
	oldWeight, newWeight := make([]int, len(a.oldParts)), make([]int, len(a.newParts))
	newPart := make([]int, len(a.pairing.new))
	for j, p := range a.newParts {
		for t := p.first; t < p.last; t++ {
			newPart[t] = j
			newWeight[j] += tokenWeight(a.pairing.new[t])
		}
	}
	for i, p := range a.oldParts {
		for t := p.first; t < p.last; t++ {
			oldWeight[i] += a.weight(t)
			if a.to[t] != none {
				shared[[2]int{i, newPart[a.to[t]]}] += a.weight(t)
			}
		}
	}
	var all []edge
	for k, w := range shared {
		if float64(w) >= kin*float64(oldWeight[k[0]]) || float64(w) >= kin*float64(newWeight[k[1]]) {
			all = append(all, edge{k[0], k[1], w})
		}
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].weight != all[j].weight {
			return all[i].weight > all[j].weight
		}
		return all[i].old < all[j].old || all[i].old == all[j].old && all[i].new < all[j].new
	})
	became, cameOf := map[int][]int{}, map[int][]int{}
	held := all[:0]
	for _, e := range all {
		news, olds := became[e.old], cameOf[e.new]
		if len(news) > 0 && len(olds) > 0 || len(news) == 1 && len(cameOf[news[0]]) > 1 || len(olds) == 1 && len(became[olds[0]]) > 1 {
			continue
		}
		became[e.old] = append(news, e.new)
		cameOf[e.new] = append(olds, e.old)
		held = append(held, e)
	}
	sort.Slice(held, func(i, j int) bool {
		return held[i].old < held[j].old || held[i].old == held[j].old && held[i].new < held[j].new
	})
	return held
}
