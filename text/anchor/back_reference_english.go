package anchor

import (
	"slices"
	"strings"
)

// maxLeadIns is the number of words such as "but" and "however," that may open a sentence.
const maxLeadIns = 2

// matchEnglish finds the words with which an English sentence refers back, as a range of its tokens. The
// range is empty if it does not.
func (r sentenceWords) matchEnglish() (from, to int) {
	k := r.firstWord()
	for range maxLeadIns + 1 {
		for _, rule := range []func(int) int{r.matchConnective, r.matchPronoun, r.matchDemonstrative, r.matchPrepositional, r.matchDefinite, r.matchPartitive, r.matchThere} {
			if n := rule(k); n > 0 {
				return k, k + n
			}
		}
		n := r.matchLongest(leadIns, k)
		if n == 0 {
			break
		}
		k += n
	}
	if from, to = r.findAnaphor(k + 1); from == to {
		from, to = r.findSpeaker()
	}
	return from, to
}

// matchConnective matches "as a result" and "by contrast".
func (r sentenceWords) matchConnective(k int) int {
	n := r.matchLongest(connectives, k)
	switch r.wordAt(k + n) {
	case "of", "as", "to", "from", "far": // "as a result of the flood", "thus far"
		return 0
	}
	return n
}

// matchPronoun matches a pronoun that is a subject or precedes a noun.
func (r sentenceWords) matchPronoun(k int) int {
	if r.wordAt(k+1) == ":" { // it is a label
		return 0
	}
	w, _, _ := strings.Cut(r.wordAt(k), "'")
	switch w {
	case "he", "she", "they":
		return 1
	case "his", "her", "their", "its":
		if !r.isWord(k+1) || honorifics[r.wordAt(k+1)] {
			return 0
		}
		return 1
	case "it":
		if r.isExpletive(k) {
			return 0
		}
		return 1
	}
	return 0
}

// isExpletive reports whether "it" refers to nothing: to the weather, to the hour, or to a clause of the
// same sentence.
func (r sentenceWords) isExpletive(k int) bool {
	at := k + 1
	if strings.Contains(r.wordAt(k), "'") {
		at = k // "it's" contains the verb
	} else {
		for modalVerbs[r.wordAt(at)] {
			at++
		}
	}
	verb := r.wordAt(at)
	if seemingVerbs[verb] || verb == "" {
		return true
	}
	if !copulas[verb] && at != k {
		return false
	}
	at++
	for copulas[r.wordAt(at)] || adverbs[r.wordAt(at)] || r.wordAt(at) == "," || strings.HasSuffix(r.wordAt(at), "ly") && !likelihoodAdjectives[r.wordAt(at)] && !weatherWords[r.wordAt(at)] {
		at++
	}
	if r.wordAt(at) == "" || weatherWords[r.wordAt(at)] || r.wordAt(at)[0] >= '0' && r.wordAt(at)[0] <= '9' {
		return true
	}
	if r.matchLongest(prepositions, at) > 0 && slices.Contains(r.words[at:], "that") { // "it was only with the canal that"
		return true
	}
	if judgementAdjectives[r.wordAt(at)] || likelihoodAdjectives[r.wordAt(at)] && clauseOpeners[r.wordAt(at+1)] {
		return true
	}
	for i := at; i < min(len(r.words), at+9) && (i == at || r.isWord(i)); i++ { // "it is clear that", "it was Smith who"
		switch r.wordAt(i) {
		case "that", "who", "whether", "whom", "how", "why":
			return true
		}
	}
	return false
}

// matchDemonstrative matches "this", "these troops" and "such attacks", but no time relative to the reader
// ("this week"), no "that" as a conjunction, and no "those who".
func (r sentenceWords) matchDemonstrative(k int) int {
	next, _, _ := strings.Cut(r.wordAt(k+1), "'")
	switch r.wordAt(k) {
	case "that's":
		return 1
	case "this", "these":
		if deicticNouns[next] {
			return 0
		}
	case "those":
		if next == "who" || next == "that" || next == "with" || next == "in" || next == "whose" || next == "of" || next == "not" {
			return 0
		}
	case "that":
		if clauseOpeners[next] || next == "said" && r.wordAt(k+2) == "," {
			return 0
		}
	case "such":
		if !r.isWord(k+1) || next == "as" || next == "is" || next == "was" && r.wordAt(k+2) == "the" {
			return 0
		}
	default:
		return 0
	}
	if w := r.wordAt(k); (w == "this" || w == "that") && strings.HasSuffix(next, "s") && !strings.HasSuffix(next, "ss") &&
		r.wordAt(k+1) == next {
		return 1 // "this produces": "this" is singular, so the word is a verb
	}
	return 1 + r.nounLength(k+1)
}

// nounLength returns the number of words from k on that belong to the determiner before them. It returns 0 if the word at k is a verb.
func (r sentenceWords) nounLength(k int) int {
	switch {
	case !r.isWord(k) || r.isVerb(k):
		return 0
	case kindNouns[r.wordAt(k)] && r.wordAt(k+1) == "of" && r.isWord(k+2):
		return 3
	}
	n := 1
	for n < 3 && (nounModifiers[r.wordAt(k+n-1)] || numerals[r.wordAt(k+n-1)] || strings.HasSuffix(r.wordAt(k+n-1), "ly")) && r.isWord(k+n) && !r.isVerb(k+n) {
		n++
	}
	return n
}

// matchPrepositional matches a demonstrative or a pronoun after a preposition: "in that battle", "among
// them", "of these".
func (r sentenceWords) matchPrepositional(k int) int {
	n := r.matchLongest(prepositions, k)
	if n == 0 {
		return 0
	}
	switch next := r.wordAt(k + n); {
	case next == "them" || next == "him" || next == "it" && r.wordAt(k+n+1) == ",":
		return n + 1
	case next == "this" || next == "that" || next == "these" || next == "those":
		if more := r.matchDemonstrative(k + n); more > 0 && (next != "that" || more > 1 || r.wordAt(k+n+1) == ",") {
			return n + more
		}
	}
	return 0
}

// matchDefinite matches a noun that names something mentioned before, followed by a verb: "the group said",
// but not "the group of seven".
func (r sentenceWords) matchDefinite(k int) int {
	next := r.wordAt(k + 1)
	switch {
	case r.wordAt(k) != "the":
		return 0
	case countNouns[next] && r.isVerb(k+2): // "the two met"
		return 2
	}
	n := 1
	if nounModifiers[next] || numerals[next] {
		n++
	}
	noun, whose, _ := strings.Cut(r.wordAt(k+n), "'")
	behind := r.wordAt(k + n + 2)
	if isAnaphor(noun) &&
		(whose == "s" && r.isWord(k+n+1) || r.isVerb(k+n+1) || r.wordAt(k+n+1) == "," && (behind == "which" || behind == "who" || behind == "however")) {
		return n + 1
	}
	return 0
}

// isAnaphor reports whether news uses this noun, singular or plural, for something mentioned before.
func isAnaphor(noun string) bool {
	return anaphoricNouns[noun] || anaphoricNouns[strings.TrimSuffix(noun, "s")]
}

// isNewAnaphor reports whether the word at k is such a noun (see isAnaphor), and the sentence did not use it before.
func (r sentenceWords) isNewAnaphor(k int) bool {
	noun, _, _ := strings.Cut(r.wordAt(k), "'")
	return isAnaphor(noun) && !slices.Contains(r.words[:k], noun) && !slices.Contains(r.words[:k], strings.TrimSuffix(noun, "s"))
}

// maxAnaphorOffset is the number of words from the beginning of a sentence within which an anaphor refers
// to the previous sentence. Further on it may refer to the sentence itself.
const maxAnaphorOffset = 8

// findAnaphor finds a demonstrative with such a noun early in a sentence: "officials confirmed that
// figure". A noun that the sentence itself used before does not count.
func (r sentenceWords) findAnaphor(k int) (from, to int) {
	for end := k + maxAnaphorOffset; k < end && r.isWord(k) && r.isWord(k+1); k++ {
		if !r.isNewAnaphor(k + 1) {
			continue
		}
		switch r.wordAt(k) {
		case "these", "those", "such", "this":
			return k, k + 2
		case "that":
			// otherwise "that" may be a conjunction: "said that group leaders met"
			if !r.isWord(k+2) && !strings.HasSuffix(r.wordAt(k+1), "s") {
				return k, k + 2
			}
		}
	}
	return 0, 0
}

// isVerb reports whether the word at k is likely a verb: a form of be or have, a common past tense, or a
// word in "-ed".
func (r sentenceWords) isVerb(k int) bool {
	w := r.wordAt(k)
	return verbForms[w] ||
		len(w) > 4 && strings.HasSuffix(w, "ed") &&
			!slices.Contains([]string{"hundred", "united", "armed", "so-called", "limited", "supposed"}, w) ||
		strings.HasSuffix(w, "n't")
}

// matchPartitive matches a part of something mentioned before: "both were", "others fled", "neither said".
func (r sentenceWords) matchPartitive(k int) int {
	switch r.wordAt(k) {
	case "both", "neither", "others", "another", "none", "each", "either":
		if r.isVerb(k + 1) {
			return 1
		}
	}
	return 0
}

// matchThere matches "there" unless it only states that something exists.
func (r sentenceWords) matchThere(k int) int {
	if w := r.wordAt(k + 1); r.wordAt(k) == "there" &&
		(w == "," || w == "he" || w == "she" || w == "they" || w == "it" || w == "his" || w == "her") {
		return 1
	}
	return 0
}

// findSpeaker finds the attribution of a sentence if it names the speaker only by a pronoun or a noun: "…,"
// he said; …, the analyst observed, …; …, according to the observer, ….
func (r sentenceWords) findSpeaker() (from, to int) {
	end := len(r.tokens)
	for end > 0 && !r.tokens[end-1].word {
		end--
	}
	for k := 1; k < end; k++ {
		if n := r.matchPhrase("according to the", k); n > 0 && r.isNewAnaphor(k+n) && !r.isWord(k+n+1) {
			return k + n - 1, k + n + 1
		}
		n := 1
		if r.wordAt(k) == "the" && r.isNewAnaphor(k+1) {
			n = 2
		} else if w := r.wordAt(k); w != "he" && w != "she" && w != "they" {
			continue
		}
		if !r.tokens[k-1].word && speechVerbs[r.wordAt(k+n)] && (!r.isWord(k+n+1) || k >= end-4) {
			return k, k + n
		}
	}
	return 0, 0
}
