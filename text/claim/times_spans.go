package claim

// The rules that read ages, spans of time and times told from another.

func lasting(n numeral, unit string) Value {
	return Value{Sort: Duration, Low: n.low, High: n.high, Unit: unit, Hedge: n.hedge}
}

// partOfPeriod: "the third quarter of 2020", "first half of the year", "the 12th day".
func partOfPeriod(f *finder, i int) (int, int, Value, bool) {
	_, end, ok := f.ordinalAt(i)
	if !ok || !f.has(end, "quarter", "half", "week", "day", "month", "year", "night", "weekend", "hour", "decade", "anniversary", "birthday", "minute", "semester") {
		return i, i, Value{}, false
	}
	if f.has(end, "quarter", "half") && !(f.has(end+1, "of") && (f.is(end+2, digits|nearTime|month) || f.is(end+3, timeUnit|season|month))) {
		return i, i, Value{}, false
	}
	return i, end + 1, Value{}, true
}

// spanOfTime: "two weeks ago", "more than 20 years", "a few days later", "over 12 hours".
func spanOfTime(f *finder, i int) (int, int, Value, bool) {
	n, end, ok := f.numeral(i)
	switch {
	case ok:
	case f.has(i, "a") && f.has(i+1, "few"), f.has(i, "a") && f.has(i+1, "couple"), f.has(i, "half") && f.has(i+1, "a", "an"):
		n, end = numeral{hedge: About}, i+2
		if f.has(end, "of") {
			end++
		}
		if f.has(i, "half") {
			n = numeral{low: 0.5, high: 0.5}
		}
	case f.has(i, "an") && f.has(i+1, "hour") && !f.rate(i):
		n, end = numeral{low: 1, high: 1}, i+1
	case f.has(i, "a", "an") && f.is(i+1, timeUnit) && !f.has(i+1, "second", "quarter") && !f.rate(i) && !f.hyphen(i+2):
		n, end = numeral{low: 1, high: 1}, i+1
	case f.has(i, "several", "few", "numerous", "many", "some", "multiple"):
		n, end = numeral{hedge: About}, i+1
	default:
		return i, i, Value{}, false
	}
	for f.has(end, "more", "full", "consecutive", "straight", "whole", "additional", "long", "short", "working", "business", "calendar") && end < i+7 {
		end++
	}
	if f.hyphen(end) && f.is(end+1, timeUnit) {
		end++
	}
	if !f.is(end, timeUnit) || f.has(end, "quarters", "quarter") && !f.has(i-1, "past", "last") {
		return i, i, Value{}, false
	}
	return f.spanEnd(i, end+1, lasting(n, f.at(end).known.unit))
}

// rate holds where "a day" says how often, not how long: "20,000 vehicles a day".
func (f *finder) rate(i int) bool {
	return !f.is(i-1, preposition|adverb) && !f.has(i-1, "than", "half", "only", "just", "once") && !f.has(i+2, "ago", "earlier", "later", "before", "after", "and") && i > 0
}

// spanEnd takes in the direction a span goes in: "ago", "later", "before", "and a half".
func (f *finder) spanEnd(i, end int, v Value) (int, int, Value, bool) {
	unit := f.at(end - 1).known.unit
	if f.has(end, "and") && f.has(end+1, "a") && f.has(end+2, "half") {
		v.Low, v.High, end = v.Low+0.5, v.High+0.5, end+3
	} else if f.has(end, "and") {
		if _, after, ok := f.numeral(end + 1); ok && f.is(after, timeUnit) { // "two hours and ten minutes"
			end = after + 1
		}
	}
	if f.hyphen(end) && f.has(end+1, "long") {
		end += 2
	}
	direction := 0
	switch {
	case f.has(end, "ago", "earlier", "before", "prior", "previously"):
		direction = -1
	case f.has(end, "later", "after", "afterwards", "hence"):
		direction = 1
	case f.hyphen(end) && f.has(end+1, "old"):
		return i, end + 2, v, true
	}
	if direction == 0 {
		return i, end, v, true
	}
	if f.has(end, "ago") && v.Low > 0 {
		return i, end + 1, day(When{Step: int(-v.Low), Unit: unit}), true
	}
	return i, end + 1, v, true
}

// compoundSpan: "year-long", "decades-old", "week-long".
func compoundSpan(f *finder, i int) (int, int, Value, bool) {
	if f.at(i).glued && f.sign(i-1, "-") || !f.hyphen(i+1) || !f.has(i+2, "long", "old") {
		return i, i, Value{}, false
	}
	return i, i + 3, Value{Sort: Duration, Unit: f.at(i).known.unit, Hedge: About}, true
}

// dayToldFromToday: "yesterday evening", "today".
func dayToldFromToday(f *finder, i int) (int, int, Value, bool) {
	end := i + 1
	if f.is(end, dayPart) && !f.has(i, "tonight") {
		end++
	}
	if f.hyphen(i-1) || f.at(i-1).capital && f.at(i).capital && i > 0 { // "USA Today"
		return i, i, Value{}, false
	}
	return i, end, day(When{Step: int(f.at(i).known.n), Unit: "day"}), true
}

// steps are how far the words before a time lead.
func (f *finder) step(i int) (int, bool) {
	switch {
	case f.has(i, "last", "previous"):
		return -1, true
	case f.has(i, "next", "coming", "following"):
		return 1, true
	case f.has(i, "this", "current"):
		return 0, true
	}
	return 0, false
}

// timeToldFromToday: "last year", "the past two months", "this Wednesday", "the following day", "recent weeks".
func timeToldFromToday(f *finder, i int) (int, int, Value, bool) {
	if !f.has(i, "last", "next", "past", "previous", "following", "coming", "same", "recent", "upcoming", "preceding", "current", "earlier", "subsequent",
		"this", "that", "each", "every", "final", "entire", "whole", "later", "other", "these", "those") {
		return i, i, Value{}, false
	}
	at := i + 1
	if f.has(i, "earlier", "later") && f.has(at, "this", "that", "in", "on", "next", "last") {
		at++
		if f.has(at-1, "in", "on") && f.has(at, "the") {
			at++
		}
	}
	var n numeral
	counted := false
	if m, end, ok := f.numeral(at); ok {
		n, at, counted = m, end, true
	} else if f.has(at, "few", "several", "couple", "many") {
		if at++; f.has(at, "of") {
			at++
		}
	}
	t := f.at(at)
	named := t.known.is&(weekday|month) != 0 && t.capital
	switch {
	case f.has(at, "second", "seconds") && !counted, !named && t.known.is&(timeUnit|dayPart|season) == 0 && !f.has(at, "season", "seasons"), f.has(i, "other") && !counted && !f.has(at, "day"):
		return i, i, Value{}, false
	case f.has(at, "quarter", "fall", "spring") && !f.has(i, "last", "this", "next") || f.hyphen(at):
		return i, i, Value{}, false
	}
	return i, at + 1, f.stepValue(i, at, n, counted), true
}

func (f *finder) stepValue(i, at int, n numeral, counted bool) Value {
	t := f.at(at)
	step, told := f.step(i)
	switch {
	case counted:
		return lasting(n, t.known.unit)
	case t.known.is&month != 0:
		return day(When{Month: int(t.known.n)})
	case t.known.is&weekday != 0:
		return day(When{Weekday: int(t.known.n)})
	case told && t.known.unit != "":
		return day(When{Step: step, Unit: t.known.unit})
	}
	return day(When{})
}

// earlyOrLate: "early 2020", "mid-June", "late Wednesday", "early morning", "late 19th century".
func earlyOrLate(f *finder, i int) (int, int, Value, bool) {
	if !f.has(i, "early", "late", "mid") {
		return i, i, Value{}, false
	}
	at := i + 1
	if f.sign(at, "-") {
		at++
	}
	if f.has(at, "on", "in") {
		at++
	}
	if f.is(at, dayPart) || f.has(at, "week", "year", "month", "season", "summer", "winter", "autumn", "spring") {
		return i, at + 1, Value{}, true
	}
	if f.is(at, nearTime) && f.has(at, "early", "late", "mid") {
		return i, i, Value{}, false
	}
	for _, part := range []func(*finder, int) (int, int, Value, bool){monthAndDay, monthAlone, dayOfTheWeek, decadeRule, centuryRule, yearRule} {
		if _, end, v, ok := part(f, at); ok {
			return i, end, v, true
		}
	}
	return i, i, Value{}, false
}

// seasonRule: "in the spring", "summer 2008"; "spring" and "fall" are words of other sorts too.
func seasonRule(f *finder, i int) (int, int, Value, bool) {
	y, end, year := f.isYear(i + 1)
	if f.has(i+1, "of") && !year {
		y, end, year = f.isYear(i + 2)
	}
	if year {
		return i, end, day(y), true
	}
	if f.has(i-1, "the", "this", "last", "next") && (f.has(i-2, "in", "during", "since", "until", "by", "of", "through", "for") || f.has(i, "summer", "winter", "autumn")) || f.has(i-1, "in", "during", "since") {
		return i, i + 1, Value{}, !f.has(i+1, "of", "olympics") && !f.at(i).capital || f.has(i-1, "last", "this")
	}
	return i, i, Value{}, false
}

// periodByName: "the day before", "that night", "the weekend", "the morning", "the end of the year".
func periodByName(f *finder, i int) (int, int, Value, bool) {
	if !f.has(i, "the", "that", "this", "each", "every", "one", "all", "her", "his", "their", "another", "any") {
		return i, i, Value{}, false
	}
	at := i + 1
	if f.has(at, "entire", "whole", "very", "opening") {
		at++
	}
	if !f.has(at, "day", "days", "night", "nights", "week", "weeks", "weekend", "month", "months", "year", "years", "hour", "hours", "minutes", "morning", "afternoon", "evening",
		"decade", "decades", "century", "noon", "dawn") || f.hyphen(at+1) || f.at(at).capital {
		return i, i, Value{}, false
	}
	end := at + 1
	if f.has(end, "before", "after", "earlier", "later") {
		end++
	}
	return i, end, day(When{}), true
}

// manyOfUnit: "for years", "hours later", "days after"; a bare unit in the plural, but no "minute details".
func manyOfUnit(f *finder, i int) (int, int, Value, bool) {
	if !f.has(i, "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries", "weekends", "nights") || f.hyphen(i-1) || f.at(i).capital && i > 0 {
		return i, i, Value{}, false
	}
	return f.spanEnd(i, i+1, Value{Sort: Duration, Unit: f.at(i).known.unit, Hedge: About})
}
