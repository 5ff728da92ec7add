package anchor

import (
	"slices"
	"sort"
)

// ChangeKind says how a sentence changed between two texts.
type ChangeKind string

// The kinds of change. Same and MovedUnchanged mean that the text is the same, character by character.
const (
	Same           ChangeKind = "same"
	MovedUnchanged ChangeKind = "moved"
	Edited         ChangeKind = "edited"
	Split          ChangeKind = "split"
	Merged         ChangeKind = "merged"
	New            ChangeKind = "new"
	Dropped        ChangeKind = "dropped"
)

// SentenceLink links sentences of the old text to the corresponding new ones. Both are indexes, in order.
type SentenceLink struct {
	Kind ChangeKind
	Old  []int
	New  []int
}

// minRelatedShare is the share of a sentence's words, by weight, that has to come from another sentence for
// the two to be related.
const minRelatedShare = 0.4

// SentenceLinks puts every sentence of either text into one link. The links are in the order of the new
// text, followed by the dropped sentences.
func (a *Alignment) SentenceLinks() []SentenceLink {
	became := make([][]int, len(a.oldSentences)) // the new sentences of each old one
	cameOf := make([][]int, len(a.newSentences))
	for _, e := range a.edges() {
		became[e.old] = append(became[e.old], e.new)
		cameOf[e.new] = append(cameOf[e.new], e.old)
	}
	var links []SentenceLink
	for j := range a.newSentences {
		switch {
		case len(cameOf[j]) == 0:
			links = append(links, SentenceLink{New, nil, []int{j}})
		case len(cameOf[j]) > 1:
			links = append(links, SentenceLink{Merged, cameOf[j], []int{j}})
		default:
			i := cameOf[j][0]
			if len(became[i]) > 1 {
				if became[i][0] == j {
					links = append(links, SentenceLink{Split, []int{i}, became[i]})
				}
				continue
			}
			links = append(links, SentenceLink{a.changeKind(i, j), []int{i}, []int{j}})
		}
	}
	for i := range a.oldSentences {
		if len(became[i]) == 0 {
			links = append(links, SentenceLink{Dropped, []int{i}, nil})
		}
	}
	return links
}

func (a *Alignment) changeKind(i, j int) ChangeKind {
	if a.oldSentences[i].text != a.newSentences[j].text {
		return Edited
	}
	if a.moved[a.oldSentences[i].first] {
		return MovedUnchanged
	}
	return Same
}

// edge connects one old sentence with one new one.
type edge struct{ old, new, weight int }

// edges returns the connections between related sentences: much of one came from, or went to, the other. A
// split sentence has several and so has a merged one, but none is both. Where that would happen the heavier
// edge wins.
func (a *Alignment) edges() []edge {
	shared := map[[2]int]int{}
	oldWeight, newWeight := make([]int, len(a.oldSentences)), make([]int, len(a.newSentences))
	newPart := slices.Repeat([]int{noIndex}, len(a.pairing.new)) // none for the signs between sentences
	for j, p := range a.newSentences {
		for t := p.first; t < p.last; t++ {
			newPart[t] = j
			newWeight[j] += tokenWeight(a.pairing.new[t])
		}
	}
	for i, p := range a.oldSentences {
		for t := p.first; t < p.last; t++ {
			oldWeight[i] += a.weight(t)
			if a.to[t] != noIndex && newPart[a.to[t]] != noIndex {
				shared[[2]int{i, newPart[a.to[t]]}] += a.weight(t)
			}
		}
	}
	var all []edge
	for k, w := range shared {
		if float64(w) >= minRelatedShare*float64(oldWeight[k[0]]) || float64(w) >= minRelatedShare*float64(newWeight[k[1]]) {
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
