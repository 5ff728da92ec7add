package sentence

// ruleResult is what a rule says of a gap: nothing (ok is false), or whether a sentence ends there. A soft verdict gives
// way to the learnt weights, where the language has them.
type ruleResult struct{ split, ok, soft bool }

var (
	noOpinion     = ruleResult{}
	splitHere     = ruleResult{split: true, ok: true}
	noSplit       = ruleResult{split: false, ok: true}
	likelySplit   = ruleResult{split: true, ok: true, soft: true}
	unlikelySplit = ruleResult{split: false, ok: true, soft: true}
)

// gapKind says which gaps a rule speaks of, so that the others need not ask it.
type gapKind uint8

const (
	anyGap        gapKind = 1 << iota
	singleStopGap         // a single full stop, with no quote or bracket closing behind it
	knownWordGap          // the same, behind a word that the vocabulary knows
	questionGap           // the run of stops ends with a question or exclamation mark
	closedGap             // a quote or bracket closes behind the stops
)

// rules are asked in this order; the first that speaks decides. Names serve the tests.
var rules = [...]struct {
	name  string
	kinds gapKind
	apply func(*gap, *vocabulary) ruleResult
}{
	{"title", knownWordGap, titleBefore},
	{"figure follows", knownWordGap, figureFollows},
	{"never at an end", knownWordGap, neverAtEnd},
	{"sign in brackets", closedGap, signInBrackets},
	{"stops alone", anyGap, stopsAlone},
	{"comma follows", anyGap, commaFollows},
	{"firm stop", anyGap, firmStop},
	{"no space", anyGap, noSpace},
	{"note number", anyGap, noteNumber},
	{"words left out follow", singleStopGap, wordsLeftOut},
	{"item in brackets", anyGap, itemInBrackets},
	{"label alone", anyGap, labelAlone},
	{"name with a mark", questionGap, nameWithMark},
	{"speech goes on", anyGap, speechGoesOn},
	{"aside goes on", questionGap, asideGoesOn},
	{"quotation goes on", anyGap, quotationGoesOn},
	{"remark on a quotation", closedGap, remarkOnQuotation},
	{"lower case follows", anyGap, lowerCaseFollows},
	{"question or exclamation", questionGap, questionOrExclamation},
	{"ordinal", singleStopGap, ordinalNumber},
	{"spaced letters", singleStopGap, spacedLetters},
	{"initial", singleStopGap, singleInitial},
	{"hour", knownWordGap, hourAbbreviation},
	{"dotted letters", singleStopGap, dottedLetters},
	{"abbreviation", knownWordGap, abbreviation},
	{"pause", anyGap, spacedEllipsis},
	{"whole word", singleStopGap, wholeWord},
	{"plain stop", anyGap, plainStop},
}

// rulesByKind lists the rules that speak of each kind of gap, in their order.
var rulesByKind = func() (lists [1 << 5][]uint8) {
	for kind := range lists {
		for i, rule := range rules {
			if rule.kinds&gapKind(kind) != 0 {
				lists[kind] = append(lists[kind], uint8(i))
			}
		}
	}
	return lists
}()

// applyRules asks the rules in turn and says which one spoke.
func applyRules(g *gap, v *vocabulary) (ruleResult, int) {
	for _, i := range rulesByKind[g.kinds] {
		if said := rules[i].apply(g, v); said.ok {
			return said, int(i)
		}
	}
	return unlikelySplit, len(rules) - 1 // not reached: the last rule always speaks
}
