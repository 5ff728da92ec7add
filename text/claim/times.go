package claim

// times finds dates, times of day, spans of time and ages, and joins those that tell one time together.
func (f *finder) times() {
	for i := 0; i < len(f.tokens); {
		first, end, r, v := f.timeAt(i)
		if r == nil {
			i++
			continue
		}
		for {
			next := f.glueAfter(end)
			_, after, also, w := f.timeAt(next)
			if also == nil || also.kind == Age || r.kind == Age || !joinable(v, w) {
				break
			}
			v, end = joined(v, w), after
		}
		f.addTime(r, first, end, v)
		i = end
	}
}

// timeAt asks the rules of what begins at token i.
func (f *finder) timeAt(i int) (first, end int, r *rule, v Value) {
	is := f.at(i).known.is
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

// glueAfter skips what may stand between the parts of one time: "Monday, 3 June", "noon on Friday", "(0800 UTC)".
func (f *finder) glueAfter(i int) int {
	if f.sign(i, ",") || f.sign(i, "(") {
		i++
	}
	if f.has(i, "on", "at", "of", "in") {
		i++
		if f.has(i, "the") || f.has(i, "about", "around", "approximately") {
			i++
		}
	}
	return i
}

// joinable holds for two parts that tell one time: not two days, not a span and another.
func joinable(v, w Value) bool {
	if v.Sort == Duration || w.Sort == Duration {
		return false
	}
	clash := func(a, b int) bool { return a != 0 && b != 0 && a != b }
	return !clash(v.When.Day, w.When.Day) && !clash(v.When.Month, w.When.Month) && !clash(v.When.Year, w.When.Year) && !clash(v.When.Clock, w.When.Clock) &&
		!clash(v.When.Weekday, w.When.Weekday)
}

func joined(v, w Value) Value {
	if v.Sort != Day {
		v, w = w, v
	}
	if w.Sort == Day {
		v.When = v.When.with(w.When)
	}
	return v
}

// addTime takes in the words before a time that say how it is meant: "on", "since about", "over the past".
func (f *finder) addTime(r *rule, first, end int, v Value) {
	begin := first
	if r.name != compoundName {
		begin, v = f.leadIn(r, first, v)
	}
	if f.sign(end, ")") && f.opened(begin, end) {
		end++
	}
	for i := begin; i < end; i++ {
		f.taken[i] = true
	}
	f.add(r, begin, end, v)
}

// opened holds where a bracket opens between two tokens.
func (f *finder) opened(begin, end int) bool {
	for i := begin; i < end; i++ {
		if f.sign(i, "(") {
			return true
		}
	}
	return false
}

// leadIn is where the words before a time begin, and the value with their hedge.
func (f *finder) leadIn(r *rule, first int, v Value) (int, Value) {
	begin := first
	if !f.has(first-1, "over", "under", "above") || v.Sort == Duration && !f.has(first, "the") {
		hedged, hedge := f.hedgeBefore(first)
		if v.Sort != Duration && !f.is(hedged, adverb) {
			hedged, hedge = first, v.Hedge
		}
		if hedged < first && hedge > v.Hedge {
			v.Hedge = hedge
		}
		begin = hedged
	}
	for f.has(begin-1, "the", "mid", "early", "late", "first") || f.hyphen(begin-1) && f.has(begin-2, "mid") {
		begin--
	}
	switch {
	case r.kind == Age:
		if begin < first && !f.is(begin, adverb) && !f.has(begin, "more", "less", "at", "between") {
			begin = first
		}
	case f.is(begin-1, preposition) && !f.has(begin-1, "as"):
		if !f.has(begin-1, "of", "to") {
			begin--
		}
	}
	return begin, v
}

func day(w When) Value { return Value{Sort: Day, When: w} }

// integer holds for a plain figure between two bounds.
func (f *finder) integer(i, least, most int) (int, bool) {
	t := f.at(i)
	n := int(t.figure.value)
	return n, t.sort == number && t.figure.dots == 0 && t.figure.digits <= 4 && n >= least && n <= most
}

// isYear holds for four figures that may be a year, and gives what follows a range of them: "1999–2003", "2008-09".
func (f *finder) isYear(i int) (When, int, bool) {
	n, ok := f.integer(i, 1000, 2199)
	if !ok || f.at(i).figure.digits != 4 {
		return When{}, i, false
	}
	w := When{Year: n}
	if f.sign(i+1, "-–/") && f.at(i+1).glued && f.is(i+2, digits) && f.at(i+2).glued && !f.sign(i+3, "-–/") {
		m, ok := f.integer(i+2, 0, 2199)
		if ok && f.at(i+2).figure.digits == 2 {
			m += n / 100 * 100
		}
		if ok && m > n && m < n+100 {
			return When{Year: n, Span: "years", EndYear: m}, i + 3, true
		}
	}
	return w, i + 1, true
}

// ordinalAt reads "3rd" or "third".
func (f *finder) ordinalAt(i int) (n, end int, ok bool) {
	if f.is(i, ordinal) && f.at(i).sort == word {
		if !f.is(i, fraction) || f.at(i).known.n > 2 {
			return int(f.at(i).known.n), i + 1, f.at(i).known.n > 0
		}
		return 0, i, false
	}
	if n, whole := f.integer(i, 0, 9999); whole && f.at(i+1).glued && f.at(i+1).sort == word {
		switch f.exact(i + 1) {
		case "st", "nd", "rd", "th", "ST", "ND", "RD", "TH":
			return n, i + 2, true
		}
	}
	if f.is(i, cardinal) && f.hyphen(i+1) && f.is(i+2, ordinal) { // "twenty-first"
		return int(f.at(i).known.n + f.at(i+2).known.n), i + 3, true
	}
	return 0, i, false
}
