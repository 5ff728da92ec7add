package claim

// The rules that read ages.

// ageWithHyphen: "45-year-old", "two-month-old", "45-year old".
func ageWithHyphen(f *finder, i int) (int, int, Value, bool) {
	n, end, ok := f.numeral(i)
	if !ok || !f.sign(end, "-‐‑–") || !f.is(end+1, timeUnit) {
		return i, i, Value{}, false
	}
	unit := f.at(end + 1).known.unit
	end += 2
	if f.sign(end, "-‐‑–") {
		end++
	}
	return i, end + 1, lasting(n, unit), f.has(end, "old", "olds")
}

// ageInYears: "45 years old", "45 years of age".
func ageInYears(f *finder, i int) (int, int, Value, bool) {
	n, end, ok := f.numeral(i)
	if !ok || !f.is(end, timeUnit) {
		return i, i, Value{}, false
	}
	v := lasting(n, f.at(end).known.unit)
	switch {
	case f.has(end+1, "old"):
		return i, end + 2, v, true
	case f.has(end+1, "of") && f.has(end+2, "age"):
		return i, end + 3, v, true
	}
	return i, i, Value{}, false
}

// aged: "aged 45", "at the age of 45", "age 7 to 12", "in his 40s".
func aged(f *finder, i int) (int, int, Value, bool) {
	at := i + 1
	switch {
	case f.has(i, "his", "her", "their") && f.is(at, digits) && f.exact(at+1) == "s":
		n := f.at(at).figure.value
		return i, at + 2, Value{Sort: Duration, Low: n, High: n + 9, Unit: "year"}, n >= 10 && n <= 100
	case f.has(i, "turned", "turns", "turning"):
		n, whole := f.integer(at, 1, 110)
		return i, at + 1, Value{Sort: Duration, Low: float64(n), High: float64(n), Unit: "year"}, whole && (f.at(at+1).sort == sign || f.is(at+1, function) || at+1 == len(f.tokens))
	case f.has(i, "under", "over") && f.is(i-1, plural):
		n, whole := f.integer(at, 1, 99)
		return i, at + 1, Value{Sort: Duration, Low: float64(n), High: float64(n), Unit: "year"}, whole && (f.at(at+1).sort == sign || f.is(at+1, function) || at+1 == len(f.tokens))
	case !f.has(i, "aged", "age", "ages"):
		return i, i, Value{}, false
	case f.has(at, "of", "between"):
		at++
	}
	n, end, ok := f.numeral(at)
	return i, end, lasting(n, "year"), ok && n.high < 130
}

// ageBetweenCommas: "Maria Lopez, 45, said"; what is dated or counted is none.
func ageBetweenCommas(f *finder, i int) (int, int, Value, bool) {
	n, ok := f.integer(i, 1, 110)
	person := f.at(i-2).capital || f.is(i-2, job)
	closed := f.sign(i+1, ",") || f.sign(i+1, ".") && i+2 == len(f.tokens) || f.has(i+1, "and", "of") && f.at(i-2).capital && f.has(i+1, "of")
	if !ok || !f.sign(i-1, ",") || !closed || !person || f.at(i-2).sort != word || f.is(i-2, month|weekday) || f.is(i+2, digits) {
		return i, i, Value{}, false
	}
	return i, i + 1, Value{Sort: Duration, Low: float64(n), High: float64(n), Unit: "year"}, f.at(i-3).capital || !f.has(i-2, "group", "page", "chapter")
}
