package claim

import (
	"slices"
	"strings"
)

// The rules that find calendar dates.

// dateInFigures: "2021-06-24", "24/06/2021", "24.06.2021". If day and month are ambiguous, both stay unset.
func dateInFigures(f *analyzer, i int) (int, int, Value, bool) {
	if t := f.tokenAt(i); t.number.dots == 2 && t.number.dot && !t.number.group {
		return f.dottedDate(i)
	}
	if f.tokenText(i) == "9" && f.isSign(i+1, "/") && f.tokenText(i+2) == "11" && f.tokenAt(i+2).adjacent && !f.isSign(i+3, "/") {
		return i, i + 3, newDay(When{Year: 2001, Month: 9, Day: 11}), true
	}
	const marks = "-/.–"
	if !(f.isSign(i+1, marks) && f.tokenAt(i+1).adjacent && f.tokenAt(i+2).adjacent && f.isSign(i+3, marks) && f.tokenAt(i+3).adjacent && f.tokenAt(i+4).adjacent) {
		return i, i, Value{}, false
	}
	a, okA := f.integerBetween(i, 1, 2199)
	b, okB := f.integerBetween(i+2, 1, 31)
	c, okC := f.integerBetween(i+4, 1, 2199)
	if !okA || !okB || !okC || (a > 31) == (c > 31) && f.tokenAt(i+4).number.digits != 2 {
		return i, i, Value{}, false
	}
	w, ok := parseDateParts(a, b, c)
	return i, i + 5, newDay(w), ok
}

// parseDateParts orders the three figures of a date.
func parseDateParts(a, b, c int) (When, bool) {
	switch {
	case a > 31 && b <= 12 && c <= 31:
		return When{Year: a, Month: b, Day: c}, true
	case c < 100:
		c += 2000
	}
	switch {
	case a > 12 && a <= 31 && b <= 12 || a == b:
		return When{Year: c, Month: b, Day: a}, true
	case b > 12 && a <= 12:
		return When{Year: c, Month: a, Day: b}, true
	}
	return When{Year: c}, a <= 31 && b <= 12
}

func (f *analyzer) dottedDate(i int) (int, int, Value, bool) {
	var part [3]int
	n := 0
	for _, r := range f.tokenText(i) {
		if !isDigit(r) {
			n++
			continue
		}
		part[n] = part[n]*10 + digitValue(r)
	}
	if part[0] < 1 || part[0] > 31 || part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 2199 || part[2] > 99 && part[2] < 1000 {
		return i, i, Value{}, false
	}
	if part[2] < 100 {
		part[2] += 2000
	}
	return i, i + 1, newDay(When{Year: part[2], Month: part[1], Day: part[0]}), true
}

// monthAt reads the name of a month. May and March need a capital, and abbreviations a date next to them.
func (f *analyzer) monthAt(i int) (n, end int, ok bool) {
	t := f.tokenAt(i)
	if t.entry.classes&month == 0 || !t.capital {
		return 0, i, false
	}
	end = i + 1
	if len(f.tokenText(i)) <= 4 && !f.isOneOf(i, "may", "june", "july") && f.isSign(end, ".") && f.tokenAt(end).adjacent {
		end++
	}
	return int(t.entry.number), end, true
}

// dayAndMonth: "24 June 2021", "the 3rd of May", "5–7 June".
func dayAndMonth(f *analyzer, i int) (int, int, Value, bool) {
	d, end, ok := f.ordinalAt(i)
	if !ok {
		if d, ok = f.integerBetween(i, 1, 31); !ok {
			return i, i, Value{}, false
		}
		end = i + 1
		if f.isSign(end, "-–") || f.isOneOf(end, "to", "and") {
			if _, range2 := f.integerBetween(end+1, d+1, 31); range2 {
				if _, _, month2 := f.monthAt(end + 2); month2 {
					end += 2
				}
			}
		}
	}
	if f.isOneOf(end, "of") {
		end++
	}
	m, after, ok := f.monthAt(end)
	if !ok || d < 1 || d > 31 { // "on the 14th"
		alone := end == i+2 && f.tokenAt(i+1).adjacent && f.isOneOf(i-1, "the") && f.isOneOf(i-2, "on", "until", "by", "since") &&
			(f.tokenAt(end).kind == signToken || f.hasClass(end, function) || end == len(f.tokens))
		return i, i + 2, newDay(When{Day: d}), alone && d >= 1 && d <= 31
	}
	end = after
	w := When{Month: m, Day: d}
	return i, f.yearAfter(&w, end), newDay(w), true
}

// yearAfter reads a year after a date.
func (f *analyzer) yearAfter(w *When, i int) int {
	at := i
	if f.isSign(at, ",") || f.isOneOf(at, "of") {
		at++
	}
	if y, end, ok := f.yearAt(at); ok && y.Span == "" {
		w.Year = y.Year
		return end
	}
	return i
}

// monthAndDay: "June 24, 2021", "Sept. 12", "May 3–5", "June 2021".
func monthAndDay(f *analyzer, i int) (int, int, Value, bool) {
	m, end, ok := f.monthAt(i)
	if !ok {
		return i, i, Value{}, false
	}
	w := When{Month: m}
	d, whole := f.integerBetween(end, 1, 31)
	if n, after, is := f.ordinalAt(end); is && n >= 1 && n <= 31 {
		d, whole, end = n, true, after-1
	}
	if !whole || f.isOneOf(end+1, "people", "%", "percent") || f.isSign(end+1, "%") {
		after := f.yearAfter(&w, end)
		return i, after, newDay(w), after > end
	}
	w.Day, end = d, end+1
	if _, range2 := f.integerBetween(end+1, d+1, 31); range2 && (f.isSign(end, "-–—") || f.isOneOf(end, "and", "to")) {
		end += 2
	}
	return i, f.yearAfter(&w, end), newDay(w), true
}

// monthAlone: "in March", "last May". An abbreviation needs a date; "May" and "March" need a word before
// them that is used with times.
func monthAlone(f *analyzer, i int) (int, int, Value, bool) {
	m, end, ok := f.monthAt(i)
	if !ok || len(f.tokenText(i)) == 3 && !f.isOneOf(i, "may") || f.tokenAt(i).allCapitals && f.isOneOf(i, "may", "march") {
		return i, i, Value{}, false
	}
	if f.isOneOf(i, "may", "march", "april", "june", "august") && !f.hasClass(i-1, preposition|nearTime) &&
		!f.isOneOf(i-1, "and", "to", "mid", "this", "or", "every") &&
		!f.isHyphen(i-1) {
		if !f.isOneOf(i, "march", "april", "june", "august") || i == 0 || f.tokenAt(i-1).capital || f.tokenAt(i+1).capital {
			return i, i, Value{}, false
		}
	}
	return i, end, newDay(When{Month: m}), true
}

// dayOfTheWeek: "Wednesday", "Mon., 3 June". "Sunday Times" and "Black Friday" are names.
func dayOfTheWeek(f *analyzer, i int) (int, int, Value, bool) {
	t := f.tokenAt(i)
	end := i + 1
	switch {
	case !t.capital && t.kind == wordToken && f.isOneOf(i, "sun", "sat", "wed", "mon", "fri"), !t.capital:
		return i, i, Value{}, false
	case t.entry.classes&shortDay != 0:
		if f.isSign(end, ".") {
			end++
		}
		if _, _, ok := f.monthAt(f.skipConnectors(end)); !ok && !f.hasClass(f.skipConnectors(end), digits) {
			return i, i, Value{}, false
		}
	case f.tokenAt(end).capital && f.isOneOf(end, "times", "post", "telegraph", "mirror", "express", "herald", "night", "morning") && !f.hasClass(end, dayPart):
		return i, i, Value{}, false
	}
	if f.hasClass(end, dayPart) {
		end++
	}
	return i, end, newDay(When{Weekday: int(t.entry.number)}), true
}

// yearRule: four figures without a comma are a year unless they count something.
func yearRule(f *analyzer, i int) (int, int, Value, bool) {
	w, end, ok := f.yearAt(i)
	if !ok || f.tokenAt(i).adjacent && f.tokenAt(i-1).kind == wordToken || f.isSign(i-1, "$€£¥#№.") ||
		f.tokenAt(i+1).adjacent && f.tokenAt(i+1).kind == wordToken ||
		f.isOneOf(i-1, "no", "flight", "version", "about", "nearly", "than", "least", "route") {
		return i, i, Value{}, false
	}
	if f.isHyphen(i-1) && !f.isOneOf(i-2, "mid", "post", "pre") {
		return i, i, Value{}, false
	}
	next := f.tokenAt(end)
	counts := next.entry.unit != "" && !(next.entry.classes&unitName != 0 && f.isOneOf(end, "vote", "seat", "point", "goal", "lap")) &&
		next.entry.classes&timeUnit == 0 &&
		!f.isSign(end, "°") ||
		next.entry.classes&(plural|scale|percent) != 0 ||
		f.isSign(end, "%") ||
		f.isOneOf(end, "of") ||
		f.isPluralNoun(end) && !next.capital ||
		f.isPluralNoun(end+1) && f.isPlainWord(end) && f.isPlainWord(end+1)
	if f.isOneOf(i-1, "the") && w.Year%100 != 0 && w.Year > 1950 && w.Year < 2035 && w.Span == "" && f.isPluralNoun(end) {
		// "the 2014 protests"
		counts = false
	}
	if counts && !f.hasClass(i-1, preposition) || next.entry.classes&(plural|scale|percent) != 0 || f.isSign(end, "%") {
		return i, i, Value{}, false
	}
	likely := w.Year >= 1500 && w.Year <= 2100 || f.isOneOf(i-1, "in", "since", "by", "until")
	return i, end, newDay(w), likely
}

// decadeRule: "the 1990s", "'90s", "the sixties".
func decadeRule(f *analyzer, i int) (int, int, Value, bool) {
	if n := slices.Index(decadeNames, strings.ToLower(f.tokenText(i))); n >= 0 {
		return i, i + 1, newDay(When{Year: 1920 + 10*n, Span: "decade"}), f.isOneOf(i-1, "the", "late", "early", "mid") || f.isHyphen(i-1)
	}
	n, whole := f.integerBetween(i, 0, 2190)
	s := f.tokenAt(i + 1)
	end := i + 2
	if f.isSign(i+1, "'’") && f.tokenText(i+2) == "s" && f.tokenAt(i+2).adjacent {
		s, end = f.tokenAt(i+2), i+3
	}
	if !whole || n%10 != 0 || !s.adjacent || s.end-s.start != 1 || f.s[s.start] != 's' || n > 90 && n < 1000 {
		return i, i, Value{}, false
	}
	first := i
	if n <= 90 {
		n += 1900
		if f.isSign(i-1, "'’‘") {
			first--
		}
	}
	return first, end, newDay(When{Year: n, Span: "decade"}), true
}

var decadeNames = []string{"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"}

// centuryRule: "the 19th century", "twenty-first-century".
func centuryRule(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.ordinalAt(i)
	if !ok {
		return i, i, Value{}, false
	}
	if f.isHyphen(end) {
		end++
	}
	if !f.isOneOf(end, "century", "centuries") {
		return i, i, Value{}, false
	}
	end++
	if f.isOneOf(end, "bc", "bce", "ad", "ce") {
		end++
	}
	return i, end, newDay(When{Year: (n-1)*100 + 1, Span: "century"}), true
}

// dayByName: "Boxing Day", "New Year's Eve".
func dayByName(f *analyzer, i int) (int, int, Value, bool) {
	if !f.isOneOf(i, "day", "eve") || !f.tokenAt(i).capital || f.tokenAt(i).allCapitals {
		return i, i, Value{}, false
	}
	first := i
	if f.tokenText(i-1) == "s" && f.isSign(i-2, "'’") && f.tokenAt(i-3).capital {
		first = i - 3
	}
	if f.tokenAt(first-1).capital && f.tokenAt(first-1).kind == wordToken && !f.hasClass(first-1, function) {
		first--
	}
	return first, i + 1, Value{}, first < i
}

// holidayRule: "Christmas Day", "Eid al-Fitr".
func holidayRule(f *analyzer, i int) (int, int, Value, bool) {
	if !f.tokenAt(i).capital {
		return i, i, Value{}, false
	}
	end := i + 1
	for f.tokenAt(end).capital && f.isOneOf(end, "day", "eve", "sunday", "monday", "week") {
		end++
	}
	return i, end, Value{}, true
}
