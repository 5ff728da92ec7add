package main

import (
	"encoding/binary"
	"math"

	"linecheck/text/claim"
)

// settings are the parameters of training.
type settings struct {
	rounds int     // number of passes over the examples
	rate   float64 // initial learning rate
	shrink float64 // weight decay per update; all three were chosen by cross-validation on the training set
}

var defaults = settings{rounds: 12, rate: 0.1, shrink: 3e-5}

// example is a sentence as its features. Each feature has the value 1 divided by the square root of their
// number.
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

// fit passes over the examples repeatedly, each time in a new but reproducible order, and updates the
// weights by the error with a decreasing step (Adagrad: Duchi, Hazan, Singer 2011). The conversions keep
// the compiler from fusing multiplications and additions, which would round differently on different
// machines.
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

// mixed shuffles a list (Fisher, Yates) with a generator that returns the same numbers everywhere.
func mixed(list []int, chance *uint64) {
	for i := len(list) - 1; i > 0; i-- {
		*chance = *chance*6364136223846793005 + 1442695040888963407
		j := int(*chance >> 33 % uint64(i+1))
		list[i], list[j] = list[j], list[i]
	}
}

// score uses the last weight as the bias.
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

// folds is the number of parts for cross-validation.
const folds = 3

// crossValidated scores every sentence with weights that were trained without it.
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

// quantised returns the bias and the step as 32-bit floats, followed by the table with one byte a weight.
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
