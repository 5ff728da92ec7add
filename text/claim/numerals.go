package claim

// numeral is a number in figures or words, or a range.
type numeral struct {
	low, high float64
	hedge     Hedge
	compact   bool // one plain figure without separators: it may be a year
	isOne     bool // the word "one"
	hasScale  bool // has a scale: "4.2 million"
}

// readNumeral reads the number at token i and returns the token after it.
func (f *analyzer) readNumeral(i int) (numeral, int, bool) {
	n, end, ok := f.readSingleNumber(i)
	if !ok {
		return n, i, false
	}
	joint, next := 0, end
	switch {
	case f.isHyphen(end) && f.hasClass(end+1, digits) && !f.isHyphen(end+2), f.isOneOf(end, "to", "or"):
		joint, next = 1, end+1
	case f.isSign(end, "–—") && f.hasClass(end+1, digits):
		joint, next = 1, end+1
	case f.isOneOf(end, "and") && f.isOneOf(i-1, "between"):
		joint, next = 1, end+1
	case f.isHyphen(end) && f.isOneOf(end+1, "to", "or") && f.isHyphen(end+2): // "two-to-three"
		joint, next = 1, end+3
	}
	if joint == 0 {
		return n, end, true
	}
	if f.isSign(next, "$€£¥") {
		next++
	}
	m, after, ok := f.readSingleNumber(next)
	if !ok || m.low < n.low && !m.hasScale || m.isOne {
		return n, end, true
	}
	if m.hasScale && !n.hasScale && n.low < 1000 { // "4 to 5 million"
		for s := f.tokenAt(after - 1).entry; s.classes&scale != 0; s = unknownEntry {
			n.low *= s.number
		}
	}
	return numeral{low: n.low, high: m.high, hedge: max(n.hedge, m.hedge), hasScale: m.hasScale}, after, true
}

// readSingleNumber reads one number.
func (f *analyzer) readSingleNumber(i int) (numeral, int, bool) {
	t := f.tokenAt(i)
	switch {
	case t.kind == numberToken:
		return f.readDigits(i)
	case f.isOneOf(i, "a", "an") && f.hasClass(i+1, scale):
		return f.applyScales(numeral{low: 1}, i+1)
	case f.isOneOf(i, "half") && f.isOneOf(i+1, "a", "an") && f.hasClass(i+2, scale):
		return f.applyScales(numeral{low: 0.5}, i+2)
	case f.isOneOf(i, "a") && f.isOneOf(i+1, "couple") && f.isOneOf(i+2, "of"):
		return numeral{low: 2, high: 2, hedge: About}, i + 3, true
	case t.entry.classes&manyScale != 0:
		return f.readVagueCount(i)
	case t.entry.classes&scale != 0 && f.isOneOf(i-1, "several", "few", "many"): // "several hundred"
		n, end, ok := f.applyScales(numeral{low: 1}, i)
		n.hedge = About
		return n, end, ok
	case t.entry.classes&cardinal != 0:
		return f.readNumberWords(i)
	}
	return numeral{}, i, false
}

// readDigits reads a figure and the scale after it: "1,234", "4.2 million", "$4bn", "10m people".
func (f *analyzer) readDigits(i int) (numeral, int, bool) {
	t := f.tokenAt(i)
	next := f.tokenAt(i + 1)
	if t.number.colon || t.number.dot && t.number.dots > 1 && !t.number.group { // it is a time, a date in figures or a version
		return numeral{}, i, false
	}
	n := numeral{low: t.number.value, compact: t.number.dots == 0}
	end := i + 1
	if next.kind == wordToken && next.adjacent {
		switch f.tokenText(end) {
		case "st", "nd", "rd", "th", "s", "ST", "ND", "RD", "TH":
			return numeral{}, i, false
		case "m":
			if f.hasClass(i-1, currency) || f.isPluralNoun(end+1) && !f.tokenAt(end+1).adjacent {
				n.low, n.hasScale, end = n.low*1e6, true, end+1
			}
		case "bn", "b", "B":
			n.low, n.hasScale, end = n.low*1e9, true, end+1
		case "k", "K":
			n.low, n.hasScale, end = n.low*1e3, true, end+1
		case "mn", "M":
			n.low, n.hasScale, end = n.low*1e6, true, end+1
		}
	}
	if f.tokenText(end) == "½" || f.tokenText(end) == "¼" || f.tokenText(end) == "¾" {
		n.low, end = n.low+f.tokenAt(end).entry.number, end+1
	}
	if whole, after, ok := f.mixedFraction(i); ok {
		n.low, n.compact, end = whole, false, after
	}
	if f.isSign(end, "/⁄") && f.tokenAt(end).adjacent && f.hasClass(end+1, digits) && f.tokenAt(end+1).adjacent && !f.isSign(end+2, "/") &&
		f.tokenAt(end+1).number.value > n.low {
		n.low, n.compact, end = n.low/f.tokenAt(end+1).number.value, false, end+2
	}
	return f.applyScales(n, end)
}

// mixedFraction reads "1-1/2" and "1 1/2".
func (f *analyzer) mixedFraction(i int) (float64, int, bool) {
	at := i + 1
	if f.isHyphen(at) {
		at++
	} else if f.tokenAt(at).adjacent {
		return 0, i, false
	}
	above, okAbove := f.integerBetween(at, 1, 15)
	below, okBelow := f.integerBetween(at+2, above+1, 16)
	if !okAbove || !okBelow || !f.isSign(at+1, "/⁄") || !f.tokenAt(at+1).adjacent || !f.tokenAt(at+2).adjacent || f.isSign(at+3, "/-") {
		return 0, i, false
	}
	return f.tokenAt(i).number.value + float64(above)/float64(below), at + 3, true
}

// applyScales multiplies by the scales that follow.
func (f *analyzer) applyScales(n numeral, i int) (numeral, int, bool) {
	for range 4 {
		at := i
		if f.isHyphen(i) {
			at++
		}
		if !f.hasClass(at, scale) {
			break
		}
		n.low, n.hasScale, n.compact = n.low*f.tokenAt(at).entry.number, true, false
		i = at + 1
	}
	n.high = n.low
	return n, i, true
}

// readVagueCount reads "dozens", "hundreds of thousands".
func (f *analyzer) readVagueCount(i int) (numeral, int, bool) {
	n := numeral{low: f.tokenAt(i).entry.number, hedge: AtLeast, hasScale: true}
	i++
	for begun := i; f.isOneOf(i, "of") && f.hasClass(i+1, manyScale) && i < begun+4; {
		n.low *= f.tokenAt(i + 1).entry.number
		i += 2
	}
	n.high = n.low
	return n, i, true
}

// readNumberWords reads "twenty-five", "two hundred and fifty thousand", "one and a half million".
func (f *analyzer) readNumberWords(i int) (numeral, int, bool) {
	n, sum, begun := numeral{isOne: f.isOneOf(i, "one")}, 0.0, i
	total := 0.0
	for ; i < begun+maxReach; i++ {
		t := f.tokenAt(i)
		w := t.entry
		switch {
		case w.classes&cardinal != 0 && (i == begun || w.number < 100 && (canAddUnit(sum) || f.hasClass(i-1, scale) || f.isOneOf(i-1, "and"))):
			sum += w.number
		case w.classes&scale != 0 && i > begun && w.number >= 1000:
			total, sum, n.hasScale = total+sum*w.number, 0, true
		case w.classes&scale != 0 && i > begun:
			sum, n.hasScale = sum*w.number, true
		case f.isOneOf(i, "and") && f.isOneOf(i+1, "a") && f.isOneOf(i+2, "half") && i > begun:
			sum, i = sum+0.5, i+2
		case f.isOneOf(i, "and") && f.hasClass(i-1, scale) && f.hasClass(i+1, cardinal):
		case f.isHyphen(i) && (f.hasClass(i+1, cardinal) && f.tokenAt(i+1).entry.number < 10 && canAddUnit(sum) || f.hasClass(i+1, scale)):
		default:
			n.low = total + sum
			n.high = n.low
			n.isOne = n.isOne && i == begun+1
			return n, i, i > begun
		}
	}
	return n, begun, false
}

// canAddUnit reports whether a unit can be added: "twenty" + "five", "two hundred" + "six".
func canAddUnit(sum float64) bool { return sum >= 20 && int(sum)%10 == 0 }

// hedges are the words before a number that say how exact it is, longest first.
var hedges = []struct {
	words []string
	hedge Hedge
}{
	{[]string{"no", "more", "than"}, AtMost}, {[]string{"no", "less", "than"}, AtLeast}, {[]string{"no", "fewer", "than"}, AtLeast},
	{
		[]string{"as", "many", "as"},
		AtMost,
	}, {[]string{"as", "much", "as"}, AtMost}, {[]string{"as", "few", "as"}, AtLeast}, {[]string{"as", "little", "as"}, AtLeast},
	{
		[]string{"in", "excess", "of"},
		AtLeast,
	}, {[]string{"a", "total", "of"}, Exact}, {[]string{"an", "average", "of"}, About}, {[]string{"a", "maximum", "of"}, AtMost},
	{
		[]string{"a", "minimum", "of"},
		AtLeast,
	}, {[]string{"an", "additional"}, Exact}, {[]string{"an", "estimated"}, About}, {[]string{"a", "further"}, Exact}, {[]string{"a", "record"}, Exact},
	{
		[]string{"more", "than"},
		AtLeast,
	}, {[]string{"greater", "than"}, AtLeast}, {[]string{"higher", "than"}, AtLeast}, {[]string{"less", "than"}, AtMost}, {[]string{"fewer", "than"}, AtMost},
	{
		[]string{"at", "least"},
		AtLeast,
	}, {[]string{"at", "most"}, AtMost}, {[]string{"up", "to"}, AtMost}, {[]string{"close", "to"}, About}, {[]string{"well", "over"}, AtLeast},
	{
		[]string{"just", "over"},
		AtLeast,
	}, {[]string{"just", "under"}, AtMost}, {[]string{"upwards", "of"}, AtLeast}, {[]string{"or", "so"}, About},
	{
		[]string{"about"},
		About,
	}, {[]string{"around"}, About}, {[]string{"approximately"}, About}, {[]string{"roughly"}, About}, {[]string{"nearly"}, About}, {[]string{"almost"}, About},
	{
		[]string{"some"},
		About,
	}, {[]string{"estimated"}, About}, {[]string{"over"}, AtLeast}, {[]string{"above"}, AtLeast}, {[]string{"under"}, AtMost}, {[]string{"below"}, AtMost},
	{
		[]string{"exactly"},
		Exact,
	}, {[]string{"precisely"}, Exact}, {[]string{"only"}, Exact}, {[]string{"just"}, Exact}, {[]string{"another"}, Exact}, {[]string{"all"}, Exact},
	{
		[]string{"minus"},
		Exact,
	}, {[]string{"several"}, About}, {[]string{"a", "few"}, About}, {[]string{"many"}, About}, {[]string{"circa"}, About}, {[]string{"ca"}, About}, {[]string{"between"}, Exact}, {[]string{"~"}, About}, {[]string{">"}, AtLeast}, {[]string{"<"}, AtMost}, {[]string{"≈"}, About},
}

// hedgeBefore reads the hedges that end before token i: "at least some".
func (f *analyzer) hedgeBefore(i int) (first int, hedge Hedge) {
	first = i
	for range 3 {
		before := first
		for k := range hedges {
			h := &hedges[k]
			if f.endsWith(h.words, first) {
				first -= len(h.words)
				hedge = max(hedge, h.hedge)
				break
			}
		}
		if before == first {
			break
		}
	}
	return first, hedge
}

// endsWith reports whether the words are just before token i.
func (f *analyzer) endsWith(words []string, i int) bool {
	for k := range words {
		if f.tokenAt(i-len(words)+k).entry.key != words[k] {
			return false
		}
	}
	return true
}

// hedgeAfter reads "or more", "or so".
func (f *analyzer) hedgeAfter(i int) (end int, hedge Hedge) {
	switch {
	case f.isOneOf(i, "at") && f.isOneOf(i+1, "most"):
		return i + 2, AtMost
	case f.isOneOf(i, "at") && f.isOneOf(i+1, "least"):
		return i + 2, AtLeast
	case !f.isOneOf(i, "or"):
	case f.isOneOf(i+1, "more"):
		return i + 2, AtLeast
	case f.isOneOf(i+1, "less", "fewer"):
		return i + 2, AtMost
	case f.isOneOf(i+1, "so"):
		return i + 2, About
	}
	return i, Exact
}
