package sentence

// Example is a gap in a text of which it is known where its sentences end: what weights are learnt from.
type Example struct {
	Next    int      // the byte at which the next sentence would begin
	Seen    []uint32 // what the weights see, as numbers below Buckets; valid during the call
	Glance  []uint32 // the same for the first glance at white space, below GlanceBuckets each; nil at a stop
	Rule    string   // the rule that spoke; "" at white space, of which no rule is asked
	Decided bool     // whether that rule was sure, so that the weights are not asked
	Split   bool     // what it said
	Ends    bool     // whether a sentence ends there
}

// Buckets is how many weights there are; a glance has GlanceBuckets for each thing it sees.
const (
	Buckets       = buckets
	GlanceBuckets = glanceBuckets
)

// Examples walks through s as Split does, in any language as if it had weights, and tells of every gap. begins holds the
// bytes at which sentences begin.
func Examples(s, lang string, begins map[int]bool, tell func(Example)) {
	words := *vocabularyOf(lang)
	words.weights, words.class = new(weights), classes(words.ownStops, true)
	d := &desk{paras: paragraphs(s, nil)}
	c := cutter{s: s, words: &words, desk: d, truth: &truth{begins, tell}}
	for _, p := range d.paras {
		c.cut(p)
	}
}

// truth is what is known of a text, and who wants to hear of its gaps.
type truth struct {
	begins map[int]bool
	hear   func(Example)
}

// tell passes a gap on, and lets the sentence end where it is known to.
func (t *truth) tell(g *gap, rule int, said verdict, seen *[features]uint32) bool {
	e := Example{Next: g.next, Seen: seen[:], Decided: said.ok && !said.soft, Split: said.split, Ends: t.begins[g.next]}
	if rule == noRule {
		var glance [glances]uint32
		glanceAt(g.s, g.start, g.after, g.next, &glance)
		e.Glance = glance[:]
	} else {
		e.Rule = rules[rule].name
	}
	t.hear(e)
	return e.Ends
}
