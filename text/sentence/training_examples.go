package sentence

// Example is a gap in a text of which it is known where its sentences end: what weights are learnt from.
type Example struct {
	Next             int      // the byte at which the next sentence would begin
	Buckets          []uint32 // what the weights see, as numbers below Buckets; valid during the call
	PrefilterBuckets []uint32 // the same for the first glance at white space, below PrefilterBucketCount each; nil at a stop
	Rule             string   // the rule that spoke; "" at white space, of which no rule is asked
	Decided          bool     // whether that rule was sure, so that the weights are not asked
	RuleSplits       bool     // what it said
	IsBoundary       bool     // whether a sentence ends there
}

// BucketCount is how many weights there are; a glance has PrefilterBucketCount for each thing it sees.
const (
	BucketCount          = bucketCount
	PrefilterBucketCount = prefilterBucketCount
)

// Examples walks through s as Split does, in any language as if it had weights, and tells of every gap. begins holds the
// bytes at which sentences begin.
func Examples(s, lang string, begins map[int]bool, tell func(Example)) {
	words := *vocabularyOf(lang)
	words.weights, words.byteClasses = new(weights), newByteClasses(words.ownStops, true)
	d := &scratch{paras: paragraphs(s, nil)}
	c := segmenter{s: s, words: &words, scratch: d, training: &trainingRun{begins, tell}}
	for _, p := range d.paras {
		c.segmentParagraph(p)
	}
}

// trainingRun is what is known of a text, and who wants to hear of its gaps.
type trainingRun struct {
	starts map[int]bool
	emit   func(Example)
}

// emitExample passes a gap on, and lets the sentence end where it is known to.
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
