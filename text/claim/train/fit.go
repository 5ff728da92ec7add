package main

import (
	"encoding/binary"
	"math"

	"linecheck/text/claim"
)

// settings are how the weights are fitted.
type settings struct {
	rounds int     // times to go through the examples
	rate   float64 // how far to go in the first
	shrink float64 // how much of a weight is lost each time it is moved; all three were chosen by cross-validation on the training set
}

var defaults = settings{rounds: 12, rate: 0.1, shrink: 3e-5}

// example is a sentence as its features, each of which weighs as much as the others: 1 by the root of how many there are.
type example struct {
	features []uint32
	size     float64
	worth    bool
}

func look(sentences []marked, features func(string) []uint32) []example {
	list := make([]example, len(sentences))
	for i, s := range sentences {
		f := features(s.text)
		list[i] = example{f, 1 / math.Sqrt(float64(max(len(f), 1))), s.worth}
	}
	return list
}

func seen(s string) []uint32 { return claim.Features(s, "en") }

type weights struct {
	bias  float64
	table []float64
}

// fit goes through the examples again and again, in an order that is mixed anew each time by a fixed rule, and moves each weight by
// the error, the less the more it has been moved before (Adagrad: Duchi, Hazan, Singer 2011). The conversions keep the compiler
// from fusing products and sums, which would round differently from machine to machine.
func fit(examples []example, n int, with settings) weights {
	w, moved := make([]float64, n+1), make([]float64, n+1)
	order, chance := make([]int, len(examples)), uint64(1)
	for i := range order {
		order[i] = i
	}
	move := func(at int, by float64) {
		moved[at] += float64(by * by)
		w[at] -= float64(with.rate*by) / (math.Sqrt(moved[at]) + 1e-6)
	}
	for range with.rounds {
		mixed(order, &chance)
		for _, i := range order {
			e := examples[i]
			wrong := 1 / (1 + math.Exp(-e.score(w)))
			if e.worth {
				wrong--
			}
			move(n, wrong)
			wrong = float64(wrong * e.size)
			for _, f := range e.features {
				move(int(f), wrong+float64(with.shrink*w[f]))
			}
		}
	}
	return weights{w[n], w[:n]}
}

// mixed puts a list into another order (Fisher, Yates), by a generator that gives the same numbers everywhere.
func mixed(list []int, chance *uint64) {
	for i := len(list) - 1; i > 0; i-- {
		*chance = *chance*6364136223846793005 + 1442695040888963407
		j := int(*chance >> 33 % uint64(i+1))
		list[i], list[j] = list[j], list[i]
	}
}

// score takes the bias from behind the table.
func (e example) score(w []float64) float64 {
	sum := 0.0
	for _, f := range e.features {
		sum += w[f]
	}
	return float64(sum*e.size) + w[len(w)-1]
}

func (w weights) scores(examples []example) []float64 {
	all := append(append([]float64(nil), w.table...), w.bias)
	list := make([]float64, len(examples))
	for i, e := range examples {
		list[i] = e.score(all)
	}
	return list
}

// folds is how many parts the training set is cut into to see how weights do on what they have not seen.
const folds = 3

// crossValidated judges every sentence by weights that were learnt without it.
func crossValidated(examples []example, n int, with settings) result {
	scores, held := make([]float64, len(examples)), make([]marked, len(examples))
	for fold := range folds {
		var learn, rest []example
		for i, e := range examples {
			if i%folds == fold {
				rest = append(rest, e)
			} else {
				learn = append(learn, e)
			}
		}
		for i, s := range fit(learn, n, with).scores(rest) {
			scores[i*folds+fold] = s
		}
	}
	for i, e := range examples {
		held[i].worth = e.worth
	}
	return results(scores, held)
}

// quantised gives bias and step as 32-bit floats, then the table in steps of one byte.
func (w weights) quantised() []byte {
	largest := 0.0
	for _, x := range w.table {
		largest = max(largest, math.Abs(x))
	}
	step := float32(largest / 127)
	b := binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(w.bias)))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(step))
	for _, x := range w.table {
		b = append(b, byte(int8(math.Round(x/float64(step)))))
	}
	return b
}
