package claim

import "strings"

// The rules that find names: runs of capitalised words and the words around them.

// nameRun reads the capitalised words from token i on, with the particles and hyphens between them: "Omar
// al-Bashir", "J. K. Marsh", "Mazar-i-Sharif". It returns the token after the run and the number of words.
func (f *analyzer) nameRun(i int) (end, words int) {
	for end = i; end < i+maxReach; {
		t := f.tokenAt(end)
		switch {
		case t.kind == wordToken && t.capital && (t.entry.classes&(function|month|weekday) == 0 || f.isInitial(end)) && (end == i || f.tokenAt(end-1).kind != signToken || t.adjacent || f.isInitial(end-2) || f.hasClass(end-2, honorific)):
			end, words = end+1, words+1
			if f.isSign(end, ".") &&
				(f.isInitial(end-1) || f.hasClass(end-1, honorific) && f.tokenAt(end-1).to-f.tokenAt(end-1).from <= 4 && f.tokenAt(end+1).capital) {
				end++
			}
			for f.isHyphen(end) && f.tokenAt(end+1).kind == wordToken && end < i+maxReach {
				end += 2
			}
		case words > 0 && f.isOneOf(end, "de", "da", "di", "del", "der", "den", "bin", "ibn", "al", "el", "van", "von", "la", "le", "dos", "du", "ul"):
			next := end + 1
			if f.isHyphen(next) {
				next++
			}
			if !f.tokenAt(next).capital && !f.isOneOf(next, "der", "den", "la") {
				return end, words
			}
			end = next
		default:
			return end, words
		}
	}
	return end, words
}

// isInitial reports whether token i is a single capital, with or without its full stop.
func (f *analyzer) isInitial(i int) bool {
	t := f.tokenAt(i)
	return t.kind == wordToken && t.capital && t.to-t.from == 1 && !f.isOneOf(i, "i", "a")
}

// startsName reports whether token i does not continue a run of capitalised words.
func (f *analyzer) startsName(i int) bool {
	p := f.tokenAt(i - 1)
	return !(p.kind == wordToken && p.capital && p.entry.classes&(function|month|weekday) == 0) && !f.isHyphen(i-1) &&
		!(f.isSign(i-1, ".") && (f.isInitial(i-2) || f.hasClass(i-2, honorific) && f.tokenAt(i-2).capital))
}

// personWithTitle: "President Ashraf Ghani", "army officer Abdul Razeq", "its spokesman Zabihullah Mujahid", "Mr. Lee".
func personWithTitle(f *analyzer, i int) (int, int, Value, bool) {
	t := f.tokenAt(i)
	polite := t.entry.classes&honorific != 0 && t.capital
	if !polite && t.entry.classes&job == 0 {
		return i, i, Value{}, false
	}
	end := i + 1
	if polite && f.isSign(end, ".") && f.tokenAt(end).adjacent {
		end++
	}
	for f.isHyphen(end) && f.tokenAt(end+1).kind == wordToken {
		end += 2
	}
	for f.hasClass(end, job) && end < i+4 || f.isOneOf(end, "general", "minister", "emeritus", "elect") && end < i+4 {
		end++
	}
	if f.isOneOf(end, "of") && f.isOneOf(end+1, "state", "defense", "defence") {
		end += 2
	}
	after, words := f.nameRun(end)
	if words == 0 {
		return i, i, Value{}, false
	}
	if f.hasClass(i, placeNoun) && !polite || f.isOneOf(end, "of") {
		return i, i, Value{}, false
	}
	if f.isSign(after, ",") && f.isOneOf(after+1, "jr", "sr") {
		after += 2
	}
	return f.modifiersStart(i), after, Value{}, true
}

// modifiersStart returns where the words before a title begin: "the former Afghan deputy".
func (f *analyzer) modifiersStart(i int) int {
	first := i
	for first > i-9 {
		p := f.tokenAt(first - 1)
		switch {
		case p.entry.classes&(modifier|job) != 0:
			first--
		case f.isHyphen(first-1) && f.tokenAt(first-2).kind == wordToken:
			first -= 2
		case p.kind == wordToken && p.capital && p.entry.classes&(function|saying|preposition|weekday|month|verbForm) == 0 && first > 1:
			first--
		default:
			if f.isOneOf(first-1, "the", "his", "her", "its", "their", "a", "an", "our", "my") {
				first--
			}
			return first
		}
	}
	return first
}

// personAndTitle: "Abdullah Abdullah, chairman of the council", "The analyst, who is also the editor of the daily".
func personAndTitle(f *analyzer, i int) (int, int, Value, bool) {
	if !f.startsName(i) {
		return i, i, Value{}, false
	}
	comma, words := f.nameRun(i)
	if words == 0 && i == 0 && f.isOneOf(0, "the") && f.hasClass(1, job) {
		comma, words = 2, 1
	}
	if words == 0 || !f.isSign(comma, ",") || words == 1 && f.hasClass(i, country|job|organisation) && i+1 == comma {
		return i, i, Value{}, false
	}
	if f.hasClass(comma+1, digits) && f.isSign(comma+2, ",") {
		comma += 2
	}
	at := comma + 1
	if f.isOneOf(at, "who") {
		if at++; !f.isOneOf(at, "is", "was", "has", "became", "serves") {
			return i, i, Value{}, false
		}
		at++
	}
	seen := f.findJob(at)
	if seen < 0 {
		return i, i, Value{}, false
	}
	if i == 0 && words == 1 && f.tokenAt(0).entry == unknownEntry && strings.HasSuffix(f.tokenText(0), "ly") { // "Similarly, adviser …"
		return i, i, Value{}, false
	}
	end := seen + 1
	if _, named := f.nameRun(end); named > 0 {
		return i, i, Value{}, false
	}
	for end < seen+maxReach && end < len(f.tokens) && !f.isClauseEnd(end) {
		end++
	}
	return i, end, Value{}, true
}

// findJob finds the office or occupation in an apposition that begins at token at.
func (f *analyzer) findJob(at int) int {
	for n := at; n < at+8; n++ {
		if f.hasClass(n, job) && !f.isOneOf(n, "dr", "justice") {
			return n
		}
		if f.tokenAt(n).kind == signToken && !f.isHyphen(n) && !f.isSign(n, ".") || f.hasClass(n, saying|verbForm) ||
			f.isOneOf(n, "and", "that", "which", "who", "to", "in", "not", "on", "with") {
			break
		}
	}
	return -1
}

// isClauseEnd reports whether token i ends an apposition.
func (f *analyzer) isClauseEnd(i int) bool {
	return f.isSign(i, ",;:.!?\"“”()") && !(f.isSign(i, ".") && f.tokenAt(i+1).adjacent) || f.hasClass(i, saying|verbForm) ||
		f.isOneOf(i, "who", "which", "that", "while", "but", "—", "–")
}

// properName finds two or more capitalised words. Places and times do not count, nor does a word that is capitalised only
// because it begins the sentence.
func properName(f *analyzer, i int) (int, int, Value, bool) {
	if !f.startsName(i) || f.isTitleCase() {
		return i, i, Value{}, false
	}
	first := i
	if i == 0 && f.hasClass(0, function|preposition|determiner|adverb|vague|greatest) ||
		f.tokenAt(i).entry.classes&(function|dayWord|verbForm) != 0 {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(first)
	figure := f.hasClass(end, digits) && f.tokenAt(end).adjacent
	if words < 2 || f.hasClass(end, placeNoun) && !f.tokenAt(end).capital || !f.isFree(first, end) || figure || f.isWorkTitle(i, end) {
		return i, i, Value{}, false
	}
	if f.hasClass(first, cardinal) || f.isOffice(first, end) {
		return i, i, Value{}, false
	}
	for n := first; n < end; n++ {
		if f.hasClass(n, placeNoun|eventNoun|lawNoun|product) && f.tokenAt(n).capital {
			return i, i, Value{}, false
		}
	}
	if words == 2 && (f.hasClass(first, country) || f.hasClass(end-1, country) || f.isOneOf(first, "united")) ||
		f.hasClass(first, honorific|job) {
		return i, i, Value{}, false
	}
	return first, end, Value{}, true
}

// isOffice reports whether a run of words is an office without a name: "Prime Minister", "Wellingborough MP".
func (f *analyzer) isOffice(first, end int) bool {
	if f.isOneOf(end-1, "mp", "mep", "ceo", "cfo") {
		return true
	}
	for n := first; n < end; n++ {
		if !f.hasClass(n, job|modifier) && !f.isOneOf(n, "minister", "general") {
			return false
		}
	}
	return true
}

// isWorkTitle reports whether the range is alone in quotation marks, like the title of a book or a song.
func (f *analyzer) isWorkTitle(i, end int) bool {
	return f.isQuoteMark(end) && (f.isQuoteMark(i-1) || f.isQuoteMark(i-2) && f.isOneOf(i-1, "the", "a"))
}

// isTitleCase reports whether nearly every word is capitalised, as in a headline. There capitals mean
// nothing.
func (f *analyzer) isTitleCase() bool {
	if f.capitals == 0 {
		words := 0
		for i := range f.tokens {
			if t := &f.tokens[i]; t.kind == wordToken && t.entry.classes&function == 0 {
				words++
				f.capitals += boolToInt(t.capital)
			}
		}
		f.capitals = 1 + boolToInt(words > 4 && f.capitals*5 > words*4)
	}
	return f.capitals == 2
}
