package claim

import "strings"

// The rules for superlatives, laws, polls, events and products.

// superlativeRule: "the largest dam in Europe", "for the first time", "the most expensive", "a record", "the only".
func superlativeRule(f *analyzer, i int) (int, int, Value, bool) {
	at := f.superlativeWord(i)
	ok := false
	switch {
	case f.isOneOf(at, "first"):
		ok = f.isSuperlativeFirst(i, at)
	case f.isOneOf(at, "most", "least"):
		ok = f.isSuperlativeMost(i, at)
		at++
	case f.isOneOf(at, "only", "sole", "top", "best", "worst", "latest", "record", "unique"):
		ok = f.isSuperlativeOnly(i, at)
	case f.hasClass(at, greatest):
		ok = true
	default:
		ok = at > i && f.isSuperlativeForm(at)
	}
	if !ok {
		return i, i, Value{}, false
	}
	return i, f.phraseEnd(at + 1), Value{}, true
}

// superlativeWord skips the article and the place in an order before a superlative: "the third-largest".
func (f *analyzer) superlativeWord(i int) int {
	at := i
	if f.isOneOf(i, "the", "its", "their", "his", "her", "a") || f.tokenText(i) == "s" && f.isSign(i-1, "'’") {
		at++
	}
	_, end, ok := f.ordinalAt(at)
	switch {
	case ok && f.isHyphen(end) && f.hasClass(end+1, greatest):
		return end + 1
	case ok && f.hasClass(end, greatest) && !f.isOneOf(end, "top", "record"):
		return end
	}
	return at
}

// isSuperlativeFirst accepts "the first woman", but no "first half", "first lady" or "first, …".
func (f *analyzer) isSuperlativeFirst(i, at int) bool {
	if at == i && !f.isOneOf(at+1, "time", "ever", "woman", "person", "country") {
		return false
	}
	return !f.hasClass(at+1, timeUnit|digits|cardinal|dayPart|job) && !f.isSign(at+1, ",") && !f.isHyphen(at+1) && !f.inTime[at] &&
		!f.isOneOf(at+1, "name", "lady", "place", "aid", "few", "half", "round", "of")
}

// isSuperlativeMost accepts "the most expensive", but neither "most people" nor "at least".
func (f *analyzer) isSuperlativeMost(i, at int) bool {
	genitive := f.isSign(i-1, "'’") || f.tokenText(i-1) == "s"
	return (at > i || genitive) && f.isPlainWord(at+1) && !f.isPluralNoun(at+1) && !f.isOneOf(at-1, "at")
}

// isSuperlativeOnly accepts "the only", "a record" and the like, where they claim a rank.
func (f *analyzer) isSuperlativeOnly(i, at int) bool {
	switch {
	case at == i && !f.isOneOf(at, "unprecedented", "unique"),
		f.isOneOf(at, "best") && f.isHyphen(at+1),
		f.isOneOf(at, "latest", "top"):
		return false
	case f.isOneOf(at, "record"):
		return f.isOneOf(at-1, "a") && !f.hasClass(at+1, digits|cardinal|currency) &&
			!f.isOneOf(at+1, "of", "label", "company", "by", "that")
	}
	return true
}

// isSuperlativeForm guesses from the ending.
func (f *analyzer) isSuperlativeForm(i int) bool {
	t := f.tokenAt(i)
	return f.isPlainWord(i) && t.entry.key == "" && t.to-t.from > 5 && strings.HasSuffix(f.s[t.start:t.end], "est")
}

// phraseEnd returns the end of the noun after a superlative, with the place or time for which it is
// claimed.
func (f *analyzer) phraseEnd(i int) int {
	for n := 0; n < 3 && (f.isPlainWord(i) || f.tokenAt(i).capital && !f.isOneOf(i, "i")) && f.isFree(i, i+1); n++ {
		i++
		if f.isPluralNoun(i - 1) {
			break
		}
	}
	if f.isOneOf(i, "ever") {
		i++
	}
	if f.isOneOf(i, "in", "of") && f.isOneOf(i+1, "the") && f.tokenAt(i+2).kind == wordToken && f.isFree(i, i+3) {
		return i + 3
	}
	if f.isOneOf(i, "in") && f.tokenAt(i+1).capital {
		return i + 2
	}
	return i
}

// comparisonRule: "twice as many", "three times higher than", "double the".
func comparisonRule(f *analyzer, i int) (int, int, Value, bool) {
	at := i + 1
	if _, end, ok := f.readSingleNumber(i); ok && f.isOneOf(end, "times") {
		at = end + 1
	} else if !f.isOneOf(i, "twice", "double", "triple", "half") {
		return i, i, Value{}, false
	}
	switch {
	case f.isOneOf(at, "as") && f.tokenAt(at+1).kind == wordToken:
		return i, at + 2, Value{}, true
	case f.isOneOf(at, "more", "higher", "larger", "bigger", "faster", "greater", "less", "lower") && f.isOneOf(at+1, "than"):
		return i, at + 2, Value{}, true
	case f.isOneOf(i, "double", "triple", "twice") && f.isOneOf(at, "the"):
		return i, at + 2, Value{}, true
	}
	return i, i, Value{}, false
}

// lawRule: "the Clean Air Act", "Article 5 of the Constitution", "Resolution 1973", "the Treaty of Lisbon".
func lawRule(f *analyzer, i int) (int, int, Value, bool) {
	if f.isOneOf(i, "article", "section", "resolution", "amendment", "paragraph", "clause", "directive", "proposition") &&
		f.tokenAt(i).capital &&
		(f.hasClass(i+1, digits) || f.isOneOf(i+1, "i", "ii", "v")) {
		end := i + 2
		for f.isSign(end, "(") && f.isSign(end+2, ")") && f.tokenAt(end).adjacent {
			end += 3
		}
		if f.isOneOf(end, "of") && f.isOneOf(end+1, "the") && f.tokenAt(end+2).capital {
			end, _ = f.nameRun(end + 2)
		}
		return i, end, Value{}, true
	}
	if !f.tokenAt(i).capital || !f.startsName(i) {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(i)
	if f.isOneOf(end, "and", "of") && f.tokenAt(end+1).capital && words > 0 {
		if more, also := f.nameRun(end + 1); also > 0 && (f.hasClass(more-1, lawNoun) || f.hasClass(end-1, lawNoun)) {
			end, words = more, words+also
		}
	}
	named := f.hasClass(end-1, lawNoun) || f.hasClass(i, lawNoun) && f.isOneOf(i+1, "of")
	if words < 2 || !named {
		return i, i, Value{}, false
	}
	if f.isOneOf(end, "of") && f.hasClass(end+1, digits) {
		end += 2
	}
	return i, end, Value{}, true
}

// courtCaseRule: "Marsh v. Ohio", "United States vs. Lee".
func courtCaseRule(f *analyzer, i int) (int, int, Value, bool) {
	if !f.startsName(i) {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(i)
	if words == 0 || !f.isOneOf(end, "v", "vs", "versus") || !f.isFree(i, end) {
		return i, i, Value{}, false
	}
	end++
	if f.isSign(end, ".") {
		end++
	}
	after, also := f.nameRun(end)
	return i, after, Value{}, also > 0
}

// pollRule: "a poll of 1,200 voters", "52 percent of respondents".
func pollRule(f *analyzer, i int) (int, int, Value, bool) {
	if f.isOneOf(i, "respondents", "polled", "surveyed") {
		for n := i - 1; n >= 0 && n > i-7; n-- {
			if f.hasClass(n, digits|cardinal) && f.hasClass(n+1, percent) {
				return n, i + 1, Value{}, true
			}
		}
		return i, i, Value{}, false
	}
	if n, end, ok := f.readNumeral(i + 2); ok && f.isOneOf(i+1, "of") && f.isOneOf(i, "poll", "survey") {
		first := i
		for first > i-5 && (f.tokenAt(first-1).capital && first > 1 || f.isOneOf(first-1, "a", "the")) {
			first--
		}
		return first, f.nounEnd(end), newAmount(n, ""), true
	}
	return i, i, Value{}, false
}

// eventRule: "the 2010 World Cup", "Hurricane Ida", "the Battle of Hastings", "World War II".
func eventRule(f *analyzer, i int) (int, int, Value, bool) {
	at := i
	if _, end, ok := f.yearAt(i); ok {
		at = end
	}
	if at == i && (!f.tokenAt(i).capital || !f.startsName(i) || f.hasClass(i-1, digits)) {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(at)
	if f.isOneOf(end, "of") && f.tokenAt(end+1).capital && f.hasClass(end-1, eventNoun) {
		end, _ = f.nameRun(end + 1)
		words++
	}
	if words < 2 && at == i {
		return i, i, Value{}, false
	}
	for n := at; n < end; n++ {
		numeral := f.tokenAt(n+1).allCapitals && n+2 == end
		if f.hasClass(n, eventNoun) && f.tokenAt(n).capital && (n == at || n+1 == end || numeral || f.isOneOf(n+1, "of")) {
			return i, end, Value{}, true
		}
	}
	return i, i, Value{}, false
}

// productRule: "Boeing 737-800", "iPhone 12".
func productRule(f *analyzer, i int) (int, int, Value, bool) {
	if !f.tokenAt(i).capital && !f.isOneOf(i, "iphone", "ipad") {
		return i, i, Value{}, false
	}
	end := i + 1
	for end < i+maxReach && (f.hasClass(end, digits) && f.isFree(end, end+1) || f.isHyphen(end) || f.tokenAt(end).capital && !f.hasClass(end, month|weekday|function) && end < i+4) {
		end++
	}
	return i, end, Value{}, end > i+1
}

// vagueNumber: "numerous districts", "several provinces".
func vagueNumber(f *analyzer, i int) (int, int, Value, bool) {
	end := f.nounEnd(i + 1)
	if f.hasClass(i, manyScale) {
		_, after, _ := f.readVagueCount(i)
		first, _ := f.withHedgeBefore(i, Exact)
		counts := !f.isOneOf(i, "scores") || f.isOneOf(i+1, "of") // "she scores", "the scores"
		return first, max(
				f.nounEnd(after),
				after,
			), Value{}, counts && !f.inNumber[i] && f.isFree(i, after) &&
				!f.hasClass(i-1, digits|cardinal)
	}
	if f.isOneOf(i, "many") || f.isOneOf(i-1, "how", "as", "so", "too") || f.inNumber[i] || f.hasClass(i+1, scale) {
		return i, i, Value{}, false
	}
	return i, end, Value{}, end > i+1
}
