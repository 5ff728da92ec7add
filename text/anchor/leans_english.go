package anchor

import (
	"slices"
	"strings"
)

// mostLeadIns is how many words like "but" and "meanwhile," one sentence opens with.
const mostLeadIns = 2

// english finds the words by which an English sentence leans, as a range of its tokens; an empty one where it does not.
func (r reading) english() (from, to int) {
	k := r.opening()
	for range mostLeadIns + 1 {
		for _, rule := range []func(int) int{r.connective, r.pronoun, r.demonstrative, r.within, r.definite, r.some, r.place} {
			if n := rule(k); n > 0 {
				return k, k + n
			}
		}
		n := r.longest(leadIns, k)
		if n == 0 {
			break
		}
		k += n
	}
	if from, to = r.hinge(k + 1); from == to {
		from, to = r.speaker()
	}
	return from, to
}

// connective: "as a result", "by contrast".
func (r reading) connective(k int) int {
	n := r.longest(connectives, k)
	switch r.word(k + n) {
	case "of", "as", "to", "from", "far": // "as a result of the flood", "thus far"
		return 0
	}
	return n
}

// pronoun: in the place of a subject, or before a noun.
func (r reading) pronoun(k int) int {
	if r.word(k+1) == ":" { // a label
		return 0
	}
	w, _, _ := strings.Cut(r.word(k), "'")
	switch w {
	case "he", "she", "they":
		return 1
	case "his", "her", "their", "its":
		if !r.wordy(k+1) || titles[r.word(k+1)] {
			return 0
		}
		return 1
	case "it":
		if r.expletive(k) {
			return 0
		}
		return 1
	}
	return 0
}

// expletive holds where "it" stands for nothing: the weather, the hour, or what the sentence says itself.
func (r reading) expletive(k int) bool {
	at := k + 1
	if strings.Contains(r.word(k), "'") {
		at = k // "it's": be is within
	} else {
		for modal[r.word(at)] {
			at++
		}
	}
	verb := r.word(at)
	if seeming[verb] || verb == "" {
		return true
	}
	if !be[verb] && at != k {
		return false
	}
	at++
	for be[r.word(at)] || adverbs[r.word(at)] || r.word(at) == "," || strings.HasSuffix(r.word(at), "ly") && !likely[r.word(at)] && !weather[r.word(at)] {
		at++
	}
	if r.word(at) == "" || weather[r.word(at)] || r.word(at)[0] >= '0' && r.word(at)[0] <= '9' {
		return true
	}
	if r.longest(prepositions, at) > 0 && slices.Contains(r.words[at:], "that") { // "it was only with the canal that"
		return true
	}
	if tough[r.word(at)] || likely[r.word(at)] && joined[r.word(at+1)] {
		return true
	}
	for i := at; i < min(len(r.words), at+9) && (i == at || r.wordy(i)); i++ { // "it is clear that", "it was Smith who"
		switch r.word(i) {
		case "that", "who", "whether", "whom", "how", "why":
			return true
		}
	}
	return false
}

// demonstrative: "this", "these troops", "such attacks"; no time that is the reader's own, no "that" that joins, no "those who".
func (r reading) demonstrative(k int) int {
	next, _, _ := strings.Cut(r.word(k+1), "'")
	switch r.word(k) {
	case "that's":
		return 1
	case "this", "these":
		if readers[next] {
			return 0
		}
	case "those":
		if next == "who" || next == "that" || next == "with" || next == "in" || next == "whose" || next == "of" || next == "not" {
			return 0
		}
	case "that":
		if joined[next] || next == "said" && r.word(k+2) == "," {
			return 0
		}
	case "such":
		if !r.wordy(k+1) || next == "as" || next == "is" || next == "was" && r.word(k+2) == "the" {
			return 0
		}
	default:
		return 0
	}
	if w := r.word(k); (w == "this" || w == "that") && strings.HasSuffix(next, "s") && !strings.HasSuffix(next, "ss") && r.word(k+1) == next {
		return 1 // "this produces": one thing has no plural
	}
	return 1 + r.noun(k+1)
}

// noun is how many words from k on go with what stands before: none where a verb stands there.
func (r reading) noun(k int) int {
	switch {
	case !r.wordy(k) || r.verb(k):
		return 0
	case kinds[r.word(k)] && r.word(k+1) == "of" && r.wordy(k+2):
		return 3
	}
	n := 1
	for n < 3 && (described[r.word(k+n-1)] || numerals[r.word(k+n-1)] || strings.HasSuffix(r.word(k+n-1), "ly")) && r.wordy(k+n) && !r.verb(k+n) {
		n++
	}
	return n
}

// within leans by a demonstrative or a pronoun behind a preposition: "in that battle", "among them", "of these".
func (r reading) within(k int) int {
	n := r.longest(prepositions, k)
	if n == 0 {
		return 0
	}
	switch next := r.word(k + n); {
	case next == "them" || next == "him" || next == "it" && r.word(k+n+1) == ",":
		return n + 1
	case next == "this" || next == "that" || next == "these" || next == "those":
		if more := r.demonstrative(k + n); more > 0 && (next != "that" || more > 1 || r.word(k+n+1) == ",") {
			return n + more
		}
	}
	return 0
}

// definite leans by a noun that stands for what was named before, with a verb behind it: "the group said", not "the group of seven".
func (r reading) definite(k int) int {
	next := r.word(k + 1)
	switch {
	case r.word(k) != "the":
		return 0
	case counts[next] && r.verb(k+2): // "the two met"
		return 2
	}
	n := 1
	if described[next] || numerals[next] {
		n++
	}
	noun, whose, _ := strings.Cut(r.word(k+n), "'")
	behind := r.word(k + n + 2)
	if anaphor(noun) && (whose == "s" && r.wordy(k+n+1) || r.verb(k+n+1) || r.word(k+n+1) == "," && (behind == "which" || behind == "who" || behind == "however")) {
		return n + 1
	}
	return 0
}

// anaphor holds for nouns by which news names again what it named before, one or many.
func anaphor(noun string) bool { return anaphors[noun] || anaphors[strings.TrimSuffix(noun, "s")] }

// fresh holds for such a noun at k that the sentence did not name before.
func (r reading) fresh(k int) bool {
	noun, _, _ := strings.Cut(r.word(k), "'")
	return anaphor(noun) && !slices.Contains(r.words[:k], noun) && !slices.Contains(r.words[:k], strings.TrimSuffix(noun, "s"))
}

// early is how many words from the beginning a sentence hinges on what was said before; further on it may mean what it said itself.
const early = 8

// hinge finds a demonstrative with such a noun early in a sentence: "officials confirmed that figure". A noun that the sentence named
// itself leans on nothing else.
func (r reading) hinge(k int) (from, to int) {
	for end := k + early; k < end && r.wordy(k) && r.wordy(k+1); k++ {
		if !r.fresh(k + 1) {
			continue
		}
		switch r.word(k) {
		case "these", "those", "such", "this":
			return k, k + 2
		case "that":
			if !r.wordy(k+2) && !strings.HasSuffix(r.word(k+1), "s") { // else it may join: "said that group leaders met"
				return k, k + 2
			}
		}
	}
	return 0, 0
}

// verb holds where a verb stands, so far as it can be told: forms of be and have, common pasts, "-ed".
func (r reading) verb(k int) bool {
	w := r.word(k)
	return verbs[w] || len(w) > 4 && strings.HasSuffix(w, "ed") && !slices.Contains([]string{"hundred", "united", "armed", "so-called", "limited", "supposed"}, w) || strings.HasSuffix(w, "n't")
}

// some leans by a part of what was named: "both were", "others fled", "neither said".
func (r reading) some(k int) int {
	switch r.word(k) {
	case "both", "neither", "others", "another", "none", "each", "either":
		if r.verb(k + 1) {
			return 1
		}
	}
	return 0
}

// place leans by "there", save where it only says that something is.
func (r reading) place(k int) int {
	if w := r.word(k + 1); r.word(k) == "there" && (w == "," || w == "he" || w == "she" || w == "they" || w == "it" || w == "his" || w == "her") {
		return 1
	}
	return 0
}

// speaker finds who said what a sentence tells, where only a pronoun or a noun names him: "…," he said; …, the analyst observed, …;
// …, according to the observer, ….
func (r reading) speaker() (from, to int) {
	end := len(r.of)
	for end > 0 && !r.of[end-1].word {
		end--
	}
	for k := 1; k < end; k++ {
		if n := r.holds("according to the", k); n > 0 && r.fresh(k+n) && !r.wordy(k+n+1) {
			return k + n - 1, k + n + 1
		}
		n := 1
		if r.word(k) == "the" && r.fresh(k+1) {
			n = 2
		} else if w := r.word(k); w != "he" && w != "she" && w != "they" {
			continue
		}
		if !r.of[k-1].word && speech[r.word(k+n)] && (!r.wordy(k+n+1) || k >= end-4) {
			return k, k + n
		}
	}
	return 0, 0
}
