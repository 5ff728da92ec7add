package claim

// The rules that find clock times.

// timeOfDay: "5:25 p.m. local time", "17:00 (UTC)", "1730 UTC", "nine o'clock", "noon".
func timeOfDay(f *analyzer, i int) (int, int, Value, bool) {
	t := f.tokenAt(i)
	minutes, end := -1, i+1
	switch {
	case f.isOneOf(i, "noon", "midnight", "midday"):
		minutes = int(t.entry.number)
	case f.hasClass(i, dayPart):
		return i, i, Value{}, false
	// hours, minutes and seconds are a duration
	case t.number.colon && t.number.dots > 1 && !f.isOneOf(i-1, "at") && f.zoneAfter(end) == end:
		return i, i + 1, Value{Kind: Duration, Low: t.number.value, High: t.number.value, Unit: "minute"}, true
	case t.number.colon:
		minutes = int(t.number.value)
	default:
		var n numeral
		var ok bool
		if n, end, ok = f.readNumeral(i); !ok || n.low > 2400 {
			return i, i, Value{}, false
		}
		switch {
		case f.isOneOf(end, "o'clock"):
			minutes = int(n.low) * 60
		case f.meridiem(end) != 0 && n.high <= 13:
			minutes = int(n.low)*60 + int(n.low*100+0.5)%100*boolToInt(t.number.dot)
		case t.number.digits == 4 && (f.hasClass(end, zone) && f.tokenAt(end).allCapitals || f.isOneOf(end, "local")) || t.number.digits == 4 && f.isOneOf(end, "hours") && f.isOneOf(i-1, "at"):
			minutes = int(n.low)/100*60 + int(n.low)%100
		default:
			return i, i, Value{}, false
		}
	}
	if f.isOneOf(end, "o'clock") {
		end++
	}
	if half := f.meridiem(end); half != 0 {
		if minutes%720 == minutes && half == 'p' || minutes >= 720 && half == 'a' && minutes < 780 {
			minutes = (minutes + 720) % 1440
		}
		end++
	}
	return i, f.zoneAfter(end), newDay(When{Clock: minutes + 1}), minutes >= 0 && minutes <= 1440
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// meridiem returns 'a' or 'p' for a.m. and p.m.
func (f *analyzer) meridiem(i int) byte {
	switch {
	case f.isOneOf(i, "am", "a.m."):
		return 'a'
	case f.isOneOf(i, "pm", "p.m."):
		return 'p'
	}
	return 0
}

// zoneAfter returns the end of "UTC", "(GMT)", "local time", "Eastern Time".
func (f *analyzer) zoneAfter(i int) int {
	at := i
	if f.isSign(at, "(") {
		at++
	}
	switch {
	case f.hasClass(at, zone) && f.tokenAt(at).allCapitals:
		at++
		if f.isSign(at, "+-−") && f.hasClass(at+1, digits) {
			at += 2
		}
	case f.isOneOf(at, "local", "eastern", "pacific", "central") && f.isOneOf(at+1, "time"):
		at += 2
	case f.isOneOf(at, "eastern", "pacific", "central") && f.isOneOf(at+1, "daylight", "standard", "summer") && f.isOneOf(at+2, "time"):
		at += 3
	default:
		return i
	}
	if f.isSign(at, ")") && f.isSign(i, "(") {
		at++
	}
	return at
}
