package sentence

// Example is a gap in a text whose sentences are known, used for training.
type Example struct {
	Next             int      // the byte where the next sentence would begin
	Buckets          []uint32 // the features, as numbers below BucketCount; valid during the call
	PrefilterBuckets []uint32 // the features of the prefilter, below PrefilterBucketCount each; nil at a terminator
	Rule             string   // the rule that decided; "" at white space, to which no rule applies
	Decided          bool     // whether that rule was certain, so that the weights are not used
	RuleSplits       bool     // its decision
	IsBoundary       bool     // whether a sentence ends there
}

// BucketCount is the largest number of weights. The prefilter has PrefilterBucketCount for each of its features.
const (
	BucketCount           = bucketCount
	PrefilterFeatureCount = prefilterFeatureCount
	PrefilterBucketCount  = prefilterBucketCount
)

// Examples passes every gap between words of s that Split would examine to tell. It examines a language
// without weights as if it had some, so that they can be trained. begins contains the bytes at which
// sentences are known to begin.
func Examples(s, lang string, begins map[int]bool, tell func(Example)) {
	words := *vocabularyOf(lang)
	words.weights, words.byteClasses = new(weights), newByteClasses(words.ownStops, true)
	d := &scratch{paras: paragraphs(s, nil)}
	c := segmenter{s: s, words: &words, scratch: d, training: &trainingRun{begins, tell}}
	for _, p := range d.paras {
		c.segmentParagraph(p)
	}
}

// trainingRun is a text from which examples are made: where its sentences begin, and the callback.
type trainingRun struct {
	starts map[int]bool
	emit   func(Example)
}

// emitExample passes a gap to the callback, and ends the sentence where it is known to end.
func (t *trainingRun) emitExample(g *gap, rule int, said ruleResult, seen *[featureCount]uint32) bool {
	e := Example{Next: g.next, Buckets: seen[:], Decided: said.ok && !said.soft, RuleSplits: said.split, IsBoundary: t.starts[g.next]}
	if rule == noRule {
		var glance [prefilterFeatureCount]uint32
		prefilterHashes(g.s, g.start, g.after, g.next, &glance)
		e.PrefilterBuckets = glance[:]
	} else {
		e.Rule = rules[rule].name
	}
	t.emit(e)
	return e.IsBoundary
}
