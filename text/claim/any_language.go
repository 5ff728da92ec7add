package claim

// anyLanguageRules apply to every language and script: figures, the signs and units next to them, and dates
// in figures.
var anyLanguageRules = []rule{
	{"date in figures", Date, "a date: does it agree with the records and with its day of the week?", digits, false, dateInFigures},
	{
		"date with a sign for each part",
		Date,
		"a date: does it agree with the records and with its day of the week?",
		digits,
		false,
		dateWithUnitSigns,
	},
	{"time of day in figures", Date, "a time of day: is it right, and in which time zone?", digits, false, clockInFigures},
	{"share in figures", Measurement, "a share: of what whole, and who worked it out?", digits, false, shareInFigures},
	{"sum in figures", Measurement, "a sum of money: in which currency, and who counted?", digits, false, sumInFigures},
	{"measure in figures", Measurement, "a measure: is the figure right, and is the unit?", digits, false, measureInFigures},
	{"year in figures", Date, "a year: is it the right one?", digits, false, yearInFigures},
	{"number in figures", Number, "a number: who counted, and when?", digits, false, numberInFigures},
}

// applyAnyLanguageRules applies the rules for languages other than English: those of the language, if its
// words are known, and those that need no knowledge of it.
func (f *analyzer) applyAnyLanguageRules() {
	for i := 0; i < len(f.tokens); {
		r, first, end, v := f.otherLanguageAt(i)
		if r == nil {
			i++
			continue
		}
		f.addMatch(r, first, end, v)
		for n := first; n < end; n++ {
			f.inTime[n] = f.inTime[n] || r.kind == Date || r.kind == Age
			f.inNumber[n] = true
		}
		i = max(end, i+1)
	}
	if f.locale != nil {
		f.findLocalNames()
		f.findLocalAttributions()
	}
}

// otherLanguageAt returns the first rule that matches at token i.
func (f *analyzer) otherLanguageAt(i int) (r *rule, first, end int, v Value) {
	match := func(rules []rule) bool {
		for k := range rules {
			one := &rules[k]
			if one.starts != 0 && one.starts&f.tokenAt(i).entry.classes == 0 {
				continue
			}
			if from, after, value, ok := one.find(f, i); ok && after > from {
				r, first, end, v = one, from, after, value
				return true
			}
		}
		return false
	}
	_ = match(anyLanguageRules[:2]) ||
		f.locale != nil && match(localTimeRules) ||
		match(anyLanguageRules[2:3]) ||
		f.locale != nil && match(localNumberRules) ||
		match(anyLanguageRules[3:])
	return r, first, end, v
}

// readEuropeanNumber reads a figure as most languages write it. A point or a space followed by exactly
// three digits separates thousands; a comma is the decimal sign.
func (f *analyzer) readEuropeanNumber(i int) (float64, int) {
	t := f.tokenAt(i)
	v, end := t.number.value, i+1
	if t.number.dot && !t.number.group {
		if v2, ok := parseDottedThousands(f.tokenText(i)); ok {
			v = v2
		}
	}
	for t.number.digits <= 3 && t.number.dots == 0 && f.hasClass(end, digits) && !f.tokenAt(end).adjacent && f.tokenAt(end).number.digits == 3 && f.tokenAt(end).number.dots == 0 && end < i+5 {
		v, end = v*1000+f.tokenAt(end).number.value, end+1
	}
	if f.isSign(end, ",٫") && f.tokenAt(end).adjacent && f.hasClass(end+1, digits) && f.tokenAt(end+1).adjacent {
		frac := f.tokenAt(end + 1).number.value
		for range f.tokenAt(end+1).to - f.tokenAt(end+1).from {
			frac /= 10
		}
		v, end = v+frac, end+2
	}
	return v, end
}

// parseDottedThousands reads "1.234.567".
func parseDottedThousands(s string) (v float64, ok bool) {
	group := 0
	first := true
	for _, r := range s {
		if !isDigit(r) {
			if !first && group != 3 {
				return 0, false
			}
			first, group = false, 0
			continue
		}
		v = v*10 + float64(digitValue(r))
		group++
	}
	return v, !first && group == 3
}

// dateWithUnitSigns: "2021年6月24日", "6月24日".
func dateWithUnitSigns(f *analyzer, i int) (int, int, Value, bool) {
	var w When
	end, parts := i, 0
	for parts < 3 && f.hasClass(end, digits) {
		n := int(f.tokenAt(end).number.value)
		s := f.tokenText(end + 1)
		switch {
		case hasAnyPrefix(s, "年", "년"):
			w.Year = n
		case hasAnyPrefix(s, "月", "월"):
			w.Month = n
		case hasAnyPrefix(s, "日", "일", "号"):
			w.Day = n
		default:
			return i, end, newDay(w), parts > 0
		}
		end, parts = end+2, parts+1
		if len(s) > 3 { // the word continues, so the next figure belongs to something else
			return i, end, newDay(w), true
		}
	}
	return i, end, newDay(w), parts > 0
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if len(s) >= len(p) && s[:len(p)] == p {
			return true
		}
	}
	return false
}

func clockInFigures(f *analyzer, i int) (int, int, Value, bool) {
	t := f.tokenAt(i)
	m := int(t.number.value)
	return i, i + 1, newDay(When{Clock: m + 1}), t.number.colon && m <= 1440
}

func newExactAmount(v float64, unit string) Value {
	return Value{Kind: Amount, Low: v, High: v, Unit: unit}
}

func shareInFigures(f *analyzer, i int) (int, int, Value, bool) {
	v, end := f.readEuropeanNumber(i)
	first := i
	if f.isSign(i-1, "%٪％") && f.tokenAt(i).adjacent { // Turkish: %20
		return i - 1, end, newExactAmount(v, "%"), true
	}
	if f.isSign(end, "%٪％‰") || f.isOneOf(end, "percent", "prozent", "procent", "процентов", "процента") {
		return first, end + 1, newExactAmount(v, "%"), true
	}
	return i, i, Value{}, false
}

func sumInFigures(f *analyzer, i int) (int, int, Value, bool) {
	v, end := f.readEuropeanNumber(i)
	if c := f.tokenAt(i - 1); c.kind == signToken && c.entry.classes&currency != 0 {
		return i - 1, end, newExactAmount(v, c.entry.unit), true
	}
	if c := f.tokenAt(end); c.entry.classes&currency != 0 &&
		(c.kind == signToken || c.to-c.from > 2 && !f.isOneOf(end, "won", "real", "cent", "rand")) {
		return i, end + 1, newExactAmount(v, c.entry.unit), true
	}
	return i, i, Value{}, false
}

func measureInFigures(f *analyzer, i int) (int, int, Value, bool) {
	v, end := f.readEuropeanNumber(i)
	u := f.tokenAt(end)
	if f.isSign(end, "°") && f.tokenAt(end+1).adjacent {
		return i, end + 2, newExactAmount(v, "°"+f.tokenText(end+1)), true
	}
	long := u.to-u.from > 1 && !f.isOneOf(end, "in", "am", "au", "mi", "pa", "real", "won", "at") || u.adjacent
	if u.entry.unit == "" || !long || u.entry.classes&(currency|percent|timeUnit|function) != 0 {
		return i, i, Value{}, false
	}
	return i, end + 1, newExactAmount(v, u.entry.unit), true
}

func yearInFigures(f *analyzer, i int) (int, int, Value, bool) {
	w, end, ok := f.yearAt(i)
	return i, end, newDay(
			w,
		), ok && w.Year >= 1500 && w.Year <= 2100 && !(f.tokenAt(end).adjacent && f.tokenAt(end).kind == wordToken) &&
			!f.hasClass(end, unitName)
}

func numberInFigures(f *analyzer, i int) (int, int, Value, bool) {
	t := f.tokenAt(i)
	if t.adjacent && f.tokenAt(i-1).kind == wordToken && f.tokenAt(i-1).capital ||
		t.adjacent && f.isSign(i-1, "-") && f.tokenAt(i-1).adjacent ||
		t.number.colon {
		return i, i, Value{}, false
	}
	v, end := f.readEuropeanNumber(i)
	return i, end, newExactAmount(v, ""), true
}
