package claim

// anyRules are those that hold in every language and script: figures, the signs and units beside them, dates in figures.
var anyRules = []rule{
	{"date in figures", Date, "a date: does it agree with the records and with its day of the week?", digits, false, dateInFigures},
	{"date with a sign for each part", Date, "a date: does it agree with the records and with its day of the week?", digits, false, dateWithSigns},
	{"time of day in figures", Date, "a time of day: is it right, and in which time zone?", digits, false, clockInFigures},
	{"share in figures", Measurement, "a share: of what whole, and who worked it out?", digits, false, shareInFigures},
	{"sum in figures", Measurement, "a sum of money: in which currency, and who counted?", digits, false, sumInFigures},
	{"measure in figures", Measurement, "a measure: is the figure right, and is the unit?", digits, false, measureInFigures},
	{"year in figures", Date, "a year: is it the right one?", digits, false, yearInFigures},
	{"number in figures", Number, "a number: who counted, and when?", digits, false, numberInFigures},
}

// anyLanguage finds what needs no knowledge of the language.
func (f *finder) anyLanguage() {
	for i := 0; i < len(f.tokens); {
		end := i + 1
		for k := range anyRules {
			r := &anyRules[k]
			if r.starts&f.at(i).known.is == 0 {
				continue
			}
			if first, after, v, ok := r.find(f, i); ok {
				f.add(r, first, after, v)
				end = max(end, after)
				break
			}
		}
		i = end
	}
}

// european reads a figure as most languages write it: points part thousands where just three digits follow, and so do spaces;
// a comma is a decimal sign.
func (f *finder) european(i int) (float64, int) {
	t := f.at(i)
	v, end := t.figure.value, i+1
	if t.figure.dot && !t.figure.group {
		if v2, ok := thousands(f.exact(i)); ok {
			v = v2
		}
	}
	for t.figure.digits <= 3 && t.figure.dots == 0 && f.is(end, digits) && !f.at(end).glued && f.at(end).figure.digits == 3 && f.at(end).figure.dots == 0 && end < i+5 {
		v, end = v*1000+f.at(end).figure.value, end+1
	}
	if f.sign(end, ",٫") && f.at(end).glued && f.is(end+1, digits) && f.at(end+1).glued {
		frac := f.at(end + 1).figure.value
		for range f.at(end+1).to - f.at(end+1).from {
			frac /= 10
		}
		v, end = v+frac, end+2
	}
	return v, end
}

// thousands reads "1.234.567".
func thousands(s string) (v float64, ok bool) {
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

// dateWithSigns: "2021年6月24日", "6月24日".
func dateWithSigns(f *finder, i int) (int, int, Value, bool) {
	var w When
	end, parts := i, 0
	for parts < 3 && f.is(end, digits) {
		n := int(f.at(end).figure.value)
		s := f.exact(end + 1)
		switch {
		case hasPrefix(s, "年", "년"):
			w.Year = n
		case hasPrefix(s, "月", "월"):
			w.Month = n
		case hasPrefix(s, "日", "일", "号"):
			w.Day = n
		default:
			return i, end, day(w), parts > 0
		}
		end, parts = end+2, parts+1
		if len(s) > 3 { // the word goes on: the next figure belongs to something else
			break
		}
	}
	return i, end, day(w), parts > 0
}

func hasPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if len(s) >= len(p) && s[:len(p)] == p {
			return true
		}
	}
	return false
}

func clockInFigures(f *finder, i int) (int, int, Value, bool) {
	t := f.at(i)
	m := int(t.figure.value)
	return i, i + 1, day(When{Clock: m + 1}), t.figure.colon && m <= 1440
}

func exactly(v float64, unit string) Value {
	return Value{Sort: Amount, Low: v, High: v, Unit: unit}
}

func shareInFigures(f *finder, i int) (int, int, Value, bool) {
	v, end := f.european(i)
	first := i
	if f.sign(i-1, "%٪％") && f.at(i).glued { // Turkish: %20
		return i - 1, end, exactly(v, "%"), true
	}
	if f.sign(end, "%٪％‰") || f.has(end, "percent", "prozent", "procent", "процентов", "процента") {
		return first, end + 1, exactly(v, "%"), true
	}
	return i, i, Value{}, false
}

func sumInFigures(f *finder, i int) (int, int, Value, bool) {
	v, end := f.european(i)
	if c := f.at(i - 1); c.sort == sign && c.known.is&currency != 0 {
		return i - 1, end, exactly(v, c.known.unit), true
	}
	if c := f.at(end); c.known.is&currency != 0 && (c.sort == sign || c.to-c.from > 2 && !f.has(end, "won", "real", "cent", "rand")) {
		return i, end + 1, exactly(v, c.known.unit), true
	}
	return i, i, Value{}, false
}

func measureInFigures(f *finder, i int) (int, int, Value, bool) {
	v, end := f.european(i)
	u := f.at(end)
	if f.sign(end, "°") && f.at(end+1).glued {
		return i, end + 2, exactly(v, "°"+f.exact(end+1)), true
	}
	long := u.to-u.from > 1 && !f.has(end, "in", "am", "au", "mi", "pa", "real", "won", "at") || u.glued
	if u.known.unit == "" || !long || u.known.is&(currency|percent|timeUnit|function) != 0 {
		return i, i, Value{}, false
	}
	return i, end + 1, exactly(v, u.known.unit), true
}

func yearInFigures(f *finder, i int) (int, int, Value, bool) {
	w, end, ok := f.isYear(i)
	return i, end, day(w), ok && w.Year >= 1500 && w.Year <= 2100 && !(f.at(end).glued && f.at(end).sort == word) && !f.is(end, unitName)
}

func numberInFigures(f *finder, i int) (int, int, Value, bool) {
	t := f.at(i)
	if t.glued && f.at(i-1).sort == word && f.at(i-1).capital || t.glued && f.sign(i-1, "-") && f.at(i-1).glued || t.figure.colon {
		return i, i, Value{}, false
	}
	v, end := f.european(i)
	return i, end, exactly(v, ""), true
}
