package sentence

import (
	_ "embed"
	"encoding/binary"
)

// weights say how much each thing that is seen in a gap speaks for an end there. They were learnt by the program in
// text/sentence/train from the training part of English-EWT (Universal Dependencies, CC BY-SA 4.0).
type weights struct {
	Bias  int32
	Table [buckets]int8
	Least int32 // white space that is worth less than this at a glance is no end
	Quick [glances][glanceBuckets]int8
}

//go:embed weights.bin
var learntEnglish []byte

// learnt reads the weights that are built in: the fields in their order, the lowest byte first.
func learnt() *weights {
	w := new(weights)
	if _, err := binary.Decode(learntEnglish, binary.LittleEndian, w); err != nil {
		panic("the built-in weights are cut short: " + err.Error()) // a broken build, which no test lets pass
	}
	return w
}

// glance says whether white space is worth the time of the weights.
func (w *weights) glance(s string, start, after, next int) bool {
	var f [glances]uint32
	glanceAt(s, start, after, next, &f)
	sum := int32(0)
	for i, b := range f {
		sum += int32(w.Quick[i][b%glanceBuckets])
	}
	return sum >= w.Least
}

// weigh says whether a sentence ends at a gap that no rule was sure of. said is what the rules said.
func (c *cutter) weigh(g *gap, rule int, said verdict) bool {
	c.look(g, &c.seen)
	if c.truth != nil {
		return c.truth.tell(g, rule, said, &c.seen)
	}
	sum := c.words.weights.Bias
	for _, b := range c.seen {
		sum += int32(c.words.weights.Table[b%buckets])
	}
	return sum > 0
}
