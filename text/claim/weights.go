package claim

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sync"
)

// weights are the weights of the features. The program in text/claim/train trained them on ct24_en_train,
// the English training set of CLEF CheckThat! 2024 task 1: sentences of United States election debates from
// the ClaimBuster ground truth (Arslan, Hassan, Li, Tremayne 2020).
type weights struct {
	Bias  float32 // makes 0 the threshold of the best F1
	Step  float32 // value of one unit of the table
	Table [BucketCount]int8
}

//go:embed weights.bin
var embeddedWeights []byte

// loadWeights decodes the embedded weights: the fields in order, little endian.
var loadWeights = sync.OnceValue(func() *weights {
	w := new(weights)
	if n, err := binary.Decode(embeddedWeights, binary.LittleEndian, w); err != nil || n != len(embeddedWeights) {
		panic("the built-in weights are cut short or too long") // a broken build, which the tests would catch
	}
	return w
})

// score adds up the weights of the sentence's features.
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
