package claim

import "strings"

// The rules that read names: runs of words with capitals, with what stands before and behind them.

// nameRun reads the words with capitals from token i on, with the particles and hyphens between them: "Omar al-Bashir",
// "J. K. Marsh", "Mazar-i-Sharif". It gives the token behind the run and how many words it has.
func (f *finder) nameRun(i int) (end, words int) {
	for end = i; end < i+openEnd; {
		t := f.at(end)
		switch {
		case t.sort == word && t.capital && (t.known.is&(function|month|weekday) == 0 || f.initial(end)) && (end == i || f.at(end-1).sort != sign || t.glued || f.initial(end-2) || f.is(end-2, honorific)):
			end, words = end+1, words+1
			if f.sign(end, ".") && (f.initial(end-1) || f.is(end-1, honorific) && f.at(end-1).to-f.at(end-1).from <= 4 && f.at(end+1).capital) {
				end++
			}
			for f.hyphen(end) && f.at(end+1).sort == word && end < i+openEnd {
				end += 2
			}
		case words > 0 && f.has(end, "de", "da", "di", "del", "der", "den", "bin", "ibn", "al", "el", "van", "von", "la", "le", "dos", "du", "ul"):
			next := end + 1
			if f.hyphen(next) {
				next++
			}
			if !f.at(next).capital && !f.has(next, "der", "den", "la") {
				return end, words
			}
			end = next
		default:
			return end, words
		}
	}
	return end, words
}

// initial holds for a single capital, with or without its stop.
func (f *finder) initial(i int) bool {
	t := f.at(i)
	return t.sort == word && t.capital && t.to-t.from == 1 && !f.has(i, "i", "a")
}

// begins holds where no run of capitals reaches token i from before it.
func (f *finder) begins(i int) bool {
	p := f.at(i - 1)
	return !(p.sort == word && p.capital && p.known.is&(function|month|weekday) == 0) && !f.hyphen(i-1) && !(f.sign(i-1, ".") && (f.initial(i-2) || f.is(i-2, honorific) && f.at(i-2).capital))
}

// personWithTitle: "President Ashraf Ghani", "army officer Abdul Razeq", "its spokesman Zabihullah Mujahid", "Mr. Lee".
func personWithTitle(f *finder, i int) (int, int, Value, bool) {
	t := f.at(i)
	polite := t.known.is&honorific != 0 && t.capital
	if !polite && t.known.is&job == 0 {
		return i, i, Value{}, false
	}
	end := i + 1
	if polite && f.sign(end, ".") && f.at(end).glued {
		end++
	}
	for f.hyphen(end) && f.at(end+1).sort == word {
		end += 2
	}
	for f.is(end, job) && end < i+4 || f.has(end, "general", "minister", "emeritus", "elect") && end < i+4 {
		end++
	}
	if f.has(end, "of") && f.has(end+1, "state", "defense", "defence") {
		end += 2
	}
	after, words := f.nameRun(end)
	if words == 0 {
		return i, i, Value{}, false
	}
	if f.is(i, placeNoun) && !polite || f.has(end, "of") {
		return i, i, Value{}, false
	}
	if f.sign(after, ",") && f.has(after+1, "jr", "sr") {
		after += 2
	}
	return f.modifiers(i), after, Value{}, true
}

// modifiers takes in what stands before a title: "the former Afghan deputy".
func (f *finder) modifiers(i int) int {
	first := i
	for first > i-9 {
		p := f.at(first - 1)
		switch {
		case p.known.is&(modifier|job) != 0:
			first--
		case f.hyphen(first-1) && f.at(first-2).sort == word:
			first -= 2
		case p.sort == word && p.capital && p.known.is&(function|saying|preposition|weekday|month|verbForm) == 0 && first > 1:
			first--
		default:
			if f.has(first-1, "the", "his", "her", "its", "their", "a", "an", "our", "my") {
				first--
			}
			return first
		}
	}
	return first
}

// personAndTitle: "Abdullah Abdullah, chairman of the council", "The analyst, who is also the editor of the daily".
func personAndTitle(f *finder, i int) (int, int, Value, bool) {
	if !f.begins(i) {
		return i, i, Value{}, false
	}
	comma, words := f.nameRun(i)
	if words == 0 && i == 0 && f.has(0, "the") && f.is(1, job) {
		comma, words = 2, 1
	}
	if words == 0 || !f.sign(comma, ",") || words == 1 && f.is(i, country|job|organisation) && i+1 == comma {
		return i, i, Value{}, false
	}
	if f.is(comma+1, digits) && f.sign(comma+2, ",") {
		comma += 2
	}
	at := comma + 1
	if f.has(at, "who") {
		if at++; !f.has(at, "is", "was", "has", "became", "serves") {
			return i, i, Value{}, false
		}
		at++
	}
	seen := f.jobWithin(at)
	if seen < 0 {
		return i, i, Value{}, false
	}
	if i == 0 && words == 1 && f.at(0).known == unknown && strings.HasSuffix(f.exact(0), "ly") { // "Similarly, adviser …"
		return i, i, Value{}, false
	}
	end := seen + 1
	if _, named := f.nameRun(end); named > 0 {
		return i, i, Value{}, false
	}
	for end < seen+openEnd && end < len(f.tokens) && !f.clauseEnd(end) {
		end++
	}
	return i, end, Value{}, true
}

// jobWithin finds the office or trade that an apposition from token at on names.
func (f *finder) jobWithin(at int) int {
	for n := at; n < at+8; n++ {
		if f.is(n, job) && !f.has(n, "dr", "justice") {
			return n
		}
		if f.at(n).sort == sign && !f.hyphen(n) && !f.sign(n, ".") || f.is(n, saying|verbForm) || f.has(n, "and", "that", "which", "who", "to", "in", "not", "on", "with") {
			break
		}
	}
	return -1
}

// clauseEnd holds for what an apposition does not go beyond.
func (f *finder) clauseEnd(i int) bool {
	return f.sign(i, ",;:.!?\"“”()") && !(f.sign(i, ".") && f.at(i+1).glued) || f.is(i, saying|verbForm) || f.has(i, "who", "which", "that", "while", "but", "—", "–")
}

// properName: two capitals or more that are no place, no time and no beginning of a sentence.
func properName(f *finder, i int) (int, int, Value, bool) {
	if !f.begins(i) || f.shouting() {
		return i, i, Value{}, false
	}
	first := i
	if i == 0 && f.is(0, function|preposition|determiner|adverb|vague|greatest) || f.at(i).known.is&(function|dayWord|verbForm) != 0 {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(first)
	figure := f.is(end, digits) && f.at(end).glued
	if words < 2 || f.is(end, placeNoun) && !f.at(end).capital || !f.free(first, end) || figure || f.work(i, end) {
		return i, i, Value{}, false
	}
	for n := first; n < end; n++ {
		if f.is(n, placeNoun|eventNoun|lawNoun|product) && f.at(n).capital {
			return i, i, Value{}, false
		}
	}
	if words == 2 && (f.is(first, country) || f.is(end-1, country) || f.has(first, "united")) || f.is(first, honorific|job) {
		return i, i, Value{}, false
	}
	return first, end, Value{}, true
}

// work holds for what stands in quotation marks by itself: the title of a book or a song.
func (f *finder) work(i, end int) bool {
	return f.quoteMark(end) && (f.quoteMark(i-1) || f.quoteMark(i-2) && f.has(i-1, "the", "a"))
}

// shouting holds for a headline in which nearly every word has a capital: there a capital says nothing.
func (f *finder) shouting() bool {
	if f.capitals == 0 {
		words := 0
		for i := range f.tokens {
			if t := &f.tokens[i]; t.sort == word && t.known.is&function == 0 {
				words++
				f.capitals += b2i(t.capital)
			}
		}
		f.capitals = 1 + b2i(words > 4 && f.capitals*5 > words*4)
	}
	return f.capitals == 2
}
