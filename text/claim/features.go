package claim

import (
	"unicode"
	"unicode/utf8"
)

// Buckets is how many weights there are: features are hashed to them (Weinberger et al. 2009).
const Buckets = 1 << 18

// The sorts of feature.
const (
	featWord = iota
	featPair
	featSkip
	featEnding
	featShape
	featChars
	featKind
	featClass
	featLength
	featTriple
)

const prime = 1099511628211

func mix(h uint64, x uint64) uint64 {
	h = (h ^ x) * prime
	return h ^ h>>29
}

// Seen lists the features of a sentence, for the program that learns.
func Seen(s, lang string) []uint32 {
	f := new(finder)
	f.read(s, lang)
	f.look()
	return f.seen
}

func (f *finder) see(sort int, h uint64) {
	h = mix(mix(h, uint64(sort)+77), 0x9E3779B97F4A7C15)
	f.seen = append(f.seen, uint32(h>>20)%Buckets)
}

// sight is what the features say of a token: its word, its ending, its shape.
type sight struct{ word, ending, shape uint64 }

func (f *finder) sightOf(t *token) sight {
	w := f.s[t.start:t.end]
	switch t.sort {
	case sign:
		h := mix(3, hashLower(w))
		return sight{h, h, h}
	case number:
		h := mix(5, uint64(min(t.figure.digits, 5))<<1|uint64(b2i(t.figure.dots > 0)))
		return sight{h, 5, 5}
	}
	h := hashLower(w)
	shape := uint64(11)
	is := t.known.is
	switch {
	case is&function != 0:
		shape = h
	case is != 0:
		shape = mix(13, uint64(is&^(vague|plural|modifier)))
	case t.capital:
		shape = 17
	default:
		shape = mix(19, ending(w, 2))
	}
	e := mix(uint64(b2i(t.capital)), ending(w, 3))
	if is&function != 0 {
		e = h
	}
	return sight{h, e, shape}
}

func hashLower(w string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= utf8.RuneSelf {
			return hashRunes(w)
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * prime
	}
	return h
}

func hashRunes(w string) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range w {
		if r == '’' {
			r = '\''
		}
		h = (h ^ uint64(unicode.ToLower(r))) * prime
	}
	return h
}

func ending(w string, n int) uint64 {
	return hashLower(w[max(0, len(w)-n):])
}

// look fills f.seen.
func (f *finder) look() {
	f.seen = f.seen[:0]
	a, b := sight{1, 1, 1}, sight{2, 2, 2}
	for i := range f.tokens {
		t := &f.tokens[i]
		c := f.sightOf(t)
		f.see(featWord, c.word)
		f.see(featPair, mix(b.word, c.word))
		f.see(featSkip, mix(mix(a.word, 7), c.word))
		f.see(featTriple, mix(mix(a.word, b.word), c.word))
		f.see(featEnding, mix(b.ending, c.ending))
		f.see(featShape, mix(mix(a.shape, b.shape), c.shape))
		if t.sort == word {
			f.lookAtChars(f.s[t.start:t.end])
		}
		a, b = b, c
	}
	f.lookAtKinds()
}

func (f *finder) lookAtChars(w string) {
	for n := 3; n <= 5; n++ {
		for i := 0; i+n <= len(w); i++ {
			f.see(featChars, mix(uint64(n), hashLower(w[i:i+n])))
		}
	}
}

func (f *finder) lookAtKinds() {
	var kinds [len(ranks)]int
	for _, x := range f.found {
		kinds[ranks.of(x.rule.kind)]++
	}
	for k, n := range kinds {
		f.see(featKind, uint64(k*10+min(n, 3)))
	}
	var classes [64]int
	for i := range f.tokens {
		for c := 0; c < 50; c++ {
			classes[c] += int(f.tokens[i].known.is >> c & 1)
		}
	}
	for c, n := range classes[:50] {
		if n > 0 {
			f.see(featClass, uint64(c*10+min(n, 3)))
		}
	}
	words := len(f.tokens)
	bucket := 0
	for words > 2 {
		words = words * 3 / 4
		bucket++
	}
	f.see(featLength, uint64(bucket))
	last := f.at(len(f.tokens) - 1)
	if last.end > last.start {
		f.see(featLength, mix(99, hashLower(f.s[last.start:last.end])))
	}
	f.see(featLength, mix(uint64(bucket), uint64(100+b2i(kinds[4]+kinds[3]+kinds[5] > 0))))
}
