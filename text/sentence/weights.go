package sentence

import (
	_ "embed"
	"encoding/binary"
)

// weights say how much each thing that is seen in a gap speaks for an end there. They were learnt by the program in
// text/sentence/train from the training part of English-EWT (Universal Dependencies, CC BY-SA 4.0).
type weights struct {
	Bias               int32
	Table              [bucketCount]int8
	PrefilterThreshold int32 // white space that is worth less than this at a glance is no end
	PrefilterTable     [prefilterFeatureCount][prefilterBucketCount]int8
}

//go:embed weights.bin
var englishWeights []byte

// loadWeights reads the weights that are built in: the fields in their order, the lowest byte first.
func loadWeights() *weights {
	w := new(weights)
	if _, err := binary.Decode(englishWeights, binary.LittleEndian, w); err != nil {
		panic("the built-in weights are cut short: " + err.Error()) // a broken build, which no test lets pass
	}
	return w
}

// passesPrefilter says whether white space is worth the time of the weights.
func (w *weights) passesPrefilter(s string, start, after, next int) bool {
	var f [prefilterFeatureCount]uint32
	prefilterHashes(s, start, after, next, &f)
	sum := int32(0)
	for i, b := range f {
		sum += int32(w.PrefilterTable[i][b%prefilterBucketCount])
	}
	return sum >= w.PrefilterThreshold
}

// decideByWeights says whether a sentence ends at a gap that no rule was sure of. said is what the rules said.
func (c *segmenter) decideByWeights(g *gap, rule int, said ruleResult) bool {
	c.extractFeatures(g, &c.activeBuckets)
	if c.training != nil {
		return c.training.emitExample(g, rule, said, &c.activeBuckets)
	}
	sum := c.words.weights.Bias
	for _, b := range c.activeBuckets {
		sum += int32(c.words.weights.Table[b%bucketCount])
	}
	return sum > 0
}
