package claim

// numbers finds figures and words that count or measure, of what no time was found in.
func (f *finder) numbers() {
	for i := 0; i < len(f.tokens); {
		end := i + 1
		if !f.taken[i] {
			for k := range numberRules {
				r := &numberRules[k]
				if r.starts&f.at(i).known.is == 0 && r.starts != 0 {
					continue
				}
				if first, after, v, ok := r.find(f, i); ok && after > i {
					if r.kind == Measurement || r.name == "number" {
						first, v.Hedge = f.hedged(first, v.Hedge)
					}
					f.add(r, first, after, v)
					for n := i; n < after; n++ {
						f.counted[n] = true
					}
					end = after
					break
				}
			}
		}
		i = end
	}
}

// hedged takes in what stands before a number and hedges it, as far as no time has it.
func (f *finder) hedged(first int, hedge Hedge) (int, Hedge) {
	begin, h := f.hedgeBefore(first)
	for begin < first && f.taken[begin] {
		begin++
	}
	return begin, max(h, hedge)
}

// free holds where none of the tokens is part of a time.
func (f *finder) free(from, to int) bool {
	for i := from; i < to && i < len(f.taken); i++ {
		if f.taken[i] {
			return false
		}
	}
	return true
}

func amount(n numeral, unit string) Value {
	return Value{Sort: Amount, Low: n.low, High: n.high, Unit: unit, Hedge: n.hedge}
}

// share: "11.1%", "two percent", "5 percentage points", "40 per cent of voters", "20–30%".
func share(f *finder, i int) (int, int, Value, bool) {
	n, end, ok := f.numeral(i)
	if !ok {
		return i, i, Value{}, false
	}
	if f.sign(end, "%") && f.sign(end+1, "-–") && f.is(end+2, digits) { // "20%-30%"
		if m, after, ok := f.single(end + 2); ok && f.sign(after, "%") {
			n.high, end = m.high, after
		}
	}
	if f.sign(end, "-") && f.is(end+1, percent) {
		end++
	}
	switch {
	case f.has(end, "percentage") && f.has(end+1, "points", "point"):
		return i, end + 2, amount(n, "pp"), true
	case f.is(end, percent):
		return i, f.ofWhat(end + 1), amount(n, "%"), true
	case f.has(end, "per") && f.has(end+1, "cent"):
		return i, f.ofWhat(end + 2), amount(n, "%"), true
	}
	return i, i, Value{}, false
}

// ofWhat takes in the whole that a share is of: "of the votes".
func (f *finder) ofWhat(i int) int {
	if !f.has(i, "of") {
		return i
	}
	at := i + 1
	if f.is(at, determiner) {
		at++
	}
	for n := 0; n < 3 && f.plain(at+n) && f.free(at+n, at+n+1); n++ {
		if f.pluralNoun(at+n) || !f.plain(at+n+1) {
			return at + n + 1
		}
	}
	return i
}

// sumOfMoney: "$4.2 million", "US$5bn", "€30", "500 euros", "10 million yen", "A$ 20".
func sumOfMoney(f *finder, i int) (int, int, Value, bool) {
	if f.is(i, currency) {
		t := f.at(i)
		if t.sort == word && !t.shouted && !f.has(i, "rs") {
			return i, i, Value{}, false
		}
		n, end, ok := f.numeral(i + 1)
		if !ok {
			return i, i, Value{}, false
		}
		first := i
		if f.at(i).glued && f.at(i-1).shouted || f.at(i).glued && f.at(i-1).sort == word && f.at(i-1).to-f.at(i-1).from == 1 {
			first--
		}
		if f.is(end, currency) {
			end++
		}
		return first, f.perWhat(end), amount(n, t.known.unit), true
	}
	n, end, ok := f.numeral(i)
	if !ok || n.one && f.has(end, "won", "real") {
		return i, i, Value{}, false
	}
	if f.hyphen(end) {
		end++
	}
	if f.at(end).capital && !f.at(end).shouted && f.is(end+1, currency) { // "5 million Swiss francs"
		end++
	} else if f.has(end, "us") && f.is(end+1, currency) {
		end++
	}
	if !f.is(end, currency) || f.has(end, "won", "real", "rs") && !n.big {
		return i, i, Value{}, false
	}
	return i, f.perWhat(end + 1), amount(n, f.at(end).known.unit), true
}

// perWhat takes in "per person", "an hour", "a year".
func (f *finder) perWhat(i int) int {
	switch {
	case f.has(i, "per") && f.at(i+1).sort == word:
		return i + 2
	case f.has(i, "a", "an") && (f.is(i+1, timeUnit) && f.free(i, i+2) || f.has(i+1, "barrel", "share", "tonne", "ton", "litre", "gallon", "kilogram", "pound", "head", "person")):
		return i + 2
	}
	return i
}

// measure: "50 km", "7.1 magnitude", "30 °C", "120 miles per hour", "six-foot", "500 square metres", "12 points".
func measure(f *finder, i int) (int, int, Value, bool) {
	n, end, ok := f.numeral(i)
	if !ok {
		return i, i, Value{}, false
	}
	if f.hyphen(end) && f.at(end+1).known.unit != "" {
		end++
	}
	if f.has(end, "light") && (f.has(end+1, "years", "year") || f.hyphen(end+1) && f.has(end+2, "years", "year")) {
		return i, end + 2 + b2i(f.hyphen(end+1)), amount(n, "ly"), true
	}
	square := f.has(end, "square", "sq", "cubic")
	if square {
		end++
	}
	t := f.at(end)
	if f.sign(end, "°") && (f.exact(end+1) == "C" || f.exact(end+1) == "F") {
		return i, end + 2, amount(n, "°"+f.exact(end+1)), true
	}
	unit := t.known.unit
	if unit == "" || t.known.is&(currency|percent|timeUnit) != 0 && !square || !f.free(end, end+1) {
		return i, i, Value{}, false
	}
	if t.end-t.start <= 2 && t.sort == word && (!t.glued && f.has(end, "in", "m", "l", "t", "b", "g", "k", "pa", "au") && !f.has(end, "m") || t.known.is&function != 0) {
		return i, i, Value{}, false
	}
	if square {
		unit += "²"
	}
	end = f.perWhat(end + 1)
	if f.sign(end, "/") && f.at(end).glued && f.at(end+1).sort == word {
		unit, end = unit+"/"+f.exact(end+1), end+2
	}
	if f.has(end-1, "hour") && f.has(end-2, "per", "an") {
		unit = perHour(unit)
	}
	if f.has(end, "celsius", "fahrenheit") {
		unit, end = f.at(end).known.unit, end+1
	}
	if f.has(i-1, "minus") || f.sign(i-1, "-−") && f.at(i).glued && !f.at(i-1).glued {
		n.low, n.high, i = -n.high, -n.low, i-1
	}
	return i, end, amount(n, unit), true
}

func perHour(unit string) string {
	switch unit {
	case "mi":
		return "mph"
	case "km":
		return "km/h"
	}
	return unit + "/h"
}

// fractionRule: "two-thirds of voters", "a third of", "half the population", "one in five", "nine out of ten".
func fractionRule(f *finder, i int) (int, int, Value, bool) {
	first, hedge := f.hedged(i, Exact)
	if f.has(i, "half") && !f.is(i-1, ordinal|nearTime|determiner) && !f.hyphen(i-1) && !f.hyphen(i+1) && !f.has(i-1, "and") && !f.is(i+2, scale) {
		if f.has(i+1, "of") || f.is(i+1, determiner) {
			return first, f.ofWhat(i + 1), Value{Sort: Amount, Low: 0.5, High: 0.5, Hedge: hedge}, true
		}
		return i, i, Value{}, false
	}
	n, end, ok := f.single(i)
	if !ok && f.has(i, "a", "one") {
		n, end, ok = numeral{low: 1, high: 1}, i+1, true
	}
	if !ok {
		return i, i, Value{}, false
	}
	at := end
	if f.hyphen(at) {
		at++
	}
	if f.is(at, fraction) && f.at(at).known.n >= 2 && (f.has(at+1, "of") || at > end || !f.has(i, "a") && !f.has(at, "quarter", "quarters", "half")) {
		v := n.low / f.at(at).known.n
		return first, f.ofWhat(at + 1), Value{Sort: Amount, Low: v, High: v, Hedge: hedge}, true
	}
	if f.has(end, "in", "of") && !f.has(i-1, "number") || f.has(end, "out") && f.has(end+1, "of") {
		if f.has(end, "out") {
			end++
		}
		m, after, ok := f.single(end + 1)
		if f.has(end+1, "every") {
			m, after, ok = f.single(end + 2)
		}
		if ok && m.low > n.low && m.low > 1 && (!m.compact || m.low < 1900) && !f.is(after, timeUnit) && f.free(end, after) {
			return first, f.noun(after), Value{Sort: Amount, Low: n.low / m.low, High: n.low / m.low, Hedge: hedge}, true
		}
	}
	return i, i, Value{}, false
}

// result: "3–2", "won 4-1", "lost by 54–46", and a pair of votes.
func result(f *finder, i int) (int, int, Value, bool) {
	a, okA := f.integer(i, 0, 999)
	b, okB := f.integer(i+2, 0, 999)
	if !okA || !okB || !f.sign(i+1, "-–—:") || f.hyphen(i+3) || f.at(i+3).glued && f.at(i+3).sort == word || !f.at(i+1).glued || !f.at(i+2).glued {
		return i, i, Value{}, false
	}
	return i, i + 3, Value{Sort: Amount, Low: float64(a), High: float64(b), Unit: "result"}, true
}
