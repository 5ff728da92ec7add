package claim

import "strings"

// The rules that find plain counts, and the noun that is counted.

// countRule: "more than 70 districts", "a dozen", "hundreds of thousands of people", "Flight 370".
func countRule(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.readNumeral(i)
	if !ok || !f.isFree(i, end) || f.isNamedFigure(i, end) || f.isVagueCount(i) ||
		f.isOneOf(i-1, "past") && f.isOneOf(i-2, "half", "quarter") {
		return i, i, Value{}, false
	}
	if f.tokenAt(i).kind == wordToken && f.tokenAt(i).capital && i > 0 && f.tokenAt(i-1).capital &&
		f.tokenAt(i-1).kind == wordToken { // "Formula One"
		return i, i, Value{}, false
	}
	if f.isHyphen(i-1) && f.tokenAt(i).kind == wordToken && !f.hasClass(i-2, cardinal|digits|scale) { // "high-five"
		return i, i, Value{}, false
	}
	if n.isOne && end == i+1 && !f.isNumericOne(i) {
		return i, i, Value{}, false
	}
	if f.tokenAt(i).adjacent && f.isSign(i-1, "-–") && f.tokenAt(i-1).adjacent && f.tokenAt(i-2).kind == wordToken &&
		f.tokenAt(i-2).capital &&
		f.tokenAt(i).kind == numberToken { // "COVID-19", "U-17"
		return i, i, Value{}, false
	}
	if f.tokenAt(i).adjacent && f.tokenAt(i-1).kind == wordToken && f.tokenAt(i).kind == numberToken { // "G20"
		return i, i, Value{}, false
	}
	after, hedge := f.hedgeAfter(end)
	n.hedge = max(n.hedge, hedge)
	noun := f.nounEnd(after)
	if n.isOne && noun == after && f.isPlainWord(after) && f.isFree(after, after+1) {
		noun = after + 1
	}
	v := newAmount(n, "")
	if noun > after {
		v.Of = strings.ToLower(f.tokenText(noun - 1))
		if after2, hedge := f.hedgeAfter(noun); hedge != Exact {
			v.Hedge, noun = hedge, after2
		}
	}
	return i, noun, v, true
}

// isVagueCount reports whether token i is "hundreds", "scores" and the like, which vagueNumber suggests.
// "Hundreds of thousands" is definite enough to be a number.
func (f *analyzer) isVagueCount(i int) bool {
	return f.hasClass(i, manyScale) && !(f.isOneOf(i+1, "of") && f.hasClass(i+2, manyScale))
}

// isNumericOne reports whether "one" is a number and not a pronoun: "one of", "one person", "at least one".
func (f *analyzer) isNumericOne(i int) bool {
	switch {
	case f.isOneOf(i-1, "no", "any", "every", "each", "this", "that", "which", "another", "some", "the", "other") && !f.isOneOf(i+1, "of"):
		return false
	case f.isOneOf(i+1, "another", "day", "side", "hand", "thing"):
		return f.isOneOf(i+1, "side")
	case f.isOneOf(i+1, "of", "or", "in"), f.isOneOf(i-1, "least", "only", "than", "just", "about", "and"):
		return true
	case f.isHyphen(i - 1):
		return false
	}
	return f.isPlainWord(i+1) || f.tokenAt(i+1).capital || f.isHyphen(i+1) || i == 0
}

// nounEnd returns the end of the counted noun, with up to three words before it: "70 remote districts", "12
// British soldiers".
func (f *analyzer) nounEnd(i int) int {
	at := i
	if f.isOneOf(at, "of") {
		at++
		for f.hasClass(at, determiner) && at < i+3 {
			at++
		}
	}
	if f.isOneOf(at, "more", "other", "additional", "new") && !f.isOneOf(at+1, "than") {
		at++
	}
	for n := range 3 {
		t := f.tokenAt(at + n)
		if t.kind != wordToken || !f.isFree(at+n, at+n+1) ||
			t.entry.classes&(function|saying|verbForm|weekday|month) != 0 && t.entry.classes&plural == 0 {
			return i
		}
		if f.isPluralNoun(at + n) {
			return at + n + 1
		}
		if f.isHyphen(at+n+1) || f.isSign(at+n+1, ",") {
			return i
		}
	}
	return i
}

// isPluralNoun guesses from the ending.
func (f *analyzer) isPluralNoun(i int) bool {
	t := f.tokenAt(i)
	if t.kind != wordToken {
		return false
	}
	if t.entry.classes&plural != 0 {
		return true
	}
	w := f.s[t.start:t.end]
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") &&
		!strings.HasSuffix(w, "is") &&
		t.entry.classes&(function|saying|thinking|verbForm) == 0
}

// ordinalRule: "the third time", "a 21st victory". "First" is a superlative instead.
func ordinalRule(f *analyzer, i int) (int, int, Value, bool) {
	n, end, ok := f.ordinalAt(i)
	if !ok || n < 2 || f.tokenAt(i).capital && i > 0 && f.tokenAt(i).kind == wordToken || f.isHyphen(end) || f.hasClass(end, greatest) ||
		!f.isFree(i, end) ||
		f.inNumber[i] {
		return i, i, Value{}, false
	}
	if f.tokenAt(i).kind == wordToken && (f.isSign(end, ",") || n == 2 && i == 0) {
		return i, i, Value{}, false
	}
	return i, end, Value{Kind: Amount, Low: float64(n), High: float64(n), Unit: "ordinal"}, true
}
