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
	cost   float64 // what an error costs, against the size of the weights: chosen by cross-validation on the training set
}

var defaults = settings{rounds: 60, rate: 0.1, cost: 2}

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

func seen(s string) []uint32 { return claim.Seen(s, "en") }

type weights struct {
	bias  float64
	table []float64
}

// fit minimises 0.5·|w|² + cost·Σ log loss by Adam (Kingma, Ba 2015) over the whole set at a time. The conversions keep
// the compiler from fusing products and sums, which would round differently from machine to machine.
func fit(examples []example, n int, with settings) weights {
	w, m, v, g := make([]float64, n+1), make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)
	for round := 1; round <= with.rounds; round++ {
		copy(g, w)
		g[n] = 0
		for _, e := range examples {
			wrong := 1 / (1 + math.Exp(-e.score(w)))
			if e.worth {
				wrong--
			}
			wrong = float64(wrong * with.cost)
			g[n] += wrong
			wrong = float64(wrong * e.size)
			for _, f := range e.features {
				g[f] += wrong
			}
		}
		step := with.rate * (1 - float64(round-1)/float64(with.rounds))
		grown, grownSquare := 1-math.Pow(0.9, float64(round)), 1-math.Pow(0.99, float64(round))
		for i := range w {
			m[i] = float64(0.9*m[i]) + float64(0.1*g[i])
			v[i] = float64(0.99*v[i]) + float64(0.01*float64(g[i]*g[i]))
			w[i] -= float64(step * (m[i] / grown) / (math.Sqrt(v[i]/grownSquare) + 1e-8))
		}
	}
	return weights{w[n], w[:n]}
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
