package sentence

import (
	"embed"
	"encoding/binary"
)

// weights are the weights of the features of a gap in one language. The program in text/sentence/train trained them on
// texts whose sentences people marked; NOTICE names those texts and their licences.
type weights struct {
	bias               int32
	rule               int32  // what a rule that is not certain adds if it splits, and subtracts if it does not
	table              []int8 // a power of two, at most bucketCount
	prefilterThreshold int32  // white space with a lower prefilter score is no end
	prefilterTable     [prefilterFeatureCount][prefilterBucketCount]int8
}

// weightFiles has a file for each language with weights.
//
//go:embed weights/*.bin
var weightFiles embed.FS

// loadWeights decodes the embedded weights of a language, or returns nil if it has none. A file has the fields in their order, little
// endian.
func loadWeights(lang string) *weights {
	data, err := weightFiles.ReadFile("weights/" + lang + ".bin")
	if err != nil {
		return nil
	}
	const prefilterSize = prefilterFeatureCount * prefilterBucketCount
	n := len(data) - 12 - prefilterSize
	if n <= 0 || n&(n-1) != 0 || n > bucketCount {
		panic("the built-in weights have the wrong length: " + lang) // a broken build, which the tests would catch
	}
	number := func(at int) int32 { return int32(binary.LittleEndian.Uint32(data[at:])) }
	w := &weights{bias: number(0), rule: number(4), table: signed(data[8 : 8+n]), prefilterThreshold: number(8 + n)}
	for i := range w.prefilterTable {
		copy(w.prefilterTable[i][:], signed(data[12+n+i*prefilterBucketCount:][:prefilterBucketCount]))
	}
	return w
}

// signed converts bytes to the signed numbers that they store.
func signed(bytes []byte) []int8 {
	list := make([]int8, len(bytes))
	for i, b := range bytes {
		list[i] = int8(b)
	}
	return list
}

// passesPrefilter reports whether the weights have to examine this white space.
func (w *weights) passesPrefilter(s string, start, after, next int) bool {
	var f [prefilterFeatureCount]uint32
	prefilterHashes(s, start, after, next, &f)
	sum := int32(0)
	for i, b := range f {
		sum += int32(w.prefilterTable[i][b%prefilterBucketCount])
	}
	return sum >= w.prefilterThreshold
}

// colonMargin is by how much the sum of the weights has to exceed zero behind a colon, in steps of a weight. News go on
// behind a colon more often than the web texts on which the weights were trained.
const colonMargin = 48

// decideByWeights decides whether a sentence ends at a gap for which no rule was certain. said is the
// result of the rules.
func (c *segmenter) decideByWeights(g *gap, rule int, said ruleResult) bool {
	c.extractFeatures(g, &c.activeBuckets)
	if c.training != nil {
		return c.training.emitExample(g, rule, said, &c.activeBuckets)
	}
	sum := c.words.weights.sum(&c.activeBuckets)
	if rule != noRule {
		sum += c.words.weights.opinion(said)
	}
	if rule == noRule && g.isBehindColon() {
		return sum > colonMargin
	}
	return sum > 0
}

// sum adds the weights of the features to the bias.
func (w *weights) sum(buckets *[featureCount]uint32) int32 {
	sum, mask := w.bias, uint32(len(w.table)-1)
	for _, b := range buckets {
		sum += int32(w.table[b&mask])
	}
	return sum
}

// opinion returns what the result of an uncertain rule adds to the sum.
func (w *weights) opinion(of ruleResult) int32 {
	if of.split {
		return w.rule
	}
	return -w.rule
}
