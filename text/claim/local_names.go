package claim

import (
	"strings"
	"unicode"
)

var (
	localTitledName = rule{
		name: "person with a title in another language",
		kind: Name,
		why:  "a name with a title: are both spelt and held so today?",
	}
	localName  = rule{name: "name in another language", kind: Name, why: "a name: is it spelt so?"}
	localTitle = rule{
		name: "person and what they are in another language",
		kind: Title,
		why:  "what somebody is: do they hold that office, and did they then?",
	}
)

// findLocalNames finds names with a title, names of several words, and offices behind a name.
func (f *analyzer) findLocalNames() {
	for i := 0; i < len(f.tokens); {
		end := i + 1
		if after, ok := f.localNameBeforeTitle(i); ok {
			f.addMatch(&localTitledName, i, after, Value{})
			end = after
		} else if after, ok := f.localPersonWithTitle(i); ok {
			f.addMatch(&localTitledName, i, after, Value{})
			end = after
		} else if after, words := f.localNameRun(i); words >= 2 && !f.locale.traits.nounCapital && f.isLocalName(i) {
			f.addMatch(&localName, i, after, Value{})
			if office := f.localOffice(after); office > after {
				f.addMatch(&localTitle, i, office, Value{})
			}
			end = after
		}
		i = end
	}
}

// localPersonWithTitle: "Präsident Frank-Walter Steinmeier", "la ministre française Anne Roux". In a script
// without capitals, the name is the one or two words behind the title.
func (f *analyzer) localPersonWithTitle(i int) (int, bool) {
	_, end := f.termAt(i, localJob)
	if end == i {
		return i, false
	}
	for {
		if _, more := f.termAt(end, localJob); more > end {
			end = more
			continue
		}
		break
	}
	if f.isCaseless(i) {
		if f.locale.traits.titleBehind {
			return i, false
		}
		return f.caselessName(end)
	}
	if f.isSign(end, ".") { // "Dr."
		end++
	}
	at := end
	for range 2 { // an adjective behind the title
		if t := f.tokenAt(at); t.kind == wordToken && !t.capital && t.to-t.from > 4 && len(f.local[at]) == 0 {
			at++
		}
	}
	for _, begin := range []int{end, at} {
		after, words := f.localNameRun(begin)
		if words >= 2 || words == 1 && begin == end && len(f.local[begin]) == 0 {
			return after, true
		}
	}
	return i, false
}

// maxAsianName is the length of the longest Japanese or Korean name that is written without a space.
const maxAsianName = 6

// localNameBeforeTitle: "岸田首相", "윤석열 대통령".
func (f *analyzer) localNameBeforeTitle(i int) (int, bool) {
	t := f.tokenAt(i)
	if !f.locale.traits.titleBehind || t.kind != wordToken || len(f.local[i]) > 0 || t.to-t.from < 2 || t.to-t.from > maxAsianName {
		return i, false
	}
	_, end := f.termAt(i+1, localJob)
	together := f.tokenAt(i+1).adjacent || !f.locale.traits.unspaced
	kana := strings.ContainsFunc(f.tokenText(i), func(r rune) bool { return unicode.Is(unicode.Hiragana, r) })
	return end, end > i+1 && together && !kana
}

// isCaseless reports whether the script of token i has no capitals.
func (f *analyzer) isCaseless(i int) bool {
	r := []rune(f.tokenText(i))
	return len(r) > 0 && unicode.ToUpper(r[0]) == r[0] && unicode.ToLower(r[0]) == r[0]
}

// caselessName returns the end of a name behind a title: two words, or a few letters of a script without
// spaces.
func (f *analyzer) caselessName(i int) (int, bool) {
	end := i
	for end < i+2 && f.tokenAt(end).kind == wordToken && len(f.local[end]) == 0 && (end == i || !f.locale.traits.unspaced) {
		end++
	}
	if f.locale.traits.unspaced && end > i && f.tokenAt(i).to-f.tokenAt(i).from > 5 {
		return i, false // more than a name
	}
	return end, end > i
}

// localNameRun reads capitalised words and the particles between them.
func (f *analyzer) localNameRun(i int) (end, words int) {
	for end = i; end < min(i+maxReach, len(f.tokens)); {
		t := f.tokenAt(end)
		switch {
		case t.kind == wordToken && t.capital && !f.inTime[end] && !f.isTerm(end, localMoney|localWeekday):
			end, words = end+1, words+1
			if f.isSign(end, ".") && f.isInitial(end-1) {
				end++
			}
			for f.isHyphen(end) && f.tokenAt(end+1).kind == wordToken && end < i+maxReach {
				end += 2
			}
		case words > 0 && f.isNameParticle(end) && f.tokenAt(end+1).capital:
			end++
		case words > 0 && f.isNameParticle(end) && f.isNameParticle(end+1) && f.tokenAt(end+2).capital:
			end += 2
		default:
			return end, words
		}
	}
	return end, words
}

func (f *analyzer) isNameParticle(i int) bool {
	return f.isOneOf(i, "da", "di", "del", "der", "den", "bin", "ibn", "al", "el", "van", "von", "dos", "du", "ul", "de", "la")
}

// isLocalName reports whether the capitals at token i belong to a name: they do not begin the sentence with
// a short or known word.
func (f *analyzer) isLocalName(i int) bool {
	p := f.tokenAt(i - 1)
	if p.kind == wordToken && p.capital || f.isHyphen(i-1) {
		return false
	}
	begins := i == 0 || f.isSign(i-1, ".!?:") || f.isQuoteMark(i-1)
	return !begins || f.tokenAt(i).to-f.tokenAt(i).from > 3 && len(f.local[i]) == 0 && !f.hasClass(i, function)
}

// localOffice returns the end of an office behind a name: ", Bürgermeister von Ulm,".
func (f *analyzer) localOffice(i int) int {
	if !f.isSign(i, ",") {
		return i
	}
	at := i + 1
	for n := 0; n < 3 && !f.isTerm(at, localJob); n++ {
		at++
	}
	if !f.isTerm(at, localJob) {
		return i
	}
	end := at + 1
	for end < at+maxReach && end < len(f.tokens) && f.tokenAt(end).kind != signToken && !f.isTerm(end, localSay) {
		end++
	}
	return end
}
