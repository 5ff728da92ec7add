package claim

import (
	"math"
	"strings"
	"unicode"

	"linecheck/text"
)

// Contradictions lists facts that an article states in two ways: numbers of the same thing, measures, ages, dates and results, and names
// in two spellings. Two numbers contradict each other only if they count the same thing, of the same subject, in the same role and at the
// same time. In case of doubt it reports nothing.
func (a *Article) Contradictions() []Finding {
	list := a.checkSpellings()
	if !a.english {
		return list
	}
	contexts := a.contexts()
	list = append(list, a.checkCounts(contexts)...)
	list = append(list, a.checkAttributes(contexts)...)
	list = append(list, a.checkAges(contexts)...)
	list = append(list, a.checkEventDates(contexts)...)
	return append(list, a.checkResults(contexts)...)
}

// context is a sentence with the facts that show whether it is about the same thing as another sentence.
type context struct {
	Sentence
	text   string // the sentence
	lower  string // in lower case, with a space at both ends
	stems  map[string]bool
	names  map[string]bool // capitalised words, the first word of the sentence apart
	first  string          // the first word if it may be a name, or ""
	years  map[int]bool
	months map[int]bool
	days   map[int]bool // days of the week
}

func (a *Article) contexts() []context {
	list := make([]context, len(a.sentences))
	for i, s := range a.sentences {
		c := context{
			Sentence: s, text: a.textOf(s.Span), stems: map[string]bool{}, names: map[string]bool{},
			years: map[int]bool{}, months: map[int]bool{}, days: map[int]bool{},
		}
		c.lower = " " + strings.ToLower(strings.Join(strings.Fields(c.text), " ")) + " "
		for n, w := range strings.Fields(c.text) {
			w = strings.TrimSuffix(strings.Trim(w, ".,;:!?\"“”()'’"), "'s")
			w = strings.TrimSuffix(w, "’s")
			switch isName := isCapitalised(w) && lookUp(w).classes&(month|weekday|function) == 0; {
			case isName && n > 0:
				c.names[w] = true
			case isName && lookUp(w).classes == 0:
				c.first = w
			}
			if st := contentStem(w); st != "" {
				c.stems[st] = true
			}
		}
		for _, one := range s.Claims {
			if w := one.Value.When; one.Value.Kind == Day {
				markNonZero(c.years, w.Year)
				markNonZero(c.months, w.Month)
				markNonZero(c.days, w.Weekday)
			}
		}
		list[i] = c
	}
	return list
}

func markNonZero(set map[int]bool, n int) {
	if n != 0 {
		set[n] = true
	}
}

func isCapitalised(w string) bool {
	for i, r := range w {
		return unicode.IsUpper(r) && len(w) > i+2
	}
	return false
}

// contentStem returns the stem of a word that carries meaning, or "".
func contentStem(w string) string {
	w = strings.ToLower(strings.Trim(w, ".,;:!?\"“”()'’"))
	is := lookUp(w).classes
	if len(w) < 4 || is&(function|timeUnit|nearTime|month|weekday|dayPart|dayWord|cardinal|adverb|preposition|saying|verbForm) != 0 {
		return ""
	}
	return stem(w)
}

// stem removes the ending of a verb or a noun.
func stem(w string) string {
	for _, end := range []string{"ing", "ed", "es", "s", "e"} {
		if cut, ok := strings.CutSuffix(w, end); ok && len(cut) >= 3 {
			return cut
		}
	}
	return w
}

// sharesTime reports whether two sentences may be about the same time: neither names a year, a month or a
// day of the week that the other names differently.
func (c *context) sharesTime(d *context) bool {
	return areCompatible(c.years, d.years) && areCompatible(c.months, d.months) && areCompatible(c.days, d.days)
}

// sharesSubject reports whether two sentences may be about the same subject: if both have names, they share
// one.
func (c *context) sharesSubject(d *context) bool {
	return areCompatible(c.names, d.names) || c.commonNames(d) > 0
}

// commonNames counts the names that both sentences have.
func (c *context) commonNames(d *context) int {
	n := countCommon(c.names, d.names)
	return n + boolToInt(c.first != "" && (c.first == d.first || d.names[c.first])) + boolToInt(d.first != "" && c.names[d.first])
}

// areCompatible reports whether two sets have a common element, or one is empty.
func areCompatible[T comparable](a, b map[T]bool) bool {
	return len(a) == 0 || len(b) == 0 || countCommon(a, b) > 0
}

func countCommon[T comparable](a, b map[T]bool) (n int) {
	for w := range a {
		n += boolToInt(b[w])
	}
	return n
}

// hasAny reports whether the sentence contains one of the words, which are separated by "|".
func (c *context) hasAny(words string) bool { return hasWord(c.lower, words) }

func hasWord(s, words string) bool {
	for w := range strings.SplitSeq(words, "|") {
		for _, end := range []string{" ", ",", ".", ";", ":"} {
			if strings.Contains(s, " "+w+end) {
				return true
			}
		}
	}
	return false
}

// Words of sentences that compare, plan or correct: a second number in them is no contradiction.
const (
	changeWords = "rose|risen|rise|rises|grew|grown|grow|climbed|increased|increase|dropped|later|updated|revised|corrected|" +
		"then|initially|first|at first|earlier|previously|so far|since then|by now|now|already|still|remaining|again|up from|down from"
	planWords    = "planned|plan|plans|expected|expects|expect|target|would|will|could|might|aims|aim|goal|should|if|estimated|estimates"
	compareWords = "another|other|rival|each|respectively|compared|whereas|while|instead|both|either|versus|unlike|similar|different|per"
)

// amountInContext is an amount and the words around it.
type amountInContext struct {
	Suggestion
	at     int // the sentence
	key    string
	near   map[string]bool
	before string // the word before it
	lead   string // the words before it, which may say that it is planned
}

// maxCompared limits how many amounts, and how many spellings, are compared pairwise.
const maxCompared = 400

// checkCounts lists two numbers of the same things.
func (a *Article) checkCounts(contexts []context) (list []Finding) {
	var all []amountInContext
	for i := range contexts {
		for _, c := range contexts[i].Claims {
			if key := countKey(c.Value); key != "" && len(all) < maxCompared {
				all = append(all, a.amountInContext(contexts, i, c, key))
			}
		}
	}
	for i, x := range all {
		for _, y := range all[i+1:] {
			if x.at == y.at || x.key != y.key || !contradict(x.Value, y.Value) || !countTheSame(&contexts[x.at], &contexts[y.at], x, y) {
				continue
			}
			list = append(list, Finding{
				Contradiction,
				[]text.Span{x.Span, y.Span},
				"two numbers are given of the same thing",
				strings.TrimSpace(formatNumber(x.Value.Low) + " or " + formatNumber(y.Value.Low) + " " + y.Value.Of + moneyOf(y.Value)),
			})
		}
	}
	return list
}

func moneyOf(v Value) string {
	if v.Of != "" {
		return ""
	}
	return v.Unit
}

// countKey returns what an amount counts, or "".
func countKey(v Value) string {
	switch {
	case v.Kind != Amount || v.Low != v.High:
	case v.Unit == "" && v.Of != "":
		return singular(v.Of)
	case isCurrency(v.Unit), v.Unit == "vote", v.Unit == "seat", unitConversions[v.Unit].base != "":
		return v.Unit
	}
	return ""
}

// isCurrency reports whether a unit is a currency: "USD".
func isCurrency(unit string) bool {
	return len(unit) == 3 && strings.ToUpper(unit) == unit && unitConversions[unit].base == ""
}

// contextWords is the number of words around a number that show what it is about.
const contextWords = 5

// leadWords is the number of words before a number that may say that it is planned.
const leadWords = 8

func (a *Article) amountInContext(contexts []context, i int, c Suggestion, key string) amountInContext {
	s := &contexts[i]
	before := strings.Fields(a.textOf(text.Span{Start: s.Start, End: c.Start}))
	behind := strings.Fields(a.textOf(text.Span{Start: c.End, End: s.End}))
	x := amountInContext{Suggestion: c, at: i, key: key, near: map[string]bool{}}
	x.lead = " " + strings.ToLower(strings.Join(before[max(0, len(before)-leadWords):], " ")) + " "
	if len(before) > 0 {
		x.before = strings.ToLower(before[len(before)-1])
	}
	if exact := strings.Fields(strings.ToLower(a.textOf(c.Span))); len(exact) > 0 && !isDigit([]rune(exact[0])[0]) {
		x.before += " " + exact[0]
	}
	for _, w := range append(before[max(0, len(before)-contextWords):], behind[:min(contextWords, len(behind))]...) {
		if st := contentStem(w); st != "" {
			x.near[st] = true
		}
	}
	return x
}

// countTheSame decides whether two numbers of like things are of the same thing in the same role.
func countTheSame(s, t *context, x, y amountInContext) bool {
	low, high := math.Min(x.Value.Low, y.Value.Low), math.Max(x.Value.Low, y.Value.Low)
	money := isCurrency(x.key)
	switch {
	case low <= 2 && !money, high > 3*low, !s.sharesTime(t), !s.sharesSubject(t):
		return false
	case s.hasAny(changeWords), t.hasAny(changeWords), hasWord(x.lead, planWords), hasWord(y.lead, planWords),
		t.hasAny(compareWords), s.hasAny(compareWords):
		return false
	case strings.Contains(y.before, "more"), strings.Contains(y.before, "further"), strings.Contains(y.before, "additional"):
		return false
	}
	names, near, shared := s.commonNames(t), countCommon(x.near, y.near), countCommon(s.stems, t.stems)
	definite := isDefinite(y.before) || money && near > 0
	swapped := haveSwappedDigits(x.Value.Low, y.Value.Low)
	switch {
	case money:
		return shared >= 2 && swapped || shared >= 3 && near >= 2 && sharesPrice(s, t)
	case unitConversions[x.key].base != "":
		return near >= 2 && shared >= 3
	case near == 0:
		return names > 0 && swapped && definite
	case startsWithPronoun(t) && y.at == x.at+1:
		return true
	}
	return definite || swapped || shared >= 4 || shared >= 2 && shared == min(len(s.stems), len(t.stems)) && sameNamedTime(s, t)
}

// sameNamedTime reports whether both sentences name the same year, month or day of the week.
func sameNamedTime(s, t *context) bool {
	return countCommon(s.years, t.years)+countCommon(s.months, t.months)+countCommon(s.days, t.days) > 0
}

func sharesPrice(s, t *context) bool {
	const price = "bought|buy|sold|sell|paid|pay|cost|costs|price|worth"
	return s.hasAny(price) && t.hasAny(price)
}

// isDefinite reports whether the word before a number refers to things that were named before.
func isDefinite(before string) bool {
	for w := range strings.FieldsSeq(before) {
		switch w {
		case "the", "its", "his", "her", "their", "these", "those", "all":
			return true
		}
	}
	return false
}

func startsWithPronoun(t *context) bool {
	for _, w := range []string{" it ", " they ", " he ", " she "} {
		if strings.HasPrefix(t.lower, w) {
			return true
		}
	}
	return false
}

// haveSwappedDigits reports whether two numbers have the same digits in another order, a common slip.
func haveSwappedDigits(a, b float64) bool {
	x, y := []rune(formatNumber(a)), []rune(formatNumber(b))
	if len(x) != len(y) || len(x) < 2 {
		return false
	}
	differing := 0
	count := map[rune]int{}
	for i := range x {
		differing += boolToInt(x[i] != y[i])
		count[x[i]]++
		count[y[i]]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return differing == 2
}

// contradict reports whether two amounts exclude each other: "more than 70" and 72 do not, 12 and 14 do.
func contradict(v, w Value) bool {
	lowV, highV := valueBounds(v)
	lowW, highW := valueBounds(w)
	return highV < lowW || highW < lowV
}

// aboutTolerance is the relative error that "about" allows.
const aboutTolerance = 0.15

func valueBounds(v Value) (low, high float64) {
	switch v.Hedge {
	case About:
		return v.Low * (1 - aboutTolerance), v.High * (1 + aboutTolerance)
	case AtLeast:
		return v.Low, v.High * 2 // nobody writes "more than 70" for a thousand
	case AtMost:
		return v.Low / 2, v.High
	}
	return v.Low, v.High
}
