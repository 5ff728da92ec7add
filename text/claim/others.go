package claim

import "strings"

// The rules for superlatives, laws, polls, events and products.

// superlative: "the largest dam in Europe", "for the first time", "the most expensive", "a record", "the only".
func superlative(f *finder, i int) (int, int, Value, bool) {
	at := i
	if f.has(i, "the", "its", "their", "his", "her", "a") || f.exact(i) == "s" && f.sign(i-1, "'’") {
		at++
	}
	if _, end, ok := f.ordinalAt(at); ok && f.hyphen(end) && f.is(end+1, greatest) || ok && f.is(end, greatest) && !f.has(end, "top", "record") { // "third-largest"
		at = end + b2i(f.hyphen(end))
	}
	switch {
	case f.has(at, "first"):
		if at == i && !f.has(at+1, "time", "ever", "woman", "person", "country") || f.is(at+1, timeUnit|digits|cardinal|dayPart|job) || f.sign(at+1, ",") || f.hyphen(at+1) || f.taken[at] ||
			f.has(at+1, "name", "lady", "place", "aid", "few", "half", "round", "of") {
			return i, i, Value{}, false
		}
	case f.has(at, "most", "least"):
		if at == i && !(f.sign(i-1, "'’") || f.exact(i-1) == "s") || !f.plain(at+1) || f.pluralNoun(at+1) || f.has(at-1, "at") {
			return i, i, Value{}, false
		}
		at++
	case f.has(at, "only", "sole", "top", "best", "worst", "latest", "record", "unique"):
		if at == i && !f.has(at, "unprecedented", "unique") || f.has(at, "best") && f.hyphen(at+1) || f.has(at, "record") && (!f.has(at-1, "a") || f.is(at+1, digits|cardinal|currency)) || f.has(at, "latest", "top") ||
			f.has(at, "record") && f.has(at+1, "of", "label", "company", "by", "that") {
			return i, i, Value{}, false
		}
	case f.is(at, greatest):
	case at > i && f.superlativeForm(at):
	default:
		return i, i, Value{}, false
	}
	return i, f.phraseEnd(at + 1), Value{}, true
}

// superlativeForm guesses by the ending.
func (f *finder) superlativeForm(i int) bool {
	t := f.at(i)
	return f.plain(i) && t.known.key == "" && t.to-t.from > 5 && strings.HasSuffix(f.s[t.start:t.end], "est")
}

// phraseEnd takes in the noun behind a superlative, and where or since when it holds.
func (f *finder) phraseEnd(i int) int {
	for n := 0; n < 3 && (f.plain(i) || f.at(i).capital) && f.free(i, i+1); n++ {
		i++
		if f.pluralNoun(i - 1) {
			break
		}
	}
	if f.has(i, "ever") {
		i++
	}
	if f.has(i, "in", "of") && f.has(i+1, "the") && f.at(i+2).sort == word && f.free(i, i+3) {
		return i + 3
	}
	if f.has(i, "in") && f.at(i+1).capital {
		return i + 2
	}
	return i
}

// comparison: "twice as many", "three times higher than", "double the".
func comparison(f *finder, i int) (int, int, Value, bool) {
	at := i + 1
	if _, end, ok := f.single(i); ok && f.has(end, "times") {
		at = end + 1
	} else if !f.has(i, "twice", "double", "triple", "half") {
		return i, i, Value{}, false
	}
	switch {
	case f.has(at, "as") && f.at(at+1).sort == word:
		return i, at + 2, Value{}, true
	case f.has(at, "more", "higher", "larger", "bigger", "faster", "greater", "less", "lower") && f.has(at+1, "than"):
		return i, at + 2, Value{}, true
	case f.has(i, "double", "triple", "twice") && f.has(at, "the"):
		return i, at + 2, Value{}, true
	}
	return i, i, Value{}, false
}

// lawRule: "the Clean Air Act", "Article 5 of the Constitution", "Resolution 1973", "the Treaty of Lisbon".
func lawRule(f *finder, i int) (int, int, Value, bool) {
	if f.has(i, "article", "section", "resolution", "amendment", "paragraph", "clause", "directive", "proposition") && f.at(i).capital && (f.is(i+1, digits) || f.has(i+1, "i", "ii", "v")) {
		end := i + 2
		for f.sign(end, "(") && f.sign(end+2, ")") && f.at(end).glued {
			end += 3
		}
		if f.has(end, "of") && f.has(end+1, "the") && f.at(end+2).capital {
			end, _ = f.nameRun(end + 2)
		}
		return i, end, Value{}, true
	}
	if !f.at(i).capital || !f.begins(i) {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(i)
	if f.has(end, "and", "of") && f.at(end+1).capital && words > 0 {
		if more, also := f.nameRun(end + 1); also > 0 && (f.is(more-1, lawNoun) || f.is(end-1, lawNoun)) {
			end, words = more, words+also
		}
	}
	named := f.is(end-1, lawNoun) || f.is(i, lawNoun) && f.has(i+1, "of")
	if words < 2 || !named {
		return i, i, Value{}, false
	}
	if f.has(end, "of") && f.is(end+1, digits) {
		end += 2
	}
	return i, end, Value{}, true
}

// courtCase: "Marsh v. Ohio", "United States vs. Lee".
func courtCase(f *finder, i int) (int, int, Value, bool) {
	if !f.begins(i) {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(i)
	if words == 0 || !f.has(end, "v", "vs", "versus") || !f.free(i, end) {
		return i, i, Value{}, false
	}
	end++
	if f.sign(end, ".") {
		end++
	}
	after, also := f.nameRun(end)
	return i, after, Value{}, also > 0
}

// pollRule: "a poll of 1,200 voters", "52 percent of respondents".
func pollRule(f *finder, i int) (int, int, Value, bool) {
	if f.has(i, "respondents", "polled", "surveyed") {
		for n := i - 1; n >= 0 && n > i-7; n-- {
			if f.is(n, digits|cardinal) && f.is(n+1, percent) {
				return n, i + 1, Value{}, true
			}
		}
		return i, i, Value{}, false
	}
	if n, end, ok := f.numeral(i + 2); ok && f.has(i+1, "of") && f.has(i, "poll", "survey") {
		first := i
		for first > i-5 && (f.at(first-1).capital && first > 1 || f.has(first-1, "a", "the")) {
			first--
		}
		return first, f.noun(end), amount(n, ""), true
	}
	return i, i, Value{}, false
}

// eventRule: "the 2010 World Cup", "Hurricane Ida", "the Battle of Hastings", "World War II".
func eventRule(f *finder, i int) (int, int, Value, bool) {
	at := i
	if _, end, ok := f.isYear(i); ok {
		at = end
	}
	if at == i && (!f.at(i).capital || !f.begins(i) || f.is(i-1, digits)) {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(at)
	if f.has(end, "of") && f.at(end+1).capital && f.is(end-1, eventNoun) {
		end, _ = f.nameRun(end + 1)
		words++
	}
	if words < 2 && at == i {
		return i, i, Value{}, false
	}
	for n := at; n < end; n++ {
		numeral := f.at(n+1).shouted && n+2 == end
		if f.is(n, eventNoun) && f.at(n).capital && (n == at || n+1 == end || numeral || f.has(n+1, "of")) {
			return i, end, Value{}, true
		}
	}
	return i, i, Value{}, false
}

// productRule: "Boeing 737-800", "iPhone 12".
func productRule(f *finder, i int) (int, int, Value, bool) {
	if !f.at(i).capital && !f.has(i, "iphone", "ipad") {
		return i, i, Value{}, false
	}
	end := i + 1
	for end < i+openEnd && (f.is(end, digits) && f.free(end, end+1) || f.hyphen(end) || f.at(end).capital && !f.is(end, month|weekday|function) && end < i+4) {
		end++
	}
	return i, end, Value{}, end > i+1
}

// numberLeftOpen: "numerous districts", "several provinces".
func numberLeftOpen(f *finder, i int) (int, int, Value, bool) {
	end := f.noun(i + 1)
	if f.has(i-1, "how", "as", "so", "too") || f.counted[i] || f.is(i+1, scale) {
		return i, i, Value{}, false
	}
	return i, end, Value{}, end > i+1
}
