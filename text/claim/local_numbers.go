package claim

// localNumberRules find numbers and quantities in languages other than English, in this order.
var localNumberRules = []rule{
	{name: "share in another language", kind: Measurement, why: "a share: of what whole, and who worked it out?", find: localShare},
	{name: "sum in another language", kind: Measurement, why: "a sum of money: in which currency, and who counted?", find: localSum},
	{name: "measure in another language", kind: Measurement, why: "a measure: is the figure right, and is the unit?", find: localMeasure},
	{name: "number in another language", kind: Number, why: "a number: who counted, and when?", find: localCount},
}

// readLocalNumber reads a number in figures or in words, with its scales: "4,2 Millionen", "3 mil millones",
// "zwölf".
func (f *analyzer) readLocalNumber(i int) (numeral, int, bool) {
	var n numeral
	end := i
	switch {
	case f.isNumberToken(i) && !f.tokenAt(i).number.colon:
		n.low, end = f.readFigure(i)
		if f.isSign(end, "-–") && f.tokenAt(end).adjacent && f.isNumberToken(end+1) && f.tokenAt(end+1).adjacent {
			if high, after := f.readFigure(end + 1); high > n.low {
				n.high, end = high, after
			}
		}
	default:
		t, after := f.termAt(i, localNumber)
		if t == nil {
			return n, i, false
		}
		n.low, end = t.value, after
	}
	n.high = max(n.low, n.high)
	for range 3 {
		t, after := f.termAt(end, localScale)
		if t == nil {
			break
		}
		n.low, n.high, n.hasScale, end = n.low*t.value, n.high*t.value, true, after
		if f.isSign(end, ".") && f.isShortAbbreviation(end-1) { // "Mio."
			end++
		}
	}
	return n, end, true
}

// isShortAbbreviation reports whether token i may be an abbreviation that takes a full stop.
func (f *analyzer) isShortAbbreviation(i int) bool {
	return f.tokenAt(i).to-f.tokenAt(i).from <= 4 && i+2 < len(f.tokens) && !f.tokenAt(i+1+1).adjacent
}

// readFigure reads a figure as the language writes it.
func (f *analyzer) readFigure(i int) (float64, int) {
	if f.locale != nil && f.locale.traits.commaDigits {
		return f.tokenAt(i).number.value, i + 1
	}
	return f.readEuropeanNumber(i)
}

func localShare(f *analyzer, i int) (int, int, Value, bool) {
	if _, at := f.termAt(i, localPercentBefore); at > i {
		n, end, ok := f.readLocalNumber(at)
		return i, end, newAmount(n, "%"), ok
	}
	n, end, ok := f.readLocalNumber(i)
	if !ok {
		return i, i, Value{}, false
	}
	if _, after := f.termAt(end, localPercent); after > end {
		return i, after, newAmount(n, "%"), true
	}
	if f.isHyphen(end) {
		if _, after := f.termAt(end+1, localPercent); after > end+1 {
			return i, after, newAmount(n, "%"), true
		}
	}
	return i, i, Value{}, false
}

// localSum: "4,2 Millionen Euro", "5 milliards d'euros", "30 млн рублей".
func localSum(f *analyzer, i int) (int, int, Value, bool) {
	first := i
	if c := f.tokenAt(i); c.kind == signToken && c.entry.classes&currency != 0 { // "$5 Milliarden"
		n, end, ok := f.readLocalNumber(i + 1)
		return first, end, newAmount(n, c.entry.unit), ok
	}
	if t, at := f.termAt(i, localMoney); t != nil { // "Rp 5 juta"
		if n, end, ok := f.readLocalNumber(at); ok && f.tokenAt(i).to-f.tokenAt(i).from <= 3 {
			return first, end, newAmount(n, t.unit), true
		}
		return i, i, Value{}, false
	}
	n, end, ok := f.readLocalNumber(i)
	if !ok {
		return i, i, Value{}, false
	}
	for _, at := range []int{end, f.skipDateJoint(end, 1), end + 1} {
		if f.isSign(end, ",.") || at > end+1 && !f.isShortWord(end, 3) {
			break
		}
		if at == end+1 && !f.isShortWord(end, 3) && !n.hasScale && !f.isTerm(at, localMoney) {
			continue
		}
		if t, after := f.termAt(at, localMoney); t != nil {
			return first, after, newAmount(n, t.unit), true
		}
		if c := f.tokenAt(at); c.entry.classes&currency != 0 && c.to-c.from > 3 || f.isSign(at, "$€£¥₹₽₩₪₺") {
			return first, at + 1, newAmount(n, c.entry.unit), true
		}
	}
	return i, i, Value{}, false
}

func localMeasure(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.readLocalNumber(i)
	if !ok {
		return i, i, Value{}, false
	}
	if f.isHyphen(end) {
		end++
	}
	if t, after := f.termAt(end, localUnit); t != nil {
		return i, after, newAmount(n, t.unit), true
	}
	return i, i, Value{}, false
}

// localCount: a number with a scale, or a number in words before another word.
func localCount(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.readLocalNumber(i)
	counts := f.tokenAt(end).kind == wordToken
	if !ok || !n.hasScale && (f.isNumberToken(i) || !counts) {
		return i, i, Value{}, false
	}
	return i, end, newAmount(n, ""), true
}
