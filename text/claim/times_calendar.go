package claim

// The rules that read the calendar and the clock.

// dateInFigures: "2021-06-24", "24/06/2021", "24.06.2021". Where day and month could be either, they stay open.
func dateInFigures(f *finder, i int) (int, int, Value, bool) {
	if t := f.at(i); t.figure.dots == 2 && t.figure.dot && !t.figure.group {
		return f.dottedDate(i)
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

// timeOfDay: "5:25 p.m. local time", "17:00 (UTC)", "1730 UTC", "nine o'clock", "noon".
func timeOfDay(f *finder, i int) (int, int, Value, bool) {
	t := f.at(i)
	minutes, end := -1, i+1
	switch {
	case f.has(i, "noon", "midnight", "midday"):
		minutes = int(t.known.n)
	case f.is(i, dayPart):
		return i, i, Value{}, false
	case t.figure.colon && t.figure.dots > 1 && !f.has(i-1, "at") && f.zoneAfter(end) == end: // hours, minutes and seconds: how long it took
		return i, i + 1, Value{Sort: Duration, Low: t.figure.value, High: t.figure.value, Unit: "minute"}, true
	case t.figure.colon:
		minutes = int(t.figure.value)
	default:
		var n numeral
		var ok bool
		if n, end, ok = f.numeral(i); !ok || n.low > 2400 {
			return i, i, Value{}, false
		}
		switch {
		case f.has(end, "o'clock"):
			minutes = int(n.low) * 60
		case f.meridiem(end) != 0 && n.high <= 13:
			minutes = int(n.low)*60 + int(n.low*100+0.5)%100*b2i(t.figure.dot)
		case t.figure.digits == 4 && (f.is(end, zone) && f.at(end).shouted || f.has(end, "local")) || t.figure.digits == 4 && f.has(end, "hours") && f.has(i-1, "at"):
			minutes = int(n.low)/100*60 + int(n.low)%100
		default:
			return i, i, Value{}, false
		}
	}
	if f.has(end, "o'clock") {
		end++
	}
	if half := f.meridiem(end); half != 0 {
		if minutes%720 == minutes && half == 'p' || minutes >= 720 && half == 'a' && minutes < 780 {
			minutes = (minutes + 720) % 1440
		}
		end++
	}
	return i, f.zoneAfter(end), day(When{Clock: minutes + 1}), minutes >= 0 && minutes <= 1440
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// meridiem is 'a' or 'p' for a.m. and p.m.
func (f *finder) meridiem(i int) byte {
	switch {
	case f.has(i, "am", "a.m."):
		return 'a'
	case f.has(i, "pm", "p.m."):
		return 'p'
	}
	return 0
}

// zoneAfter takes in "UTC", "(GMT)", "local time", "Eastern Time".
func (f *finder) zoneAfter(i int) int {
	at := i
	if f.sign(at, "(") {
		at++
	}
	switch {
	case f.is(at, zone) && f.at(at).shouted:
		at++
		if f.sign(at, "+-−") && f.is(at+1, digits) {
			at += 2
		}
	case f.has(at, "local", "eastern", "pacific", "central") && f.has(at+1, "time"):
		at += 2
	case f.has(at, "eastern", "pacific", "central") && f.has(at+1, "daylight", "standard", "summer") && f.has(at+2, "time"):
		at += 3
	default:
		return i
	}
	if f.sign(at, ")") && f.sign(i, "(") {
		at++
	}
	return at
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
