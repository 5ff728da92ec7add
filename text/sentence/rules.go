package sentence

// ruleResult is the result of a rule for a gap: no opinion (ok is false), or whether a sentence ends there.
// A soft result is overruled by the trained weights if the language has them.
type ruleResult struct{ split, ok, soft bool }

var (
	noOpinion     = ruleResult{}
	splitHere     = ruleResult{split: true, ok: true}
	noSplit       = ruleResult{split: false, ok: true}
	likelySplit   = ruleResult{split: true, ok: true, soft: true}
	unlikelySplit = ruleResult{split: false, ok: true, soft: true}
)

// gapKind is a set of gap kinds, with which a rule selects the gaps it applies to.
type gapKind uint8

const (
	anyGap        gapKind = 1 << iota
	singleStopGap         // a single full stop without a closing quote or bracket
	knownWordGap          // the same, after a word in the vocabulary
	questionGap           // the run of stops ends with a question or exclamation mark
	closedGap             // a quote or bracket closes after the terminators
)

// rules are applied in this order; the first with an opinion decides. Tests use the names.
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
	{"attribution", closedGap, attributionFollows},
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

// rulesByKind lists the rules for each kind of gap, in order.
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

// applyRules applies the rules in order and returns the result and the index of the rule that decided.
func applyRules(g *gap, v *vocabulary) (ruleResult, int) {
	for _, i := range rulesByKind[g.kinds] {
		if said := rules[i].apply(g, v); said.ok {
			return said, int(i)
		}
	}
	return unlikelySplit, len(rules) - 1 // unreachable: the last rule always decides
}
