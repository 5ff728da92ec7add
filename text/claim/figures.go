package claim

import (
	"math"
	"strconv"

	"linecheck/text"
)

// Figure is a number in a text, in figures or in words. Normalized is its comparable form: "4,000", "four
// thousand" and "4 thousand" are "4000", "€12 million" and "12 million euros" are "EUR 12000000", "70 per
// cent" is "70 %", "−5" is "−5", and "hundreds", which is inexact, is "100+". What is not a plain number,
// such as 10:30, is left as written.
type Figure struct {
	text.Span
	Normalized string
}

// Figures returns the numbers of a text in order. In languages other than English it finds only numbers in
// figures. The ends of a range, and both sides of a result, are two numbers.
func Figures(s, lang string) []Figure {
	f := analyzerPool.Get().(*analyzer)
	defer analyzerPool.Put(f)
	f.s, f.english = s, isEnglish(lang)
	f.tokens = tokenise(s, f.tokens)
	var list []Figure
	last := 0 // the end of the previous figure
	for i := 0; i < len(f.tokens); i++ {
		if first, end, said := f.figureAt(i, last); end > i {
			list = append(list, Figure{text.Span{Start: f.tokenAt(first).from, End: f.tokenAt(end - 1).to}, said})
			last, i = end, end-1
		}
	}
	return list
}

// figureAt reads the number at token i, with its sign, currency or percent sign. Tokens before last belong
// to another number.
func (f *analyzer) figureAt(i, last int) (first, end int, said string) {
	n, end, ok := numeral{}, i, false
	if f.english || f.tokenAt(i).kind == numberToken {
		n, end, ok = f.readSingleNumber(i)
	}
	switch {
	case !ok && f.tokenAt(i).kind == numberToken:
		return i, i + 1, f.tokenText(i)
	case !ok || n.isOne:
		return i, i, ""
	}
	said = f.formatPlain(n.low, i, end)
	if n.hedge != Exact {
		said += "+"
	}
	first = i
	switch {
	case f.isOneOf(end, "percentage") && f.isOneOf(end+1, "points", "point"):
		said, end = said+" points", end+2
	case f.hasClass(end, percent):
		said, end = said+" %", end+1
	case f.isOneOf(end, "per") && f.isOneOf(end+1, "cent"):
		said, end = said+" %", end+2
	case i > last && f.hasClass(i-1, currency) && f.tokenAt(i-1).kind == signToken && f.tokenAt(i).adjacent:
		said, first = f.tokenAt(i-1).entry.unit+" "+said, i-1
	case f.hasClass(end, currency) && !f.isOneOf(end, "won", "real", "rs"):
		said, end = f.tokenAt(end).entry.unit+" "+said, end+1
	}
	if first > last && f.isNegative(first) {
		return first - 1, end, "−" + said
	}
	return first, end, said
}

// formatPlain formats a number without an exponent. A number too large to be exact is returned as written.
func (f *analyzer) formatPlain(n float64, first, end int) string {
	if n >= 1<<53 {
		return f.s[f.tokenAt(first).start:f.tokenAt(end-1).end]
	}
	return strconv.FormatFloat(math.Round(n*1e6)/1e6, 'f', -1, 64)
}

// isNegative reports whether a number follows a minus sign. A dash inside a word or between two numbers is
// not one.
func (f *analyzer) isNegative(i int) bool {
	return f.isOneOf(i-1, "minus") || f.isSign(i-1, "-−") && f.tokenAt(i).adjacent && (!f.tokenAt(i-1).adjacent || f.isSign(i-2, "(["))
}
