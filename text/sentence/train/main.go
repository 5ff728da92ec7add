// Train trains the weights of text/sentence for one language on texts whose sentences people marked, and writes them to a
// file.
//
//	go run ./text/sentence/train -language it -o text/sentence/weights/it.bin ../shared/data/sentences/it_*_train*.jsonl
//
// A text is a file of JSON lines {"lang","text","sents":[[start,end],…]}, a file in CoNLL-U, or the folder of a treebank of
// Universal Dependencies. Of a treebank only the training part is read.
//
// The model is a logistic regression over hashed features (Weinberger et al. 2009). Training is
// deterministic. Gaps for which a rule is certain are left out.
package main

import (
	"encoding/binary"
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
	buckets int     // number of weights, a power of two
	rounds  int     // number of passes over the examples
	rate    float64 // initial learning rate
	cost    float64 // cost of an error relative to the size of the weights
	rule    float64 // how much the result of a rule that is not certain counts
	lean    float64 // bias towards an end
}

// settingsOf returns the parameters for a language. English has a larger set to learn from. In the other languages the rule
// counts for more, because their news are split best by the rules; without that, news would lose what other texts gain.
// Both values of lean were chosen on the development sets.
func settingsOf(language string) settings {
	with := settings{buckets: sentence.BucketCount / 2, rounds: 200, rate: 0.1, cost: 0.35, rule: 3, lean: 0.5}
	switch language {
	case "en":
		with.buckets, with.rule = sentence.BucketCount, 1
	case "no":
		with.lean = 0
	}
	return with
}

func main() {
	out := flag.String("o", "weights.bin", "file to write")
	language := flag.String("language", "en", "language of the texts")
	flag.Parse()
	if err := run(*out, *language, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

type example struct {
	features []uint32
	glance   []uint32
	ends     bool
}

func run(out, language string, names []string) error {
	with := settingsOf(language)
	var examples []example
	for _, name := range names {
		texts, err := readTexts(name)
		if err != nil {
			return err
		}
		for _, t := range texts {
			examples = appendExamples(examples, t, language, with.buckets)
		}
	}
	if len(examples) == 0 {
		return errors.New("there is nothing to learn from: name files of marked sentences")
	}
	w := fit(examples, with.buckets, with)
	w.bias += with.lean
	g := trainPrefilter(examples, w, with)
	fmt.Fprintf(os.Stderr, "%d gaps\n", len(examples))
	data := slices.Concat(steps(w.bias), steps(with.rule), w.quantised(), steps(g.bias), g.quantised())
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return fmt.Errorf("writing the weights: %w", err)
	}
	return nil
}

// appendExamples appends the gaps of a text.
func appendExamples(into []example, t markedText, language string, buckets int) []example {
	x, begins := text.NewIndex(t.Text), map[int]bool{}
	for _, s := range t.Sents {
		begins[x.Byte(s[0])] = true
	}
	sentence.Examples(t.Text, language, begins, func(e sentence.Example) {
		if e.Decided {
			return
		}
		for i := range e.Buckets {
			e.Buckets[i] &= uint32(buckets - 1)
		}
		into = append(into, example{slices.Clone(e.Buckets), slices.Clone(e.PrefilterBuckets), e.IsBoundary})
	})
	return into
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

// trainPrefilter trains the prefilter on what the weights decide about white space. Its bias is the threshold.
func trainPrefilter(examples []example, w weights, with settings) weights {
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
	g := fit(seen, sentence.PrefilterFeatureCount*sentence.PrefilterBucketCount, with)
	var scores []float64
	for _, e := range seen {
		if e.ends {
			scores = append(scores, g.score(e))
		}
	}
	if len(scores) == 0 {
		fmt.Fprintln(os.Stderr, "no sentence ends at white space without a terminator")
		g.bias = math.MaxInt32 / scale // lets nothing through
		return g
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

// steps encodes a number in steps of a stored weight.
func steps(x float64) []byte {
	return binary.LittleEndian.AppendUint32(nil, uint32(int32(math.Round(x*scale))))
}

// quantised encodes the weights without the bias.
func (w weights) quantised() []byte {
	b := make([]byte, len(w.table))
	for i, x := range w.table {
		b[i] = byte(int8(max(-127, min(127, math.Round(x*scale)))))
	}
	return b
}
