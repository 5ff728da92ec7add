package sentence

// verdict is what a rule says of a gap: nothing (ok is false), or whether a sentence ends there. A soft verdict gives
// way to the learnt weights, where the language has them.
type verdict struct{ split, ok, soft bool }

var (
	pass     = verdict{}
	split    = verdict{split: true, ok: true}
	keep     = verdict{split: false, ok: true}
	probably = verdict{split: true, ok: true, soft: true}
	hardly   = verdict{split: false, ok: true, soft: true}
)

// when says which gaps a rule speaks of, so that the others need not ask it.
type when uint8

const (
	always   when = 1 << iota
	lone          // a single full stop, with no quote or bracket closing behind it
	known         // the same, behind a word that the vocabulary knows
	asking        // the run of stops ends with a question or exclamation mark
	enclosed      // a quote or bracket closes behind the stops
)

// rules are asked in this order; the first that speaks decides. Names serve the tests.
var rules = [...]struct {
	name string
	when when
	says func(*gap, *vocabulary) verdict
}{
	{"title", known, titleBefore},
	{"figure follows", known, figureFollows},
	{"never at an end", known, neverAtEnd},
	{"sign in brackets", enclosed, signInBrackets},
	{"stops alone", always, stopsAlone},
	{"comma follows", always, commaFollows},
	{"firm stop", always, firmStop},
	{"no space", always, noSpace},
	{"note number", always, noteNumber},
	{"words left out follow", lone, wordsLeftOut},
	{"item in brackets", always, itemInBrackets},
	{"label alone", always, labelAlone},
	{"name with a mark", asking, nameWithMark},
	{"speech goes on", always, speechGoesOn},
	{"aside goes on", asking, asideGoesOn},
	{"quotation goes on", always, quotationGoesOn},
	{"remark on a quotation", enclosed, remarkOnQuotation},
	{"lower case follows", always, lowerCaseFollows},
	{"question or exclamation", asking, questionOrExclamation},
	{"ordinal", lone, ordinal},
	{"spaced letters", lone, spacedLetters},
	{"initial", lone, initial},
	{"hour", known, hour},
	{"dotted letters", lone, dottedLetters},
	{"abbreviation", known, abbreviation},
	{"pause", always, pause},
	{"whole word", lone, wholeWord},
	{"plain stop", always, plainStop},
}

// rulesWhen lists the rules that speak of each kind of gap, in their order.
var rulesWhen = func() (lists [1 << 5][]uint8) {
	for kind := range lists {
		for i, rule := range rules {
			if rule.when&when(kind) != 0 {
				lists[kind] = append(lists[kind], uint8(i))
			}
		}
	}
	return lists
}()

// judge asks the rules in turn and says which one spoke.
func judge(g *gap, v *vocabulary) (verdict, int) {
	for _, i := range rulesWhen[g.when] {
		if said := rules[i].says(g, v); said.ok {
			return said, int(i)
		}
	}
	return hardly, len(rules) - 1 // not reached: the last rule always speaks
}
