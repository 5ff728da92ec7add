package claim

import (
	"unicode"
	"unicode/utf8"
)

// BucketCount is the number of weights. Features are hashed to them (Weinberger et al. 2009).
const BucketCount = 1 << 18

// The kinds of feature.
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

const fnvPrime = 1099511628211

func mixHash(h uint64, x uint64) uint64 {
	h = (h ^ x) * fnvPrime
	return h ^ h>>29
}

// Features returns the features of a sentence, for training.
func Features(s, lang string) []uint32 {
	f := new(analyzer)
	f.analyze(s, lang)
	f.extractFeatures()
	return f.features
}

func (f *analyzer) addFeature(sort int, h uint64) {
	h = mixHash(mixHash(h, uint64(sort)+77), 0x9E3779B97F4A7C15)
	f.features = append(f.features, uint32(h>>20)%BucketCount)
}

// tokenHashes are the hashes of a token's word, ending and shape.
type tokenHashes struct{ word, ending, shape uint64 }

func (f *analyzer) hashesOf(t *token) tokenHashes {
	w := f.s[t.start:t.end]
	switch t.kind {
	case signToken:
		h := mixHash(3, hashLower(w))
		return tokenHashes{h, h, h}
	case numberToken:
		h := mixHash(5, uint64(min(t.number.digits, 5))<<1|uint64(boolToInt(t.number.dots > 0)))
		return tokenHashes{h, 5, 5}
	}
	h := hashLower(w)
	shape := uint64(11)
	is := t.entry.classes
	switch {
	case is&function != 0:
		shape = h
	case is != 0:
		shape = mixHash(13, uint64(is&^(vague|plural|modifier)))
	case t.capital:
		shape = 17
	default:
		shape = mixHash(19, endingHash(w, 2))
	}
	e := mixHash(uint64(boolToInt(t.capital)), endingHash(w, 3))
	if is&function != 0 {
		e = h
	}
	return tokenHashes{h, e, shape}
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
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

func hashRunes(w string) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range w {
		if r == '’' {
			r = '\''
		}
		h = (h ^ uint64(unicode.ToLower(r))) * fnvPrime
	}
	return h
}

func endingHash(w string, n int) uint64 {
	return hashLower(w[max(0, len(w)-n):])
}

// extractFeatures fills f.features.
func (f *analyzer) extractFeatures() {
	f.features = f.features[:0]
	a, b := tokenHashes{1, 1, 1}, tokenHashes{2, 2, 2}
	for i := range f.tokens {
		t := &f.tokens[i]
		c := f.hashesOf(t)
		f.addFeature(featWord, c.word)
		f.addFeature(featPair, mixHash(b.word, c.word))
		f.addFeature(featSkip, mixHash(mixHash(a.word, 7), c.word))
		f.addFeature(featTriple, mixHash(mixHash(a.word, b.word), c.word))
		f.addFeature(featEnding, mixHash(b.ending, c.ending))
		f.addFeature(featShape, mixHash(mixHash(a.shape, b.shape), c.shape))
		if t.kind == wordToken {
			f.addCharFeatures(f.s[t.start:t.end])
		}
		a, b = b, c
	}
	f.addKindFeatures()
}

func (f *analyzer) addCharFeatures(w string) {
	for n := 3; n <= 5; n++ {
		for i := 0; i+n <= len(w); i++ {
			f.addFeature(featChars, mixHash(uint64(n), hashLower(w[i:i+n])))
		}
	}
}

func (f *analyzer) addKindFeatures() {
	var kinds [len(kindIndexes)]int
	for _, x := range f.matches {
		kinds[kindIndexes.indexOf(x.rule.kind)]++
	}
	for k, n := range kinds {
		f.addFeature(featKind, uint64(k*10+min(n, 3)))
	}
	var classes [64]int
	for i := range f.tokens {
		for c := 0; c < 50; c++ {
			classes[c] += int(f.tokens[i].entry.classes >> c & 1)
		}
	}
	for c, n := range classes[:50] {
		if n > 0 {
			f.addFeature(featClass, uint64(c*10+min(n, 3)))
		}
	}
	words := len(f.tokens)
	bucket := 0
	for words > 2 {
		words = words * 3 / 4
		bucket++
	}
	f.addFeature(featLength, uint64(bucket))
	last := f.tokenAt(len(f.tokens) - 1)
	if last.end > last.start {
		f.addFeature(featLength, mixHash(99, hashLower(f.s[last.start:last.end])))
	}
	f.addFeature(featLength, mixHash(uint64(bucket), uint64(100+boolToInt(kinds[4]+kinds[3]+kinds[5] > 0))))
}
