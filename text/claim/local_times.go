package claim

// localTimeRules find dates and times in languages other than English, in this order.
var localTimeRules = []rule{
	{name: "date in words", kind: Date, why: dateWhy, find: localDate},
	{name: "age in another language", kind: Age, why: ageWhy, find: localAge},
	{name: "time of day in another language", kind: Date, why: "a time of day: is it right, and in which time zone?", find: localClockTime},
	{name: "day of the week in another language", kind: Date, why: "a day of the week: does it agree with the date?", find: localWeekdayAlone},
	{
		name: "span of time in another language",
		kind: Date,
		why:  "a span of time: do the dates at its ends bear it out?",
		find: localSpan,
	},
	{
		name: "day told from today in another language",
		kind: Date,
		why:  "a day told from the day of publishing: which date is that?",
		find: localRelativeDay,
	},
}

const (
	dateWhy = "a date: does it agree with the records and with its day of the week?"
	ageWhy  = "an age: does it agree with the year of birth?"
)

// localDate: "7. April 1962", "29 de abril de 2019", "2019. április 29.", "ngày 7 tháng 4 năm 1962", with
// the day of the week before it.
func localDate(f *analyzer, i int) (int, int, Value, bool) {
	var w When
	at := i
	if day, end := f.termAt(i, localWeekday); day != nil {
		w.Weekday = int(day.value)
		at = f.skipDateJoint(end, 2)
	}
	end, ok := 0, false
	for _, form := range []func(*analyzer, int, *When) (int, bool){dayMonthYear, yearMonthDay, vietnameseDate, spacedDate, monthYear} {
		got := w
		if end, ok = form(f, at, &got); ok {
			return i, end, newDay(got), true
		}
	}
	return i, i, Value{}, false
}

// skipDateJoint skips a comma and up to most short words between the parts of a date: ", dem", "de".
func (f *analyzer) skipDateJoint(i, most int) int {
	if f.isSign(i, ",.") {
		i++
	}
	for n := 0; n < most && f.isShortWord(i, 3) && !f.isTerm(i, localMonth); n++ {
		i++
		if f.isSign(i, "'’") {
			i++
		}
	}
	return i
}

// localDayNumber reads the day of a month with the sign or ending of an ordinal: "7.", "1er", "7-го", "3º".
func (f *analyzer) localDayNumber(i int) (day, end int, ok bool) {
	day, ok = f.integerBetween(i, 1, 31)
	if !ok {
		return 0, i, false
	}
	end = i + 1
	switch {
	case f.isSign(end, ".ºª°:") && f.tokenAt(end).adjacent:
		end++
		if f.tokenAt(end).adjacent && f.isShortWord(end, 2) { // Swedish "7:e"
			end++
		}
	case (f.isHyphen(end) || f.isSign(end, "'’")) && f.isShortWord(end+1, 4):
		end += 2
	case f.tokenAt(end).adjacent && f.isShortWord(end, 3) && !f.isTerm(end, localMonth):
		end++
	}
	if f.isSign(end, "-–—/") && f.isNumberToken(end+1) { // "5.–7. April"
		if _, after, ok := f.localDayNumber(end + 1); ok {
			end = after
		}
	}
	return day, end, true
}

func (f *analyzer) isNumberToken(i int) bool { return f.tokenAt(i).kind == numberToken }

func dayMonthYear(f *analyzer, i int, w *When) (int, bool) {
	day, end, ok := f.localDayNumber(i)
	if !ok {
		return i, false
	}
	at := end
	if !f.isTerm(at, localMonth) {
		if at = f.skipDateJoint(end, 1); at == end || f.isSign(end, ",") {
			return i, false
		}
	}
	month, end := f.termAt(at, localMonth)
	if month == nil {
		return i, false
	}
	w.Day, w.Month = day, int(month.value)
	if f.isSign(end, "/") { // Arabic gives two names of the month
		if _, after := f.termAt(end+1, localMonth); after > end+1 {
			end = after
		}
	}
	return f.localYearAfter(w, end), true
}

// localYearAfter reads a year behind a month: "1962", "de 2019", ", 2019".
func (f *analyzer) localYearAfter(w *When, i int) int {
	for _, at := range []int{i, f.skipDateJoint(i, 1), f.skipDateJoint(i, 2)} {
		if y, ok := f.localYear(at); ok {
			w.Year = y
			return at + 1
		}
	}
	return i
}

// buddhistOffset is the difference between the years of the Thai calendar and of the Gregorian one.
const buddhistOffset = 543

func (f *analyzer) localYear(i int) (int, bool) {
	n, ok := f.integerBetween(i, 1000, 2699)
	if !ok || f.tokenAt(i).number.digits != 4 {
		return 0, false
	}
	if n > 2400 {
		n -= buddhistOffset
	}
	return n, true
}

// yearMonthDay: "2019. április 29.", "2019 m. balandžio 29 d.", "2019. gada 29. aprīlī".
func yearMonthDay(f *analyzer, i int, w *When) (int, bool) {
	year, ok := f.localYear(i)
	if !ok {
		return i, false
	}
	at := i + 1
	if f.isSign(at, ".") {
		at++
	}
	if f.isShortWord(at, 4) && !f.isTerm(at, localMonth) {
		at++
		if f.isSign(at, ".") {
			at++
		}
	}
	if end, ok := dayMonthYear(f, at, w); ok && (w.Year == 0 || w.Year == year) {
		w.Year = year
		return end, true
	}
	month, end := f.termAt(at, localMonth)
	if month == nil {
		return i, false
	}
	w.Year, w.Month = year, int(month.value)
	if day, after, ok := f.localDayNumber(end); ok {
		w.Day = day
		if f.isSign(after-1, ".") && (after == len(f.tokens) || f.tokenAt(after).capital) {
			after-- // the stop ends the sentence
		}
		if f.tokenText(after) == "d" && f.isSign(after+1, ".") { // Lithuanian for "day"
			after += 2
		}
		return after, true
	}
	return end, true
}

// vietnameseDate: "ngày 7 tháng 4 năm 1962".
func vietnameseDate(f *analyzer, i int, w *When) (int, bool) {
	at := i
	if f.tokenText(at) == "ngày" || f.tokenText(at) == "Ngày" {
		at++
	}
	day, ok := f.integerBetween(at, 1, 31)
	if !ok || f.tokenText(at+1) != "tháng" {
		return i, false
	}
	month, ok := f.integerBetween(at+2, 1, 12)
	if !ok {
		return i, false
	}
	w.Day, w.Month = day, month
	end := at + 3
	if f.tokenText(end) == "năm" {
		if y, ok := f.localYear(end + 1); ok {
			w.Year = y
			return end + 2, true
		}
	}
	return f.localYearAfter(w, end), true
}

// spacedDate: "29. 4. 2019".
func spacedDate(f *analyzer, i int, w *When) (int, bool) {
	day, okDay := f.integerBetween(i, 1, 31)
	month, okMonth := f.integerBetween(i+2, 1, 12)
	year, okYear := f.localYear(i + 4)
	if !okDay || !okMonth || !okYear || !f.isSign(i+1, ".") || !f.isSign(i+3, ".") {
		return i, false
	}
	w.Day, w.Month, w.Year = day, month, year
	return i + 5, true
}

// monthYear: "avril 2019", "abril de 2019", and a month alone behind a preposition: "im April".
func monthYear(f *analyzer, i int, w *When) (int, bool) {
	month, end := f.termAt(i, localMonth)
	if month == nil {
		return i, false
	}
	w.Month = int(month.value)
	if after := f.localYearAfter(w, end); after > end {
		return after, true
	}
	long := f.tokenAt(i).to-f.tokenAt(i).from > 3
	before := f.isTerm(i-1, localIn) || f.isSign(i-1, ".") && f.isTerm(i-2, localIn)
	return end, before && (long || f.tokenAt(i).capital)
}

// localAge: "45 Jahre alt", "45-летний", "âgé de 45 ans", "45歳".
func localAge(f *analyzer, i int) (int, int, Value, bool) {
	first := i
	if _, end := f.termAt(i, localAged); end > i {
		if f.isShortWord(end, 3) {
			end++
		}
		i = end
	}
	n, end, ok := f.readLocalNumber(i)
	if !ok || n.low < 1 || n.low > 125 {
		return first, first, Value{}, false
	}
	v := newDuration(n, "year")
	if f.isHyphen(end) {
		end++
	}
	if t, after := f.termAt(end, localOld); t != nil {
		return first, after, v, true
	}
	year, after := f.termAt(end, localTime)
	switch {
	case first < i && year != nil && year.unit == "year":
		return first, after, v, true
	case first < i:
		return first, end, v, true
	case year != nil && year.unit == "year" && f.isTerm(after-1, localOld):
		return first, after, v, true
	case year != nil && year.unit == "year" && f.isSign(after, ",") && f.isSign(first-1, ",") && f.tokenAt(first-2).capital:
		return first, after, v, true
	}
	if _, whole := f.integerBetween(first, 16, 105); whole && f.tokenAt(first-3).capital { // "Anne Roux, 45, …"
		return ageBetweenCommas(f, first)
	}
	return first, first, Value{}, false
}

// localClockTime: "07h36", "14 Uhr", "14.30 Uhr", "kl. 14.30", "下午3点30分".
func localClockTime(f *analyzer, i int) (int, int, Value, bool) {
	if _, end := f.termAt(i, localClock); end > i { // a word before the time
		if f.isSign(end, ".") {
			end++
		}
		if t := f.tokenAt(end); t.kind == numberToken && t.number.value < 24.01*60 && (t.number.colon || t.number.value < 24) {
			return i, end + 1, newDay(When{Clock: int(t.number.value)*boolToInt(t.number.colon) + 1}), true
		}
		return i, i, Value{}, false
	}
	t := f.tokenAt(i)
	if t.kind != numberToken || t.number.value > 24 || t.number.colon && t.number.value > 24*60 {
		return i, i, Value{}, false
	}
	if next := f.tokenText(i + 1); f.tokenAt(i+1).adjacent && (next == "h" || next == "H" || next == "ч") {
		end := i + 2
		if f.tokenAt(end).adjacent && f.isNumberToken(end) && f.tokenAt(end).number.digits == 2 {
			end++
		}
		return i, end, newDay(When{Clock: int(t.number.value)*60 + 1}), true
	}
	_, end := f.termAt(i+1, localClock)
	if end == i+1 {
		return i, i, Value{}, false
	}
	if f.isNumberToken(end) && f.tokenAt(end).number.digits <= 2 { // "14 Uhr 30", "3点30分"
		end++
		if u, after := f.termAt(end, localTime); u != nil && u.unit == "minute" || hasAnyPrefix(f.tokenText(end), "分", "분") {
			end = max(after, end+1)
		}
	}
	return i, end, newDay(When{Clock: int(t.number.value)*60 + 1}), true
}

// localWeekdayAlone finds the name of a day without a date.
func localWeekdayAlone(f *analyzer, i int) (int, int, Value, bool) {
	day, end := f.termAt(i, localWeekday)
	if day == nil || f.tokenAt(i).to-f.tokenAt(i).from < 3 && !isUnspacedScript([]rune(f.tokenText(i))[0]) {
		return i, i, Value{}, false
	}
	return i, end, newDay(When{Weekday: int(day.value)}), true
}

// localSpan: "drei Jahre", "19. Jahrhundert", "3か月".
func localSpan(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.readLocalNumber(i)
	if !ok {
		return i, i, Value{}, false
	}
	if u, after := f.termAt(end+1, localTime); u != nil && f.isSign(end, ".") && u.unit == "century" {
		return i, after, newDay(When{Year: (int(n.low)-1)*100 + 1, Span: "century"}), n.low < 30
	}
	u, after := f.termAt(end, localTime)
	if u == nil {
		return i, i, Value{}, false
	}
	return i, after, newDuration(n, u.unit), true
}

// localRelativeDay: "gestern", "aujourd'hui", "昨天".
func localRelativeDay(f *analyzer, i int) (int, int, Value, bool) {
	day, end := f.termAt(i, localDay)
	if day == nil {
		return i, i, Value{}, false
	}
	return i, end, newDay(When{Step: int(day.value), Unit: "day"}), true
}
