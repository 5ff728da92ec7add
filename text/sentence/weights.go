package sentence

import (
	_ "embed"
	"encoding/binary"
)

// weights are the weights of the features of a gap. The program in text/sentence/train trained them on the
// training part of English-EWT (Universal Dependencies, CC BY-SA 4.0).
type weights struct {
	Bias               int32
	Table              [bucketCount]int8
	PrefilterThreshold int32 // white space with a lower prefilter score is no end
	PrefilterTable     [prefilterFeatureCount][prefilterBucketCount]int8
}

//go:embed weights.bin
var englishWeights []byte

// loadWeights decodes the embedded weights: the fields in order, little endian.
func loadWeights() *weights {
	w := new(weights)
	if _, err := binary.Decode(englishWeights, binary.LittleEndian, w); err != nil {
		panic("the built-in weights are cut short: " + err.Error()) // a broken build, which the tests would catch
	}
	return w
}

// passesPrefilter reports whether the weights have to examine this white space.
func (w *weights) passesPrefilter(s string, start, after, next int) bool {
	var f [prefilterFeatureCount]uint32
	prefilterHashes(s, start, after, next, &f)
	sum := int32(0)
	for i, b := range f {
		sum += int32(w.PrefilterTable[i][b%prefilterBucketCount])
	}
	return sum >= w.PrefilterThreshold
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
	sum := c.words.weights.Bias
	for _, b := range c.activeBuckets {
		sum += int32(c.words.weights.Table[b%bucketCount])
	}
	if rule == noRule && g.isBehindColon() {
		return sum > colonMargin
	}
	return sum > 0
}
