package claim

// findNumbers finds numbers and quantities outside times.
func (f *analyzer) findNumbers() {
	for i := 0; i < len(f.tokens); {
		end := i + 1
		if !f.inTime[i] {
			for k := range numberRules {
				r := &numberRules[k]
				if r.starts&f.tokenAt(i).entry.classes == 0 && r.starts != 0 {
					continue
				}
				if first, after, v, ok := r.find(f, i); ok && after > i {
					if r.kind == Measurement || r.name == "number" {
						first, v.Hedge = f.withHedgeBefore(first, v.Hedge)
					}
					f.addMatch(r, first, after, v)
					for n := i; n < after; n++ {
						f.inNumber[n] = true
					}
					end = after
					break
				}
			}
		}
		i = end
	}
}

// withHedgeBefore includes the hedge before a number, unless it belongs to a time.
func (f *analyzer) withHedgeBefore(first int, hedge Hedge) (int, Hedge) {
	begin, h := f.hedgeBefore(first)
	for begin < first && f.inTime[begin] {
		begin++
	}
	return begin, max(h, hedge)
}

// isFree reports whether none of the tokens is part of a time.
func (f *analyzer) isFree(from, to int) bool {
	for i := from; i < to && i < len(f.inTime); i++ {
		if f.inTime[i] {
			return false
		}
	}
	return true
}

func newAmount(n numeral, unit string) Value {
	return Value{Kind: Amount, Low: n.low, High: n.high, Unit: unit, Hedge: n.hedge}
}

// percentageRule: "11.1%", "two percent", "5 percentage points", "40 per cent of voters", "20–30%".
func percentageRule(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.readNumeral(i)
	if !ok {
		return i, i, Value{}, false
	}
	if f.isSign(end, "%") && f.isSign(end+1, "-–") && f.hasClass(end+2, digits) { // "20%-30%"
		if m, after, ok := f.readSingleNumber(end + 2); ok && f.isSign(after, "%") {
			n.high, end = m.high, after
		}
	}
	if f.isSign(end, "-") && f.hasClass(end+1, percent) {
		end++
	}
	switch {
	case f.isOneOf(end, "percentage") && f.isOneOf(end+1, "points", "point"):
		return i, end + 2, newAmount(n, "pp"), true
	case f.hasClass(end, percent):
		return i, f.wholeEnd(end + 1), newAmount(n, "%"), true
	case f.isOneOf(end, "per") && f.isOneOf(end+1, "cent"):
		return i, f.wholeEnd(end + 2), newAmount(n, "%"), true
	}
	return i, i, Value{}, false
}

// wholeEnd returns the end of the whole that a share refers to: "of the votes".
func (f *analyzer) wholeEnd(i int) int {
	if !f.isOneOf(i, "of") {
		return i
	}
	at := i + 1
	if f.hasClass(at, determiner) {
		at++
	}
	for n := 0; n < 3 && f.isPlainWord(at+n) && f.isFree(at+n, at+n+1); n++ {
		if f.isPluralNoun(at+n) || !f.isPlainWord(at+n+1) {
			return at + n + 1
		}
	}
	return i
}

// sumOfMoney: "$4.2 million", "US$5bn", "€30", "500 euros", "10 million yen", "A$ 20".
func sumOfMoney(f *analyzer, i int) (int, int, Value, bool) {
	if f.hasClass(i, currency) {
		t := f.tokenAt(i)
		if t.kind == wordToken && !t.allCapitals && !f.isOneOf(i, "rs") {
			return i, i, Value{}, false
		}
		n, end, ok := f.readNumeral(i + 1)
		if !ok {
			return i, i, Value{}, false
		}
		first := i
		if f.tokenAt(i).adjacent && f.tokenAt(i-1).allCapitals ||
			f.tokenAt(i).adjacent && f.tokenAt(i-1).kind == wordToken && f.tokenAt(i-1).to-f.tokenAt(i-1).from == 1 {
			first--
		}
		if f.hasClass(end, currency) {
			end++
		}
		return first, f.rateEnd(end), newAmount(n, t.entry.unit), true
	}
	n, end, ok := f.readNumeral(i)
	if !ok || n.isOne && f.isOneOf(end, "won", "real") {
		return i, i, Value{}, false
	}
	if f.isHyphen(end) {
		end++
	}
	if f.tokenAt(end).capital && !f.tokenAt(end).allCapitals && f.hasClass(end+1, currency) { // "5 million Swiss francs"
		end++
	} else if f.isOneOf(end, "us") && f.hasClass(end+1, currency) {
		end++
	}
	if !f.hasClass(end, currency) || f.isOneOf(end, "won", "real", "rs") && !n.hasScale {
		return i, i, Value{}, false
	}
	return i, f.rateEnd(end + 1), newAmount(n, f.tokenAt(end).entry.unit), true
}

// rateEnd returns the end of "per person", "an hour", "a year".
func (f *analyzer) rateEnd(i int) int {
	switch {
	case f.isOneOf(i, "per") && f.tokenAt(i+1).kind == wordToken:
		return i + 2
	case f.isOneOf(i, "a", "an") && (f.hasClass(i+1, timeUnit) && f.isFree(i, i+2) || f.isOneOf(i+1, "barrel", "share", "tonne", "ton", "litre", "gallon", "kilogram", "pound", "head", "person")):
		return i + 2
	}
	return i
}

// measurementRule: "50 km", "7.1 magnitude", "30 °C", "120 miles per hour", "six-foot", "500 square metres", "12 points".
func measurementRule(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.readNumeral(i)
	if !ok {
		return i, i, Value{}, false
	}
	if f.isHyphen(end) && f.tokenAt(end+1).entry.unit != "" {
		end++
	}
	if after := f.lightYearsEnd(end); after > end {
		return i, after, newAmount(n, "ly"), true
	}
	square := f.isOneOf(end, "square", "sq", "cubic")
	if square {
		end++
	}
	if f.isSign(end, "°") && (f.tokenText(end+1) == "C" || f.tokenText(end+1) == "F") {
		return i, end + 2, newAmount(n, "°"+f.tokenText(end+1)), true
	}
	if !f.isUnit(end, square) {
		return i, i, Value{}, false
	}
	unit := f.tokenAt(end).entry.unit
	if square {
		unit += "²"
	}
	unit, end = f.unitEnd(unit, end+1)
	if f.isOneOf(i-1, "minus") || f.isSign(i-1, "-−") && f.tokenAt(i).adjacent && !f.tokenAt(i-1).adjacent {
		n.low, n.high, i = -n.high, -n.low, i-1
	}
	return i, end, newAmount(n, unit), true
}

// lightYearsEnd returns the end of "light years" or "light-years" at token i, or i.
func (f *analyzer) lightYearsEnd(i int) int {
	if !f.isOneOf(i, "light") {
		return i
	}
	at := i + 1 + boolToInt(f.isHyphen(i+1))
	if f.isOneOf(at, "years", "year") {
		return at + 1
	}
	return i
}

// isUnit reports whether token i is a physical unit. An abbreviation of one or two letters that is also a word
// must be written together with its figure. "Square" may precede a unit of any kind.
func (f *analyzer) isUnit(i int, square bool) bool {
	t := f.tokenAt(i)
	if t.entry.unit == "" || t.entry.classes&(currency|percent|timeUnit) != 0 && !square || !f.isFree(i, i+1) {
		return false
	}
	if t.end-t.start > 2 || t.kind != wordToken {
		return true
	}
	return t.entry.classes&function == 0 && (t.adjacent || !f.isOneOf(i, "in", "l", "t", "b", "g", "k", "pa", "au"))
}

// unitEnd reads what follows a unit, "per hour", "/s" or "Celsius", and returns the whole unit and its end.
func (f *analyzer) unitEnd(unit string, i int) (string, int) {
	end := f.rateEnd(i)
	if f.isSign(end, "/") && f.tokenAt(end).adjacent && f.tokenAt(end+1).kind == wordToken {
		unit, end = unit+"/"+f.tokenText(end+1), end+2
	}
	if f.isOneOf(end-1, "hour") && f.isOneOf(end-2, "per", "an") {
		unit = perHour(unit)
	}
	if f.isOneOf(end, "celsius", "fahrenheit") {
		unit, end = f.tokenAt(end).entry.unit, end+1
	}
	return unit, end
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
func fractionRule(f *analyzer, i int) (int, int, Value, bool) {
	first, hedge := f.withHedgeBefore(i, Exact)
	share := func(v float64, end int) (int, int, Value, bool) {
		return first, end, Value{Kind: Amount, Low: v, High: v, Hedge: hedge}, true
	}
	if f.isHalf(i) {
		if f.isOneOf(i+1, "of") || f.hasClass(i+1, determiner) {
			return share(0.5, f.wholeEnd(i+1))
		}
		return i, i, Value{}, false
	}
	n, end, ok := f.readSingleNumber(i)
	if !ok && f.isOneOf(i, "a", "one") {
		n, end, ok = numeral{low: 1, high: 1}, i+1, true
	}
	if !ok {
		return i, i, Value{}, false
	}
	if at, ok := f.denominatorAt(i, end); ok {
		return share(n.low/f.tokenAt(at).entry.number, f.wholeEnd(at+1))
	}
	if of, after, ok := f.oneInMany(i, end, n); ok {
		return share(n.low/of, f.nounEnd(after))
	}
	return i, i, Value{}, false
}

// isHalf reports whether token i is "half" as a share, and not in "the first half" or "half a million".
func (f *analyzer) isHalf(i int) bool {
	return f.isOneOf(i, "half") && !f.hasClass(i-1, ordinal|nearTime|determiner) && !f.isHyphen(i-1) && !f.isHyphen(i+1) &&
		!f.isOneOf(i-1, "and") && !f.hasClass(i+2, scale)
}

// denominatorAt finds the denominator behind a number that ends at token end: the "thirds" of "two-thirds". "A
// quarter" may be a period, so that "of" has to follow.
func (f *analyzer) denominatorAt(i, end int) (int, bool) {
	at := end + boolToInt(f.isHyphen(end))
	if !f.hasClass(at, fraction) || f.tokenAt(at).entry.number < 2 {
		return at, false
	}
	return at, f.isOneOf(at+1, "of") || at > end || !f.isOneOf(i, "a") && !f.isOneOf(at, "quarter", "quarters", "half")
}

// oneInMany reads the whole of "one in five" and "nine out of ten", and returns the token after it.
func (f *analyzer) oneInMany(i, end int, n numeral) (of float64, after int, ok bool) {
	switch {
	case f.isOneOf(end, "in", "of") && !f.isOneOf(i-1, "number"):
	case f.isOneOf(end, "out") && f.isOneOf(end+1, "of"):
		end++
	default:
		return 0, end, false
	}
	end += 1 + boolToInt(f.isOneOf(end+1, "every"))
	m, after, ok := f.readSingleNumber(end)
	isYear := m.compact && m.low >= 1900
	return m.low, after, ok && m.low > n.low && m.low > 1 && !isYear && !f.hasClass(after, timeUnit) && f.isFree(end, after)
}

// resultRule: "3–2", "won 4-1", "lost by 54–46", and a pair of votes.
func resultRule(f *analyzer, i int) (int, int, Value, bool) {
	a, okA := f.integerBetween(i, 0, 999)
	b, okB := f.integerBetween(i+2, 0, 999)
	spaced := f.isSign(i+1, "–") && a <= 20 && b <= 20 && !f.tokenAt(i+1).adjacent && !f.tokenAt(i+2).adjacent // "1 – 0"
	if !okA || !okB || !f.isSign(i+1, "-–—:") || f.isHyphen(i+3) || f.tokenAt(i+3).adjacent && f.tokenAt(i+3).kind == wordToken ||
		!spaced && (!f.tokenAt(i+1).adjacent || !f.tokenAt(i+2).adjacent) {
		return i, i, Value{}, false
	}
	return i, i + 3, Value{Kind: Amount, Low: float64(a), High: float64(b), Unit: "result"}, true
}
