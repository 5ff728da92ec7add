package anchor

import (
	"strings"
	"unicode/utf8"
)

// Leans finds the words with which a sentence leans on one before it: "he", "that figure", "the group", "as a result". language is a
// BCP 47 tag. It looks where such words stand mostly, at the beginning of a sentence and in who said it, and would rather miss some
// than offer a sentence that stands by itself: no "it rained", no "there are", no "that" that only joins.
func Leans(sentence, language string) (words string, ok bool) {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	r := read(sentence)
	var from, to int
	switch rules, known := leaning[base]; {
	case base == "en":
		from, to = r.english()
	case known:
		from, to = r.by(rules)
	}
	if from == to {
		return "", false
	}
	return sentence[r.of[from].start:r.of[to-1].end], true
}

// reading is a sentence cut into words and signs, small letters all.
type reading struct {
	of    []token
	words []string
}

func read(sentence string) reading {
	r := reading{of: tokens(sentence, map[string]int32{})}
	for _, t := range r.of {
		r.words = append(r.words, strings.ReplaceAll(strings.ToLower(sentence[t.start:t.end]), "’", "'"))
	}
	return r
}

// word is the kth word or sign, or "" behind the last.
func (r reading) word(k int) string {
	if k < 0 || k >= len(r.words) {
		return ""
	}
	return r.words[k]
}

// opening is the first word, behind quotation marks and brackets.
func (r reading) opening() (k int) {
	for k < len(r.of) && !r.of[k].word {
		k++
	}
	return k
}

// holds is how many words of a phrase stand at k: all of them or 0.
func (r reading) holds(phrase string, k int) (n int) {
	for w := range strings.FieldsSeq(phrase) {
		if r.word(k+n) != w {
			return 0
		}
		n++
	}
	return n
}

// longest is how many words the longest of some phrases has at k, or 0.
func (r reading) longest(phrases []string, k int) (n int) {
	for _, p := range phrases {
		n = max(n, r.holds(p, k))
	}
	return n
}

// rules are what sentences of a language lean with at their beginning.
type rules struct {
	alone  []string // leans by itself: "he", "as a result"
	before []string // leans with the word behind: "this", "those"
	never  []string // begins as one of these but does not lean: "this year", "ce que"
}

// by looks at the beginning of a sentence only.
func (r reading) by(l rules) (from, to int) {
	k := r.opening()
	alone, before := r.longest(l.alone, k), r.longest(l.before, k)
	switch never := r.longest(l.never, k); {
	case never > 0 && never >= max(alone, before):
	case before > alone && r.wordy(k+before):
		return k, k + before + 1
	case alone > 0:
		return k, k + alone
	}
	return 0, 0
}

// wordy holds where a word stands.
func (r reading) wordy(k int) bool { return k < len(r.of) && r.of[k].word }

// phrases cuts a list at its strokes. Chinese is written without blanks: its phrases are cut into characters.
func phrases(list string) (all []string) {
	for p := range strings.SplitSeq(list, "|") {
		p = strings.Join(strings.Fields(p), " ")
		if c, _ := utf8.DecodeRuneInString(p); isHan(c) {
			p = strings.Join(strings.Split(p, ""), " ")
		}
		all = append(all, p)
	}
	return all
}
