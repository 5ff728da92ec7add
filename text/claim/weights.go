package claim

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sync"
)

// weights say how much each feature of a sentence speaks for checking it. They were learnt by the program in text/claim/train
// from ct24_en_train, the English training set of CLEF CheckThat! 2024 task 1: sentences of United States election debates
// from the ClaimBuster ground truth (Arslan, Hassan, Li, Tremayne 2020).
type weights struct {
	Bias  float32 // leaves 0 where F1 is best
	Step  float32 // what one step of the table is worth
	Table [BucketCount]int8
}

//go:embed weights.bin
var embeddedWeights []byte

// loadWeights reads the weights that are built in: the fields in their order, the lowest byte first.
var loadWeights = sync.OnceValue(func() *weights {
	w := new(weights)
	if n, err := binary.Decode(embeddedWeights, binary.LittleEndian, w); err != nil || n != len(embeddedWeights) {
		panic("the built-in weights are cut short or too long") // a broken build, which no test lets pass
	}
	return w
})

// score weighs what is seen in the sentence that was read.
func (f *analyzer) score() float64 {
	if len(f.tokens) == 0 {
		return 0
	}
	w := loadWeights()
	f.extractFeatures()
	sum := 0
	for _, b := range f.features {
		sum += int(w.Table[b])
	}
	z := float64(sum)*float64(w.Step)/math.Sqrt(float64(max(len(f.features), 1))) + float64(w.Bias)
	return 1 / (1 + math.Exp(-z))
}
