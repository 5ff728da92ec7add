package models

import "linecheck/text/anchor"

// Comparison shows two texts of an article side by side, in the order of the newer one.
type Comparison struct {
	Changes SentenceChanges
	Rows    []ComparisonRow
}

// ComparisonRow is one change, or a run of unchanged sentences. Dropped sentences are shown at their former
// place.
type ComparisonRow struct {
	Kind anchor.ChangeKind
	Was  []Sentence
	Is   []Sentence
}

// Compare converts the links between two texts' sentences to rows.
func Compare(was, is []Sentence, links []anchor.SentenceLink) Comparison {
	c := Comparison{Changes: CountSentenceChanges(links)}
	dropped := droppedByPredecessor(len(was), links)
	c.drop(was, dropped[-1])
	for _, l := range links {
		if l.Kind == anchor.Dropped {
			continue
		}
		c.add(ComparisonRow{Kind: l.Kind, Was: pickSentences(was, l.Old), Is: pickSentences(is, l.New)})
		for _, i := range l.Old {
			c.drop(was, dropped[i])
		}
	}
	return c
}

// add appends a row. Consecutive unchanged sentences share one row.
func (c *Comparison) add(row ComparisonRow) {
	if n := len(c.Rows); n > 0 && row.Kind == anchor.Same && c.Rows[n-1].Kind == anchor.Same {
		last := &c.Rows[n-1]
		last.Was, last.Is = append(last.Was, row.Was...), append(last.Is, row.Is...)
		return
	}
	c.Rows = append(c.Rows, row)
}

func (c *Comparison) drop(was []Sentence, indexes []int) {
	for _, i := range indexes {
		c.add(ComparisonRow{Kind: anchor.Dropped, Was: []Sentence{was[i]}})
	}
}

// droppedByPredecessor groups the dropped sentences by the last sentence before them that was not dropped, or
// -1.
func droppedByPredecessor(n int, links []anchor.SentenceLink) map[int][]int {
	gone := make([]bool, n)
	for _, l := range links {
		if l.Kind == anchor.Dropped {
			gone[l.Old[0]] = true
		}
	}
	behind, last := map[int][]int{}, -1
	for i := range n {
		if gone[i] {
			behind[last] = append(behind[last], i)
		} else {
			last = i
		}
	}
	return behind
}

func pickSentences(list []Sentence, indexes []int) []Sentence {
	some := make([]Sentence, len(indexes))
	for i, n := range indexes {
		some[i] = list[n]
	}
	return some
}
