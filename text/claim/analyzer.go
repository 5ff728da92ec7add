package claim

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"linecheck/text"
)

// analyzer analyses one sentence at a time. Its buffers are reused, so only the result is allocated.
type analyzer struct {
	s              string
	english        bool
	locale         *locale  // what is known about another language, or nil
	local          [][]term // by token: the terms of that language
	tokens         []token
	inTime         []bool // by token: part of a time, where no number is looked for
	inNumber       []bool // by token: part of a number
	inName         []bool // by token: part of the name of a law or a product
	matches        []match
	quotation      string   // the marks that close a quotation in which the sentence begins, or ""
	unclosed       string   // the marks that would close the quotation in which it ends
	hasAttribution bool     // the sentence attributes a statement to somebody
	features       []uint32 // features, see features.go
	capitals       int      // whether it is in title case: 0 not computed yet, 1 no, 2 yes
}

var analyzerPool = sync.Pool{New: func() any { return new(analyzer) }}

// match is a claim as a half-open range of tokens.
type match struct {
	first, end int
	rule       *rule
	value      Value
}

// analyze fills f.found for a sentence.
func (f *analyzer) analyze(s, lang string) {
	f.s, f.english, f.locale = s, isEnglish(lang), nil
	f.tokens = tokenise(s, f.tokens)
	if !f.english {
		if f.locale = localeOf(lang); f.locale != nil {
			f.lookUpTerms()
		}
	}
	f.matches, f.capitals = f.matches[:0], 0
	f.inTime, f.inNumber = resetFlags(f.inTime, len(f.tokens)), resetFlags(f.inNumber, len(f.tokens))
	if !f.english {
		f.applyAnyLanguageRules()
	} else {
		f.findTimes()
		f.findNumbers()
		for i := range f.tokens {
			f.applyRules(wordRules, i)
		}
		f.findAttributions()
		f.dropNumbersInNames()
	}
	f.findQuotes()
	f.resolveOverlaps()
}

func isEnglish(lang string) bool { return lang == "" || lang == "en" || strings.HasPrefix(lang, "en-") }

// resetFlags returns n flags, none of them set, and reuses the slice if it is large enough.
func resetFlags(marks []bool, n int) []bool {
	if cap(marks) < n {
		return make([]bool, n, 2*n)
	}
	marks = marks[:n]
	clear(marks)
	return marks
}

// applyRules applies the rules to token i. For each kind the first rule that matches counts.
func (f *analyzer) applyRules(rules []rule, i int) {
	is := f.tokens[i].entry.classes
	for k := range rules {
		r := &rules[k]
		if r.starts&is == 0 && !(r.capital && f.tokens[i].capital) {
			continue
		}
		if first, end, v, ok := r.find(f, i); ok {
			f.addMatch(r, first, end, v)
		}
	}
}

// dropNumbersInNames drops numbers inside the name of a law or a product, because the name covers them.
func (f *analyzer) dropNumbersInNames() {
	f.inName = resetFlags(f.inName, len(f.tokens))
	for _, x := range f.matches {
		if x.rule.kind == Law || x.rule.kind == Product {
			for i := x.first; i < x.end; i++ {
				f.inName[i] = true
			}
		}
	}
	f.matches = slices.DeleteFunc(f.matches, func(x match) bool {
		return x.rule.kind == Number && f.inName[x.first] && f.inName[x.end-1]
	})
}

func (f *analyzer) addMatch(r *rule, first, end int, v Value) {
	f.matches = append(f.matches, match{first, end, r, v})
}

// resolveOverlaps sorts the matches. Where two of one kind overlap it keeps the longer.
func (f *analyzer) resolveOverlaps() {
	slices.SortStableFunc(f.matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.end, a.end))
	})
	kept := f.matches[:0]
	var last [len(kindIndexes)]int // for each kind, 1 + the index in kept of the last claim of that kind
	for _, x := range f.matches {
		n := kindIndexes.indexOf(x.rule.kind)
		if at := last[n] - 1; at >= 0 && x.first < kept[at].end {
			if x.end-x.first > kept[at].end-kept[at].first && x.end > kept[at].end {
				kept[at].rule, kept[at].end, kept[at].value = x.rule, max(x.end, kept[at].end), x.value
			}
			continue
		}
		kept = append(kept, x)
		last[n] = len(kept)
	}
	f.matches = kept
}

// kindTable maps indexes to kinds.
type kindTable [15]Kind

var kindIndexes = kindTable(Kinds)

func (r *kindTable) indexOf(k Kind) int {
	for i := range r {
		if r[i] == k {
			return i
		}
	}
	return 0
}

// suggestions converts the matches to code points.
func (f *analyzer) suggestions() []Suggestion {
	if len(f.matches) == 0 {
		return nil
	}
	out := make([]Suggestion, len(f.matches))
	for i, x := range f.matches {
		out[i] = Suggestion{text.Span{Start: f.tokens[x.first].from, End: f.tokens[x.end-1].to}, x.rule.kind, x.rule.why, x.value}
	}
	return out
}

// The helpers below inspect a token by its index. An index out of range yields an empty token.

func (f *analyzer) tokenAt(i int) *token {
	if i < 0 || i >= len(f.tokens) {
		return &noToken
	}
	return &f.tokens[i]
}

var noToken = token{entry: unknownEntry}

func (f *analyzer) hasClass(i int, c class) bool { return f.tokenAt(i).entry.classes&c != 0 }

// isOneOf reports whether token i is one of the words, which have to be in the lexicon or among the signs
// below.
func (f *analyzer) isOneOf(i int, words ...string) bool {
	key := f.tokenAt(i).entry.key
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

// tokenText returns the text of token i.
func (f *analyzer) tokenText(i int) string {
	t := f.tokenAt(i)
	return f.s[t.start:t.end]
}

// isSign reports whether token i is one of the signs.
func (f *analyzer) isSign(i int, signs string) bool {
	t := f.tokenAt(i)
	return t.kind == signToken && t.end > t.start && strings.Contains(signs, f.s[t.start:t.end])
}

// isHyphen reports whether token i is a hyphen or dash without spaces around it.
func (f *analyzer) isHyphen(i int) bool {
	return f.isSign(i, "-‐‑–") && f.tokenAt(i).adjacent && f.tokenAt(i+1).adjacent
}

// isPlainWord reports whether token i is a word in lower case that may be a noun or precede one.
func (f *analyzer) isPlainWord(i int) bool {
	t := f.tokenAt(i)
	return t.kind == wordToken && !t.capital && t.entry.classes&(function|saying|nearTime|verbForm) == 0
}

// maxReach limits how many tokens a rule looks back or ahead. It is enough for a title or a subject, and
// bounds the time.
const maxReach = 14
