package claim

// The rules that find periods, and times relative to others.

func newDuration(n numeral, unit string) Value {
	return Value{Kind: Duration, Low: n.low, High: n.high, Unit: unit, Hedge: n.hedge}
}

// partOfPeriod: "the third quarter of 2020", "first half of the year", "the 12th day".
func partOfPeriod(f *analyzer, i int) (int, int, Value, bool) {
	_, end, ok := f.ordinalAt(i)
	if !ok ||
		!f.isOneOf(
			end,
			"quarter",
			"half",
			"week",
			"day",
			"month",
			"year",
			"night",
			"weekend",
			"hour",
			"decade",
			"anniversary",
			"birthday",
			"minute",
			"semester",
		) {
		return i, i, Value{}, false
	}
	if f.isOneOf(end, "half") && f.isOneOf(i-1, "the") && !f.isPlainWord(end+1) && !f.hasClass(end+1, scale|digits) {
		return i, end + 1, Value{}, true // of a match, or of a year
	}
	if f.isOneOf(end, "quarter", "half") &&
		!(f.isOneOf(end+1, "of") && (f.hasClass(end+2, digits|nearTime|month) || f.hasClass(end+3, timeUnit|season|month))) {
		return i, i, Value{}, false
	}
	return i, end + 1, Value{}, true
}

// spanOfTime: "two weeks ago", "more than 20 years", "a few days later", "over 12 hours".
func spanOfTime(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.readNumeral(i)
	switch {
	case ok:
	case f.isOneOf(i, "a") && f.isOneOf(i+1, "few"),
		f.isOneOf(i, "a") && f.isOneOf(i+1, "couple"),
		f.isOneOf(i, "half") && f.isOneOf(i+1, "a", "an"):
		n, end = numeral{hedge: About}, i+2
		if f.isOneOf(end, "of") {
			end++
		}
		if f.isOneOf(i, "half") {
			n = numeral{low: 0.5, high: 0.5}
		}
	case f.isOneOf(i, "an") && f.isOneOf(i+1, "hour") && !f.isRate(i):
		n, end = numeral{low: 1, high: 1}, i+1
	case f.isOneOf(i, "a", "an") && f.hasClass(i+1, timeUnit) && !f.isOneOf(i+1, "second", "quarter") && !f.isRate(i) && !f.isHyphen(i+2):
		n, end = numeral{low: 1, high: 1}, i+1
	case f.isOneOf(i, "several", "few", "numerous", "many", "some", "multiple"):
		n, end = numeral{hedge: About}, i+1
	default:
		return i, i, Value{}, false
	}
	for f.isOneOf(end, "more", "full", "consecutive", "straight", "whole", "additional", "long", "short", "working", "business", "calendar") && end < i+7 {
		end++
	}
	if f.isHyphen(end) && f.hasClass(end+1, timeUnit) {
		end++
	}
	if ok && f.isBondTerm(end-boolToInt(f.isHyphen(end-1))) {
		return i, i, Value{}, false
	}
	if !f.hasClass(end, timeUnit) || f.isOneOf(end, "quarters", "quarter") && !f.isOneOf(i-1, "past", "last") {
		return i, i, Value{}, false
	}
	return f.spanEnd(i, end+1, newDuration(n, f.tokenAt(end).entry.unit))
}

// isRate reports whether "a day" is a rate and not a duration: "20,000 vehicles a day".
func (f *analyzer) isRate(i int) bool {
	return !f.hasClass(i-1, preposition|adverb) && !f.isOneOf(i-1, "than", "half", "only", "just", "once") &&
		!f.isOneOf(i+2, "ago", "earlier", "later", "before", "after", "and") &&
		i > 0
}

// spanEnd reads the words after a period that give it a direction: "ago", "later", "before", "and a half".
func (f *analyzer) spanEnd(i, end int, v Value) (int, int, Value, bool) {
	unit := f.tokenAt(end - 1).entry.unit
	if f.isOneOf(end, "and") && f.isOneOf(end+1, "a") && f.isOneOf(end+2, "half") {
		v.Low, v.High, end = v.Low+0.5, v.High+0.5, end+3
	} else if f.isOneOf(end, "and") {
		if _, after, ok := f.readNumeral(end + 1); ok && f.hasClass(after, timeUnit) { // "two hours and ten minutes"
			end = after + 1
		}
	}
	if f.isHyphen(end) && f.isOneOf(end+1, "long") {
		end += 2
	}
	direction := 0
	switch {
	case f.isOneOf(end, "ago", "earlier", "before", "prior", "previously"):
		direction = -1
	case f.isOneOf(end, "later", "after", "afterwards", "hence"):
		direction = 1
	case f.isHyphen(end) && f.isOneOf(end+1, "old"):
		return i, end + 2, v, true
	}
	if direction == 0 {
		return i, end, v, true
	}
	if f.isOneOf(end, "ago") && v.Low > 0 {
		return i, end + 1, newDay(When{Step: int(-v.Low), Unit: unit}), true
	}
	return i, end + 1, v, true
}

// compoundSpan: "year-long", "decades-old", "week-long".
func compoundSpan(f *analyzer, i int) (int, int, Value, bool) {
	if f.tokenAt(i).adjacent && f.isSign(i-1, "-") || !f.isHyphen(i+1) || !f.isOneOf(i+2, "long", "old") {
		return i, i, Value{}, false
	}
	return i, i + 3, Value{Kind: Duration, Unit: f.tokenAt(i).entry.unit, Hedge: About}, true
}

// relativeDay: "yesterday evening", "today".
func relativeDay(f *analyzer, i int) (int, int, Value, bool) {
	end := i + 1
	if f.hasClass(end, dayPart) && !f.isOneOf(i, "tonight") {
		end++
	}
	if f.isHyphen(i-1) || f.tokenAt(i-1).capital && f.tokenAt(i).capital && i > 0 { // "USA Today"
		return i, i, Value{}, false
	}
	return i, end, newDay(When{Step: int(f.tokenAt(i).entry.number), Unit: "day"}), true
}

// relativeStep returns how far the word before a period shifts it: "last" is one back.
func (f *analyzer) relativeStep(i int) (int, bool) {
	switch {
	case f.isOneOf(i, "last", "previous"):
		return -1, true
	case f.isOneOf(i, "next", "coming", "following"):
		return 1, true
	case f.isOneOf(i, "this", "current"):
		return 0, true
	}
	return 0, false
}

// relativeTime: "last year", "the past two months", "this Wednesday", "the following day", "recent weeks".
func relativeTime(f *analyzer, i int) (int, int, Value, bool) {
	if !f.isOneOf(
		i,
		"last",
		"next",
		"past",
		"previous",
		"following",
		"coming",
		"same",
		"recent",
		"upcoming",
		"preceding",
		"current",
		"earlier",
		"subsequent",
		"this",
		"that",
		"each",
		"every",
		"final",
		"entire",
		"whole",
		"later",
		"other",
		"these",
		"those",
	) {
		return i, i, Value{}, false
	}
	at := i + 1
	if f.isOneOf(i, "earlier", "later") && f.isOneOf(at, "this", "that", "in", "on", "next", "last") {
		at++
		if f.isOneOf(at-1, "in", "on") && f.isOneOf(at, "the") {
			at++
		}
	}
	var n numeral
	counted := false
	if m, end, ok := f.readNumeral(at); ok {
		n, at, counted = m, end, true
	} else if f.isOneOf(at, "few", "several", "couple", "many") {
		if at++; f.isOneOf(at, "of") {
			at++
		}
	}
	t := f.tokenAt(at)
	named := t.entry.classes&(weekday|month) != 0 && t.capital
	switch {
	case f.isOneOf(at, "second", "seconds") && !counted,
		!named && t.entry.classes&(timeUnit|dayPart|season) == 0 && !f.isOneOf(at, "season", "seasons"),
		f.isOneOf(i, "other") && !counted && !f.isOneOf(at, "day"):
		return i, i, Value{}, false
	case f.isOneOf(at, "quarter", "fall", "spring") && !f.isOneOf(i, "last", "this", "next") || f.isHyphen(at):
		return i, i, Value{}, false
	}
	return i, at + 1, f.stepValue(i, at, n, counted), true
}

func (f *analyzer) stepValue(i, at int, n numeral, counted bool) Value {
	t := f.tokenAt(at)
	step, told := f.relativeStep(i)
	switch {
	case counted:
		return newDuration(n, t.entry.unit)
	case t.entry.classes&month != 0:
		return newDay(When{Month: int(t.entry.number)})
	case t.entry.classes&weekday != 0:
		return newDay(When{Weekday: int(t.entry.number)})
	case told && t.entry.unit != "":
		return newDay(When{Step: step, Unit: t.entry.unit})
	}
	return newDay(When{})
}

// earlyOrLate: "early 2020", "mid-June", "late Wednesday", "early morning", "late 19th century".
func earlyOrLate(f *analyzer, i int) (int, int, Value, bool) {
	if !f.isOneOf(i, "early", "late", "mid") {
		return i, i, Value{}, false
	}
	at := i + 1
	if f.isSign(at, "-") {
		at++
	}
	if f.isOneOf(at, "on", "in") {
		at++
	}
	if f.hasClass(at, dayPart) || f.isOneOf(at, "week", "year", "month", "season", "summer", "winter", "autumn", "spring") {
		return i, at + 1, Value{}, true
	}
	if f.hasClass(at, nearTime) && f.isOneOf(at, "early", "late", "mid") {
		return i, i, Value{}, false
	}
	for _, part := range []func(*analyzer, int) (int, int, Value, bool){monthAndDay, monthAlone, dayOfTheWeek, decadeRule, centuryRule, yearRule} {
		if _, end, v, ok := part(f, at); ok {
			return i, end, v, true
		}
	}
	return i, i, Value{}, false
}

// seasonRule: "in the spring", "summer 2008". "Spring" and "fall" have other meanings too.
func seasonRule(f *analyzer, i int) (int, int, Value, bool) {
	y, end, year := f.yearAt(i + 1)
	if f.isOneOf(i+1, "of") && !year {
		y, end, year = f.yearAt(i + 2)
	}
	if year {
		return i, end, newDay(y), true
	}
	if f.isOneOf(i-1, "the", "this", "last", "next") &&
		(f.isOneOf(i-2, "in", "during", "since", "until", "by", "of", "through", "for") || f.isOneOf(i, "summer", "winter", "autumn")) ||
		f.isOneOf(i-1, "in", "during", "since") {
		return i, i + 1, Value{}, !f.isOneOf(i+1, "of", "olympics") && !f.tokenAt(i).capital || f.isOneOf(i-1, "last", "this")
	}
	return i, i, Value{}, false
}

// periodByName: "the day before", "that night", "the weekend", "the morning", "the end of the year".
func periodByName(f *analyzer, i int) (int, int, Value, bool) {
	if !f.isOneOf(i, "the", "that", "this", "each", "every", "one", "all", "her", "his", "their", "another", "any") {
		return i, i, Value{}, false
	}
	at := i + 1
	if f.isOneOf(at, "entire", "whole", "very", "opening") {
		at++
	}
	if !f.isOneOf(
		at,
		"day",
		"days",
		"night",
		"nights",
		"week",
		"weeks",
		"weekend",
		"month",
		"months",
		"year",
		"years",
		"hour",
		"hours",
		"minutes",
		"morning",
		"afternoon",
		"evening",
		"decade",
		"decades",
		"century",
		"noon",
		"dawn",
	) ||
		f.isHyphen(at+1) ||
		f.tokenAt(at).capital {
		return i, i, Value{}, false
	}
	end := at + 1
	if f.isOneOf(end, "before", "after", "earlier", "later") {
		end++
	}
	return i, end, newDay(When{}), true
}

// barePluralUnit: "for years", "hours later", "days after". It is a plural unit without a number, but not
// "minute details".
func barePluralUnit(f *analyzer, i int) (int, int, Value, bool) {
	if !f.isOneOf(i, "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries", "weekends", "nights") ||
		f.isHyphen(i-1) ||
		f.tokenAt(i).capital && i > 0 {
		return i, i, Value{}, false
	}
	return f.spanEnd(i, i+1, Value{Kind: Duration, Unit: f.tokenAt(i).entry.unit, Hedge: About})
}
