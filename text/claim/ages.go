package claim

// The rules that find ages.

// ageWithHyphen: "45-year-old", "two-month-old", "45-year old".
func ageWithHyphen(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.readNumeral(i)
	if !ok || !f.isSign(end, "-‐‑–") || !f.hasClass(end+1, timeUnit) {
		return i, i, Value{}, false
	}
	unit := f.tokenAt(end + 1).entry.unit
	end += 2
	if f.isSign(end, "-‐‑–") {
		end++
	}
	return i, end + 1, newDuration(n, unit), f.isOneOf(end, "old", "olds")
}

// ageInYears: "45 years old", "45 years of age".
func ageInYears(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.readNumeral(i)
	if !ok || !f.hasClass(end, timeUnit) {
		return i, i, Value{}, false
	}
	v := newDuration(n, f.tokenAt(end).entry.unit)
	switch {
	case f.isOneOf(end+1, "old"):
		return i, end + 2, v, true
	case f.isOneOf(end+1, "of") && f.isOneOf(end+2, "age"):
		return i, end + 3, v, true
	}
	return i, i, Value{}, false
}

// ageRule: "aged 45", "at the age of 45", "age 7 to 12", "in his 40s".
func ageRule(f *analyzer, i int) (int, int, Value, bool) {
	at := i + 1
	switch {
	case f.isOneOf(i, "his", "her", "their") && f.hasClass(at, digits) && f.tokenText(at+1) == "s":
		n := f.tokenAt(at).number.value
		return i, at + 2, Value{Kind: Duration, Low: n, High: n + 9, Unit: "year"}, n >= 10 && n <= 100
	case f.isOneOf(i, "turned", "turns", "turning"):
		n, whole := f.integerBetween(at, 1, 110)
		return i, at + 1, Value{
				Kind: Duration,
				Low:  float64(n),
				High: float64(n),
				Unit: "year",
			}, whole &&
				(f.tokenAt(at+1).kind == signToken || f.hasClass(at+1, function) || at+1 == len(f.tokens))
	case f.isOneOf(i, "under", "over") && f.hasClass(i-1, plural):
		n, whole := f.integerBetween(at, 1, 99)
		return i, at + 1, Value{
				Kind: Duration,
				Low:  float64(n),
				High: float64(n),
				Unit: "year",
			}, whole &&
				(f.tokenAt(at+1).kind == signToken || f.hasClass(at+1, function) || at+1 == len(f.tokens))
	case !f.isOneOf(i, "aged", "age", "ages"):
		return i, i, Value{}, false
	case f.isOneOf(at, "of", "between"):
		at++
	}
	n, end, ok := f.readNumeral(at)
	return i, end, newDuration(n, "year"), ok && n.high < 130
}

// ageBetweenCommas: "Maria Lopez, 45, said". A number in a date or before a counted noun is no age.
func ageBetweenCommas(f *analyzer, i int) (int, int, Value, bool) {
	n, ok := f.integerBetween(i, 1, 110)
	person := f.tokenAt(i-2).capital || f.hasClass(i-2, job)
	closed := f.isSign(i+1, ",") || f.isSign(i+1, ".") && i+2 == len(f.tokens) ||
		f.isOneOf(i+1, "and", "of") && f.tokenAt(i-2).capital && f.isOneOf(i+1, "of")
	if !ok || !f.isSign(i-1, ",") || !closed || !person || f.tokenAt(i-2).kind != wordToken || f.hasClass(i-2, month|weekday) ||
		f.hasClass(i+2, digits) {
		return i, i, Value{}, false
	}
	return i, i + 1, Value{
			Kind: Duration,
			Low:  float64(n),
			High: float64(n),
			Unit: "year",
		}, f.tokenAt(i-3).capital ||
			!f.isOneOf(i-2, "group", "page", "chapter")
}
