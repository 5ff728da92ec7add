package anchor

import (
	"strings"
	"unicode/utf8"
)

// FindBackReference finds the words with which a sentence refers back to the one before it: "he", "that
// figure", "the group", "as a result". language is a BCP 47 tag. It looks where such words usually are: at
// the beginning of a sentence and in the attribution of a quotation. It prefers missing some to reporting a
// sentence that is independent, such as one with "it rained", "there are" or "that" as a conjunction.
func FindBackReference(sentence, language string) (words string, ok bool) {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	r := splitWords(sentence)
	var from, to int
	switch rules, known := backReferences[base]; {
	case base == "en":
		from, to = r.matchEnglish()
	case known:
		from, to = r.matchRules(rules)
	}
	if from == to {
		return "", false
	}
	return sentence[r.tokens[from].start:r.tokens[to-1].end], true
}

// sentenceWords is a sentence split into words and signs, all in lower case.
type sentenceWords struct {
	tokens []token
	words  []string
}

func splitWords(sentence string) sentenceWords {
	r := sentenceWords{tokens: tokenize(sentence, map[string]int32{})}
	for _, t := range r.tokens {
		r.words = append(r.words, strings.ReplaceAll(strings.ToLower(sentence[t.start:t.end]), "’", "'"))
	}
	return r
}

// wordAt returns the kth word or sign, or "" if there is none.
func (r sentenceWords) wordAt(k int) string {
	if k < 0 || k >= len(r.words) {
		return ""
	}
	return r.words[k]
}

// firstWord returns the index of the first word, after quotation marks and brackets.
func (r sentenceWords) firstWord() (k int) {
	for k < len(r.tokens) && !r.tokens[k].word {
		k++
	}
	return k
}

// matchPhrase returns the number of words of a phrase if all of them are at k, and 0 otherwise.
func (r sentenceWords) matchPhrase(phrase string, k int) (n int) {
	for w := range strings.FieldsSeq(phrase) {
		if r.wordAt(k+n) != w {
			return 0
		}
		n++
	}
	return n
}

// matchLongest returns the number of words of the longest of the phrases that is at k, or 0.
func (r sentenceWords) matchLongest(phrases []string, k int) (n int) {
	for _, p := range phrases {
		n = max(n, r.matchPhrase(p, k))
	}
	return n
}

// backReferenceRules lists the words with which sentences of a language refer back at their beginning.
type backReferenceRules struct {
	standalone   []string // refers back by itself: "he", "as a result"
	withNextWord []string // refers back together with the next word: "this", "those"
	exceptions   []string // begins like one of these but does not refer back: "this year", "ce que"
}

// matchRules matches the rules at the beginning of a sentence only.
func (r sentenceWords) matchRules(l backReferenceRules) (from, to int) {
	k := r.firstWord()
	alone, before := r.matchLongest(l.standalone, k), r.matchLongest(l.withNextWord, k)
	switch never := r.matchLongest(l.exceptions, k); {
	case never > 0 && never >= max(alone, before):
	case before > alone && r.isWord(k+before):
		return k, k + before + 1
	case alone > 0:
		return k, k + alone
	}
	return 0, 0
}

// isWord reports whether the token at k is a word.
func (r sentenceWords) isWord(k int) bool { return k < len(r.tokens) && r.tokens[k].word }

// parsePhrases splits a list at "|". Chinese is written without spaces, so its phrases are split into
// characters.
func parsePhrases(list string) (all []string) {
	for p := range strings.SplitSeq(list, "|") {
		p = strings.Join(strings.Fields(p), " ")
		if c, _ := utf8.DecodeRuneInString(p); isUnspaced(c) {
			p = strings.Join(strings.Split(p, ""), " ")
		}
		all = append(all, p)
	}
	return all
}
