package claim

import (
	"math"
	"strconv"

	"linecheck/text"
)

// Figure is a number that stands in a text, in figures or in words. Said is the number as it can be compared: "4,000", "four thousand" and "4 thousand" say
// "4000", "€12 million" and "12 million euros" say "EUR 12000000", "70 per cent" says "70 %", "−5" says "−5", and "hundreds", which leaves open how many,
// says "100+". What is no plain number, such as 10:30, is said as it is written.
type Figure struct {
	text.Span
	Said string
}

// Figures are the numbers of a text, in their order. In other languages than English only those in figures are found. The ends of a range, and both
// sides of a result, are two.
func Figures(s, lang string) []Figure {
	f := finders.Get().(*finder)
	defer finders.Put(f)
	f.s, f.english = s, isEnglish(lang)
	f.tokens = tokenise(s, f.tokens)
	var list []Figure
	last := 0 // the token behind the figure before
	for i := 0; i < len(f.tokens); i++ {
		if first, end, said := f.figureAt(i, last); end > i {
			list = append(list, Figure{text.Span{Start: f.at(first).from, End: f.at(end - 1).to}, said})
			last, i = end, end-1
		}
	}
	return list
}

// figureAt reads the number that begins at token i, with its sign, its currency or its share. What stands before token last belongs to another.
func (f *finder) figureAt(i, last int) (first, end int, said string) {
	n, end, ok := numeral{}, i, false
	if f.english || f.at(i).sort == number {
		n, end, ok = f.single(i)
	}
	switch {
	case !ok && f.at(i).sort == number:
		return i, i + 1, f.exact(i)
	case !ok || n.one:
		return i, i, ""
	}
	said = f.plainly(n.low, i, end)
	if n.hedge != Exact {
		said += "+"
	}
	first = i
	switch {
	case f.has(end, "percentage") && f.has(end+1, "points", "point"):
		said, end = said+" points", end+2
	case f.is(end, percent):
		said, end = said+" %", end+1
	case f.has(end, "per") && f.has(end+1, "cent"):
		said, end = said+" %", end+2
	case i > last && f.is(i-1, currency) && f.at(i-1).sort == sign && f.at(i).glued:
		said, first = f.at(i-1).known.unit+" "+said, i-1
	case f.is(end, currency) && !f.has(end, "won", "real", "rs"):
		said, end = f.at(end).known.unit+" "+said, end+1
	}
	if first > last && f.below(first) {
		return first - 1, end, "−" + said
	}
	return first, end, said
}

// plainly writes a number without an exponent. Beyond what a number can tell apart, it is what the tokens say.
func (f *finder) plainly(n float64, first, end int) string {
	if n >= 1<<53 {
		return f.s[f.at(first).start:f.at(end-1).end]
	}
	return strconv.FormatFloat(math.Round(n*1e6)/1e6, 'f', -1, 64)
}

// below holds for a number behind a minus sign. A stroke within a word or between two numbers is none.
func (f *finder) below(i int) bool {
	return f.has(i-1, "minus") || f.sign(i-1, "-−") && f.at(i).glued && (!f.at(i-1).glued || f.sign(i-2, "(["))
}
