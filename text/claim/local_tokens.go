package claim

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lookUpTerms fills f.local, the terms of the language at each token.
func (f *analyzer) lookUpTerms() {
	f.splitTokens()
	f.local = slices.Grow(f.local[:0], len(f.tokens))[:len(f.tokens)]
	for i := range f.tokens {
		f.local[i] = nil
		if t := &f.tokens[i]; t.kind == wordToken && t.end-t.start <= 2*maxWordLen {
			f.local[i] = f.locale.lookUp(f.s[t.start:t.end])
		}
	}
}

// splitTokens splits words of a script without spaces around the longest known terms, Korean words behind a
// figure, and elided words.
func (f *analyzer) splitTokens() {
	if !f.locale.traits.unspaced && !f.locale.traits.elided && !f.locale.traits.titleBehind {
		return
	}
	split := make([]token, 0, len(f.tokens)+len(f.tokens)/2)
	for i, t := range f.tokens {
		r, _ := utf8.DecodeRuneInString(f.s[t.start:t.end])
		switch {
		case t.kind != wordToken:
			split = append(split, t)
		case f.locale.traits.elided:
			split = f.appendElided(split, t)
		case isUnspacedScript(r):
			split = f.appendSplit(split, t, false)
		case t.adjacent && i > 0 && f.tokens[i-1].kind == numberToken && unicode.Is(unicode.Hangul, r):
			split = f.appendSplit(split, t, true)
		case unicode.Is(unicode.Hangul, r) && f.isTermWithParticle(t):
			split = f.appendSplit(split, t, true)
		default:
			split = append(split, t)
		}
	}
	f.tokens = append(f.tokens[:0], split...)
}

// maxParticle is the length of the longest Korean particle that is split from a term, in bytes.
const maxParticle = 6

// isTermWithParticle reports whether a Korean word is a known term of two or more letters and a particle.
func (f *analyzer) isTermWithParticle(t token) bool {
	w := f.s[t.start:t.end]
	for n := len(w) - 3; n >= max(6, len(w)-maxParticle); n -= 3 {
		if f.locale.terms[w[:n]] != nil {
			return true
		}
	}
	return false
}

// maxElided is the length of the longest elided word, "dell", in bytes.
const maxElided = 5

// appendElided appends "d'" and "avril" separately, but "aujourd'hui" as one word.
func (f *analyzer) appendElided(split []token, t token) []token {
	w := f.s[t.start:t.end]
	at := strings.IndexAny(w, "'’")
	if at < 1 || at > maxElided || f.locale.terms[strings.ToLower(w)] != nil {
		return append(split, t)
	}
	_, size := utf8.DecodeRuneInString(w[at:])
	head, tail := t, t
	head.end = t.start + at + size
	head.to = t.from + utf8.RuneCountInString(w[:at+size])
	tail.start, tail.from, tail.adjacent = head.end, head.to, true
	r, _ := utf8.DecodeRuneInString(f.s[tail.start:])
	tail.capital = unicode.IsUpper(r)
	head.entry, tail.entry = lookUp(f.s[head.start:head.end]), lookUp(f.s[tail.start:tail.end])
	return append(split, head, tail)
}

func isUnspacedScript(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// appendSplit appends the parts of one word. With first, only a term at its beginning is split off.
func (f *analyzer) appendSplit(split []token, t token, first bool) []token {
	w := f.s[t.start:t.end]
	starts := make([]int, 0, len(w)/3+1) // byte offsets of the letters
	for at := range w {
		starts = append(starts, at)
	}
	starts = append(starts, len(w))
	part := func(from, to int, adjacent bool) token {
		p := t
		p.start, p.end, p.from, p.to = t.start+starts[from], t.start+starts[to], t.from+from, t.from+to
		p.adjacent = adjacent || p.adjacent
		return p
	}
	begun := 0
	for i := 0; i < len(starts)-1; {
		n := f.longestTerm(w, starts, i)
		if first && i > 0 {
			break
		}
		if n == 0 {
			i++
			continue
		}
		if begun < i {
			split = append(split, part(begun, i, begun > 0))
		}
		split = append(split, part(i, i+n, i > 0))
		i += n
		begun = i
	}
	if begun < len(starts)-1 {
		split = append(split, part(begun, len(starts)-1, begun > 0))
	}
	return split
}

// longestTerm returns the number of letters of the longest term at letter i, or 0.
func (f *analyzer) longestTerm(w string, starts []int, i int) int {
	for n := min(f.locale.traits.longest, len(starts)-1-i); n > 0; n-- {
		if f.locale.terms[w[starts[i]:starts[i+n]]] != nil {
			return n
		}
	}
	return 0
}

// termAt returns the term of a class at token i and its end, or nil.
func (f *analyzer) termAt(i int, c localClass) (*term, int) {
	if f.locale == nil || i < 0 || i >= len(f.tokens) || i >= len(f.local) {
		return nil, i
	}
	list := f.local[i]
	for k := range list {
		if t := &list[k]; t.class&c != 0 && f.followedBy(i+1, t.rest) {
			return t, i + 1 + len(t.rest)
		}
	}
	return nil, i
}

func (f *analyzer) isTerm(i int, c localClass) bool {
	t, _ := f.termAt(i, c)
	return t != nil
}

func (f *analyzer) followedBy(i int, words []string) bool {
	for k, w := range words {
		if f.tokenAt(i+k).kind != wordToken || !strings.EqualFold(f.tokenText(i+k), w) {
			return false
		}
	}
	return true
}

// isShortWord reports whether token i is a word of at most n letters in lower case, such as an article or a
// preposition.
func (f *analyzer) isShortWord(i, n int) bool {
	t := f.tokenAt(i)
	return t.kind == wordToken && !t.capital && t.to-t.from <= n
}
