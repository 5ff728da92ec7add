package anchor

import (
	"strings"
	"unicode/utf8"
)

// FindBackReference finds the words with which a sentence leans on one before it: "he", "that figure", "the group", "as a result".
// language is a
// BCP 47 tag. It looks where such words stand mostly, at the beginning of a sentence and in who said it, and would rather miss some
// than offer a sentence that stands by itself: no "it rained", no "there are", no "that" that only joins.
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

// sentenceWords is a sentence cut into words and signs, small letters all.
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

// wordAt is the kth word or sign, or "" behind the last.
func (r sentenceWords) wordAt(k int) string {
	if k < 0 || k >= len(r.words) {
		return ""
	}
	return r.words[k]
}

// firstWord is the first word, behind quotation marks and brackets.
func (r sentenceWords) firstWord() (k int) {
	for k < len(r.tokens) && !r.tokens[k].word {
		k++
	}
	return k
}

// matchPhrase is how many words of a phrase stand at k: all of them or 0.
func (r sentenceWords) matchPhrase(phrase string, k int) (n int) {
	for w := range strings.FieldsSeq(phrase) {
		if r.wordAt(k+n) != w {
			return 0
		}
		n++
	}
	return n
}

// matchLongest is how many words the longest of some phrases has at k, or 0.
func (r sentenceWords) matchLongest(phrases []string, k int) (n int) {
	for _, p := range phrases {
		n = max(n, r.matchPhrase(p, k))
	}
	return n
}

// backReferenceRules are what sentences of a language lean with at their beginning.
type backReferenceRules struct {
	standalone   []string // leans by itself: "he", "as a result"
	withNextWord []string // leans with the word behind: "this", "those"
	exceptions   []string // begins as one of these but does not lean: "this year", "ce que"
}

// matchRules looks at the beginning of a sentence only.
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

// isWord holds where a word stands.
func (r sentenceWords) isWord(k int) bool { return k < len(r.tokens) && r.tokens[k].word }

// parsePhrases cuts a list at its strokes. Chinese is written without blanks: its phrases are cut into characters.
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
