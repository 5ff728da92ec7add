package claim

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"linecheck/text"
)

// finder is the room in which one sentence is read, kept for the next one: only the answer is allocated anew.
type finder struct {
	s        string
	english  bool
	tokens   []token
	taken    []bool // by token: part of a time, which no number is found in
	counted  []bool // by token: part of a number
	named    []bool // by token: part of a law's or a product's name
	found    []found
	spoken   bool     // somebody is said to have said something
	seen     []uint32 // features, see features.go
	capitals int      // what shouting found: 0 not looked yet, 1 no, 2 yes
}

var finders = sync.Pool{New: func() any { return new(finder) }}

// found is a claim in tokens: from the first up to and without the end.
type found struct {
	first, end int
	rule       *rule
	value      Value
}

// read fills f.found for a sentence.
func (f *finder) read(s, lang string) {
	f.s, f.english = s, isEnglish(lang)
	f.tokens = tokenise(s, f.tokens)
	f.found, f.capitals = f.found[:0], 0
	f.taken, f.counted = cleared(f.taken, len(f.tokens)), cleared(f.counted, len(f.tokens))
	if !f.english {
		f.anyLanguage()
	} else {
		f.times()
		f.numbers()
		for i := range f.tokens {
			f.ask(wordRules, i)
		}
		f.speech()
		f.dropNumbersInNames()
	}
	f.quotes()
	f.settle()
}

func isEnglish(lang string) bool { return lang == "" || lang == "en" || strings.HasPrefix(lang, "en-") }

// cleared is room for n marks, none of them set.
func cleared(marks []bool, n int) []bool {
	if cap(marks) < n {
		return make([]bool, n, 2*n)
	}
	marks = marks[:n]
	clear(marks)
	return marks
}

// ask lets the rules speak of what begins at token i; the first that does, for each kind, counts.
func (f *finder) ask(rules []rule, i int) {
	is := f.tokens[i].known.is
	for k := range rules {
		r := &rules[k]
		if r.starts&is == 0 && !(r.capital && f.tokens[i].capital) {
			continue
		}
		if first, end, v, ok := r.find(f, i); ok {
			f.add(r, first, end, v)
		}
	}
}

// dropNumbersInNames drops the figures that a law or a product is called by: the name holds them.
func (f *finder) dropNumbersInNames() {
	f.named = cleared(f.named, len(f.tokens))
	for _, x := range f.found {
		if x.rule.kind == Law || x.rule.kind == Product {
			for i := x.first; i < x.end; i++ {
				f.named[i] = true
			}
		}
	}
	f.found = slices.DeleteFunc(f.found, func(x found) bool {
		return x.rule.kind == Number && f.named[x.first] && f.named[x.end-1]
	})
}

func (f *finder) add(r *rule, first, end int, v Value) {
	f.found = append(f.found, found{first, end, r, v})
}

// settle orders what was found and leaves, where two of one kind overlap, the longer.
func (f *finder) settle() {
	slices.SortStableFunc(f.found, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.end, a.end))
	})
	kept := f.found[:0]
	var last [len(ranks)]int // by kind: 1 + where in kept its last one is
	for _, x := range f.found {
		n := ranks.of(x.rule.kind)
		if at := last[n] - 1; at >= 0 && x.first < kept[at].end {
			if x.end-x.first > kept[at].end-kept[at].first && x.end > kept[at].end {
				kept[at].rule, kept[at].end, kept[at].value = x.rule, max(x.end, kept[at].end), x.value
			}
			continue
		}
		kept = append(kept, x)
		last[n] = len(kept)
	}
	f.found = kept
}

// rankTable numbers the kinds.
type rankTable [15]Kind

var ranks = rankTable(Kinds)

func (r *rankTable) of(k Kind) int {
	for i := range r {
		if r[i] == k {
			return i
		}
	}
	return 0
}

// suggestions gives what was found in code points.
func (f *finder) suggestions() []Suggestion {
	if len(f.found) == 0 {
		return nil
	}
	out := make([]Suggestion, len(f.found))
	for i, x := range f.found {
		out[i] = Suggestion{text.Span{Start: f.tokens[x.first].from, End: f.tokens[x.end-1].to}, x.rule.kind, x.rule.why, x.value}
	}
	return out
}

// The helpers below look at tokens by their place; a place beyond either end has none.

func (f *finder) at(i int) *token {
	if i < 0 || i >= len(f.tokens) {
		return &nowhere
	}
	return &f.tokens[i]
}

var nowhere = token{known: unknown}

func (f *finder) is(i int, c class) bool { return f.at(i).known.is&c != 0 }

// has holds where token i is one of the words; they have to be in the lexicon or among the signs below.
func (f *finder) has(i int, words ...string) bool {
	key := f.at(i).known.key
	if key == "" {
		return false
	}
	for _, w := range words {
		if key == w {
			return true
		}
	}
	return false
}

// exact is the text of token i.
func (f *finder) exact(i int) string {
	t := f.at(i)
	return f.s[t.start:t.end]
}

// sign holds where token i is one of the signs.
func (f *finder) sign(i int, signs string) bool {
	t := f.at(i)
	return t.sort == sign && t.end > t.start && strings.Contains(signs, f.s[t.start:t.end])
}

// hyphen holds for a hyphen or dash that nothing stands around.
func (f *finder) hyphen(i int) bool {
	return f.sign(i, "-‐‑–") && f.at(i).glued && f.at(i+1).glued
}

// word holds for a word in lower case that may be a noun or what stands before one.
func (f *finder) plain(i int) bool {
	t := f.at(i)
	return t.sort == word && !t.capital && t.known.is&(function|saying|nearTime|verbForm) == 0
}

// openEnd is how far back or ahead a rule looks, in tokens: far enough for a title or a subject, and a bound on the time it takes.
const openEnd = 14
