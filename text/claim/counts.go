package claim

import "strings"

// The rules that read bare counts, and the noun that is counted.

// count: "more than 70 districts", "a dozen", "hundreds of thousands of people", "Flight 370".
func count(f *finder, i int) (int, int, Value, bool) {
	n, end, ok := f.numeral(i)
	if !ok || !f.free(i, end) || f.has(i-1, "past") && f.has(i-2, "half", "quarter") {
		return i, i, Value{}, false
	}
	if f.at(i).sort == word && f.at(i).capital && i > 0 && f.at(i-1).capital && f.at(i-1).sort == word { // "Formula One"
		return i, i, Value{}, false
	}
	if n.one && end == i+1 && !f.countsOne(i) {
		return i, i, Value{}, false
	}
	if f.at(i).glued && f.sign(i-1, "-–") && f.at(i-1).glued && f.at(i-2).sort == word && f.at(i-2).capital && f.at(i).sort == number { // "COVID-19", "U-17"
		return i, i, Value{}, false
	}
	if f.at(i).glued && f.at(i-1).sort == word && f.at(i).sort == number { // "G20"
		return i, i, Value{}, false
	}
	after, hedge := f.hedgeAfter(end)
	n.hedge = max(n.hedge, hedge)
	noun := f.noun(after)
	if n.one && noun == after && f.plain(after) && f.free(after, after+1) {
		noun = after + 1
	}
	v := amount(n, "")
	if noun > after {
		v.Of = strings.ToLower(f.exact(noun - 1))
		if after2, hedge := f.hedgeAfter(noun); hedge != Exact {
			v.Hedge, noun = hedge, after2
		}
	}
	return i, noun, v, true
}

// countsOne holds where "one" is a number and no pronoun: "one of", "one person", "at least one".
func (f *finder) countsOne(i int) bool {
	switch {
	case f.has(i-1, "no", "any", "every", "each", "this", "that", "which", "another", "some", "the", "other") && !f.has(i+1, "of"):
		return false
	case f.has(i+1, "another", "day", "side", "hand", "thing"):
		return f.has(i+1, "side")
	case f.has(i+1, "of", "or", "in"), f.has(i-1, "least", "only", "than", "just", "about", "and"):
		return true
	case f.hyphen(i - 1):
		return false
	}
	return f.plain(i+1) || f.at(i+1).capital || f.hyphen(i+1) || i == 0
}

// noun takes in the noun that is counted, with up to three words before it: "70 remote districts", "12 British soldiers".
func (f *finder) noun(i int) int {
	at := i
	if f.has(at, "of") {
		at++
		for f.is(at, determiner) && at < i+3 {
			at++
		}
	}
	if f.has(at, "more", "other", "additional", "new") && !f.has(at+1, "than") {
		at++
	}
	for n := range 3 {
		t := f.at(at + n)
		if t.sort != word || !f.free(at+n, at+n+1) || t.known.is&(function|saying|verbForm|weekday|month) != 0 && t.known.is&plural == 0 {
			return i
		}
		if f.pluralNoun(at + n) {
			return at + n + 1
		}
		if f.hyphen(at+n+1) || f.sign(at+n+1, ",") {
			return i
		}
	}
	return i
}

// pluralNoun guesses by the ending.
func (f *finder) pluralNoun(i int) bool {
	t := f.at(i)
	if t.sort != word {
		return false
	}
	if t.known.is&plural != 0 {
		return true
	}
	w := f.s[t.start:t.end]
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") &&
		t.known.is&(function|saying|thinking|verbForm) == 0
}

// ordinalRule: "the third time", "a 21st victory"; the first of all is a superlative.
func ordinalRule(f *finder, i int) (int, int, Value, bool) {
	n, end, ok := f.ordinalAt(i)
	if !ok || n < 2 || f.at(i).capital && i > 0 && f.at(i).sort == word || f.hyphen(end) || f.is(end, greatest) || !f.free(i, end) || f.counted[i] {
		return i, i, Value{}, false
	}
	if f.at(i).sort == word && (f.sign(end, ",") || n == 2 && i == 0) {
		return i, i, Value{}, false
	}
	return i, end, Value{Sort: Amount, Low: float64(n), High: float64(n), Unit: "ordinal"}, true
}
