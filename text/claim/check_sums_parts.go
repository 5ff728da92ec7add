package claim

import (
	"math"
	"regexp"
	"strings"

	"linecheck/text"
)

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// spendVerbs say that the amounts behind them are parts of the amount before them.
var spendVerbs = regexp.MustCompile(
	`(?i)\b(?:pays?|paid|spends?|spent|splits?|divided?|divides|allocates?|gives?|goes?|went|consists?|comprises?|` +
		`made up|provides?|sets? aside|earmarks?)\b`,
)

// checkPartsOfNamedWhole: "Of the 120 seats, 52 went to Labour, 41 to the Greens and 35 to the Liberals", "the
// $9.5 million programme will pay $4.2 million for roads, …". The parts may be fewer than all, so only parts
// that make more than the whole are wrong.
func (a *Article) checkPartsOfNamedWhole(s Sentence, amounts []Suggestion) (Finding, bool) {
	if len(amounts) < 3 {
		return Finding{}, false
	}
	whole, exact := amounts[0], strings.ToLower(a.textOf(s.Span))
	before := strings.ToLower(strings.TrimSpace(a.textOf(text.Span{Start: s.Start, End: whole.Start})))
	of := before == "of the" || before == "of its" || before == "of their" || before == "von den" || before == "sur les" ||
		before == "de los"
	spent := isCurrency(whole.Value.Unit) && spendVerbs.MatchString(a.textOf(text.Span{Start: whole.End, End: amounts[1].Start}))
	if whole.Value.Hedge != Exact || !of && !spent || containsAny(exact, "including", "each", "both", "also", "darunter", "dont ") {
		return Finding{}, false
	}
	sum, working := 0.0, ""
	for _, c := range amounts[1:] {
		v := c.Value
		if v.Hedge != Exact || v.Low != v.High || v.Unit != whole.Value.Unit && v.Unit != "" || v.Low >= whole.Value.Low {
			return Finding{}, false
		}
		if working != "" {
			working += " + "
		}
		sum, working = sum+v.Low, working+formatNumber(v.Low)
	}
	if sum <= whole.Value.Low*1.005 || sum > whole.Value.Low*1.6 {
		return Finding{}, false
	}
	return Finding{
		Sum,
		sortedSpans(amounts, whole),
		"the parts make more than the whole",
		working + " = " + formatNumber(sum) + ", the text says " + formatNumber(whole.Value.Low),
	}, true
}

// fromTo finds "from 40 to 53" in several languages. The numbers are in figures.
var fromTo = regexp.MustCompile(`(?i)\b(?:from|von|de|da|van) [^\d\s]{0,3}(\d[\d.,]*)(?: \p{L}+)? ` +
	`(?:to|auf|à|a|naar) [^\d\s]{0,3}(\d[\d.,]*)`)

// byAmount finds the amount of a change: "rose by 12".
var byAmount = regexp.MustCompile(`(?i)(?:\bby|\bum) [^\d\s]{0,3}(\d[\d.,]*)(?:[ ,.;]|$)`)

// checkDifference: "rose by 12, from 40 to 53".
func (a *Article) checkDifference(s Sentence, _ []Suggestion) (Finding, bool) {
	exact := a.textOf(s.Span)
	ends, by := fromTo.FindStringSubmatchIndex(exact), byAmount.FindStringSubmatchIndex(exact)
	if ends == nil || by == nil || by[2] >= ends[0] && by[3] <= ends[1] {
		return Finding{}, false
	}
	c := context{Sentence: s, text: exact}
	number := func(at []int) (float64, text.Span, bool) {
		word := strings.TrimRight(exact[at[0]:at[1]], ".,")
		v, ok := parsePlainNumber(word)
		return v, c.spanOf(at[0], at[0]+len(word)), ok
	}
	was, spanWas, ok1 := number(ends[2:4])
	is, spanIs, ok2 := number(ends[4:6])
	change, spanBy, ok3 := number(by[2:4])
	behind := strings.TrimLeft(exact[min(by[3], len(exact)):], " ")
	if !ok1 || !ok2 || !ok3 || strings.HasPrefix(behind, "%") ||
		containsAny(behind[:min(9, len(behind))], "per", "pro", "times", "mal", "point", "year", "million") ||
		math.Abs(math.Abs(is-was)-change) < 0.051*max(1, change) || math.Abs(is-was) > 3*change {
		return Finding{}, false
	}
	spans := []text.Span{spanBy, spanWas, spanIs}
	if spanBy.Start > spanWas.Start {
		spans = []text.Span{spanWas, spanIs, spanBy}
	}
	return Finding{
		Sum,
		spans,
		"the change does not follow from its numbers",
		formatNumber(was) + " to " + formatNumber(is) + " is " + formatNumber(math.Abs(is-was)) + ", the text says " + formatNumber(change),
	}, true
}

var fractionOf = regexp.MustCompile(
	`(?i)\b(half|a third|one third|one-third|two thirds|two-thirds|a quarter|one quarter|three quarters|three-quarters|a fifth) ` +
		`of (?:the|its|their|all) ` +
		`(\d[\d,]*)(?: [a-z]+){0,2},? (?:or|\(|that is,?|i\.e\.) ?(\d[\d,]*)`,
)

var fractionValues = map[string]float64{
	"half": 1. / 2, "a third": 1. / 3, "one third": 1. / 3, "one-third": 1. / 3, "two thirds": 2. / 3, "two-thirds": 2. / 3,
	"a quarter": 1. / 4, "one quarter": 1. / 4, "three quarters": 3. / 4, "three-quarters": 3. / 4, "a fifth": 1. / 5,
}

// checkFractionOfCount: "half of the 90 members, or 54".
func (a *Article) checkFractionOfCount(s Sentence, _ []Suggestion) (Finding, bool) {
	exact := a.textOf(s.Span)
	m := fractionOf.FindStringSubmatchIndex(exact)
	if m == nil {
		return Finding{}, false
	}
	share := fractionValues[strings.ToLower(exact[m[2]:m[3]])]
	whole, ok := parsePlainNumber(strings.TrimRight(exact[m[4]:m[5]], ","))
	part, also := parsePlainNumber(strings.TrimRight(exact[m[6]:m[7]], ","))
	if !ok || !also || strings.HasPrefix(strings.TrimLeft(exact[m[7]:], " "), "%") ||
		math.Abs(whole*share-part) <= max(1, whole*share*0.05) {
		return Finding{}, false
	}
	c := context{Sentence: s, text: exact}
	return Finding{
		Sum,
		[]text.Span{c.spanOf(m[4], m[5]), c.spanOf(m[6], m[7])},
		"the part does not follow from its whole",
		exact[m[2]:m[3]] + " of " + formatNumber(whole) + " is " + formatNumber(whole*share) + ", the text says " + formatNumber(part),
	}, true
}
