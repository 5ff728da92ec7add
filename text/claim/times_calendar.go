package claim

// The rules that read the calendar.

// dateInFigures: "2021-06-24", "24/06/2021", "24.06.2021". Where day and month could be either, they stay open.
func dateInFigures(f *finder, i int) (int, int, Value, bool) {
	if t := f.at(i); t.figure.dots == 2 && t.figure.dot && !t.figure.group {
		return f.dottedDate(i)
	}
	if f.exact(i) == "9" && f.sign(i+1, "/") && f.exact(i+2) == "11" && f.at(i+2).glued && !f.sign(i+3, "/") {
		return i, i + 3, day(When{Year: 2001, Month: 9, Day: 11}), true
	}
	const marks = "-/.–"
	if !(f.sign(i+1, marks) && f.at(i+1).glued && f.at(i+2).glued && f.sign(i+3, marks) && f.at(i+3).glued && f.at(i+4).glued) {
		return i, i, Value{}, false
	}
	a, okA := f.integer(i, 1, 2199)
	b, okB := f.integer(i+2, 1, 31)
	c, okC := f.integer(i+4, 1, 2199)
	if !okA || !okB || !okC || (a > 31) == (c > 31) && f.at(i+4).figure.digits != 2 {
		return i, i, Value{}, false
	}
	w, ok := dayOf(a, b, c)
	return i, i + 5, day(w), ok
}

// dayOf sorts the three figures of a date.
func dayOf(a, b, c int) (When, bool) {
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

func (f *finder) dottedDate(i int) (int, int, Value, bool) {
	var part [3]int
	n := 0
	for _, r := range f.exact(i) {
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
	return i, i + 1, day(When{Year: part[2], Month: part[1], Day: part[0]}), true
}

// monthAt reads the name of a month that is one: May and March need a capital, and short forms a date beside them.
func (f *finder) monthAt(i int) (n, end int, ok bool) {
	t := f.at(i)
	if t.known.is&month == 0 || !t.capital {
		return 0, i, false
	}
	end = i + 1
	if len(f.exact(i)) <= 4 && !f.has(i, "may", "june", "july") && f.sign(end, ".") && f.at(end).glued {
		end++
	}
	return int(t.known.n), end, true
}

// dayAndMonth: "24 June 2021", "the 3rd of May", "5–7 June".
func dayAndMonth(f *finder, i int) (int, int, Value, bool) {
	d, end, ok := f.ordinalAt(i)
	if !ok {
		if d, ok = f.integer(i, 1, 31); !ok {
			return i, i, Value{}, false
		}
		end = i + 1
		if f.sign(end, "-–") || f.has(end, "to", "and") {
			if _, range2 := f.integer(end+1, d+1, 31); range2 {
				if _, _, month2 := f.monthAt(end + 2); month2 {
					end += 2
				}
			}
		}
	}
	if f.has(end, "of") {
		end++
	}
	m, after, ok := f.monthAt(end)
	if !ok || d < 1 || d > 31 { // "on the 14th"
		alone := end == i+2 && f.at(i+1).glued && f.has(i-1, "the") && f.has(i-2, "on", "until", "by", "since") && (f.at(end).sort == sign || f.is(end, function) || end == len(f.tokens))
		return i, i + 2, day(When{Day: d}), alone && d >= 1 && d <= 31
	}
	end = after
	w := When{Month: m, Day: d}
	return i, f.yearAfter(&w, end), day(w), true
}

// yearAfter takes in a year behind a date.
func (f *finder) yearAfter(w *When, i int) int {
	at := i
	if f.sign(at, ",") || f.has(at, "of") {
		at++
	}
	if y, end, ok := f.isYear(at); ok && y.Span == "" {
		w.Year = y.Year
		return end
	}
	return i
}

// monthAndDay: "June 24, 2021", "Sept. 12", "May 3–5", "June 2021".
func monthAndDay(f *finder, i int) (int, int, Value, bool) {
	m, end, ok := f.monthAt(i)
	if !ok {
		return i, i, Value{}, false
	}
	w := When{Month: m}
	d, whole := f.integer(end, 1, 31)
	if n, after, is := f.ordinalAt(end); is && n >= 1 && n <= 31 {
		d, whole, end = n, true, after-1
	}
	if !whole || f.has(end+1, "people", "%", "percent") || f.sign(end+1, "%") {
		after := f.yearAfter(&w, end)
		return i, after, day(w), after > end
	}
	w.Day, end = d, end+1
	if _, range2 := f.integer(end+1, d+1, 31); range2 && (f.sign(end, "-–—") || f.has(end, "and", "to")) {
		end += 2
	}
	return i, f.yearAfter(&w, end), day(w), true
}

// monthAlone: "in March", "last May"; a short form without a date is none, and "May" and "March" need a word before them that times have.
func monthAlone(f *finder, i int) (int, int, Value, bool) {
	m, end, ok := f.monthAt(i)
	if !ok || len(f.exact(i)) == 3 && !f.has(i, "may") || f.at(i).shouted && f.has(i, "may", "march") {
		return i, i, Value{}, false
	}
	if f.has(i, "may", "march", "april", "june", "august") && !f.is(i-1, preposition|nearTime) && !f.has(i-1, "and", "to", "mid", "this", "or", "every") && !f.hyphen(i-1) {
		if !f.has(i, "march", "april", "june", "august") || i == 0 || f.at(i-1).capital || f.at(i+1).capital {
			return i, i, Value{}, false
		}
	}
	return i, end, day(When{Month: m}), true
}

// dayOfTheWeek: "Wednesday", "Mon., 3 June"; "Sunday Times" and "Black Friday" are names.
func dayOfTheWeek(f *finder, i int) (int, int, Value, bool) {
	t := f.at(i)
	end := i + 1
	switch {
	case !t.capital && t.sort == word && f.has(i, "sun", "sat", "wed", "mon", "fri"), !t.capital:
		return i, i, Value{}, false
	case t.known.is&shortDay != 0:
		if f.sign(end, ".") {
			end++
		}
		if _, _, ok := f.monthAt(f.glueAfter(end)); !ok && !f.is(f.glueAfter(end), digits) {
			return i, i, Value{}, false
		}
	case f.at(end).capital && f.has(end, "times", "post", "telegraph", "mirror", "express", "herald", "night", "morning") && !f.is(end, dayPart):
		return i, i, Value{}, false
	}
	if f.is(end, dayPart) {
		end++
	}
	return i, end, day(When{Weekday: int(t.known.n)}), true
}

// yearRule: four figures without a comma are a year unless they count something.
func yearRule(f *finder, i int) (int, int, Value, bool) {
	w, end, ok := f.isYear(i)
	if !ok || f.at(i).glued && f.at(i-1).sort == word || f.sign(i-1, "$€£¥#№.") || f.at(i+1).glued && f.at(i+1).sort == word || f.has(i-1, "no", "flight", "version", "about", "nearly", "than", "least", "route") {
		return i, i, Value{}, false
	}
	if f.hyphen(i-1) && !f.has(i-2, "mid", "post", "pre") {
		return i, i, Value{}, false
	}
	next := f.at(end)
	counts := next.known.unit != "" && next.known.is&timeUnit == 0 && !f.sign(end, "°") || next.known.is&(plural|scale|percent) != 0 || f.sign(end, "%") ||
		f.has(end, "of") || f.pluralNoun(end) && !next.capital || f.pluralNoun(end+1) && f.plain(end) && f.plain(end+1)
	if counts && !f.is(i-1, preposition) || next.known.is&(plural|scale|percent) != 0 || f.sign(end, "%") {
		return i, i, Value{}, false
	}
	likely := w.Year >= 1500 && w.Year <= 2100 || f.has(i-1, "in", "since", "by", "until")
	return i, end, day(w), likely
}

// decadeRule: "the 1990s", "'90s".
func decadeRule(f *finder, i int) (int, int, Value, bool) {
	n, whole := f.integer(i, 0, 2190)
	s := f.at(i + 1)
	end := i + 2
	if f.sign(i+1, "'’") && f.exact(i+2) == "s" && f.at(i+2).glued {
		s, end = f.at(i+2), i+3
	}
	if !whole || n%10 != 0 || !s.glued || s.end-s.start != 1 || f.s[s.start] != 's' || n > 90 && n < 1000 {
		return i, i, Value{}, false
	}
	first := i
	if n <= 90 {
		n += 1900
		if f.sign(i-1, "'’‘") {
			first--
		}
	}
	return first, end, day(When{Year: n, Span: "decade"}), true
}

// centuryRule: "the 19th century", "twenty-first-century".
func centuryRule(f *finder, i int) (int, int, Value, bool) {
	n, end, ok := f.ordinalAt(i)
	if !ok {
		return i, i, Value{}, false
	}
	if f.hyphen(end) {
		end++
	}
	if !f.has(end, "century", "centuries") {
		return i, i, Value{}, false
	}
	end++
	if f.has(end, "bc", "bce", "ad", "ce") {
		end++
	}
	return i, end, day(When{Year: (n-1)*100 + 1, Span: "century"}), true
}

// dayByName: "Boxing Day", "New Year's Eve".
func dayByName(f *finder, i int) (int, int, Value, bool) {
	if !f.has(i, "day", "eve") || !f.at(i).capital || f.at(i).shouted {
		return i, i, Value{}, false
	}
	first := i
	if f.exact(i-1) == "s" && f.sign(i-2, "'’") && f.at(i-3).capital {
		first = i - 3
	}
	if f.at(first-1).capital && f.at(first-1).sort == word && !f.is(first-1, function) {
		first--
	}
	return first, i + 1, Value{}, first < i
}

// holidayRule: "Christmas Day", "Eid al-Fitr".
func holidayRule(f *finder, i int) (int, int, Value, bool) {
	if !f.at(i).capital {
		return i, i, Value{}, false
	}
	end := i + 1
	for f.at(end).capital && f.has(end, "day", "eve", "sunday", "monday", "week") {
		end++
	}
	return i, end, Value{}, true
}
