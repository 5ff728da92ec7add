package claim

import "strings"

// speechRules say what a speech verb and an "according to" are found by. They are run by speech, a verb at a time.
var speechRules = [...]rule{
	{name: "according to", kind: Attribution, why: "it names a source: does the source say so?"},
	{name: "says", kind: Attribution, why: "it puts words into somebody's mouth: did they say so?"},
	{name: "thinks that", kind: Attribution, why: "it says what somebody holds or announced: do they?"},
	{name: "hearsay", kind: Attribution, why: "it names no source: who says so?"},
}

const (
	accordingTo = iota
	says
	thinksThat
	hearsay
)

// speech finds who is said to have said something.
func (f *finder) speech() {
	for i := range f.tokens {
		is := f.tokens[i].known.is
		switch {
		case f.has(i, "according") && f.has(i+1, "to"):
			f.add(&speechRules[accordingTo], i, f.subjectBehind(i+2), Value{})
		case f.has(i, "reportedly", "allegedly", "purportedly", "supposedly"):
			f.add(&speechRules[hearsay], i, i+1, Value{})
		case is&saying != 0 && f.speaks(i):
			first, end := f.speaker(i)
			f.add(&speechRules[says], first, end, Value{})
		case is&thinking != 0 && f.holds(i):
			first, end := f.speaker(i)
			f.add(&speechRules[thinksThat], first, end, Value{})
		case f.has(i, "rumored", "rumoured", "alleged", "believed", "reported", "thought", "understood") && f.has(i-1, "is", "are", "was", "were", "been") && f.has(i+1, "to"):
			f.add(&speechRules[hearsay], i-1, i+2, Value{})
		}
	}
}

// speaks holds for a form of "say" that has somebody saying: not "declined to say", "that said", "stated aim".
func (f *finder) speaks(i int) bool {
	switch {
	case i == 0 && !f.has(i, "said", "asked"), f.has(i, "according"), f.at(i).capital && i > 0:
		return false
	case f.has(i-1, "to") && !f.has(i-2, "went", "on") && !f.has(i+1, "that"):
		return false
	case f.has(i, "say") && f.has(i-1, "a", "the", "no", "their", "us", "to", "let's", "you", "i"):
		return f.has(i-1, "i", "you")
	case f.has(i, "states", "state") && !f.has(i+1, "that") && !f.quoteMark(i+1) && !f.quoteMark(i+2):
		return false
	case f.has(i, "told") && f.has(i-1, "been", "be", "was", "were", "is", "are") && !f.has(i+1, "that"):
		return false
	case f.has(i, "stated", "told", "quoted") && f.has(i-1, "the", "a", "its", "their", "his", "her"):
		return false
	}
	return true
}

// holds looks at a verb that is an attribution only where a clause or a quote hangs on it.
func (f *finder) holds(i int) bool {
	if f.has(i-1, "the", "a", "an", "of", "its", "their", "this", "his", "her", "some", "no", "any", "in") || f.is(i-1, digits|cardinal) && !f.sign(i-1, "%") {
		return false
	}
	if f.has(i-1, "not", "to", "cannot", "be", "was", "were", "is", "are", "been", "being") && !f.has(i+1, "that") {
		return false
	}
	if f.nounHere(i) || f.has(i, "know") && f.has(i-2, "let") || f.has(i-1, "please") {
		return false
	}
	at := i + 1
	if f.has(at, "out") && f.has(i, "pointed", "found") {
		at++
	}
	for n := 0; n < 2 && (f.has(at, "also", "yesterday", "today", "earlier", "later", "publicly", "officially") || f.taken[min(at, len(f.taken)-1)] && at < len(f.tokens)); n++ {
		at++
	}
	if f.quoteMark(at) && !f.quoteMark(i-1) || f.has(at, "that") || f.sign(at, ",:") && f.quoteMark(at+1) {
		return true
	}
	for n := at; n < at+7 && n < len(f.tokens); n++ {
		if f.sign(n, ",.;\"“") {
			break
		}
		if f.has(n, "that") && n > at && f.at(n-1).sort == word && !f.is(n-1, function) {
			return true
		}
	}
	switch {
	case f.has(i, "announced", "announces", "claimed", "claims", "claiming", "announcing") && !f.has(at, "responsibility", "lives"):
		return f.at(i-1).sort == word || f.has(i, "claiming", "announcing")
	case f.sign(i-1, ",") && f.has(i, "reports", "reported", "writes", "announced", "confirmed", "claimed", "wrote") && (f.at(at).capital || f.has(at, "the")):
		return true
	case f.sign(at, ",.") && f.quoteBefore(i):
		return true
	case f.has(i, "show", "shows", "showed", "shown", "saw", "asked", "demanded", "described", "describes", "called", "decided", "ruled", "written", "proposed", "accused",
		"advised", "urged", "recommended", "declared", "declares", "showing", "recalled", "consider", "considered", "considers", "heard", "mentioned", "assured", "informed", "notified", "wonder", "wondered"):
		return f.has(at, "if", "whether", "why", "how") && !f.has(i, "show", "shows", "showed")
	}
	if f.has(at, "it", "this") && f.has(i, "think", "thinks", "thought", "believe", "believes", "believed", "hope", "hopes", "hoped", "say", "expects") {
		return f.at(at+1).sort == word && !f.is(at+1, preposition)
	}
	return f.clause(at)
}

// clause holds where a clause with a subject and a verb of its own begins at token i.
func (f *finder) clause(i int) bool {
	if f.has(i, "he", "she", "they", "we", "i", "there", "if", "whether") {
		return true
	}
	t := f.at(i)
	if t.sort == sign || f.is(i, preposition|verbForm) || f.has(i, "to", "and", "or", "as", "by", "than", "him", "her", "them") {
		return false
	}
	for n := i + 1; n < i+9 && n < len(f.tokens); n++ {
		switch {
		case f.sign(n, ",.;:()\"“”"), f.has(n, "who", "which", "that", "and", "as", "because", "when", "after", "before", "while"):
			return false
		case f.is(n, verbForm) && !f.has(n, "be", "been", "said", "told", "says"):
			return true
		}
	}
	return false
}

// nounHere holds for "report", "claim" and their like where no subject in the plural stands before them.
func (f *finder) nounHere(i int) bool {
	noun := f.has(i, "report", "claim", "estimate", "hope", "fear", "note", "warn", "doubt", "find", "show", "think", "know", "feel", "believe", "say", "add", "suggest", "expect", "reveal", "announce", "deny", "confirm", "indicate")
	return noun && !f.has(i+1, "that") && !f.pluralNoun(i-1) && !f.has(i-1, "i", "we", "they", "you", "who", "also", "still", "police", "to", "not", "people", "now", "would", "don't", "didn't") && !f.is(i-1, adverb|group)
}

// quoteBefore holds where a quote ends before the subject of the verb: "…", the minister added.
func (f *finder) quoteBefore(i int) bool {
	for n := i - 1; n > i-9; n-- {
		if f.quoteMark(n) || f.sign(n, ",") && n == i-1 {
			return true
		}
		if f.sign(n, ",") && (f.is(n+1, determiner|group|job) || f.at(n+1).capital || f.is(n+2, group)) {
			return true
		}
		if f.at(n).sort == sign && !f.sign(n, ",") {
			return false
		}
	}
	return false
}

func (f *finder) quoteMark(i int) bool { return f.sign(i, "\"“”«»„‘") }

// speaker gives the span of an attribution: the subject before the verb or, behind a quote, the one after it, and who was told.
func (f *finder) speaker(i int) (first, end int) {
	first, end = i, i+1
	behind := f.quoteMark(i-1) || f.sign(i-1, ",")
	if behind && strings.HasSuffix(f.exact(i), "ing") {
		return i, i + 1 + b2i(f.has(i+1, "that"))
	}
	quoted := f.quoteMark(i-1) || f.quoteMark(i-2)
	if behind && (f.at(i+1).capital || f.has(i+1, "the", "a", "an", "one") || f.is(i+1, job|group|modifier) || quoted && f.plain(i+1)) {
		return i, f.subjectBehind(i + 1)
	}
	if f.sign(i-1, ",") { // an apposition stands between
		if comma := f.commaBefore(i - 2); comma > 0 {
			first = comma
		}
	}
	for first > 0 && first > i-openEnd && !f.boundary(first-1) {
		first--
	}
	if first < i && f.at(first).sort == sign {
		first = i
	}
	if f.has(i, "told", "tells") {
		for end < i+6 && (f.at(end).sort == word && !f.has(end, "that", "he", "she", "they", "it", "we") && !f.is(end, preposition)) {
			end++
		}
		for f.taken[min(end, len(f.taken)-1)] && end < len(f.tokens) && end < i+openEnd {
			end++
		}
	}
	return first, end
}

// commaBefore finds the comma that opens an apposition.
func (f *finder) commaBefore(i int) int {
	for n := i; n > 0 && n > i-openEnd; n-- {
		if f.sign(n, ",") {
			return n
		}
		if f.quoteMark(n) {
			return 0
		}
	}
	return 0
}

// boundary holds for what no subject reaches over.
func (f *finder) boundary(i int) bool {
	return f.at(i).sort == sign && !f.sign(i, ".-'’&") || f.sign(i, ".") && f.at(i-1).sort == word && f.at(i-1).to-f.at(i-1).from > 4 ||
		f.has(i, "that", "but", "while", "which", "because", "when", "although", "though", "if", "as")
}

// subjectBehind is where a subject that begins at token i ends.
func (f *finder) subjectBehind(i int) int {
	end := i
	for end < i+openEnd && end < len(f.tokens) {
		if f.sign(end, ",;:!?\"“”()") || f.sign(end, ".") && (end+1 >= len(f.tokens) || f.at(end-1).to-f.at(end-1).from > 4) ||
			f.has(end, "that", "who", "which", "but", "while", "when", "because", "as") || f.is(end, verbForm) {
			break
		}
		end++
	}
	return max(end, min(i, len(f.tokens)))
}
