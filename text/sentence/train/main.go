// Train trains the weights of text/sentence on texts whose sentences people marked, and writes them to a
// file.
//
//	go run ./text/sentence/train -o text/sentence/weights.bin ../shared/data/sentences/en_ewt_train.para.jsonl
//
// The model is a logistic regression over hashed features (Weinberger et al. 2009). Training is
// deterministic. Gaps for which a rule is certain are left out.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"

	"linecheck/text"
	"linecheck/text/sentence"
)

// settings are the parameters of training.
type settings struct {
	rounds int     // number of passes over the examples
	rate   float64 // initial learning rate
	cost   float64 // cost of an error relative to the size of the weights
	lean   float64 // bias towards an end, chosen by cross-validation on the training set
}

var defaults = settings{rounds: 200, rate: 0.1, cost: 0.35, lean: 0.5}

func main() {
	out, with := flag.String("o", "weights.bin", "file to write"), defaults
	flag.IntVar(&with.rounds, "rounds", defaults.rounds, "times to go through the examples")
	flag.Float64Var(&with.rate, "rate", defaults.rate, "how far to go in the first round")
	flag.Float64Var(&with.cost, "cost", defaults.cost, "what an error costs, against the size of the weights")
	flag.Float64Var(&with.lean, "lean", defaults.lean, "how much the odds lean towards an end")
	flag.Parse()
	if err := run(*out, with, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

type example struct {
	features []uint32
	glance   []uint32
	ends     bool
}

func run(out string, with settings, files []string) error {
	var examples []example
	for _, name := range files {
		var err error
		if examples, err = read(name, examples); err != nil {
			return err
		}
	}
	if len(examples) == 0 {
		return errors.New("there is nothing to learn from: name files of marked sentences")
	}
	w := fit(examples, sentence.BucketCount, with)
	w.bias += with.lean
	g := glances(examples, w, with)
	fmt.Fprintf(os.Stderr, "%d gaps\n", len(examples))
	if err := os.WriteFile(out, append(w.quantised(), g.quantised()...), 0o644); err != nil {
		return fmt.Errorf("writing the weights: %w", err)
	}
	return nil
}

// read appends the gaps of a file with lines {"lang","text","sents":[[start,end],…]}.
func read(name string, into []example) ([]example, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var record struct {
			Lang, Text string
			Sents      [][2]int
		}
		if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		x, begins := text.NewIndex(record.Text), map[int]bool{}
		for _, s := range record.Sents {
			begins[x.Byte(s[0])] = true
		}
		sentence.Examples(record.Text, record.Lang, begins, func(e sentence.Example) {
			if e.Decided {
				return
			}
			into = append(into, example{slices.Clone(e.Buckets), slices.Clone(e.PrefilterBuckets), e.IsBoundary})
		})
	}
	return into, lines.Err()
}

type weights struct {
	bias  float64
	table []float64
}

// fit minimises 0.5·|w|² + cost·Σ log loss with Adam (Kingma, Ba 2015) over the whole set at a time. The
// conversions keep the compiler from fusing multiplications and additions, which would round differently on
// different machines.
func fit(examples []example, n int, with settings) weights {
	w, m, v, g := make([]float64, n+1), make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)
	for round := 1; round <= with.rounds; round++ {
		copy(g, w)
		g[n] = 0
		for _, e := range examples {
			z := w[n]
			for _, f := range e.features {
				z += w[f]
			}
			wrong := 1 / (1 + math.Exp(-z))
			if e.ends {
				wrong--
			}
			wrong = float64(wrong * with.cost)
			g[n] += wrong
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

// kept is the share of the ends found by the weights at white space that the prefilter must let pass.
const kept = 0.95

// glances trains the prefilter on what the weights decide about white space. Its bias is the threshold.
func glances(examples []example, w weights, with settings) weights {
	var seen []example
	for _, e := range examples {
		if e.glance == nil {
			continue
		}
		z := w.bias
		for _, f := range e.features {
			z += w.table[f]
		}
		var f []uint32
		for i, b := range e.glance {
			f = append(f, uint32(i*sentence.PrefilterBucketCount)+b)
		}
		seen = append(seen, example{features: f, ends: z > 0})
	}
	with.cost = 1
	g := fit(seen, len(seen[0].features)*sentence.PrefilterBucketCount, with)
	var scores []float64
	for _, e := range seen {
		if e.ends {
			scores = append(scores, g.score(e))
		}
	}
	slices.Sort(scores)
	least, through := scores[int(float64(len(scores))*(1-kept))], 0
	for _, e := range seen {
		if g.score(e) >= least {
			through++
		}
	}
	fmt.Fprintf(os.Stderr, "%d gaps of white space, %d ends, %d let through\n", len(seen), len(scores), through)
	g.bias = least
	return g
}

// score leaves out the bias.
func (w weights) score(e example) (z float64) {
	for _, f := range e.features {
		z += w.table[f]
	}
	return z
}

// scale is the number of steps of a stored weight per unit.
const scale = 24

func (w weights) quantised() []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(int32(math.Round(w.bias*scale))))
	for _, x := range w.table {
		b = append(b, byte(int8(max(-127, min(127, math.Round(x*scale))))))
	}
	return b
}
