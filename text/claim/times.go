package claim

// findTimes finds dates, times of day, periods and ages, and joins those that form one time.
func (f *analyzer) findTimes() {
	for i := 0; i < len(f.tokens); {
		first, end, r, v := f.timeAt(i)
		if r == nil {
			i++
			continue
		}
		for {
			next := f.skipConnectors(end)
			_, after, also, w := f.timeAt(next)
			if also == nil || also.kind == Age || r.kind == Age || !canJoinTimes(v, w) {
				break
			}
			v, end = joinTimes(v, w), after
		}
		f.addTime(r, first, end, v)
		i = end
	}
}

// timeAt applies the rules at token i.
func (f *analyzer) timeAt(i int) (first, end int, r *rule, v Value) {
	is := f.tokenAt(i).entry.classes
	if i >= len(f.tokens) {
		return i, i, nil, v
	}
	for k := range timeRules {
		r := &timeRules[k]
		if r.starts != 0 && r.starts&is == 0 {
			continue
		}
		if first, end, v, ok := r.find(f, i); ok {
			return first, end, r, v
		}
	}
	return i, i, nil, v
}

// skipConnectors skips tokens between the parts of one time: "Monday, 3 June", "noon on Friday", "(0800
// UTC)".
func (f *analyzer) skipConnectors(i int) int {
	if f.isSign(i, ",") || f.isSign(i, "(") {
		i++
	}
	if f.isOneOf(i, "on", "at", "of", "in") {
		i++
		if f.isOneOf(i, "the") || f.isOneOf(i, "about", "around", "approximately") {
			i++
		}
	}
	return i
}

// canJoinTimes reports whether two parts form one time: not two days, and not a duration with anything.
func canJoinTimes(v, w Value) bool {
	if v.Kind == Duration || w.Kind == Duration {
		return false
	}
	clash := func(a, b int) bool { return a != 0 && b != 0 && a != b }
	return !clash(v.When.Day, w.When.Day) && !clash(v.When.Month, w.When.Month) && !clash(v.When.Year, w.When.Year) &&
		!clash(v.When.Clock, w.When.Clock) &&
		!clash(v.When.Weekday, w.When.Weekday)
}

func joinTimes(v, w Value) Value {
	if v.Kind != Day {
		v, w = w, v
	}
	if w.Kind == Day {
		v.When = v.When.mergedWith(w.When)
	}
	return v
}

// addTime adds a time with the words before it that belong to it: "on", "since about", "over the past".
func (f *analyzer) addTime(r *rule, first, end int, v Value) {
	begin := first
	if r.name != compoundRuleName {
		begin, v = f.withLeadIn(r, first, v)
	}
	if f.isSign(end, ")") && f.hasOpenBracket(begin, end) {
		end++
	}
	for i := begin; i < end; i++ {
		f.inTime[i] = true
	}
	f.addMatch(r, begin, end, v)
}

// hasOpenBracket reports whether a bracket opens between two tokens.
func (f *analyzer) hasOpenBracket(begin, end int) bool {
	for i := begin; i < end; i++ {
		if f.isSign(i, "(") {
			return true
		}
	}
	return false
}

// withLeadIn returns where the words before a time begin, and the value with their hedge.
func (f *analyzer) withLeadIn(r *rule, first int, v Value) (int, Value) {
	begin := first
	if !f.isOneOf(first-1, "over", "under", "above") || v.Kind == Duration && !f.isOneOf(first, "the") {
		hedged, hedge := f.hedgeBefore(first)
		if v.Kind != Duration && !f.hasClass(hedged, adverb) {
			hedged, hedge = first, v.Hedge
		}
		if hedged < first && hedge > v.Hedge {
			v.Hedge = hedge
		}
		begin = hedged
	}
	for f.isOneOf(begin-1, "the", "mid", "early", "late", "first") || f.isHyphen(begin-1) && f.isOneOf(begin-2, "mid") {
		begin--
	}
	switch {
	case r.kind == Age:
		if begin < first && !f.hasClass(begin, adverb) && !f.isOneOf(begin, "more", "less", "at", "between") {
			begin = first
		}
	case f.hasClass(begin-1, preposition) && !f.isOneOf(begin-1, "as"):
		if !f.isOneOf(begin-1, "of", "to") {
			begin--
		}
	}
	return begin, v
}

func newDay(w When) Value { return Value{Kind: Day, When: w} }

// integerBetween returns a plain figure between two bounds.
func (f *analyzer) integerBetween(i, least, most int) (int, bool) {
	t := f.tokenAt(i)
	n := int(t.number.value)
	return n, t.kind == numberToken && t.number.dots == 0 && t.number.digits <= 4 && n >= least && n <= most
}

// yearAt reads four figures that may be a year, and the end of a range of years: "1999–2003", "2008-09".
func (f *analyzer) yearAt(i int) (When, int, bool) {
	n, ok := f.integerBetween(i, 1000, 2199)
	if !ok || f.tokenAt(i).number.digits != 4 {
		return When{}, i, false
	}
	w := When{Year: n}
	if f.isSign(i+1, "-–/") && f.tokenAt(i+1).adjacent && f.hasClass(i+2, digits) && f.tokenAt(i+2).adjacent && !f.isSign(i+3, "-–/") {
		m, ok := f.integerBetween(i+2, 0, 2199)
		if ok && f.tokenAt(i+2).number.digits == 2 {
			m += n / 100 * 100
		}
		if ok && m > n && m < n+100 {
			return When{Year: n, Span: "years", EndYear: m}, i + 3, true
		}
	}
	return w, i + 1, true
}

// ordinalAt reads "3rd" or "third".
func (f *analyzer) ordinalAt(i int) (n, end int, ok bool) {
	if f.hasClass(i, ordinal) && f.tokenAt(i).kind == wordToken {
		if !f.hasClass(i, fraction) || f.tokenAt(i).entry.number > 2 {
			return int(f.tokenAt(i).entry.number), i + 1, f.tokenAt(i).entry.number > 0
		}
		return 0, i, false
	}
	if n, whole := f.integerBetween(i, 0, 9999); whole && f.tokenAt(i+1).adjacent && f.tokenAt(i+1).kind == wordToken {
		switch f.tokenText(i + 1) {
		case "st", "nd", "rd", "th", "ST", "ND", "RD", "TH":
			return n, i + 2, true
		}
	}
	if f.hasClass(i, cardinal) && f.isHyphen(i+1) && f.hasClass(i+2, ordinal) { // "twenty-first"
		return int(f.tokenAt(i).entry.number + f.tokenAt(i+2).entry.number), i + 3, true
	}
	return 0, i, false
}
