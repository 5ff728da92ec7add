package claim

// The rules that read the clock.

// timeOfDay: "5:25 p.m. local time", "17:00 (UTC)", "1730 UTC", "nine o'clock", "noon".
func timeOfDay(f *finder, i int) (int, int, Value, bool) {
	t := f.at(i)
	minutes, end := -1, i+1
	switch {
	case f.has(i, "noon", "midnight", "midday"):
		minutes = int(t.known.n)
	case f.is(i, dayPart):
		return i, i, Value{}, false
	case t.figure.colon && t.figure.dots > 1 && !f.has(i-1, "at") && f.zoneAfter(end) == end: // hours, minutes and seconds: how long it took
		return i, i + 1, Value{Sort: Duration, Low: t.figure.value, High: t.figure.value, Unit: "minute"}, true
	case t.figure.colon:
		minutes = int(t.figure.value)
	default:
		var n numeral
		var ok bool
		if n, end, ok = f.numeral(i); !ok || n.low > 2400 {
			return i, i, Value{}, false
		}
		switch {
		case f.has(end, "o'clock"):
			minutes = int(n.low) * 60
		case f.meridiem(end) != 0 && n.high <= 13:
			minutes = int(n.low)*60 + int(n.low*100+0.5)%100*b2i(t.figure.dot)
		case t.figure.digits == 4 && (f.is(end, zone) && f.at(end).shouted || f.has(end, "local")) || t.figure.digits == 4 && f.has(end, "hours") && f.has(i-1, "at"):
			minutes = int(n.low)/100*60 + int(n.low)%100
		default:
			return i, i, Value{}, false
		}
	}
	if f.has(end, "o'clock") {
		end++
	}
	if half := f.meridiem(end); half != 0 {
		if minutes%720 == minutes && half == 'p' || minutes >= 720 && half == 'a' && minutes < 780 {
			minutes = (minutes + 720) % 1440
		}
		end++
	}
	return i, f.zoneAfter(end), day(When{Clock: minutes + 1}), minutes >= 0 && minutes <= 1440
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// meridiem is 'a' or 'p' for a.m. and p.m.
func (f *finder) meridiem(i int) byte {
	switch {
	case f.has(i, "am", "a.m."):
		return 'a'
	case f.has(i, "pm", "p.m."):
		return 'p'
	}
	return 0
}

// zoneAfter takes in "UTC", "(GMT)", "local time", "Eastern Time".
func (f *finder) zoneAfter(i int) int {
	at := i
	if f.sign(at, "(") {
		at++
	}
	switch {
	case f.is(at, zone) && f.at(at).shouted:
		at++
		if f.sign(at, "+-−") && f.is(at+1, digits) {
			at += 2
		}
	case f.has(at, "local", "eastern", "pacific", "central") && f.has(at+1, "time"):
		at += 2
	case f.has(at, "eastern", "pacific", "central") && f.has(at+1, "daylight", "standard", "summer") && f.has(at+2, "time"):
		at += 3
	default:
		return i
	}
	if f.sign(at, ")") && f.sign(i, "(") {
		at++
	}
	return at
}
