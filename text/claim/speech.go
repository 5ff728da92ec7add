package claim

import "strings"

// speechRules are the rules for speech verbs and "according to". findAttributions applies them, one verb at
// a time.
var speechRules = [...]rule{
	{name: "according to", kind: Attribution, why: "it names a source: does the source say so?"},
	{name: "says", kind: Attribution, why: "it puts words into somebody's mouth: did they say so?"},
	{name: "thinks that", kind: Attribution, why: "it says what somebody holds or announced: do they?"},
	{name: "credit", kind: Attribution, why: "it credits somebody: is it theirs, and is the name right?"},
	{name: "hearsay", kind: Attribution, why: "it names no source: who says so?"},
}

const (
	accordingTo = iota
	saysThat
	thinksThat
	credit
	hearsay
)

// findAttributions finds attributions of statements.
func (f *analyzer) findAttributions() {
	f.findCredits()
	for i := range f.tokens {
		is := f.tokens[i].entry.classes
		switch {
		case f.isOneOf(i, "according") && f.isOneOf(i+1, "to"):
			f.addMatch(&speechRules[accordingTo], i, f.subjectEnd(i+2), Value{})
		case f.isOneOf(i, "reportedly", "allegedly", "purportedly", "supposedly"):
			f.addMatch(&speechRules[hearsay], i, i+1, Value{})
		case is&saying != 0 && f.isReportingVerb(i):
			first, end := f.speaker(i)
			f.addMatch(&speechRules[saysThat], first, end, Value{})
		case is&thinking != 0 && f.introducesAttribution(i):
			first, end := f.speaker(i)
			f.addMatch(&speechRules[thinksThat], first, end, Value{})
		case f.isStatementNoun(i):
			f.addMatch(&speechRules[thinksThat], f.nounStart(i), i+2, Value{})
		case f.isAttitude(i):
			first, _ := f.speaker(i)
			f.addMatch(&speechRules[thinksThat], first, i+1, Value{})
		case f.isOneOf(i, "rumored", "rumoured", "alleged", "believed", "reported", "thought", "understood") && f.isOneOf(i-1, "is", "are", "was", "were", "been") && f.isOneOf(i+1, "to"):
			f.addMatch(&speechRules[hearsay], i-1, i+2, Value{})
		}
	}
}

// findCredits finds credit lines, "Image: Nick Moreau.", and the name behind a quotation, "… — Ada Lovelace".
func (f *analyzer) findCredits() {
	for i := 0; i < len(f.tokens); i++ {
		opens := i == 0 || f.isSign(i-1, ".!?”\"()|") || f.isIn(i, pictureWords)
		switch {
		case opens && f.isSign(i+1, ":") && f.tokenAt(i).capital && f.isIn(i, creditWords) && f.tokenAt(i+2).capital:
			end := i + 2
			for end < len(f.tokens) && end < i+maxReach && !(f.isSign(end, ".!?;)") && !(f.isSign(end, ".") && f.isInitial(end-1))) {
				end++
			}
			f.addMatch(&speechRules[credit], i, end, Value{})
		case f.isSign(i, "—–-―") && (i == 0 || f.isQuoteMark(i-1)) && !f.tokenAt(i+1).adjacent || f.isSign(i, "―—") && f.isQuoteMark(i-1):
			end, words := f.nameRun(i + 1)
			closed := end == len(f.tokens) || f.isSign(end, ",.(")
			if words > 0 && closed && (i > 0 || end >= len(f.tokens)-1) {
				f.addMatch(&speechRules[credit], i, end, Value{})
			}
		}
	}
}

const (
	pictureWords = " image images photo photos photograph photographs picture pictures video "
	creditWords  = " image images photo photos photograph photographs photography picture pictures video audio illustration graphic " +
		"graphics credit credits source sources chart map file courtesy art drawing "
)

// isStatementNoun reports whether token i is a noun for a statement that "that" follows: "the claim that".
func (f *analyzer) isStatementNoun(i int) bool {
	return f.isOneOf(i+1, "that") && f.isIn(i, " conclusion conclusions belief view allegation allegations accusation accusations "+
		"assertion suspicion rumor rumors rumour rumours suggestion assumption argument fears warnings statement notion impression ") &&
		!f.tokenAt(i).capital
}

// nounStart returns where the words before a noun begin.
func (f *analyzer) nounStart(i int) int {
	for n := i; n > 0 && n > i-4; n-- {
		if f.hasClass(n-1, determiner) {
			return n - 1
		}
		if f.tokenAt(n-1).kind == signToken {
			break
		}
	}
	return i
}

// isAttitude reports whether token i is an adjective of opinion behind "is" with a clause: "are concerned the
// government will …".
func (f *analyzer) isAttitude(i int) bool {
	return f.isOneOf(i-1, "is", "are", "was", "were", "am", "be") &&
		f.isIn(i, " concerned worried confident convinced afraid hopeful optimistic adamant aware certain sceptical skeptical ") &&
		(f.isOneOf(i+1, "that") || f.startsClause(i+1))
}

// isReportingVerb reports whether a form of "say" has a speaker: not "declined to say", "that said",
// "stated aim".
func (f *analyzer) isReportingVerb(i int) bool {
	switch {
	case i == 0 && !f.isOneOf(i, "said", "asked"), f.isOneOf(i, "according"), f.tokenAt(i).capital && i > 0:
		return false
	case f.isOneOf(i-1, "to") && !f.isOneOf(i-2, "went", "on") && !f.isOneOf(i+1, "that"):
		return false
	case f.isOneOf(i, "say") && f.isOneOf(i-1, "a", "the", "no", "their", "us", "to", "let's", "you", "i"):
		return f.isOneOf(i-1, "i", "you")
	case f.isOneOf(i, "states", "state") && !f.isOneOf(i+1, "that") && !f.isQuoteMark(i+1) && !f.isQuoteMark(i+2):
		return false
	case f.isOneOf(i, "told") && f.isOneOf(i-1, "been", "be", "was", "were", "is", "are") && !f.isOneOf(i+1, "that"):
		return false
	case f.isOneOf(i, "alleged") && !f.isOneOf(i+1, "that") && !f.hasClass(i+1, determiner) && !f.tokenAt(i+1).capital && !f.isQuoteMark(i+1):
		return false // "his alleged role"
	case f.isOneOf(i, "stated", "told", "quoted") && f.isOneOf(i-1, "the", "a", "its", "their", "his", "her"):
		return false
	}
	return true
}

// introducesAttribution examines a verb that is an attribution only if a clause or a quote depends on it.
func (f *analyzer) introducesAttribution(i int) bool {
	if f.isNoStatement(i) {
		return false
	}
	at := f.skipToObject(i)
	if f.hasStatementBehind(i, at) || f.announcesSomething(i, at) {
		return true
	}
	if f.needsConjunction(i) {
		return f.isOneOf(at, "if", "whether", "why", "how") && !f.isOneOf(i, "show", "shows", "showed")
	}
	return f.holdsClause(i, at)
}

// isNoStatement reports whether the words before a verb make it a noun, a participle or a negation: "the
// report", "was described", "not believe".
func (f *analyzer) isNoStatement(i int) bool {
	switch {
	case f.isOneOf(i-1, "the", "a", "an", "of", "its", "their", "this", "his", "her", "some", "no", "any", "in", "please"),
		f.hasClass(i-1, digits|cardinal) && !f.isSign(i-1, "%"),
		f.isOneOf(i-1, "not", "to", "cannot", "be", "was", "were", "is", "are", "been", "being") && !f.isOneOf(i+1, "that"),
		f.isOneOf(i, "feel", "feels", "felt") && f.isOneOf(i-1, "it", "this", "that"),
		f.isOneOf(i, "know") && f.isOneOf(i-2, "let"):
		return true
	}
	return f.isNounUse(i)
}

// skipToObject skips the particle and up to two adverbs or times behind a verb: "pointed out", "said today".
func (f *analyzer) skipToObject(i int) int {
	at := i + 1
	if f.isOneOf(at, "out") && f.isOneOf(i, "pointed", "found") {
		at++
	}
	for n := 0; n < 2; n++ {
		adverbial := f.isOneOf(at, "also", "yesterday", "today", "earlier", "later", "publicly", "officially")
		if !adverbial && !(at < len(f.tokens) && f.inTime[at]) {
			break
		}
		at++
	}
	return at
}

// hasStatementBehind reports whether "that", a question word, a quotation or a colon behind a verb shows that a
// statement depends on it. The object begins at token at.
func (f *analyzer) hasStatementBehind(i, at int) bool {
	switch {
	case f.isOneOf(at, "what", "how", "why", "whether") && !f.isOneOf(i, "shows", "showed", "show", "showing", "decided", "decides"),
		f.isOneOf(i, "found") && f.hasClass(at, digits|cardinal|adverb),
		f.isOneOf(at, "that"),
		f.isQuoteMark(at) && !f.isQuoteMark(i-1),
		f.isSign(at, ",:") && f.isQuoteMark(at+1),
		f.endsWithColon(at):
		return true
	}
	for n := at; n < at+7 && n < len(f.tokens) && !f.isSign(n, ",.;\"“"); n++ {
		if f.isOneOf(n, "that") && n > at && f.tokenAt(n-1).kind == wordToken && !f.hasClass(n-1, function) {
			return true
		}
	}
	return false
}

// announcesSomething reports whether a verb of announcing or claiming has a subject, or a verb follows a
// quotation: ", reports the Herald".
func (f *analyzer) announcesSomething(i, at int) bool {
	switch {
	case f.isAnnouncement(i, at):
		return f.tokenAt(i-1).kind == wordToken || f.isOneOf(i, "claiming", "announcing")
	case f.isSign(i-1, ",") && f.isOneOf(i, "reports", "reported", "writes", "announced", "confirmed", "claimed", "wrote"):
		return f.tokenAt(at).capital || f.isOneOf(at, "the") || f.isSign(at, ",.") && f.hasQuoteBefore(i)
	}
	return f.isSign(at, ",.") && f.hasQuoteBefore(i)
}

// isAnnouncement reports whether a verb of announcing has an object of its own. "Claimed responsibility" and
// "claimed lives" state nothing.
func (f *analyzer) isAnnouncement(i, at int) bool {
	return f.isOneOf(i, "announced", "announces", "claimed", "claims", "claiming", "announcing") &&
		!f.isOneOf(at, "responsibility", "lives")
}

// needsConjunction reports whether a verb takes a statement only with a conjunction or a quotation: "asked",
// "described".
func (f *analyzer) needsConjunction(i int) bool {
	return f.isOneOf(
		i,
		"show", "shows", "showed", "shown", "saw", "asked", "demanded", "described", "describes", "called",
		"decided", "ruled", "written", "proposed", "accused", "advised", "urged", "recommended", "declared",
		"declares", "showing", "recalled", "consider", "considered", "considers", "heard", "mentioned", "assured",
		"informed", "notified", "wonder", "wondered",
	)
}

// holdsClause reports whether a clause without a conjunction depends on a verb: "he believes it works".
func (f *analyzer) holdsClause(i, at int) bool {
	if f.isAnnouncement(i, at) {
		return false
	}
	if f.isOneOf(at, "it", "this") &&
		f.isOneOf(i, "think", "thinks", "thought", "believe", "believes", "believed", "hope", "hopes", "hoped", "say", "expects") {
		return f.tokenAt(at+1).kind == wordToken && !f.hasClass(at+1, preposition)
	}
	return f.startsClause(at)
}

// endsWithColon reports whether the clause from token i ends with a colon: "denied these allegations:".
func (f *analyzer) endsWithColon(i int) bool {
	last := len(f.tokens) - 1
	if last <= i || last > i+maxReach || !f.isSign(last, ":") {
		return false
	}
	for n := i; n < last; n++ {
		if f.tokenAt(n).kind == signToken && !f.isHyphen(n) && !f.isSign(n, "'’") {
			return false
		}
	}
	return true
}

// startsClause reports whether a clause with its own subject and verb begins at token i.
func (f *analyzer) startsClause(i int) bool {
	if f.isOneOf(i, "he", "she", "they", "we", "i", "there", "if", "whether") {
		return true
	}
	t := f.tokenAt(i)
	if t.kind == signToken || f.hasClass(i, preposition|verbForm) ||
		f.isOneOf(i, "to", "and", "or", "as", "by", "than", "him", "her", "them") {
		return false
	}
	for n := i + 1; n < i+9 && n < len(f.tokens); n++ {
		switch {
		case f.isSign(n, ",.;:()\"“”"), f.isOneOf(n, "who", "which", "that", "and", "as", "because", "when", "after", "before", "while"):
			return false
		case f.hasClass(n, verbForm) && !f.isOneOf(n, "be", "been", "said", "told", "says"):
			return true
		}
	}
	return false
}

// isNounUse reports whether "report", "claim" and the like are nouns: no plural subject is before them.
func (f *analyzer) isNounUse(i int) bool {
	noun := f.isOneOf(
		i,
		"report", "claim", "estimate", "hope", "fear", "note", "warn", "doubt", "find", "show", "think", "know",
		"feel", "believe", "say", "add", "suggest", "expect", "reveal", "announce", "deny", "confirm", "indicate",
	)
	if noun && f.isOneOf(i, "show", "report", "hope", "claim") && f.isOneOf(i+1, "that") && f.isPlainWord(i-1) && !f.isPluralNoun(i-1) &&
		!f.hasClass(i-1, adverb|group) {
		return true // "a light show that"
	}
	return noun && !f.isOneOf(i+1, "that") && !f.isPluralNoun(i-1) &&
		!f.isOneOf(
			i-1,
			"i", "we", "they", "you", "who", "also", "still", "police", "to", "not", "people", "now", "would",
			"don't", "didn't",
		) &&
		!f.hasClass(i-1, adverb|group)
}

// hasQuoteBefore reports whether a quote ends before the subject of the verb: "…", the minister added.
func (f *analyzer) hasQuoteBefore(i int) bool {
	for n := i - 1; n > i-9; n-- {
		if f.isQuoteMark(n) || f.isSign(n, ",") && n == i-1 {
			return true
		}
		if f.isSign(n, ",") && (f.hasClass(n+1, determiner|group|job) || f.tokenAt(n+1).capital || f.hasClass(n+2, group)) {
			return true
		}
		if f.tokenAt(n).kind == signToken && !f.isSign(n, ",") {
			return false
		}
	}
	return false
}

func (f *analyzer) isQuoteMark(i int) bool { return f.isSign(i, "\"“”«»„‘") }

// speaker returns the span of an attribution: the subject before the verb or, after a quote, the one behind
// it, and the person addressed.
func (f *analyzer) speaker(i int) (first, end int) {
	first, end = i, i+1
	behind := f.isQuoteMark(i-1) || f.isSign(i-1, ",")
	if behind && strings.HasSuffix(f.tokenText(i), "ing") {
		return i, i + 1 + boolToInt(f.isOneOf(i+1, "that"))
	}
	quoted := f.isQuoteMark(i-1) || f.isQuoteMark(i-2)
	if behind &&
		(f.tokenAt(i+1).capital || f.isOneOf(i+1, "the", "a", "an", "one") || f.hasClass(i+1, job|group|modifier) || quoted && f.isPlainWord(i+1)) {
		return i, f.subjectEnd(i + 1)
	}
	if f.isSign(i-1, ",") { // skip an apposition
		if comma := f.commaBefore(i - 2); comma > 0 {
			first = comma
		}
	}
	for first > 0 && first > i-maxReach && !f.isSubjectBoundary(first-1) {
		first--
	}
	if first < i && f.tokenAt(first).kind == signToken {
		first = i
	}
	if f.isOneOf(i, "told", "tells") {
		for end < i+6 && (f.tokenAt(end).kind == wordToken && !f.isOneOf(end, "that", "he", "she", "they", "it", "we") && !f.hasClass(end, preposition)) {
			end++
		}
		for f.inTime[min(end, len(f.inTime)-1)] && end < len(f.tokens) && end < i+maxReach {
			end++
		}
	}
	return first, end
}

// commaBefore finds the comma that opens an apposition.
func (f *analyzer) commaBefore(i int) int {
	for n := i; n > 0 && n > i-maxReach; n-- {
		if f.isSign(n, ",") {
			return n
		}
		if f.isQuoteMark(n) {
			return 0
		}
	}
	return 0
}

// isSubjectBoundary reports whether no subject extends across token i.
func (f *analyzer) isSubjectBoundary(i int) bool {
	return f.tokenAt(i).kind == signToken && !f.isSign(i, ".-'’&") ||
		f.isSign(i, ".") && f.tokenAt(i-1).kind == wordToken && f.tokenAt(i-1).to-f.tokenAt(i-1).from > 4 ||
		f.isOneOf(i, "that", "but", "while", "which", "because", "when", "although", "though", "if", "as")
}

// subjectEnd returns the end of the subject that begins at token i.
func (f *analyzer) subjectEnd(i int) int {
	end := i
	for end < i+maxReach && end < len(f.tokens) {
		if f.isSign(end, ",;:!?\"“”()") ||
			f.isSign(end, ".") && (end+1 >= len(f.tokens) || f.tokenAt(end-1).to-f.tokenAt(end-1).from > 4) ||
			f.isOneOf(end, "that", "who", "which", "but", "while", "when", "because", "as") ||
			f.hasClass(end, verbForm) {
			break
		}
		end++
	}
	return max(end, min(i, len(f.tokens)))
}
