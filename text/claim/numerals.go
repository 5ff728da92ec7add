package claim

// numeral is a number in figures or words, or a range of two.
type numeral struct {
	low, high float64
	hedge     Hedge
	compact   bool // one plain figure without a sign in it: it may be a year
	one       bool // the word "one"
	big       bool // has a scale: "4.2 million"
}

// numeral reads the number that begins at token i and gives the token behind it.
func (f *finder) numeral(i int) (numeral, int, bool) {
	n, end, ok := f.single(i)
	if !ok {
		return n, i, false
	}
	joint, next := 0, end
	switch {
	case f.hyphen(end) && f.is(end+1, digits) && !f.hyphen(end+2), f.has(end, "to", "or"):
		joint, next = 1, end+1
	case f.sign(end, "–—") && f.is(end+1, digits):
		joint, next = 1, end+1
	case f.has(end, "and") && f.has(i-1, "between"):
		joint, next = 1, end+1
	case f.hyphen(end) && f.has(end+1, "to", "or") && f.hyphen(end+2): // "two-to-three"
		joint, next = 1, end+3
	}
	if joint == 0 {
		return n, end, true
	}
	if f.sign(next, "$€£¥") {
		next++
	}
	m, after, ok := f.single(next)
	if !ok || m.low < n.low && !m.big || m.one {
		return n, end, true
	}
	if m.big && !n.big && n.low < 1000 { // "4 to 5 million"
		for s := f.at(after - 1).known; s.is&scale != 0; s = unknown {
			n.low *= s.n
		}
	}
	return numeral{low: n.low, high: m.high, hedge: max(n.hedge, m.hedge), big: m.big}, after, true
}

// single reads one number.
func (f *finder) single(i int) (numeral, int, bool) {
	t := f.at(i)
	switch {
	case t.sort == number:
		return f.figures(i)
	case f.has(i, "a", "an") && f.is(i+1, scale):
		return f.scaled(numeral{low: 1}, i+1)
	case f.has(i, "half") && f.has(i+1, "a", "an") && f.is(i+2, scale):
		return f.scaled(numeral{low: 0.5}, i+2)
	case f.has(i, "a") && f.has(i+1, "couple") && f.has(i+2, "of"):
		return numeral{low: 2, high: 2, hedge: About}, i + 3, true
	case t.known.is&manyScale != 0:
		return f.many(i)
	case t.known.is&scale != 0 && f.has(i-1, "several", "few", "many"): // "several hundred"
		n, end, ok := f.scaled(numeral{low: 1}, i)
		n.hedge = About
		return n, end, ok
	case t.known.is&cardinal != 0:
		return f.words(i)
	}
	return numeral{}, i, false
}

// figures reads a figure with the scale behind it: "1,234", "4.2 million", "$4bn", "10m people".
func (f *finder) figures(i int) (numeral, int, bool) {
	t := f.at(i)
	next := f.at(i + 1)
	if t.figure.colon || t.figure.dot && t.figure.dots > 1 && !t.figure.group { // a time, a date in figures, a version
		return numeral{}, i, false
	}
	n := numeral{low: t.figure.value, compact: t.figure.dots == 0}
	end := i + 1
	if next.sort == word && next.glued {
		switch f.exact(end) {
		case "st", "nd", "rd", "th", "s", "ST", "ND", "RD", "TH":
			return numeral{}, i, false
		case "m":
			if f.is(i-1, currency) || f.pluralNoun(end+1) && !f.at(end+1).glued {
				n.low, n.big, end = n.low*1e6, true, end+1
			}
		case "bn", "b", "B":
			n.low, n.big, end = n.low*1e9, true, end+1
		case "k", "K":
			n.low, n.big, end = n.low*1e3, true, end+1
		case "mn", "M":
			n.low, n.big, end = n.low*1e6, true, end+1
		}
	}
	if f.exact(end) == "½" || f.exact(end) == "¼" || f.exact(end) == "¾" {
		n.low, end = n.low+f.at(end).known.n, end+1
	}
	if f.sign(end, "/⁄") && f.at(end).glued && f.is(end+1, digits) && f.at(end+1).glued && !f.sign(end+2, "/") && f.at(end+1).figure.value > n.low {
		n.low, n.compact, end = n.low/f.at(end+1).figure.value, false, end+2
	}
	return f.scaled(n, end)
}

// scaled multiplies by the scales that follow.
func (f *finder) scaled(n numeral, i int) (numeral, int, bool) {
	for range 4 {
		at := i
		if f.hyphen(i) {
			at++
		}
		if !f.is(at, scale) {
			break
		}
		n.low, n.big, n.compact = n.low*f.at(at).known.n, true, false
		i = at + 1
	}
	n.high = n.low
	return n, i, true
}

// many reads "dozens", "hundreds of thousands".
func (f *finder) many(i int) (numeral, int, bool) {
	n := numeral{low: f.at(i).known.n, hedge: AtLeast, big: true}
	i++
	for begun := i; f.has(i, "of") && f.is(i+1, manyScale) && i < begun+4; {
		n.low *= f.at(i + 1).known.n
		i += 2
	}
	n.high = n.low
	return n, i, true
}

// words reads "twenty-five", "two hundred and fifty thousand", "one and a half million".
func (f *finder) words(i int) (numeral, int, bool) {
	n, sum, begun := numeral{one: f.has(i, "one")}, 0.0, i
	total := 0.0
	for ; i < begun+openEnd; i++ {
		t := f.at(i)
		w := t.known
		switch {
		case w.is&cardinal != 0 && (i == begun || w.n < 100 && (fmodTen(sum) || f.is(i-1, scale) || f.has(i-1, "and"))):
			sum += w.n
		case w.is&scale != 0 && i > begun && w.n >= 1000:
			total, sum, n.big = total+sum*w.n, 0, true
		case w.is&scale != 0 && i > begun:
			sum, n.big = sum*w.n, true
		case f.has(i, "and") && f.has(i+1, "a") && f.has(i+2, "half") && i > begun:
			sum, i = sum+0.5, i+2
		case f.has(i, "and") && f.is(i-1, scale) && f.is(i+1, cardinal):
		case f.hyphen(i) && (f.is(i+1, cardinal) && f.at(i+1).known.n < 10 && fmodTen(sum) || f.is(i+1, scale)):
		default:
			n.low = total + sum
			n.high = n.low
			n.one = n.one && i == begun+1
			return n, i, i > begun
		}
	}
	return n, begun, false
}

// fmodTen holds where a unit can still be added: "twenty" + "five", "two hundred" + "six".
func fmodTen(sum float64) bool { return sum >= 20 && int(sum)%10 == 0 }

// hedges are the words before a number that say how exact it is, the longest first.
var hedges = []struct {
	words []string
	hedge Hedge
}{
	{[]string{"no", "more", "than"}, AtMost}, {[]string{"no", "less", "than"}, AtLeast}, {[]string{"no", "fewer", "than"}, AtLeast},
	{[]string{"as", "many", "as"}, AtMost}, {[]string{"as", "much", "as"}, AtMost}, {[]string{"as", "few", "as"}, AtLeast}, {[]string{"as", "little", "as"}, AtLeast},
	{[]string{"in", "excess", "of"}, AtLeast}, {[]string{"a", "total", "of"}, Exact}, {[]string{"an", "average", "of"}, About}, {[]string{"a", "maximum", "of"}, AtMost},
	{[]string{"a", "minimum", "of"}, AtLeast}, {[]string{"an", "additional"}, Exact}, {[]string{"an", "estimated"}, About}, {[]string{"a", "further"}, Exact}, {[]string{"a", "record"}, Exact},
	{[]string{"more", "than"}, AtLeast}, {[]string{"greater", "than"}, AtLeast}, {[]string{"higher", "than"}, AtLeast}, {[]string{"less", "than"}, AtMost}, {[]string{"fewer", "than"}, AtMost},
	{[]string{"at", "least"}, AtLeast}, {[]string{"at", "most"}, AtMost}, {[]string{"up", "to"}, AtMost}, {[]string{"close", "to"}, About}, {[]string{"well", "over"}, AtLeast},
	{[]string{"just", "over"}, AtLeast}, {[]string{"just", "under"}, AtMost}, {[]string{"upwards", "of"}, AtLeast}, {[]string{"or", "so"}, About},
	{[]string{"about"}, About}, {[]string{"around"}, About}, {[]string{"approximately"}, About}, {[]string{"roughly"}, About}, {[]string{"nearly"}, About}, {[]string{"almost"}, About},
	{[]string{"some"}, About}, {[]string{"estimated"}, About}, {[]string{"over"}, AtLeast}, {[]string{"above"}, AtLeast}, {[]string{"under"}, AtMost}, {[]string{"below"}, AtMost},
	{[]string{"exactly"}, Exact}, {[]string{"precisely"}, Exact}, {[]string{"only"}, Exact}, {[]string{"just"}, Exact}, {[]string{"another"}, Exact}, {[]string{"all"}, Exact},
	{[]string{"minus"}, Exact}, {[]string{"several"}, About}, {[]string{"a", "few"}, About}, {[]string{"many"}, About}, {[]string{"circa"}, About}, {[]string{"ca"}, About}, {[]string{"between"}, Exact}, {[]string{"~"}, About}, {[]string{">"}, AtLeast}, {[]string{"<"}, AtMost}, {[]string{"≈"}, About},
}

// hedgeBefore takes in the hedges that end before token i: "at least some".
func (f *finder) hedgeBefore(i int) (first int, hedge Hedge) {
	first = i
	for range 3 {
		before := first
		for k := range hedges {
			h := &hedges[k]
			if f.ends(h.words, first) {
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

// ends holds where the words stand just before token i.
func (f *finder) ends(words []string, i int) bool {
	for k := range words {
		if f.at(i-len(words)+k).known.key != words[k] {
			return false
		}
	}
	return true
}

// hedgeAfter reads "or more", "or so".
func (f *finder) hedgeAfter(i int) (end int, hedge Hedge) {
	switch {
	case f.has(i, "at") && f.has(i+1, "most"):
		return i + 2, AtMost
	case f.has(i, "at") && f.has(i+1, "least"):
		return i + 2, AtLeast
	case !f.has(i, "or"):
	case f.has(i+1, "more"):
		return i + 2, AtLeast
	case f.has(i+1, "less", "fewer"):
		return i + 2, AtMost
	case f.has(i+1, "so"):
		return i + 2, About
	}
	return i, Exact
}
